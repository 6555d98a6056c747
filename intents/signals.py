"""The words by which an emergency or a crime report is recognised; read by `safety`."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b")


INTRUDER = (
    r"inbrekers?|insluipers?|indringers?|dief|dieven|overvallers?|rovers?|burglars?|intruders?"
    r"|robbers?|thie(?:f|ves)|einbrecher|wlamywacze?|zlodziej|hirsiz(?:lar)?"
)
WEAPON = (
    r"mes|mesje|pistool|vuurwapen|geweer|machete|bijl|hakmes|honkbalknuppel|knuppel|koevoet"
    r"|wapen|gun|knife|weapon|rifle|messer|pistole|noz|bicak|silah"
)
BREAKING = (
    r"ingebroken|inbreken|ingeslopen|overvallen|beroofd|leeggeroofd|leeggehaald|opengebroken"
    r"|vernield|kapotgeslagen"
)
HERE = r"hier|binnen|buiten|hiernaast|naast ons|bij ons|bij de buren|aan de overkant|hierbinnen"

# Happening, whatever else the text says, unless it is about the past or a case to be imagined.
HAPPENING = _any(
    rf"(?:wor(?:d|dt|den)|word[ej]n|wurdt|wodt) (?:\w+ ){{0,5}}(?:{BREAKING}|aangevallen|bedreigd"
    r"|geschoten|gestoken|gevochten|mishandeld|gegijzeld|gestolen|in elkaar geslagen)",
    rf"(?:{INTRUDER}) (?:\w+ ){{0,3}}(?:binnen|in (?:het|de|ons|mijn|onze|t)|op (?:het|de|ons)"
    r"|aan het werk|bezig|inside|outside|in (?:my|our|the|here))",
    r"(?:er )?(?:is|zijn|zit|zitten|loopt|lopen|staat|staan|zie|hoor) (?:\w+ ){0,4}"
    r"(?:inbrekers?|insluipers?|indringers?|overvallers?)",
    r"(?:aan het|aan t|ant) (?:inbreken|stelen|slopen|vechten|schieten|steken|forceren"
    r"|openbreken|vernielen|plunderen|leeghalen|brandstichten|slaan|doorslijpen)",
    r"(?:staat|staan|sta|stiet|vliegt|vloog|schiet) (?:\w+ ){0,6}in (?:de |d )?(?:brand|fik|fikkie"
    r"|hens|vlam|vlammen|lichterlaaie)",
    r"(?:in|uit) (?:de )?(?:brand|fik|hens) (?:\w+ )?(?:staat|staan|gevlogen|gestoken nu)",
    r"(?:het|t|er|dak|loods|hal|pand|gebouw|schuur|auto|vrachtwagen|machine|container|kantoor"
    r"|magazijn) (?:\w+ ){0,2}brandt",
    r"(?:er is|is er|hier is|we hebben|er woedt|grote|uitslaande|kleine) (?:\w+ ){0,3}brand",
    r"brand (?:in|bij|op|achter|naast|hier|uitgebroken|nu|help|snel|snell)",
    r"(?:rook|vlammen|vuur) (?:\w+ ){0,4}(?:uit|boven|binnen|slaan|slaat|komt|komen|kringelt)",
    r"(?:zie|zien|ruik|ruiken|komt|komen|slaan) (?:\w+ ){0,5}(?:rook|vlammen|vuur|brandlucht)",
    rf"(?:met|heeft|hebben|trekt|zwaait|pakt|with|has|holding|mit) (?:\w+ ){{0,3}}(?:{WEAPON})",
    r"(?:ademt|reageert|beweegt|ademen|reageren) (?:\w+ )?niet",
    r"niet meer (?:ademt|ademen|bij kennis|bij bewustzijn|aanspreekbaar)|niet aanspreekbaar",
    r"buiten (?:kennis|bewustzijn|westen)|bewusteloos|geen (?:hartslag|polsslag)|hartstilstand"
    r"|hartaanval|reanim\w+|(?:bloedt|bloed) (?:\w+ ){0,2}(?:hevig|erg|hard|dood|enorm)"
    r"|doodbloed\w*",
    r"(?:is|zijn|ligt|zit) (?:\w+ ){0,4}(?:zwaargewond|gewond|bekneld|neergestoken|neergeschoten"
    r"|overreden|aangereden|gegijzeld|van het dak gevallen)",
    r"(?:man|vrouw|collega|klant|jongen|medewerker|chauffeur|monteur|persoon|iemand) (?:\w+ ){0,4}"
    r"(?:bedreigt|mishandelt|steekt|schiet|slaat|schopt|wurgt|valt aan)",
    r"(?:ze|hij|zij|die|kerels|mannen|gasten|jongens) (?:\w+ ){0,3}(?:bedreig(?:t|en)|schieten"
    r"|schiet|steken|slaan|schoppen|breken|forceren|vallen) (?:\w+ ){0,4}(?:ons|mij|me|mijn|m|hem"
    r"|haar|elkaar|open|in|aan)",
    r"(?:breken|breekt|breke|breakn) (?:\w+ ){0,6}in",
    r"(?:word|worden|wordt) (?:\w+ ){0,4}(?:overvallen|bedreigd|aangevallen|beroofd|belaagd)",
    r"schoten (?:gehoord|gelost|hier)|(?:hoor|horen|hoorde net) (?:\w+ ){0,3}(?:schoten|knallen)"
    r"|er wordt geschoten|schietpartij|steekpartij|vechtpartij|gijzeling|gaslek|gaslucht"
    r"|(?:ruik|ruiken|lekt|lekkage van|stinkt naar) (?:\w+ ){0,3}gas|explosie|ontploffing"
    r"|ontploft",
    r"(?:breaking|broke|break) in(?:to|side)? (?:\w+ ){0,5}(?:right now|now|at the moment)",
    r"(?:is|are|im|someone|somebody|they|people|men|man) (?:\w+ ){0,4}(?:breaking in(?:to)?"
    r"|robbing|attacking|threatening|stabbing|shooting|smashing|fighting|setting fire)",
    r"(?:is|are|was) (?:\w+ )?on fire|theres (?:a |an )?(?:\w+ )?(?:fire|burglar|intruder"
    r"|robbery)",
    r"there (?:is|are) (?:\w+ ){0,3}(?:fire|burglars?|intruders?|robbers?|thieves|thief|smoke|"
    r"flames|gunshots|shooting|robbery|break in)",
    r"(?:fire|smoke|flames) (?:in|at|from|coming|inside|next door|behind) (?:\w+)",
    r"(?:see|smell|hear) (?:\w+ ){0,3}(?:smoke|flames|fire|gas|gunshots|shots|burglars?)",
    r"(?:being|getting) (?:robbed|attacked|threatened|burgled|assaulted|held up|stabbed)",
    r"not breathing|unconscious|not responding|isnt breathing|bleeding|heart attack|passed out"
    r"|gas leak|explosion|collapsed|stabbed|badly hurt|seriously injured",
    r"es brennt|feuer|einbrecher|wir werden uberfallen|notfall|brennt (?:es|die|das|unsere?)"
    r"|uberfall|jemand bricht (?:\w+ ){0,3}ein|pali sie|pozar|ratunku|pomocy|wlamuj\w+"
    r"|(?:napad|wlamanie) teraz|yangin|imdat|hirsiz var|soygun var|yaniyor|saldiri",
    r"112 (?:bellen|nodig)|bel(?:len)? 112|call 112|noodgeval|noodsituatie|levensgevaar\w*",
    r"(?:bel|stuur|roep|waarschuw) (?:\w+ ){0,3}(?:ambulance|brandweer|politie)(?: nu| snel"
    r"| direct)?"
    r"|(?:ambulance|brandweer|politie) (?:\w+ ){0,2}(?:nodig|komen|sturen) (?:nu|snel|direct"
    r"|meteen)"
    r"|send (?:the )?police|call (?:the )?(?:police|fire brigade|an ambulance)",
)
# Enough together with a word that says it is going on.
EVENT = _any(
    rf"{INTRUDER}",
    r"inbraak|inbrak|overval|brand|vuur|vlammen|fik|rook|bedreig\w+|aanval|aangevallen|gevecht"
    r"|vecht\w*|geweld|steek\w*|schiet\w*|geschoten|gewonde?n?|slachtoffer|ingebroken|inbreken"
    r"|breken|beroving|roof\w*|plofkraak|ramkraak|vernielen|slopen|forceren|slijptol|koevoet"
    r"|ontvoer\w*|gijzel(?:ing|d|en)|steelt|stelen|jatten|messen|mes|pistool|wapen|knal(?:len)?"
    r"|doorslijpen|openbreken|openknippen|bivakmuts\w*|gemaskerde?n?",
    r"fire|smoke|flames|burglary|robbery|robbed|break in|breaking|broken in|attack\w*|threat\w*"
    r"|gun|knife|shooting|fight\w*|stealing|injured|einbruch|brand|raub|wlamanie|napad|kradna"
    r"|soygun|hirsizlik",
)
NOW = _any(
    r"nu|op dit moment|momenteel|op dit ogenblik|op heterdaad|bezig|spoed|snel|snell|help|direct"
    r"|meteen|onmiddellijk|acuut|vlug|gauw|haast|nog steeds binnen|nog binnen|zit ene binnen"
    r"|zojuist|net nu|kom|komen ze|zijn binnen|binnen bij ons|staan voor de deur",
    r"now|right now|at this moment|at the moment|currently|urgent|emergency|quick|quickly|asap",
    r"jetzt|gerade|schnell|sofort|hilfe|teraz|szybko|natychmiast|simdi|su an|acil|cabuk|su anda",
)
WHAT_NOW = re.compile(r"\b(?:wat nu|en nu|what now|tot nu toe|nu al|al nu)\b")
PAST = _any(
    r"gister\w*|eergisteren|vorige?n?|verleden|verledn|afgelopen|laatst|vannacht|vanmorgen"
    r"|vanochtend"
    r"|geleden|toen|was|waren|werd|werden|destijds|eerder|ooit|vroeger|maandag|dinsdag|woensdag"
    r"|donderdag|vrijdag|zaterdag|zondag|weekend|zomer|winter|jaar|maand|weken|ontdekten",
    r"yesterday|last|ago|previous|earlier|was|were|happened|tonight|weekend|gestern|letzte\w*"
    r"|wczoraj|dun|gecen",
)
IMAGINED = _any(
    r"(?:als|wanneer|indien|mocht|stel|zodra) (?:\w+ ){0,5}(?:wordt|worden|is|zijn|komt|breekt"
    r"|gebeurt|uitbreekt|brand|inbraak|inbreker|overval|ingebroken|we|ik|iemand)",
    r"bij (?:een )?(?:brand|inbraak|overval)|in geval van|kans op|wat als|what if|in case of"
    r"|if there",
    r"(?:steeds|vaak|veel|regelmatig|elke|iedere|meer|minder|zoveel|soms|geregeld|telkens|often"
    r"|frequently|regularly|every) (?:\w+ ){0,4}(?:\w*inbr\w+|inge\w+|brand\w*|overval\w*|gestolen"
    r"|breken|break\w*|burgl\w*)",
    r"(?:inge\w+|gestolen|inbraken|branden) (?:\w+ ){0,3}(?:steeds|vaak|veel|regelmatig"
    r"|elke week)",
)
SUBJECT = _any(
    r"kvo\w*|keurmerk\w*|label|certifica\w+|tegen|voorkom\w*|preventie|maatregel\w*|verzeker\w*"
    r"|cijfers?|statistiek\w*|daal\w*|gedaald|daling|afname|minder|effect|subsidie|thema|kosten"
    r"|helpt|beveilig\w*|brandveilig\w*|oefening|ontruiming\w*|voorlichting|bijeenkomst|tips?",
    r"against|prevent\w*|measures?|reduce\w*|insurance|figures|statistics|effect|training|drill",
)
SHORT_ALARM = _any(
    r"brand|inbreker|inbrekers|overval|overvallers|vuur|vlammen|schietpartij|steekpartij|gijzeling"
    r"|gaslek|fire|burglar|burglars|robbery|intruder|intruders|einbruch|einbrecher|feuer|uberfall"
    r"|wlamanie|wlamywacz|napad|pozar|hirsiz|yangin|soygun|overvallen|indringer|moord|bommelding"
    r"|messentrekker|brandend|uitslaande",
)

REPORT = _any(
    r"(?<!btw )(?<!belasting )aangifte(?: doen| van| tegen|$)|waar (?:\w+ ){0,3}aangifte"
    r"|meld misdaad\w*|misdaad anoniem|anonie?m\w* (?:\w+ ){0,3}(?:meld\w*|tip\w*|aangeven"
    r"|doorgeven)"
    r"|(?:meld|melden|melding|doorgeven|aangeven|tippen|tip) (?:\w+ ){0,3}anonie?m",
    r"(?:meld\w*|melding|meldpunt|aangeven|doorgeven|rapporteren|kwijt|report\w*) (?:\w+ ){0,6}"
    r"(?:diefstal\w*|inbra\w+|ingebroken|vernieling\w*|vandalisme|overlast|misdrijf|misdaad"
    r"|drugs\w*"
    r"|hennep\w*|wiet\w*|verdacht\w*|oplichting|fraude|heling|illega\w+|dumping\w*|strafbaar\w*"
    r"|criminel\w*|criminaliteit|suspicious|theft|burglary|break in|crime|vandalism|drug\w*)",
    r"(?:diefstal\w*|inbraa?k|ingebroken|vernieling\w*|vandalisme|misdrijf|misdaad|drugs\w*"
    r"|hennep\w*"
    r"|wiet\w*|verdacht\w*|heling|dumping\w*|strafba\w*|gestolen|gejat|gepikt|crimine\w*"
    r"|suspicious"
    r"|theft|burglary|stolen) (?:\w+ ){0,8}(?:meld\w*|melding|gemeld|doorgeven|aangeven|kwijt"
    r"|report\w*|aangifte)",
    r"verdachte? (?:situatie|situaties|persoon|personen|figuren|types|busje|auto|auto's|pand|loods"
    r"|activiteit\w*|bewegingen|mannen|man|voertuig\w*|zaken|hal|huurder\w*|gedrag"
    r"|omstandigheden)",
    r"suspicious (?:\w+ )?(?:activity|person|people|van|vehicle|situation|behaviour|behavior|man"
    r"|men|car|unit|building)|report (?:a |an |the )?(?:\w+ )?(?:crime|theft|burglary|break ?in)",
    r"politie ?nummer|nummer (?:van )?(?:de )?politie|politie (?:\w+ ){0,4}(?:bereik\w*|spoed"
    r"|bellen)"
    r"|politiebureau|0900 ?8844|0800 ?7000|police (?:phone )?number|(?:contact|call"
    r"|reach) the police",
    r"anzeige erstatten|diebstahl|kradziez\w*|zglosic (?:\w+ ){0,2}(?:przestepstwo|wlamanie"
    r"|kradziez)"
    r"|hirsizlik|ihbar|sikayet etmek|verdachtig\w* (?:\w+ )?melden",
)
HAPPENED = _any(
    r"(?:is|zijn|was|werd|werden|hebben|heeft|bij ons|ben|blijkt|weer) (?:\w+ ){0,8}(?:ingebroken"
    r"|ingebrken|gestolen|gejat|gepikt|bestolen|beroofd|overvallen|vernield|opengebroken"
    r"|leeggehaald"
    r"|leeggeroofd|opgelicht|ontvreemd|weggehaald|bedreigd|gedumpt)",
    r"(?:gestolen|gejat|gepikt|ontvreemd|leeggeroofd|leeggehaald|opengebroken)",
    r"(?:was|were|has been|have been|got|had) (?:\w+ ){0,3}(?:stolen|robbed|burgled|broken into"
    r"|vandali[sz]ed|a break in|a burglary)|broke into|stole",
)
SIGNS = _any(
    r"(?:ramen|ruiten|raam|vensters) (?:\w+ ){0,3}(?:afgeplakt|dichtgeplakt|geblindeerd"
    r"|dichtgemaakt"
    r"|dichtplakt|beplakt|zwart)|(?:afgeplakte|dichtgeplakte|geblindeerde) (?:ramen|ruiten)",
    r"(?:rare|vreemde|chemische|scherpe|wiet|hennep|zoete|gekke) ?(?:lucht|geur|stank|luchtje)"
    r"|wietlucht|hennepgeur|wietgeur|wietplantage|hennepkwekerij|hennepplantage|drugslab"
    r"|(?:dumping|vaten) (?:van )?(?:drugs\w*|chemica\w*)|drugsafval|drugsdump\w*|drugshandel"
    r"|drugsdeal\w*|dealen",
)

# Key words that are recognised with a typo as well.
MENDED = tuple(
    """
    inbreker inbrekers ingebroken inbreken inbraak overval overvallen overvaller brand
    brandt vlammen bedreigd bedreigt bewusteloos pistool gewapend gestolen diefstal aangifte
    anoniem verdacht verdachte noodgeval explosie gaslek rook moment melden politie
    ambulance brandweer burglar burglary breaking robbery emergency suspicious stolen
    vernield vernieling gewond
    """.split()  # noqa: SIM905 - a list to read, not code
)
