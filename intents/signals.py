"""The words by which an emergency or a crime report is recognised; read by `safety`.

One line holds patterns with | between them, for folded words with one space between: no capitals,
accents, hyphens or apostrophes ("k", "zn", "im"). Two dots stand for up to six words, a star for
any ending, <name> for a list of words from GROUPS.
"""

from __future__ import annotations

import re

from intents.alternatives import by_first_letter

GROUPS = {
    "intruder": """
        inbrekers?|insluipers?|indringers?|dief|dieven|overvallers?|rovers?|burglars?|intruders?
        robbers?|thie(f|ves)|einbrecher|wlamywacz*|zlodzie*|hirsiz(lar)?
        """,
    "people": """
        iemand|ene|man|mannen|vent|kerels?|gast|gasten|gozers?|types|figuren|jongens?|personen|lui
        *dief
        persoon|vreemde|onbekenden?|ze|hij|zij|klant|bezoeker|dader|ex|someone|somebody|people|men
        guys?|they|he|she|customer
        """,
    "victim": """
        collega|medewerk*|werknemer|monteur|chauffeur|stagiaire?|klant|bezoeker|buurman|buurvrouw
        postbode|fietser|voetganger|bestuurder|oma|opa|dame|moeder|vader|dochter|zoon|broer|zus
        baas
        vrouw|man|jongen|meisje|kind|iemand|personeel|arbeider|bouwvakker|heftruckchauffeur|hem
        haar|mij|me|ons|mijn *|onze *|mensen|klanten|someone|somebody|colleague|co worker|worker
        employee|him|her
        """,
    "weapon": """
        mes|mesje|messen|pistool|pistolen|vuurwapen*|geweer|machete|bijl|hakmes|honkbalknuppel
        knuppel|wapens?|guns?|knife|knives|weapons?|rifle|machetes?|messer|pistole|noz|noze|bron
        bicak*|silah*|pistolet*|karabin|kettingzaag|stok|stokken|ploertendoder|hamer
        """,
    "poison": """
        gif|vergif|bleek|bleekmiddel|chloor|zuur|zoutzuur|loog|pillen|medicijnen|antivries
        ontstopper|terpentine|methanol|rattengif|poison|bleach|pills
        """,
    "shut_in": """
        lift*|vries*|koel*|silo|put|kelder|machine|pers|kluis|brand*|schacht|tunnel|cabine|tank
        elevator|freezer|cold store|pit|machine|press
        """,
    "tool": """
        breekijzers?|koevoet|koevoeten|slijptol|slijptollen|betonschaar|betonscharen
        bivakmuts*
        """,
    "names": "brand*|vuur*|vlam*|overval|pistool|kogel|bom|explosie*|moord|fik",
    "done": """
        ingebroken|inbreken|ingeslopen|overvallen|beroofd|leeggeroofd|leeggehaald|opengebroken
        vernield|kapotgeslagen|gestolen|geplunderd|weggehaald|aangevallen|bedreigd|geschoten
        gestoken|gevochten|mishandeld|gegijzeld|gekneveld|geslagen|geschopt|getrapt|belaagd
        achtervolgd|gewurgd|neergeslagen
        in elkaar geslagen|onder schot|brand gesticht
        """,
    "doing": """
        inbreken?|stelen|slopen|vechten|schieten|steken|forceren|openbreken|vernielen|plunderen
        leeghalen|brandstichten|slaan|doorslijpen|weghalen|jatten|roven|openknippen|doorknippen
        leegroven|inladen|rammen|bedreigen|breken
        """,
    "inside": """
        binnen|boven|beneden|hier|hierbinnen|in (het|de|t|ons|onze|mijn|d) *|naast ons|bij ons
        inside|in (the|my|our) *|upstairs|downstairs
        """,
    "burning": "brand|braand|fik|fikkie|hens|vlam|vlammen|lichterlaaie",
    "thing": """
        het|t|er|dak|loods|hal|pand|gebouw|schuur|auto|*wagen|machine|*container|kantoor|magazijn
        bus
        keet|gevel|accu|batterij|scooter
        """,
    "crime": """
        diefstal*|inbra+k*|ingebroken|vernieling*|vandalisme|misdrijf|misdaad|hennep*|wiet*|drugs*
        verdacht*|verdagt*|oplichting|fraude|heling|illega*|dumping*|strafba*|crimine*|gestolen
        estollen|gejat|gepikt|weggehaald|gehaald|suspicious|theft|burglary|break in|crime|stolen
        vandalism
        """,
    "they": "is|are|im|someone|somebody|they|theyre|people|men|man|thieves|he|hes",
    "was": "is|zijn|was|werd|werden|hebben|heeft|bij ons|ben|blijkt|bleek|weer|te",
    "often": "steeds|vaak|veel|regelmatig|elke|iedere|meer|minder|zoveel|soms|geregeld|telkens",
    "if": "als|wanneer|indien|mocht|stel|zodra|if",
    "tell": """
        meld*|gemeld|melding|aangeven|doorgeven|rapporteren|kwijt|report*|aangifte
        geef .. aan
        """,
}


