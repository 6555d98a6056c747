"""The words that surround an emergency or a crime report; read by `safety`.

What goes on by itself stands in `happening`. Written as `signal_words` says.
"""

from __future__ import annotations

from intents.signal_words import any_of

# Enough together with a word that says it is going on.
EVENT = any_of(
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
NOW = any_of(
    """
    nu|nou|op dit moment|momenteel|op dit ogenblik|op heterdaad|bezig|spoed|snel|help|direct|meteen
    onmiddellijk|acuut|vlug|gauw|haast|nog (steeds )?binnen|zijn binnen|zojuist|dringend
    schreeuwt het uit|gilt van|beweegt niet|krijst|aan de gang|dampt
    (loopt|lopen) (er )?(twee |drie )?leeg|mogen niet weg
    staat nog|staan nog|zit nog|zitten nog|ligt nog|liggen nog|loopt nog|dreigt nog|is er nog
    (ligt|liggen|zit|zitten|hangt|leit|lig) .. (bewust?e?loos|gewond|bekneld|roerloos|klem)
    (ligt|liggen|leit|lig) .. op (de|den|e) (grond|vloer|weg|stoep)|bloedt|bloeden|stikt|nog bezig
    (is|zijn|heeft|hebben) (er |ze |hier )?net (ingebroken|gestolen|overvallen|mijn|onze|ons)
    (is|was|zijn) (er |hier )?net (een|n|iemand|iets)|(hoor|hoorde|hoorden|zag|zie) net
    (is|zijn|ben|heeft|hebben|werd|kreeg|kregen|gaat|ging) (* ){0,3}net(?! (als|zo|niet))
    (ze|hij|zij) (staat|staan|zit|zitten|is|zijn) (nog )?(hier|binnen|buiten|voor (de|mijn|onze) *)
    als (ik|we|wij) (* ){0,2}(roep|roepen|klop|kloppen|schud|schudden)
    als er niemand (komt|helpt)|gaande
    (alles|gebouw|pand|loods|hal|zaak) ligt in puin
    er (staat|loopt|zit) (* ){0,3}met een <weapon>
    uit de (tank|silo|put|lift|schacht) .. hoor (niks|niets)
    hellup|kom rap|now|at this moment|at the moment|currently
    urgent|emergency|quick|quickly
    are (hurt|injured|trapped)|asap|as we speak|this very (minute|moment)|jetzt|gerade|schnell
    sofort
    hilfe|teraz|szybko|natychmiast|simdi|su an|acil|cabuk|su anda
    """
)
NOT_NOW = any_of(
    """
    wat nu|en nu(?! <goes>)|nu pas|pas nu|(what|now) (now|what)|tot nu toe|nu al|al nu
    nou (eigenlijk|precies)
    zo snel mogelijk
    (zit|staat) (het|dat|t) nu|emergency (plan*|exit*|number*|services|light*|plumber|kit*)
    nu * jaar|geen (spoed|haast|noodgeval|emergency)|niet dringend|hoe snel|is nou|nou is
    als de (brandweer|politie|ambulance)|(staat|zit|komt) (er )?nu een nieuwe?|nu eindelijk
    (no|not an) emergency
    """
)
PAST = any_of(
    """
    gister*|eergisteren|vorige?n?|verleden|verledn|afgelopen|laatst|vannacht|vanmorgen|vanochtend
    vanmiddag|geleden|toen|was|waren|werd|werden|destijds|eerder|ooit|vroeger|maandag|dinsdag
    woensdag|donderdag|vrijdag|zaterdag|zondag|weekend|zomer|winter|jaar|maand|weken|ontdekten
    (is|was|werd) .. (geblust|gepakt|opgepakt|aangehouden|gedoofd|voorbij|uit(?! elkaar))
    (?<!op )(?<!in )zijn .. (geblust|gepakt|opgepakt|aangehouden|gedoofd|voorbij|uit(?! elkaar))
    een keer
    in (januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)
    (heeft|hebben|is|zijn) .. (gestolen|gejat|gepikt|beklad|afgetapt)
    in (het|de) (voorjaar|najaar|zomer|winter|herfst)
    (sinds|na) (de|die|een) (brand|overval|inbra*|steekpartij|schietpartij|explosie|gijzeling)
    (sinds|na) (het|dat|de|die|een) (ongeluk|ongeval|aanrijding|overstroming|diefstal|beroving)
    (jaar|jaren|maanden|weken) terug|sindsdien
    per ongeluk|by accident|(op|in) (het|t) nieuws|in de krant|documentaire|thriller|krimi|roman
    escape ?room|journaal|documentary
    inmiddels|ze zijn weg|is weg|achteraf|yesterday|last|ago|previous|earlier
    geweest|(politie|brandweer|ambulance|hulpdiensten) (is|zijn) (er )?(al|onderweg|net|alweer|weg)
    112 (al )?gebeld|onder controle|weer veilig|alles goed
    stelt niks voor|(niks|niets) ernstigs|(niks|niets) aan de hand|bijgelegd|valt (erg |best )?mee
    were(?! (locked|stuck|closed|empty|alone|in danger|trapped|being|under|hiding))|happened
    in (19|20)[0-9][0-9]|ofrune|wykein|juster|moandei|wochenende|gestern|letzte*|wczoraj|dun|gecen
    """
)
# Words of a story that stand in its other sentences as easily as in the one about the past.
STORY = any_of("toen|was|waren|werd|werden|geweest|altijd|eerst|winter|zomer")
IMAGINED = any_of(
    """
    <if>(?! (laatste|eerste|enige)) .. (wordt|worden|is|zijn|komt|breekt|gebeurt|brand|er)
    <if>(?! (laatste|eerste|enige)) .. (inbraak|inbreker|overval|ingebroken|we|ik|iemand)
    bij (een )?(brand|inbraak|overval|noodgeval|calamiteit)|in geval van|kans op|wat als|what if
    (wanneer|waarvoor) (bel|mag|moet|kan) (je|ik|we|men)|verschil tussen|difference between
    (worden|wordt) .. <intruder> .. (gepakt|opgepakt|gestraft|veroordeeld|herkend|gefilmd)
    <intruders> <habit> (* ){0,3}(niet|zelden|nooit|liever|eerst|tegenwoordig|meestal|gelukkig)
    (zegt|zei) (ie|de een)|handelen bij|wat doe je als|(?<!doe )alsof
    nog nooit (brand|iets|een (brand|inbraak|overval))
    <intruders> slaan ons .. over
    altijd|wekelijks|dagelijks|maandelijks|jaarlijks|steeds (vaker|meer)|al (weken|maanden|jaren)
    (elke|iedere|every) (dag|week|maand|avond|nacht|keer|day|week|month|night|time)
    <intruder> .. actief in|actieve <intruder>
    (en|maar|wat) als (ze|hij|zij|de|er|het|wij|we|ik)|geen (spoed|haast)|zonder spoed
    niet dringend|not urgent|no (hurry|rush)|112 (bedoeld|voor)|grapje|geintje|figuurlijk
    (ik|wij|we) test(en)?|testbericht|draaiboek|^mag (ik|je|men)(?! (even|iets|wat))
    bij wijze van spreken|zogezegd|so to speak
    waarvoor .. 112|in case of|geen noodgeval|not an emergency|no emergency
    if .. (there|someone)
    <often> .. (*inbr*|inge*|brand*)
    <often> .. (overval*|gestolen)
    <often> .. (breken|stelen|verniel*)
    (often|frequently|regularly|every) .. (break*|burgl*|stolen|fire*)
    (inge*|gestolen|inbraken|branden) .. (steeds|vaak|veel|regelmatig|elke week)
    """
)
SUBJECT = any_of(
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
SHORT_ALARM = any_of(
    """
    brand|inbrekers?|overval|overvallers?|vuur|vlammen|schietpartij|steekpartij|gijzeling|gaslek
    dief|bomdreiging
    fire|burglars?|robbery|intruders?|einbruch|einbrecher|feuer|uberfall|wlamanie|wlamywacz|napad
    pozar|hirsiz|yangin|soygun|overvallen|indringers?|moord|bommelding|messentrekker|explosie|fik
    verdrinking|ontvoering|aanranding|verkrachting|brandmelding|gasexplosie|aanslag|brandlucht
    beschieting|steekincident|schietincident|reanimatie|bedrijfsongeval|val van hoogte|schoten
    gijzelaars?|schot
    mesaanval|gevecht|levensbedreigend|vergiftiging|verstikking|drenkeling|overdosis|kidnapping
    shots|gunshots|explosion|stabbing|shooting
    """
)
# With one of these, an emergency that the classifier merely suspects is taken for one.
DANGER = any_of(
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
# Complaints about a park and greetings: where nobody is in danger, no emergency.
EVERYDAY = any_of(
    """
    hegg?(en)?|struik*|bosjes|gras|onkruid|lantaarn*|lantaren*|straatverlichting|grofvuil
    koffie*|thee|melk|vaatwasser|printer|wifi|internet|server|website|zwaan|vos|eend*|vogel*|uil
    buizerd|ooievaar|konijn*|egel*|muis|muizen|duif|duiven|spin|spinnen|spinnenweb*|excursie
    rondleiding|toeristen|pakketje|bestelling|grind|tegels|stoeptegels|asbest|verzakking|scheur
    geboord|gelast|gebouwd|verbouwing|verbouwd|ziekenhuis|griep|pensioen|vakantie|verjaardag
    uitvaart|begrafenis|bruiloft|netwerk|storing|flyers?|brochure|offerte*|factu*
    file|leden|bestuur*|surveillant*|ronken|groeit|groeien|halloween*|carnaval*|verkleed*
    kostuum|lopende band|soep|lasagne|taart|lunch|deurwaarder|incasso|boze klant
    geld terug|letters?
    pasje|sleutels?|portemonnee|overeind|explosievenopsporing|munitie
    zwerf(vuil|afval)|vuilnis|bankjes?|bewegwijzering|slagboom|borden|parke(er|re)*|geparkeerd
    verhuurder|wateroverlast|riolering|lawaai|werkgroep|katten|drempels?|putten
    bestrating|uitrit|redder in nood|slachterij|voetpad|(vrachtwagens|autos) blokkeren
    te hard (gereden|rijden)|(geluids|parkeer)overlast|graffiti|kuilen|hobbels
    boa (tarde|noite)|bonjour|bonsoir|buon(giorno|asera)|ciao|hola|buenos dias|merhaba
    gunaydin|selam|salam|dzien dobry|dobry wieczor|czesc|guten (morgen|tag|abend)|gruezi
    """
)
SOMEBODY = any_of(
    """
    iemand|ene|man|mannen|vrouw|kind|kinderen|meisje|jongen|collega|ze|hij|hem|haar|mensen|ik zit
    kerels?|vent|figuren|gasten|help|nu|snel|112|someone|person|people|they|he|she|ziek|pijn
    """
)
# Turns of phrase that only sound dangerous.
IDIOM = any_of(
    """
    (slaan|slaat|sla) (jullie|u|je|jij)
    vlees en bloed|bom dia
    als de (brandweer|bliksem|politie)|bom van energie|ontploffend druk|brandgevaarlijke? *
    voor mijn (vrouw|man|baas|moeder|schoonmoeder) me vermoordt|dreigende sfeer
    (dak|dakgoot|goot|kraan|wc|toilet) lekt|(ligt|liggen) op (zijn|haar|hun) (gat|kont)
    vonken .. (vergadering|overleg)|hartkloppingen van|(directeur|baas) ontploft
    ongeluk met (de|het) (trein|vervoer)|vlam is (er)?uit|bijt niet|vuurwerk tussen
    (dieven|inbrekers|boeven|criminelen) (via|door) (de |het )?(computer|internet|mail)
    (dieven|inbrekers|boeven|criminelen) .. via (de |het )?(computer|internet|mail|netwerk)
    slaat ([a-z]+ )?nergens op|slaat (dat|dit|het) .. op
    (schiet|schieten|schoot) (* ){0,3}op(?! <shot>)
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
    mes in de rug|mes op de keel .. (boete*|regel*|contract|kosten|belasting*)|brand (maar )?los
    (gegijzeld|vergrendeld|versleuteld) (door|met) (hackers?|gijzelsoftware|ransomware|een virus)
    (bestand*|server|computer*|laptop|systeem|systemen|data|netwerk) .. (gegijzeld|gijzel*)
    (mijn|ons|onze|het|een|de) (auto|bus|paal|hek|muur|gevel|poort|*wagen) aangereden
    dode? (egel|egels|konijn|hert|ree|vos|das|meeuw|kraai|eend|gans|insect*|plant*|tak|boom)
    werk(en|t)? met (ammoniak|chloor|zuren?|gas|vuur|messen|wapens|koolzuur|giftige *)
    (deadline|deadlines|this|it|work|waiting|rules|paperwork|price|prices|heat) (is|are) killing
    (ketel|leiding|*kraan|tank) (* ){0,2}(lekt|lek) (een |beetje |wat |er ){0,3}water
    (put|riool|afvoer*|*goot|wc|toilet|gootsteen|leiding|filter) (is|zit|raakt) (* )?verstopt
    met getrokken messen|messen (zijn|worden) geslepen
    (hij|ze|die) (is|zijn) binnen (de|het|onze) (subsidie|offerte*|bestelling|order|post|factu*)
    (gevolgd|achtervolgd) door .. (reclame*|mail*|pech|linkedin|instagram|volgers|advertentie*)
    (ga|gaat) dood (aan|van|door)|dierenambulance|(schiet|schoot) .. in de lach
    bloed (en )?zweet|koud bloed|bloed kookt|klem tussen .. en|in het diepe|shot down my
    (dreigt|dreigen|dreigde) (nu |ons )?met (een |de )?(rechtszaak|opzegging|ontslag|boete|claim)
    levensgevaarlijk (goed|lekker|leuk)|mijn dood nog|boven (het|ons|mijn) hoofd
    (hond|honden) (slaat|slaan) aan|ongeluk op de [an][0-9]+ .. (te laat|later|file)
    vloog .. in rook op|in rook (op|opge)*|rook van .. idee|gedronken en gerookt
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
NO_ALARM = any_of(
    """
    (your|my|the|which|what) brand|fire (department|brigade|service|safety|station|drill|exit)
    tegen|preventie|(meneer|mevrouw|dhr|mevr|mw|familie|fam|firma|restaurant|cafe|hotel|snackbar
    heet|heten|naam|genaamd|bij|bedrijf) ((van|de|den|der|ter|het|t|is) )*(<names>)
    (van|het|ons) bedrijf <names>|werk (bij|voor) <names>|<names> (en|&) (zonen|zn|co)
    """
)

REPORT = any_of(
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
ASKS_WHERE = any_of(
    """
    (waar|bij wie|hoe|wie|welk nummer|wil|moet) .. <tell>|aangifte (doen|van)|anonie?m*
    (where|how|who|want) .. report*|geef ik|geef k
    """
)
HAPPENED = any_of(
    """
    <was> .. (ingebroken|ingebrken)
    <was> .. (bestolen|beroofd)
    <was> .. (overvallen|vernield)
    <was> .. (opgelicht|bedreigd)
    (is|was|werd|werden|hebben|heeft|bleek|te) .. (weggehaald|gedreigd|gedumpt|gehaald te)
    gestolen|estollen|gejat|gepikt|ontvreemd|leeggeroofd|leeggehaald|opengebroken|broke into|stole
    (was|were|has been|have been|got|had) .. (stolen|robbed|burgled|broken into|vandali[sz]ed)
    (had|was) (a|an) (break in|burglary|robbery)
    <people> (handelt|handelen|dealt|dealen) (in )?(drugs|wiet|hennep|coke|cocaine|xtc|speed|hasj)
    (buurman|buren|huurder|huurders|buurbedrijf) (handelt|handelen|dealt|dealen) .. <crime>
    """
)
SIGNS = any_of(
    """
    (ramen|ruiten|raam|vensters) .. (afgeplakt|dichtgeplakt|geblindeerd|dichtgemaakt|dichtplakt)
    (afgeplakte|dichtgeplakte|geblindeerde) (ramen|ruiten)|(ramen|ruiten) .. (beplakt|zwart)
    (rare|vreemde|chemische|scherpe|wiet|hennep|zoete|gekke) (lucht|geur|stank|luchtje)|wietlucht
    hennepgeur|wietgeur|wietplantage|hennepkwekerij|hennepplantage|drugsafval|drugsdump*|drugsdeal*
    (dumping|vaten) (van )?(drugs*|chemica*)|vaten|dealen
    """
)
