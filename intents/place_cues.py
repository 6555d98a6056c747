"""The Dutch and English words around a place name that say what it means there."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    # Texts are compared with ij for y, so that IJmuiden and Ymuiden are one.
    return frozenset(text.replace("y", "ij").split())


# The place lies in, or is, what follows.
IN = _words("""
    in yn te uit vanuit op binnen gemeente gem dorp dorpje plaats plaatsje stad stadje regio from
    provincie prov within eiland woonplaats kern buurtschap town city province
""")
# The place lies near what follows.
NEAR = _words("""
    bij nabij vlakbij dichtbij rond rondom omgeving naast tegen richting buiten omtrent tussen
    grens rand buurt near close around outside between next omstreken kanten ten boven onder
    overkant hoogte grenst grenzen ver border grensgebied grensstreek rondje
""")
# What may stand between such a word and the name.
BRIDGE = _words("""
    de het t van aan met in op bij te stad provincie gemeente gem dorp plaats regio prov the of
    to with kant zijde kern omgeving buurt stukje centrum eiland noorden oosten zuiden westen
    north south east west
""")
# What may stand between 'niet' and the name it denies.
DENIED_BRIDGE = _words("""
    de het in bij te uit van stad provincie gemeente dorp plaats meer langer echt precies
    helemaal the city town of province dat die dus regio gelijknamige bedoel ik
""")
FROM = _words("uit vanuit from")
NOT = _words("niet geen nooit not nie nit neet zonder isnt behalve uitgezonderd except")
# What stands between two names of which the second takes back the first.
CORRECTION = _words("""
    nee neen nou wacht sorry oeps pardon correctie corrigeer bedoel bedoelde bedoelen bedoelt
    verkeerd foutje vergis vergiste excuus oops actually mean meant wait verhuisd inmiddels
    tegenwoordig no now nu toen rather toch eigenlijk
""")
BUT = _words("maar terwijl doch echter but while though however behalve")
ALSO = _words("""
    ook also tevens deels gedeeltelijk half beide beiden allebei zowel stukje verspreid both
    partly meerdere twee
""")
BOTH = _words("""
    en and plus tussen between grens border half deels zowel beide beiden allebei both ook also
    als
""")
OR = _words("of or oftewel ofwel")
# The subject of a clause: the terrein itself, or something else of the same person.
TERREIN = _words("""
    terrein terreinen bedrijventerrein bedrijventerreinen industrieterrein bedrijf
    bedrijvenpark bedrijfspand zaak loods pand hal winkel fabriek werkplaats locatie vestiging
    onderneming magazijn gevestigd site business company premises warehouse estate park werk
    werken werkt garage haven terein bedrijfje zaakje industriegebied werkterrein
""")
ELSEWHERE = _words("""
    woon wonen woont woonde woning huis thuis postadres prive geboren
    boekhouder klant klanten leverancier vroeger voorheen eerst eerder voormalig voormalige
    directeur eigenaar verhuurder accountant live kom vandaan opgegroeid partner man vrouw vader
    broer zus ingeschreven kvk factuuradres postbus vergaderen vergadering oorspronkelijk was
    used home come wonend collega
""")
# Another building of the firm: it may be the one that is meant, unless a terrein is named.
OFFICE = _words("""
    kantoor hoofdkantoor hoofdvestiging moederbedrijf holding office headquarters
""")
PREMISES = _words("""
    pand bedrijfspand loods hal winkel fabriek werkplaats locatie vestiging magazijn warehouse
    garage
""")
# What is still to come, and so takes nothing back: 'we gaan verhuizen naar Almere'.
FUTURE = _words("gaan gaat ga binnenkort straks volgend volgende misschien will soon going")
CLAUSE = _words("maar terwijl en doch but and while")
POSTCODE = _words("""
    postcode postcodes pc postcodegebied zip zipcode postkode postcodecijfers postal
    postcodenummer
""")
YEAR = _words("in sinds vanaf since jaar anno")
# Words that say nothing of their own in an answer to 'in which province?'.
FILLER = _words("""
    ik wij we wie zitten zit ligt liggen is was ons onze het t de een in te bij uit op terrein
    bedrijventerrein bedrijf industrieterrein provincie prov gemeente gem stad dorp plaats
    regio nabij vlakbij vlak dicht dichtbij omgeving buurt van denk volgens mij hoor ofzo zo
    dus en dat die daar ergens ongeveer rond gewoon nou ja eh uh eeh mijn m n staat gevestigd
    zaak its it our my are located im i am near the province of town city close to from
    postcode met begint beginnend onder boven nl kant gebied aan hier bedrijvenpark loods pand
    us me hallo hoi goedemorgen goedemiddag goedendag graag aub alstublieft alsjeblieft please
    toch wel geloof waarschijnlijk misschien vermoed probably think antwoord mvg
    eerste vier cijfers zijn zei zeg zegt gezegd schreef typte said