def _lines(text: str) -> str:
    pattern = "|".join(line.strip() for line in text.splitlines() if line.strip())
    pattern = re.sub(r"\((?!\?)", "(?:", pattern.replace("*", r"\w*"))
    return pattern.replace(" .. ", r" (?:\w+ ){0,6}").replace(".. ", r"(?:\w+ ){0,6}")


def _any(text: str) -> re.Pattern[str]:
    pattern = _lines(text)
    for name, group in GROUPS.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{_lines(group)})")
    return re.compile(rf"\b(?:{by_first_letter(pattern)})\b")


# Going on, unless the text is about the past, a case to be imagined, or the subject as such.
HAPPENING = _any(
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
    alarm .. af .. (zie|hoor)|(zie|zien|hoor|horen) .. (naar binnen|inbreken|over (het|ons) hek)
    (zit|ben|zitten|heb) .. (verstopt|opgesloten|verscholen)|kan niet (praten|bellen) .. ze
    durf niet .. (naar buiten|uit te stappen|te bewegen|te praten|weg)|ssst .. ze
    (ze|hij|zij|mannen|kerels) (zijn|is|staan|staat|zitten|zit|lopen|loopt) (nu )?(hier )?binnen
    (ze|zij|mannen|kerels) (zijn|staan|zitten|lopen) .. (beneden|voor de deur|bij de kluis|hier)
    (zit|is|loopt|staat) .. (ene|iemand|een vreemde|een man|un) .. (binnen|in (het|de|ons|mijn) *)

    (met|trekt|zwaait|pakt|houdt|with|holding|waving|mit) .. <weapon>
    (heeft|hebben|hep|has|have|got|ma|maja) (een |n |a )?<weapon>|gewapend*
    <people> .. (bedreig*|mishandelt|steekt|schiet|slaat|slaan|schopt|wurgt|bijt) .. <victim>
    in elkaar (slaan|slaat|geslagen)|houdt niet op|laat .. niet los
    bij (de|zn|haar|mijn) (keel|strot)
    (gaat|ga|wil|zal|komt|kom) .. (vermoorden|neersteken|doodschieten|afmaken|doden|springen)
    onder schot|gegijzeld|vastgebonden|gekneveld|neergestoken|neergeschoten|wordt geschoten
    schietpartij|steekpartij|vechtpartij (op|bij|in|voor|buiten|hier)|(ze|er) vechten
    (er|ze) wordt gevochten
    achtervolg(t|en) (me|mij|ons)|verwarde? (man|vrouw|persoon)|verdacht pakket*|bommelding
    (ligt|is|staat) (er )?(een )?bom|explosief|*granaat*|pakket* .. (tikt|draden|draad)

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
    geen (hartslag|polsslag|lucht|adem)|hartstilstand|hartaanval|hartinfarct|beroerte|stuip*
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
    (wordt|word|is) (heel |erg |zo )?agressief|op instorten|(vonkt|vonken) .. (ruik*|brand*)
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
    (steiger|*kraan|heftruck|shovel|vrachtwagen|bus|muur|kast|stelling) .. (kantelt|valt om|omvalt)
    (hij|zij|ze|baas|collega|man|vrouw|vriend*|zoon|dochter|broer
    zus) .. er een einde? aan .. maken
    ik word (nu |al )?(de hele tijd )?(gevolgd|achternagezeten|achtervolgd)|gaz .. siz*
    (iemand|onbekende*|mannen|ze|kerels) .. (laden|laadt) .. (bus*|*auto|aanhanger|*wagen) .. (vol
    in)
    (heet|hete|kokend*) .. over (zich|hem|haar|mij|me)|(auto|bus|*wagen) .. op (zijn|zn|de) kop
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
    (vreemde|onbekende|wildvreemde) .. in (huis|de *|het *|ons *)
    napadl*|on(i|a)? (ma|maja) (noz|pistolet|bron)|polis (lazim|gonder*|cagir*)|ambulans
    (sikisti|sikismis)|(kapi*|cam*) .. kir(iyor|iyorlar|di)|wypadek .. (pod|ran*|krw*)

    (bel|stuur|roep|waarschuw|bell) .. (ambulance|brandweer|politie|112)
    dringend (politie|ambulance)
    (ambulance|brandweer|politie) .. (nodig|komen|sturen)|112 (bellen|nodig)|bellen 112|call 112
    send (the )?(police|help|an ambulance)|call (the fire brigade|an ambulance)|need an ambulance
    noodgeval|noodsituatie|levensgevaar*|dringend politie
    """
)
# Enough together with a word that says it is going on.
EVENT = _any(
    """
    <intruder>|<tool>|<weapon>|inbraak|inbrak|overval*|brand|vuur|vlammen|fik|rook|bedreig*|aanval
    gevecht|vecht*|geweld|steek*|schiet*|gewonden?|slachtoffer|ingebroken|inbreken?|breken|beroving
    roof*|plofkraak|ramkraak|vernielen|slopen|forceren|ontvoer*|gijzel(ing|d|en)|steelt|stelen
    jatten
    knal|knallen|doorslijpen|openbreken|openknippen|gemaskerde?n?|ongeluk|ongeval|bloed|ambulance
    reanimeren|klimmen|fire|smoke|flames|burglary|robbery|robbed|break in|breaking|broken in
    afgetapt|losgeschroefd|weggesleept|ingeladen
    <people> .. (halen|haalt|laden|laadt|sjouwen|sjouwt|slepen|sleept|schroeven|tappen|tapt) .. uit
    <people> .. (halen|haalt|laden|laadt|sjouwen|sjouwt|slepen|sleept|schroeven|tappen|tapt) .. van
    attack*
    threat*|shooting|fight*|stealing|injured|einbruch|raub|wlamanie|napad|kradna|soygun|hirsizlik
    wypadek|unfall
    """
)
NOW = _any(
    """
    nu|nou|op dit moment|momenteel|op dit ogenblik|op heterdaad|bezig|spoed|snel|help|direct|meteen
    onmiddellijk|acuut|vlug|gauw|haast|nog (steeds )?binnen|zijn binnen|zojuist|dringend
    aan de gang
    staat nog|staan nog|zit nog|zitten nog|ligt nog|liggen nog|loopt nog|dreigt nog|is er nog
    (ligt|liggen|zit|zitten|hangt|leit|lig) .. (bewust?e?loos|gewond|bekneld|roerloos|klem)
    (ligt|liggen|leit|lig) .. op (de|den|e) (grond|vloer|weg|stoep)|bloedt|bloeden|stikt|nog bezig
    (is|zijn|heeft|hebben) (er |ze |hier )?net (ingebroken|gestolen|overvallen|mijn|onze|ons)
    (is|was|zijn) (er |hier )?net (een|n|iemand|iets)|(hoor|hoorde|hoorden|zag|zie) net
    (ze|hij|zij) (staat|staan|zit|zitten|is|zijn) (nog )?(hier|binnen|buiten|voor (de|mijn|onze) *)
    als er niemand (komt|helpt)|gaande|hellup|kom rap|now|at this moment|at the moment|currently
    urgent|emergency|quick|quickly
    are (hurt|injured|trapped)|asap|as we speak|this very (minute|moment)|jetzt|gerade|schnell
    sofort
    hilfe|teraz|szybko|natychmiast|simdi|su an|acil|cabuk|su anda
    """
)
NOT_NOW = _any(
    """
    wat nu|en nu|nu pas|pas nu|what now|tot nu toe|nu al|al nu|nou (eigenlijk|precies)
    zo snel mogelijk
    (zit|staat) (het|dat|t) nu|emergency (plan*|exit*|number*|services|light*|plumber|kit*)
    nu * jaar|geen (spoed|haast|noodgeval|emergency)|niet dringend|hoe snel|is nou|nou is
    (no|not an) emergency
    """
)
PAST = _any(
    """
    gister*|eergisteren|vorige?n?|verleden|verledn|afgelopen|laatst|vannacht|vanmorgen|vanochtend
    vanmiddag|geleden|toen|was|waren|werd|werden|destijds|eerder|ooit|vroeger|maandag|dinsdag
    woensdag|donderdag|vrijdag|zaterdag|zondag|weekend|zomer|winter|jaar|maand|weken|ontdekten
    (is|zijn|was|werd) .. (geblust|gepakt|opgepakt|aangehouden|gedoofd|voorbij|uit)|een keer
    in (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)
    (heeft|hebben|is|zijn) .. (gestolen|gejat|gepikt|beklad|afgetapt)
    in (het|de) (voorjaar|najaar|zomer|winter|herfst)
    (sinds|na) (de|die|een) (brand|overval|inbra*|steekpartij|schietpartij|explosie|gijzeling)
    per ongeluk|by accident|(op|in) (het|t) nieuws|in de krant|documentaire|thriller|krimi|roman
    escape ?room|journaal|documentary
    inmiddels|ze zijn weg|is weg|achteraf|yesterday|last|ago|previous|earlier
    were(?! (closed|empty|alone|in danger|trapped|being|under|hiding))|happened
    in (19|20)[0-9][0-9]|ofrune|wykein|juster|moandei|wochenende|gestern|letzte*|wczoraj|dun|gecen
    """
)
IMAGINED = _any(
    """
    <if> .. (wordt|worden|is|zijn|komt|breekt|gebeurt|brand|er)
    <if> .. (inbraak|inbreker|overval|ingebroken|we|ik|iemand)
    bij (een )?(brand|inbraak|overval|noodgeval|calamiteit)|in geval van|kans op|wat als|what if
    (wanneer|waarvoor) (bel|mag|moet|kan) (je|ik|we|men)|verschil tussen|difference between
    (worden|wordt) .. <intruder> .. (gepakt|opgepakt|gestraft|veroordeeld|herkend|gefilmd)
    altijd|wekelijks|dagelijks|maandelijks|jaarlijks|steeds (vaker|meer)|al (weken|maanden|jaren)
    (elke|iedere|every) (dag|week|maand|avond|nacht|keer|day|week|month|night|time)
    <intruder> .. actief in|actieve <intruder>
    (en|maar|wat) als (ze|hij|zij|de|er|het|wij|we|ik)|geen (spoed|haast)|zonder spoed
    niet dringend|not urgent|no (hurry|rush)|112 (bedoeld|voor)
    waarvoor .. 112|in case of|geen noodgeval|not an emergency|no emergency
    if .. (there|someone)
    <often> .. (*inbr*|inge*|brand*)
    <often> .. (overval*|gestolen)
    <often> .. (breken|stelen|verniel*)
    (often|frequently|regularly|every) .. (break*|burgl*|stolen|fire*)
    (inge*|gestolen|inbraken|branden) .. (steeds|vaak|veel|regelmatig|elke week)
    """
)
SUBJECT = _any(
    """
    kvo*|keurmerk*|label|certifica*|diploma*|cursus*|voorkom*|preventie*|maatregel*|verzeker*
    tegen (*inbra*|*brand|diefstal|overval*|criminaliteit|vandalisme|geweld|dat|zulke|dit|zo)
    *verzekering|cijfers?|statistiek*|daal*|gedaald|daling|afname|minder|effect|subsidie|thema
    kosten|kost|helpt(?! (mij|me|ons|niemand))|beveiliging*|beveiligen|beveiligd|brandveilig*
    oefening|ontruiming*|voorlichting|bijeenkomst|tips?
    (welke|waar|hoeveel|wat|where|which|what) .. (kopen|koop|bestellen|huren|slijpen|keuren|buy)
    (mes|messen|bijl|touw|zaklamp*|koevoet|pistool) .. (nodig (om|voor)|kopen|huren|te koop)
    camera'?s? (die|that|stop|tegen) .. <intruder>|burglar alarm|(stop|deter|catch) <intruder>
    <intruder> .. (filmen|afschrikken|weren|tegenhouden|ontmoedigen)
    (camera*|hek*|licht|verlichting|sloten|alarm*|beveiliging|iets|wat|doen) tegen <intruder>
    plan van aanpak|verplicht|wetgeving|keuring|opleiding|training|bhv|vergoed*|schadeclaim|boete
    film
    claim*|*verbod|competitors?|onderzoek naar|sharpening|gifts?|slachtofferhulp|te koop|huren
    offerte|boek|liedje|recept|spel|game|against|prevent*|measures?|reduce*|insurance|figures
    statistics
    drill|movie|song|certificate
    """
)
# Enough in a message of a few words.
SHORT_ALARM = _any(
    """
    brand|inbrekers?|overval|overvallers?|vuur|vlammen|schietpartij|steekpartij|gijzeling|gaslek
    fire|burglars?|robbery|intruders?|einbruch|einbrecher|feuer|uberfall|wlamanie|wlamywacz|napad
    pozar|hirsiz|yangin|soygun|overvallen|indringer|moord|bommelding|messentrekker|explosie|fik
    """
)
# With one of these, an emergency that the classifier merely suspects is taken for one.
DANGER = _any(
    """
    <intruder>|<tool>|<weapon>|<done>|<burning>|*inbra+k|inbreken|overval*|beroof*|vecht*|geweld
    *geschoten|schiet*|schot|schoten|steekt|gestoken|slaat|slaan|schopt|bedreig*|dreig*|agressief
    aangevallen|vastgehouden|gijzel*|ontvoer*|plofkraak|ramkraak|geramd|ramt|brandt|*brand
    brandlucht
    brandende?|vuur|rook|rookpluim|rookontwikkeling|rookwolk*|*granaat*|gasfles*|gasleiding|gasbuis
    kantelt|kantelen|omvalt|wapen*|gevolgd|vonk*|verschroeid|explo*|ontplof*|gas|gaslucht|gaslek
    lekt|ammoniak|zuur
    chloor|benzine|aansteker|giftig*|damp*|gewond*|bloed*|bewusteloos|ademt|stikt|*aanval|*infarct
    beroerte|reanim*|dood|dode|gevallen|gewurgd|bekneld|klem|gekanteld|omgevallen|aangereden
    aanrijding|ongeluk|ongeval|verdrink*|touw|ingestort|instort*|ambulance|bom|tikt|zaklamp*|gilt
    gillen|schreeuw*|geschreeuw|glas|alarm|inbraakalarm|forceer*|breken|breekt|klim*|break*|robb*
    shoot*|shot
    stab*|fight*|attack*|beat*|threat*|fire|burn*|smoke|flames?|explo*|leak*|injured|bleed*|hurt
    unconscious|breath*|fell|trapped|dead|dying|hostage|bomb|force|forcing|police|screaming
    """
)
# Turns of phrase that only sound dangerous.
IDIOM = _any(
    """
    (slaan|slaat|sla) (jullie|u|je|jij)
    vlees en bloed
    (dieven|inbrekers|boeven|criminelen) (via|door) (de |het )?(computer|internet|mail)
    (dieven|inbrekers|boeven|criminelen) .. via (de |het )?(computer|internet|mail|netwerk)
    slaat ([a-z]+ )?nergens op|slaat (dat|dit|het) .. op|(schiet|schieten|schoot) .. op
    brandt .. (nagels|lippen|urgentie)|brandende vraag
    (hoofd|pen|kantoor|handen) staat in brand|in brand van|on fire great|vuur uit de sloffen
    dood (aan|in) de pot|doodmoe|doodsimpel|slaat (de plank|als een tang)
    steekt (er )?(veel )?(tijd
    energie)
    geld in .. steken|breekt .. (hoofd|klomp)|help (met|with)|tank (foar|veur) .. help
    (?<!om )hulp bij
    bloed(heet|mooi|serieus|irritant|hekel|eigen)|brandend (heet|actueel|maagzuur|verlangen)
    brandende? (nieuwsgierig|maagzuur|kwestie)
    (*lampje|*lamp|licht|verlichting) .. (brand*|branden)
    (brandt|branden) .. (lampje|lamp|licht)|brandt (me|mij) in|vlam .. in de pan .. vergader*
    (hoofd|mailbox|inbox|agenda|app|telefoon|vergadering|sfeer|discussie) .. (ontploft|explodeert)
    (kosten|prijzen|markt|groei|aantal*|omzet) .. explode*
    (hoofd|mailbox|inbox|agenda|app|telefoon|vergadering|sfeer|discussie) .. (barst*)
    (bedreig*|aangevallen|geslagen) door .. (concurren*|markt|import|kosten)
    (markt|beurs|prijzen|economie|omzet|vraag) .. (stort|klapt) in|explosieve? (stijging|groei|*)
    (brand|business|sales|team|we are|quarter) (is|are|was)? ?on fire (lately|today|this|with)
    shooting (range|star*|guard)|photo ?shoot*|shoot (me|us) an? (e ?mail|message|text)
    (zon|huid|keel|maag|tong|ogen|ambitie|kwestie|muziek) .. brand*|(gevallen|vallen|viel) voor
    (ren|rennen|werk|werken|lach|lachen|schrik|schrok|schrokken|erger|verveel|zoek|schaam|betaal
    betalen) ([a-z]+ )?(me|mij|ons|je) .. (dood|kapot|rot)|onder vuur|zit .. vuur in (de|het)
    dode? (rat|ratten|vogel*|muis|muizen|kat|hond|vis|duif|hoek)|fire (me|us) an? (e ?mail|message)
    (shooting|gun|rifle|knife) (club|range|shop|association)|(kill|killing) (me|us) (if|when)
    mes in de rug
    (kom|komt|komen|klopt|staat) .. om (te )?(tekenen|praten|kijken|leveren|bezorgen
    rond te leiden)
    voor (een|de) (enquete|audit|schouw|levering|afspraak|controle|rondleiding|offerte|gesprek)
    break a leg|(tea|lunch|coffee|spring) break|break even|killer (deal|app|feature)
    (mijn|de|een) (stoel|bureau*|plan|deal) .. (zakt|gezakt|instort*)
    (verdrink*|stik*|verzuip*|omkom*|bloed*) .. (papierwerk|werk|administratie|mails?|regels)
    (verdrink*|stik*|verzuip*|omkom*|bloed*) .. (formulieren|kosten|taken|aanvragen)
    (gegijzeld|gijzel*|bedreig*|overvallen|gewurgd|wurgt|wurgen|belaagd|beroofd) .. (regels|huur)
    (gegijzeld|bedreig*|overvallen|gewurgd|belaagd|beroofd) .. (bestaan|omzet|regen|regenbui|bui)
    (gegijzeld|bedreig*|overvallen|gewurgd|belaagd|beroofd) .. (slaap|vraag|werk|mails?|belasting*)
    (gegijzeld|bedreig*|overvallen|gewurgd|belaagd|beroofd) .. (crisis|leegstand|voortbestaan)
    (leegstand|crisis|huur|inflatie|supermarkt|webshop*) .. bedreig*|bedreigde *
    in brand .. (aanvragen|vragen|mails?|klachten)|wereld stort|brand van|moord en brand
    (slaat|slaan|sla|slaan) .. (mail*|vraag|vragen|beurt|naam|bericht*|gegevens) .. (over|op)
    (slaat|slaan|sla) .. (mail*|vraag|vragen|beurt|naam|bericht*|gegevens)
    in (de|het|ons|onze|een) (werkgroep|commissie|bestuur|stuurgroep|team|vergadering|overleg)
    in (de|het|ons|onze|een) (project|vereniging|raad|gesprek|verslag|rapport|handboek|regio)
    komen? binnen (voor|met) .. (audit|schouw|controle|vergadering|rondleiding|afspraak|vraag)
    (weg|straat|stoep|rijbaan) (wordt|is|word|worden|was) (weer )?opengebroken
    (auto|bus|paal|hek|muur|gevel|poort|*wagen) (is|werd|wordt|was) .. aangereden
    (kit|lijm|verf|nagel|spijker|hogedruk*|niet) .. pistool
    (gemeente|*begeleider|niemand|jullie|u|verhuurder|boekhouder|leverancier|verzekeraar|kantoor
    bestuur|organisatie|mkb*|bot|bank) ([a-z]+ ){0,2}(reageert|reageren|beweegt
    bewegen) .. niet( meer)?
    (reageert|reageren) .. (niet|nooit) .. op ([a-z]+ ){0,2}(mail*|bericht*|vra*|telefoon*|verzoek*
    app*)
    beweegt niet mee|ademt .. (veiligheid|sfeer|rust|vakmanschap)
    zit vast (met|in het|op)|help je|hoofd breken
    (valt|vallen) (me |mij |u |ons |erg |zwaar )?(mee|tegen|op)|ben er kapot van
    """
)
# In a message of a few words with one of these, the alarming word is a name or a subject.
NO_ALARM = _any(
    """
    (your|my|the|which|what) brand|fire (department|brigade|service|safety|station|drill|exit)
    tegen|preventie|(meneer|mevrouw|dhr|mevr|mw|familie|fam|firma|restaurant|cafe|hotel|snackbar
    heet|heten|naam|genaamd|bij|bedrijf) ((van|de|den|der|ter|het|t|is) )*(<names>)
    (van|het|ons) bedrijf <names>|werk (bij|voor) <names>|<names> (en|&) (zonen|zn|co)
    """
)

REPORT = _any(
    """
    (?<!btw )(?<!belasting )aangifte (doen|van|tegen|inbraak|diefstal)|aangifte$|waar .. aangifte
    meld misdaad*|misdaad anoniem|anonie?m* .. (meld*|tip*|aangeven|doorgeven)
    (meld|melden|melding|doorgeven|aangeven|tippen|tip) .. anonie?m|<tell> .. <crime>
    <crime> .. <tell>
    verdachte? (situatie*|persoon|personen|figuren|types|busje|autos?|pand|loods|activiteit*)
    verdachte? (mannen|man|voertuig*|zaken|hal|gedrag)|report .. (crime|theft|burglary|break ?in)
    suspicious .. (activity|person|people|van|vehicle|situation|behaviou?r|man|men|car)
    politie ?nummer|nummer (van )?(de )?politie|politie .. (bereik*|spoed|bellen|weten)
    politiebureau
    0900 ?8844|0800 ?7000|police (phone )?number|(contact|call|reach) the police|anzeige erstatten
    diebstahl|kradziez*|zglosic .. (przestepstwo|wlamanie|kradziez)|hirsizlik|ihbar|sikayet etmek
    verdachtig* .. melden
    """
)
# Needed as well where the text also names our subject.
ASKS_WHERE = _any(
    """
    (waar|bij wie|hoe|wie|welk nummer|wil|moet) .. <tell>|aangifte (doen|van)|anonie?m*
    (where|how|who|want) .. report*|geef ik|geef k
    """
)
HAPPENED = _any(
    """
    <was> .. (ingebroken|ingebrken)
    <was> .. (bestolen|beroofd)
    <was> .. (overvallen|vernield)
    <was> .. (opgelicht|bedreigd)
    (is|was|werd|werden|hebben|heeft|bleek|te) .. (weggehaald|gedreigd|gedumpt|gehaald te)
    gestolen|estollen|gejat|gepikt|ontvreemd|leeggeroofd|leeggehaald|opengebroken|broke into|stole
    (was|were|has been|have been|got|had) .. (stolen|robbed|burgled|broken into|vandali[sz]ed)
    (had|was) (a|an) (break in|burglary|robbery)
    """
)
SIGNS = _any(
    """
    (ramen|ruiten|raam|vensters) .. (afgeplakt|dichtgeplakt|geblindeerd|dichtgemaakt|dichtplakt)
    (afgeplakte|dichtgeplakte|geblindeerde) (ramen|ruiten)|(ramen|ruiten) .. (beplakt|zwart)
    (rare|vreemde|chemische|scherpe|wiet|hennep|zoete|gekke) (lucht|geur|stank|luchtje)|wietlucht
    hennepgeur|wietgeur|wietplantage|hennepkwekerij|hennepplantage|drugsafval|drugsdump*|drugsdeal*
    (dumping|vaten) (van )?(drugs*|chemica*)|vaten|dealen
    """
)

# Key words that are recognised with a typo as well, and other words that only look like them
# (common ones stand in `well_spelt`).
MENDED = tuple(
    """
    inbreker inbrekers ingebroken inbreken inbraak overval overvallen overvaller brand brandt
    vlammen bedreigd bedreigt bewusteloos pistool gewapend gestolen diefstal aangifte anoniem
    verdacht verdachte noodgeval explosie gaslek rook moment melden politie ambulance brandweer
    burglar burglary breaking robbery emergency suspicious stolen vernield vernieling gewond
    iemand ademt grond binnen winkel loods inbrekers overvallers steekpartij schietpartij
    ontploffing slachtoffer reanimeren hartaanval gaslucht vuurwapen gewonden pistolen geschoten
    gestoken burglars robbers intruder intruders
    """.split()  # noqa: SIM905 - a list to read, not code
)
REAL = frozenset(
    """
    overal gesloten overleden inbreng gewoond merken ambulante antoniem bangerik gelosten
    geschopten geschoren geschoven gestonken gestoten gestoven gewenden inadem inbraken
    inbreien inbreuken mendel overtal overwal omvervallen pitloos robbens rubbers robbert
    robberts stollen veracht verachte verdicht verdichte verhield verpacht verpachte verwachte
    verzacht verzachte vierlingen gaslicht wilken intreken braking
    """.split()  # noqa: SIM905 - a list to read, not code
)
# Short words that are too short to be mended by likeness.
SPELT = {
    **dict.fromkeys(("brant", "brnd", "brnt", "brandd", "bradn", "barnd", "brnad"), "brand"),
    **dict.fromkeys(("hlep", "hepl", "hellep", "heeelp", "hellup", "helpp"), "help"),
    **dict.fromkeys(("mse", "msse"), "mes"),
    **dict.fromkeys(("heft", "heef"), "heeft"),
    **dict.fromkeys(("rok", "rokk", "roook"), "rook"),
}
