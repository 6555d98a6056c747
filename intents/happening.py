"""The words by which is recognised that something dangerous goes on; read by `safety`.

Written as `signal_words` says.
"""

from __future__ import annotations

from intents.signal_words import any_of

# Going on, unless the text is about the past, a case to be imagined, or the subject as such.
HAPPENING = any_of(
    """
    (word|wordt|worden|worde|wordn|wurdt|wodt) .. <done>
    <intruder> .. (<inside>|bezig|aan het werk)
    (is|zijn|bin|bint|zit|zitten|loopt|lopen|staat|staan|zie|zien|hoor|horen|heb) .. inbrekers?
    (is|zijn|zit|zitten|loopt|lopen|staat|staan|zie|zien|hoor|horen) .. (insluip*|indring*|<tool>)
    (aan het|aan t|ant|an t|aon t|an het) .. <doing>|(met|mee) .. <tool>|overvaller|overvallers
    (staat|staan|zijn|zit|zitten|lopen|loopt) .. te <doing>|(probeer*|bezig|proberen) .. te <doing>
    (probeer*|proberen) .. (<doing>|binnen te komen)|(breken|breekt|breke|breakn|brekt) .. in
    <people> .. (klim*|kruip*|kom|komt|komen|dring*|breekt|breken|forceer*|ram*) .. naar binnen
    <people> .. (klim*|kruip*|dring*|breekt|breken|forceer*) .. (binnen|hek|ruit|raam|dak|open)
    <people> .. (<doing>|slijp*) .. (slot|rolluik|deur|hek)|binnengedrongen
    glasgerinkel|naar binnen (klim*|kruip*|dring*|gaan|gaat)
    (inbraak|overval|diefstal|beroving|steekpartij|gijzeling|roof) (gaande|bezig|aan de gang)
    (hoor|horen) .. (voetstappen|gestommel|lopen|geschreeuw|gegil|schoten|knallen)|schoten gehoord
    (hoor|horen) .. (gezaag|gerommel|gebonk|gebons|gekraak|geslijp|stemmen)
    alarm .. af .. (zie|hoor)|(zie|zien|hoor|horen) .. (naar binnen|inbreken|over (het|ons) hek)
    (zit|ben|zitten|heb) .. (verstopt|opgesloten|verscholen)|kan niet (praten|bellen) .. ze
    durf niet .. (naar buiten|uit te stappen|te bewegen|te praten|weg)|ssst .. ze
    (ze|hij|zij|mannen|kerels) (zijn|is|staan|staat|zitten|zit|lopen|loopt) (nu )?(hier )?binnen
    (ze|zij|mannen|kerels) (zijn|staan|zitten|lopen) .. (beneden|voor de deur|bij de kluis)
    (ze|zij|mannen|kerels) (zijn|staan|zitten|lopen) (nu |nog |er |al ){0,3}hier$
    (zit|is|loopt|staat) .. (ene|iemand|een vreemde|een man|un) .. (binnen|in (het|de|ons|mijn) *)

    (met|trekt|zwaait|pakt|houdt|with|holding|waving|mit) .. <weapon>
    (heeft|hebben|hep|hat|hef|has|have|got|ma|maja) (een |n |un |a )?<weapon>|gewapend*
    <people> .. (bedreig*|mishandelt|steekt|schiet|slaat|slaan|schopt|wurgt|bijt) .. <victim>
    in elkaar (slaan|slaat|geslagen)|houdt niet op|laat .. niet los
    bij (de|zn|haar|mijn) (keel|strot)
    (gaat|ga|wil|zal|komt|kom) .. (vermoorden|neersteken|doodschieten|afmaken|doden|springen)
    onder schot|gegijzeld|vastgebonden|gekneveld|neergestoken|neergeschoten|wordt geschoten
    schietpartij|steekpartij|vechtpartij (op|bij|in|voor|buiten|hier)|(ze|er) vechten
    (er|ze) wordt gevochten
    achtervolg(t|en) <victim>|verwarde? (man|vrouw|persoon)|verdacht pakket*
    bommelding|bomdreiging|bombrief|poederbrief
    (ligt|is|staat) (er )?(een )?bom|explosief|granaat|handgranaat|granaten
    pakket* .. (tikt|draden|draad)

    (staat|staan|sta|stiet|stoat|stao|steit|stait|vliegt|vloog) .. in (de |d )?<burning>
    in (de )?<burning> (staat|staan|gevlogen|gevloge)|<thing> .. brandt(?! (geen|niet|weer|licht))
    (er is|is er|hier is|we hebben|er woedt|grote|uitslaande|felle|heb) (een )?(nu )?(hier )?brand
    (brand|fik|fikkie) (in|bij|op|achter|naast|hier|uitgebroken|nu|help|snel|boven|beneden)
    (rook|vlammen|vuur) .. (uit|boven|binnen|slaan|slaat|komt|komen|kringelt)|vlam in de pan
    (zie|zien|ruik|ruiken|komt|komen|slaan|hangt) .. (rook|rookwolk*|vlammen|vuur|brandlucht)

    (ademt|ademen|ademhaalt|haalt) .. (niet|nit|nie|nich|geen adem|amper|nauwelijks)
    (reageert|reageren|beweegt|bewegen) .. (niet|nit|nie|nergens)
    niet meer (ademt|bij kennis|bij bewustzijn)
    niet (meer )?aanspreekbaar|niet boven|buiten (kennis|bewustzijn|westen)|bewust?e?loos
    flauwgevallen
    geen (hartslag|polsslag|lucht|adem)|hartstilstand|hartaanval|hartinfarct|herseninfarct
    beroerte|stuip*
    epilep*
    onwel|in elkaar gezakt|(bloedt|bloed) .. (hevig|erg|hard|dood|enorm|overal)|doodbloed*
    overal bloed
    zwaargewond*|allergische reactie|vergiftigd|verdrinkt|elektrisch* schok|stroom (gehad|gekregen)
    (is|zijn|ligt|zit|hangt|raakte|bint) .. (gewond|bekneld|overreden|aangereden|bedolven)
    onder (de|een|zn|het) (heftruck|vrachtwagen|auto|stelling|machine|lading|trein|pallet*)
    (hand|arm|been|vinger*|voet|hoofd|hij|zij) .. (vast|klem|bekneld|ertussen) .. (in|tussen|onder)
    van (het|t|de|een) (dak|ladder|steiger|trap|stelling) (gevallen|vallen|gevalle)
    (gevallen|viel|valt) .. van (het|t|de|een) (dak|ladder|steiger|stelling)|ligt .. in het water
    (ligt|zakte) .. op de (grond|vloer) .. (niet|nit|bloed|klap|stuip*)

    gaslek|gaslucht|gasexplosie|(ruik|ruiken|stinkt|stink|lekt|riecht|ruukt) .. gas|gas (lekt|sist)
    koolmonoxide|chloorgas|ammoniak*|giftig* (stof*|damp*|wolk|rook|gas)|explosie|ontploffing
    ontploft
    (vat|tank|tankwagen|leiding|ketel|cilinder) .. (lekt|lek|omgevallen|gescheurd)|ingestort
    stort in

    (break|breaking|broke|smash*|kick*) .. (in|into|open|down) .. (now|at the moment|as we speak)
    <they> .. breaking (in|into|the|our)
    <they> .. (robbing|attacking|threatening)
    <they> .. (stabbing|shooting|smashing)
    <they> .. (beating|bleeding|choking)
    <they> .. (stealing|fighting|setting fire|climbing)
    on fire|caught fire|there(s| is| are| was) .. (fire|smoke|flames|gunshots|explosion|gas leak)
    there(s| is| are) .. (<intruder>|shooting|robbery|break in|men in|man inside|someone inside)
    (fire|smoke|flames) (in|at|from|coming|inside|next door|behind|everywhere)
    trying to (break|get) in
    (see|smell|hear) .. (smoke|flames|fire|gas|gunshots|shots|burglars?|footsteps|glass breaking)
    (being|getting|got|been) (robbed|attacked|threatened|burgled|assaulted|held up at|stabbed|shot)
    not breathing|cant breathe|cannot breathe|unconscious|not responding
    isnt (breathing|responding)
    heart attack|passed out|having a (stroke|seizure)|blood everywhere|people are hurt|badly hurt
    seriously injured|collapsed|electrocuted|stabbed|gas leak|tank .. leaking|hiding in
    held hostage
    (will|going to) kill|wants to jump|(machine|press) caught|trapped (under|in)

    es brennt|feuer|einbrecher|uberfall*|notfall|brennt|eingebrochen|bricht .. ein|bewusstlos
    krankenwagen|atmet nicht|blutet|bedroht|riecht .. gas|schiesst|messer|hilfe|schwer verletzt
    pali sie|pozar|ratunku|pomocy|wlamuj*|wlamywacz*|(napad|wlamanie) teraz|nie oddycha|karetk*
    nieprzytomn*|krwawi|zlodziej jest|ma noz|strzela*|bije|ulatnia sie gaz
    yangin*|imdat|hirsiz var|soygun*|yaniyor|saldiri*|yardim edin|bayildi|nefes almiyor|ambulans
    polis cagirin|silahli|tehdit ediyor|bicakl*|kaniyor|gaz kokusu|patlama

    (geramd|rammen|ramt) .. (met|deur|hek|pui|poort)|<thing> .. geramd|plofkraak|ramkraak
    <people> .. (rijden|rijdt|rennen|rent|lopen|gaan|gaat) .. (weg|ervandoor) met|vastgehouden
    (valt|vallen) .. <victim> aan|(slaan|slaat|schopt|schoppen|bijt) (de|een|onze|mijn) *
    zit .. klem|gekanteld|aangereden|(hangt|hing) .. aan een (touw|balk)|stopped breathing
    (fell|fallen) (off|from)|is burning|are burning|burning down|trying to force|forcing the
    (ligt|lag) .. (gewonde|dode|zwaargewonde)|(hij|zij|ze|die) .. dood is|levensloos
    (wordt|word|is) (heel |erg |zo )?(agressief|gewelddadig)|op instorten
    (vonkt|vonken) .. (ruik*|brand*)
    (ruikt|stinkt) .. (verschroeid|verbrand)|met een aansteker|benzine .. (aansteker|vloer|lucifer)
    zijn (hand|arm|been|voet|vingers?) in (de|een) *|komen? binnen nu|ze komen binnen
    (zie|zien|met|schijn*|lopen|loopt) .. zaklampen?
    net .. (overval|inbraak) gepleegd|er is net .. (overval|ingebroken|overvallen)|met stenen
    (brandt|braandt) .. (bie|bij|biej)|ynbrek*|(mit|met) e mets

    (loopt|lopen|liep|wordt|werd|ziet) .. (blauw|grauw) (aan|om)
    (spring|springt|springen) .. (dak|brug)
    (op|van) (het|de|een) (dak*|brug|rand) .. (spring|springt|springen)
    te water (geraakt|gereden)|(in|uit) (het|de) (water|kanaal|vaart|sloot|haven) (gereden|geraakt)
    (melder|rookmelder|brandmelder|brandalarm|alarm*) .. (af|loeit|gilt) .. (rook|vlammen)
    (melder|rookmelder|brandmelder|brandalarm|alarm*) .. (af|loeit|gilt) .. (vuur|brand)
    (lucht|damp*|gas|gaslucht|stank|wolk) .. (misselijk|duizelig|benauwd|hoesten)
    (lucht|damp*|gas|gaslucht|stank|wolk) .. (overgeven|onwel|ziek)
    (misselijk|duizelig|benauwd|hoesten|overgeven) .. (lucht|damp*|gas|gaslucht|stank|wolk|fumes)
    (smell|gas|fumes) .. (dizzy|sick|coughing)|(dizzy|sick|coughing) .. (fumes|smell|gas)
    steekwond*|schotwond*|lichterlaaie|hulpdiensten .. (nu|nodig|graag|sturen|meteen)
    (trappen|trapt|beuken|beukt|schoppen|schopt|rammen) .. (deur|raam|ruit|etalage) .. (in|open)
    (trappen|trapt|beuken|beukt|schoppen|schopt|rammen) .. (deur|raam|ruit|etalage) .. (aan)
    (live|camera|scherm|beelden) .. (loopt|lopen|zie|zien|staat|staan) .. (man|mannen|iemand)
    (live|camera|scherm|beelden) .. (loopt|lopen|zie|zien|staat|staan) .. (volk|mensen)
    (live|camera|scherm|beelden) .. (loopt|lopen|zie|zien|staat|staan) .. (kerels?|vent|gasten)
    (live|camera|scherm|beelden) .. (loopt|lopen|zie|zien|staat|staan) .. (jongens|figuren|schim*)
    (camera|screen|footage) .. (man|men|someone|people) .. (walking|inside|climbing)
    (man|men|someone|people) .. (walking|inside|climbing) .. (camera|screen)
    (lichaam|persoon|iemand|man|vrouw|kind) .. (roerloos|bewegingloos|zwaargewond)
    (de|het|ons|onze|mijn|die) * brandt(?! (geen|niet|weer|licht|in|op|me|mij))
    niet (meer )?wakker te (krijgen|maken)|niet wakker .. (wordt|maken)|blauwe lippen|lips .. blue
    baarnt|de boel .. brand|(foar|veur) .. brein brant

    (mit|hat|haben) (einer|eine|einem|ein|der)? ?(waffe|pistole|messer|gewehr|axt)
    (riech*|riechen|riechts?) .. gas|gas(geruch|leck|alarm)|bewusstlos*|liegt .. (am boden|blut)
    atmet .. (nicht|nich|kaum)|herzinfarkt|schlaganfall|schlagerei|schlaegt
    schlagt .. (frau|kolleg*|mann)
    unfall .. (verletzt*|blutet|eingeklemmt)|eingeklemmt|explosion|rauch .. (aus|halle|dach)
    brennende?
    czuc .. gaz*|zapach gazu|gaz .. (czuc|ulatnia)|wybuch*|krew|ranny|rannych|dym (w|z)|duzo dymu
    mezczyzna z (nozem|pistoletem|bronia)|z nozem|nozem|palimy sie|spadl (z|ze)|z bronia
    wypadek .. (krw*|rann*)
    pali (sie|magazyn)
    gaz (kokuyor|kokusu|kacagi|sizintisi)|duman (var|cikiyor|geliyor)|yangin*|bicakla*|silahla*
    yarali*
    (catidan|merdivenden|iskeleden) .. dustu|dustu .. (kan|baygin|kalkmiyor)
    kalp krizi|nefes alamiyor|patladi|kavga (var|ediyorlar)|iceri girdiler|hirsiz (var|iceride)

    (muur|vloer|dak|deur|kast|meterkast|accu|kachel|oven|schoorsteen) .. (gloeit|gloeien|gloeiend)
    (stof|vat|vaten|spul|leiding|tank) .. lekt .. (hoest*|ziek|misselijk|brandt)
    (rook|vlammen|vuur) .. (op het dak|kunnen niet weg|kan niet weg|geen kant op|uitgang)
    (opgesloten|verschanst|barricade*) .. (jerrycan|benzine|mes|wapen|bijl|afgelopen)
    (mag|mogen) niet (weten|horen|merken|zien) dat ik .. (typ|app|bel|chat|hier)
    fikt|fikken|(vat|vatten|vatte) .. vlam|vlam gevat|(vliegt|vliegen) .. in brand
    (dreigt|dreigen|dreigde) .. (in brand|steken|schieten|slaan|vermoorden|aan te doen|doden)
    (zit|zitten|ligt|staat|is) .. (vast|opgesloten|klem|gevallen) .. in (de|een|het|n) <shut_in>
    (zit|zitten|ligt|staat|is) in (de|een|het|n) <shut_in> .. (vast|opgesloten|klem|gevallen)
    <poison> .. (gedronken|geslikt|ingenomen|binnengekregen|doorgeslikt|(in|over) .. ogen)
    (drank|drunk|swallowed|took) .. <poison>|overdosis|overdos(ed|e)
    (teveel|te veel) .. (ghb|drugs)
    aan het bevallen|bevalling .. (begonnen|hier)|vliezen .. gebroken|giving birth|in labou?r
    (co|koolmonoxide) ?melder .. (af|piept|loeit)|net .. (enorme|harde|geweldige) (klap|knal|dreun)
    ze (horen|zoeken|vinden) (me|mij|ons)(?! niet)|hij (zoekt|vindt) (me|mij|ons)(?! niet)
    <people> .. (zaak|pand|winkel|we|wij|ik) .. (ben|is|zijn) (hier |al )?(gesloten|dicht|alleen)
    <people> .. in (the|our|my) * .. (closed|empty|alone|locked)
    (een|de|die|n) (man|vent|kerel|jongen|hond|iemand) .. <victim> (slaat|schopt|steekt|wurgt)
    (een|de|die|n) (man|vent|kerel|jongen|hond|iemand) .. <victim> (trapt|bedreigt|aanvalt|bijt)
    (kokend*|heet|hete|brandend*|gloeiend*) .. over .. <victim>|ligt (onderaan|onder) (de|een) trap
    (rijdt|reed|rijden|raakt|raakte) .. (het|t) (water|kanaal) in|te water|betrap .. (dief|iemand)
    (steiger|kraan|hijskraan|bouwkraan|heftruck|shovel|vrachtwagen|bus) .. (kantelt|omvalt)
    (steiger|kraan|hijskraan|bouwkraan|muur|kast|stelling|heftruck) .. (kantelt|valt om|omvalt)
    (hij|zij|ze|baas|collega|man|vrouw|vriend*|zoon|dochter|broer
    zus) .. er een einde? aan .. maken
    ik word (nu |al )?(de hele (tijd|weg|rit) )?(al )?(gevolgd|achternagezeten|achtervolgd)
    gaz .. siz*|(hij|zij|ze) wordt (helemaal )?(grijs|grauw|paars)(?! (met|door|als|en))
    (iemand|onbekende*|mannen|ze|kerels) .. (laden|laadt) .. (bus*|*auto|aanhanger|*wagen) .. (vol
    in)
    (heet|hete|kokend*) .. over (zich|hem|haar|mij|me)|<vehicle> .. op (zijn|zn|de) kop
    explode(ert|ren|erde)|gas(fles*|leiding*|buis|tank|kraan) .. (lekt|lek|sist)|ontvoer(d|t|en)
    (graait|graaien|grist|gristen) .. (kassa|geld|la|lade|tas*)|kidnapp*
    (spoed|help|hulp|snel|sos) (de )?(politie|brandweer|ambulance)
    (politie|brandweer|ambulance) (spoed|help|snel|please|now)
    anders (schiet|steek|steekt|sla|slaat)
    (slaan|steken|schoppen|trappen|vechten) .. (elkaar|mekaar)|pakt .. (rent|loopt|rijdt) .. weg
    (accu*|batterij*|lader|laadpaal) .. (rook|rookt|roken|heet|smelt|smelten|dampt|walmt)
    <they> .. (hurting|strangling|kicking|hitting|killing (him|her|us|me))
    need help (now|fast|please|quick*)
    (getting|being) (violent|aggressive)|gun ?shots?|ausgeraubt|silah ses*|zawal*
    zlodzieje? .. (jest|sa)
    (kan|kunnen|krijg|krijgen) .. (vuur|brand|het|t) .. niet .. (geblust|blussen)
    <victim> .. ligt op (straat|de weg|de stoep|het asfalt|de grond|de vloer)
    (kind|kindje|baby|peuter) .. (auto|wagen) .. (heet|bloedheet|opgesloten)|vlammenzee|vuurzee
    roept .. hulp|roepen .. om hulp|om hulp (roept|roepen|schreeuwt)
    (screaming|shouting) .. for help
    (oranje|rode) gloed|dood (gaat|wil|zal|ga) maken|en (rent|rennen|sprint|vlucht|vluchten) weg
    <victim> .. (been|arm|buik|rug|borst|hals|nek) (gestoken|geschoten)
    in (het|zijn|haar) * gestoken
    weet niet meer waar (hij|zij|ze|ik) (is|ben)|voor de trein .. (gooien|springen|springt)
    brandgeur
    voor de trein wil|gas* .. (hoofdpijn|duizelig)|gaskraan .. open*|kopje onder
    <stranger> (nu |net |hier |bij (mij|me|ons) ){0,2}(in|door) (huis|de *|het *|ons *|mijn *)
    napadl*|on(i|a)? (ma|maja) (noz|pistolet|bron)|polis (lazim|gonder*|cagir*)|ambulans
    (sikisti|sikismis)|(kapi*|cam*) .. kir(iyor|iyorlar|di)|wypadek .. (pod|ran*|krw*)

    <burns> .. (ogen|oog|gezicht|huid|armen?|handen|hand|eyes?|face|skin|gesicht)
    (huid|hand|handen|arm|armen|gezicht|voet|voeten) ((is|zijn|raakt|helemaal) )?verbrandt?
    (vat|vaten|tank|ibc|jerrycan*|tankwagen|goedje) .. (sist|sissen|dampt|dampen|bruist|spuit)
    (vat|vaten|tank|ibc|jerrycan*|tankwagen) .. (loopt|lopen) .. leeg
    gifwolk*|gaswolk*|gele wolk|bijtende? (walm|damp|dampen|lucht|stof|spul)
    (chemical|acid) (spill|leak)|people .. vomiting
    (mouw|hand|arm|haren|vingers?|been|voet) .. in (de|een) (draaibank|wals|zaag*|band|*band)
    (sjaal|jas|handschoen|haar|stropdas) .. in (de|een) (draaibank|wals|zaag*|*band|pers|machine)
    (vingers?|hand|duim|arm|been|voet) (* ){0,2}(eraf|afgezaagd|afgehakt|afgerukt|afgesneden)
    (rol|plaat|platen|balk|pallet|kist|staal|last) .. op (zijn|haar|mijn|zn) <limb>
    op (zijn|haar|mijn|zn|de) <limb> .. gevallen
    geraakt door een (vallende|balk|pallet|plaat|auto|heftruck|vrachtwagen|kogel)
    (steekt|zit) in (zijn|haar|mijn|zn) (hals|buik|oog|borst|keel|been|arm)
    van (de|het|een|t) (stelling|dak|ladder|steiger|trap) (ge|afge)(donderd|lazerd|kukeld|stort)
    door (het|t) ijs (gezakt|gegaan|zakt)|steiger (is )?(omgegaan|omgevallen|ingestort|omgewaaid)
    (muur|gevel|dak|plafond|balk|boom|kraan|plaat) .. op (een|de|mijn|onze) *man gevallen
    (ligt|lag) .. te (kermen|kreunen|schokken|trillen|rochelen)|(klap|schok) van de stroom
    een steiger omgegaan|aan de hoogspanning|vast aan de (stroom*|meterkast)
    (pijn|druk|drukkend*|beklem*|kramp) (* ){0,4}borst|chest pains?
    (arm|been|gezicht|kant|linkerarm|rechterarm|arm and leg) .. (gevoelloos|verlamd|numb)
    (mond|gezicht|mondhoek) .. scheef|praat .. wartaal|hapt naar (adem|lucht)|blauw aangelopen
    keel .. (zwelt|dichtzit)|face .. drooping|turning blue
    (suiker*|diabe*|insulin*) .. (reageert|zakt weg|geeft geen|aanspreekbaar|trillen|schudden)
    (wij|we|ik) (mag|mogen) (er |hier )?niet (weg(?! (van|tot))|eruit|naar buiten|vertrekken)
    (wij|we|ik) (mag|mogen) (het|de) (pand|gebouw|hal|terrein|kamer) niet (uit|af|verlaten)
    (houden|houdt) (ons|me|mij|haar|hem) .. vast
    wont let (us|me|him|her|them) (leave|go|out)|threatening (us|me|him|her|them|my)
    (telefoons?|paspoort*|sleutels?) .. (afgepakt|afgenomen)|heeft mijn paspoort
    (richt|richten) .. <weapon>
    <people> .. (over|op) (het|t) dak .. (kruipen|sluipen|kruipt|sluipt)
    (hond|pitbull|herder|rottweiler|stier) .. (te pakken|bijt zich|op (mensen|ons|hem|haar) af)
    beelden .. hek .. omver|(gaan|gaat) (er )?(mijn|zijn|onze|je|haar) vingers
    wyciek .. (kwasu|gazu)|saure im gesicht|braant bie
    lekkende? (gif*|tank*|gas*)|<burns> .. (verbrand*|vellen|blaren)|verbrand* .. <burns>

    (bel|stuur|roep|waarschuw|bell) .. (ambulance|brandweer|politie|112)
    dringend (politie|ambulance)
    (ambulance|brandweer|politie) .. (nodig|komen|sturen)|112 (bellen|nodig)|bellen 112|call 112
    send (the )?(police|help|an ambulance)|call (the fire brigade|an ambulance)|need an ambulance
    noodgeval|noodsituatie|levensgevaar*|dringend politie
    """
)