""")
# People who are asked for, and things that are asked about, by the name of a place.
ROLE = _words("""
    procesbegeleider procesbegeleiders begeleider contactpersoon contact contactgegevens
    telefoonnummer nummer ondernemer ondernemers gemeente terrein terreinen bedrijf bedrijven
    bedrijventerrein bedrijventerreinen industrieterrein regio provincie politie omgeving buurt
    rand centrum noorden zuiden oosten westen kop haven parkmanager facilitator guide person
    adviseur voor foar veur for stad dorp plaats ondernemersvereniging winkeliers park
    bedrijvenpark hart
    deel
""")
TITLE = _words("""
    is heet ben naam meneer mevrouw dhr mw mevr heer familie met door collega groet groeten
    groetjes bel aan and with dear hallo beste hoi dag de van der den het mr mrs ms sir name am
    call
""")
# What may stand between a name and the one that says where it lies: 'Beek bij Nijmegen'.
TOLD_BY = _words("in bij te nabij vlakbij gemeente gem provincie prov near")
# What stands in front of a place, not of a person, whatever the message is about.
WHERE = _words("in te bij nabij vlakbij dichtbij gemeente regio omgeving rond near around")
# Behind a name these make it the name of a street.
STREET = _words("""
    weg straat laan plein kade dijk singel dreef boulevard steeg gracht allee pad ring rondweg
    street road avenue
""")
# In front of a name, with a hyphen, these make it the name of a hamlet.
PREFIX = _words("klein kleine groot grote nieuw nieuwe oud oude")
COMPASS = _words("noord oost zuid west noordoost noordwest zuidoost zuidwest north east south")
# What is said of anything: 'best hoor'.
TONE = _words("hoor wel toch zo gewoon")
# Behind an adjective like 'Friese' these speak of a place.
SIDE = _words("kant zijde deel stuk stukje gedeelte")
PERSON = _words("meneer mevrouw dhr mw mevr heer familie mr mrs ms sir monsieur")
# Behind these a misspelt place may stand.
BEFORE_TYPO = _words("in bij nabij vlakbij dichtbij uit gemeente gem omgeving regio near around")
# What a surname may begin with.
OF_PERSON = _words("van der")
# What kind of name an answer says it is.
KIND = _words("gemeente gem dorp stad plaats plaatsje provincie prov plaatsnaam woonplaats in te")
# Answers that are no misspelt place.
ORDINARY = _words("""
    weet niet idee geen dat wat waar wie hoe waarom welke overal nergens thuis daar nederland
    hallo bedankt dank prima goed oke okee ok straks later stop stoppen terug annuleren hulp
    vraag vragen niks niets kosten contact iemand anders maakt uit zeg zeggen wil weten nodig
    graag alle meer meerdere beide lastig moeilijk onbekend geheim prive gewoon kan kunnen zal
    moet moeten heb hebben doe doen gaat gaan werkt werken know dont idea sure what why where
    which help cancel back none nothing everywhere anywhere somewhere hier buiten binnen land
    landelijk allemaal verschillende diverse noorden oosten zuiden westen midden randje naam
    telefoon mail bellen bel mij nummer kvo keurmerk veilig ondernemen mkb camera inbraak nvt
    test testen hoi doei dag morgen vandaag precies ongeveer anoniem maand keer eigen ander
    andere nieuw nieuwe oude grote kleine straat weg laan plein kade dijk industrieweg haven
""")
# Two letters behind a number that are a word of the sentence or a unit, not half a postcode.
TWO_LETTERS = _words("""
    de en in is op te om na we ik er zo al af je ze of nu bv pk kg km cm mm st ha kw to at on or an
    as it so ma di wo do vr za ex am pm mb gb tb ml cl pp ct jr vs kv va
""")
# What stands in front of the name of a terrein, or of the place where it lies.
PARK = _words("""
    bedrijventerrein industrieterrein bedrijvenpark terrein park businesspark industriepark
    industriegebied haventerrein handelspark campus sciencepark
""")
ARTICLE = _words("de het t den")
# All that surrounds names, and so is no misspelt name itself.
ABOUT_PLACES = (
    FILLER | IN | NEAR | BRIDGE | TERREIN | OFFICE | ELSEWHERE | CORRECTION | BUT | ALSO | ROLE
)
KNOWN = ORDINARY | ABOUT_PLACES
