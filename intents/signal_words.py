"""Lists of words of which the patterns of an emergency are made, and how those are written.

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
    "intruders": "dieven|inbrekers|boeven|hackers|criminelen|een dief|een inbreker",
    "habit": """
        komen|komt|houden|houdt|kijken|kijkt|nemen|neemt|slaan|slaat|breken|breekt|weten|kiezen|kiest
        """,
    "people": """
        iemand|ene|man|mannen|vent|kerels?|gast|gasten|gozers?|types|figuren|jongens?|personen|lui
        dief|winkeldief|fietsendief|koperdief|koperdieven|benzinedief
        persoon|vreemde|onbekenden?|ze|hij|zij|klant|bezoeker|dader|ex|someone|somebody|people|men
        guys?|they|he|she|customer
        """,
    "victim": """
        collega|medewerk*|werknemer|monteur|chauffeur|stagiaire?|klant|bezoeker|buurman|buurvrouw
        postbode|fietser|voetganger|bestuurder|oma|opa|dame|moeder|vader|dochter|zoon|broer|zus
        baas
        vrouw|man|jongen|meisje|kind|iemand|personeel|arbeider|bouwvakker|heftruckchauffeur|hem
        haar|mij|me|ons|mijn *|onze *|mensen|klanten|someone|somebody|colleague|co worker|worker
        employee|him|her|vertegenwoordiger|schilder|lasser|elektricien|loodgieter|bewaker|portier
        beveiliger|schoonma*ster|schoonmaker|leverancier|kok|uitzendkracht|directeur|vriend
        vriendin|ouder*|kleuter|peuter|baby|scholier|bejaarde|motorrijder|bezorger|compagnon
        """,
    "weapon": """
        mes|mesje|messen|pistool|pistolen|vuurwapen*|geweer|machete|bijl|hakmes|honkbalknuppel
        knuppel|wapens?|guns?|knife|knives|weapons?|rifle|machetes?|messer|pistole|noz|noze|bron
        bicak*|silah*|pistolet*|karabin|kettingzaag|stok|stokken|ploertendoder|hamer|moker
        zwaard|sabel|samurai*|breekmes|stanleymes|revolver|jachtgeweer|kruisboog|boksbeugel
        mets|molotov*|brandbom|mitrailleur|hakbijl|slagersmes
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
    "device": """
        panelen|zonnepane*|machine|heftruckaccu|accu*|batterij*|container|papiercontainer
        zeecontainer|vuilcontainer|kast|meterkast|stoppenkast|schakelkast|motor|trafo*
        transformator|lader|laadpaal|laptop|telefoon|airco*|kachel|oven|ketel|compressor|pomp
        generator|aggregaat|heftruck|<vehicle>|vat|tank|gasfles*|kabel*|stopcontact|lamp
        lift|koelkast|koeling|vrieskist|dak|wand|berg|hoop|prullenbak|afvalbak|pallets?
        """,
    "animal": """
        hond|honden|pitbull|herder|herdershond|rottweiler|stier|stieren|koe|koeien|paard|paarden|everzwijn
        wolf|beest
        """,
    "high": """
        stelling|dak|ladder|steiger|trap|hoogwerker|bordes|kraan|muur|balkon|mast|brug|flat
        *garage|viaduct
        """,
    "body": """
        hand|handen|voet|voeten|been|benen|arm|armen|oog|ogen|hals|keel|buik|rug|hoofd|borst|vinger
        vingers|leg|foot|feet|finger|fingers|head
        """,
    "colour": "zwarte|witte|dikke|gele|blauwe|groene|giftige|bruine|grijze|donkere|oranje|paarse",
    "gas": """
        gas*|stikstof*|stoom*|waterstof*|zuurstof*|ammoniak*|zwembadchloor|chloor*|butaan*|propaan*
        """,
    "shot": "mensen|personeel|mijn|ons|onze|mij|me|hem|haar|elkaar|politie|agenten",
    "vehicle": """
        auto|tankauto|vrachtauto|bus|bestelbus|busje|wagen|vrachtwagen|tankwagen|bestelwagen
        bakwagen|truck|trailer|oplegger|kraan|shovel
        """,
    "wire": "stroomkabel*|stroomdraad*|hoogspanning*|bovenleiding|elektriciteitskabel*",
    "cover": "bureau|tafel|balie|toonbank|bed|<vehicle>",
    "stranger": """
        (vreemde|onbekende|wildvreemde) (man|vent|vrouw|kerel|persoon|gast|jongen)
        (een|n) (vreemde|onbekende|wildvreemde)
        """,
    "target": "slot|sloten|kluis|kassa|deur|achterdeur|poort|hek|raam|motor|<vehicle>",
    "fiddling": "rommel*|pruts*|morrel*|wrik*|peuter*|klooi*|frunnik*|bezig",
    "carries": """
        tilt|tillen|sjouwt|sjouwen|sleept|slepen|haalt|halen|pakt|pakken|laadt|laden|schroeft
        schroeven|trekt|trekken|slopen|sloopt
        """,
    "source": """
        dak|kantoor|winkel|loods|hal|magazijn|pand|zaak|wagen|bus|auto|vrachtwagen|showroom
        schuur|container|trailer|oplegger
        """,
    "barrier": "hek|raam|dak|muur|poort|schutting|omheining|rolluik|roldeur|deur|kozijn|dakraam",
    "place": """
        hal|loods|pand|magazijn|winkel|zaak|kantoor|werkplaats|gebouw|schuur|opslag|showroom
        kantine|terrein|dak
        """,
    "smashes": "slaat|slaan|trapt|trappen|schopt|schoppen|mept|meppen|gooit|gooien|ramt|rammen",
    "to_bits": "kapot|stuk|kort en klein|aan (stukken|diggelen|gort)|aan flarden",
    "whose": "haar|zijn|mijn|de|dr|zn|mn|hun|hem haar",
    "front": "pui|winkelpui|gevel|deur|voordeur|ruit|etalage|roldeur|poort|hek|muur",
    "names": "brand*|vuur*|vlam*|overval|pistool|kogel|bom|explosie*|moord|fik",
    "burns": """
        zuur|zoutzuur|accuzuur|zwavelzuur|loog|natronloog|bleek|ammoniak|chloor|bijtend*
        acid|saure|kwas*
        """,
    "limb": "voet|voeten|been|benen|hoofd|hand|handen|rug|borst|arm|armen",
    "done": """
        ingebroken|inbreken|ingeslopen|overvallen|beroofd|leeggeroofd|leeggehaald|opengebroken
        vernield|kapotgeslagen|gestolen|geplunderd|weggehaald|aangevallen|bedreigd|geschoten
        gestoken|gevochten|mishandeld|gegijzeld|gekneveld|geslagen|geschopt|getrapt|belaagd
        achtervolgd|gewurgd|neergeslagen|weggesleept|ingeladen|losgeschroefd|losgekoppeld
        aangekoppeld|losgesneden
        opengeslepen|opengezaagd|opengeknipt|doorgeslepen|ingetrapt
        in elkaar geslagen|onder schot|brand gesticht
        """,
    "doing": """
        inbreken?|stelen|slopen|vechten|schieten|steken|forceren|openbreken|vernielen|plunderen
        leeghalen|brandstichten|slaan|doorslijpen|weghalen|jatten|roven|openknippen|doorknippen
        leegroven|inladen|rammen|bedreigen|breken
        wrikken|openwrikken|openslijpen|aftuigen
        """,
    "inside": """
        binnen|boven|beneden|hier|hierbinnen|in (het|de|t|ons|onze|mijn|d) *|naast ons|bij ons
        inside|in (the|my|our) *|upstairs|downstairs
        """,
    "burning": "brand|braand|fik|fikkie|hens|vlam|vlammen|lichterlaaie",
    "thing": """
        het|t|er|dak|loods|hal|pand|gebouw|schuur|<vehicle>|machine|kantoor|magazijn
        container|papiercontainer|vuilcontainer|zeecontainer|afvalcontainer|aanhangwagen
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
    "goes": """
        staat|staan|is er|zijn er|ligt|liggen|zie|zien|hoor|ruik|komt|komen|brandt|loopt|lopen|zit
        wordt|word|heeft|bloedt|slaat|dreigt|rookt|klimt|klimmen|breken|breekt
        """,
    "tell": """
        meld*|gemeld|melding|aangeven|doorgeven|rapporteren|kwijt|report*|aangifte
        geef .. aan
        """,
}


def _lines(text: str) -> str:
    pattern = "|".join(line.strip() for line in text.splitlines() if line.strip())
    pattern = re.sub(r"\((?!\?)", "(?:", pattern.replace("*", r"\w*"))
    return pattern.replace(" .. ", r" (?:\w+ ){0,6}").replace(".. ", r"(?:\w+ ){0,6}")


def any_of(text: str) -> re.Pattern[str]:
    """A pattern that finds any of the lines as whole words."""
    pattern = _lines(text)
    for name, group in [*GROUPS.items()] * 2:  # one list may hold another
        pattern = pattern.replace(f"<{name}>", f"(?:{_lines(group)})")
    return re.compile(rf"\b(?:{by_first_letter(pattern)})\b")
