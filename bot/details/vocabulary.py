"""Words that tell a name, a place or a request apart from the rest of a message."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words("""
    van de der den het 't ter ten te la le el al von zu di da do dos das del du des bin ibn vd
    v.d. v/d in op aan bij uit
""")
# These stand in a name only before another particle: 'in 't Veld', 'op de Beek'.
PREPOSITIONS = _words("in op aan bij uit")
TITLES = _words("dhr mevr mevrouw meneer mw mr mrs ms drs ing ir dr heer")

GREETINGS = _words("""
    hoi hallo hey hé hee hi dag goedendag goedemorgen goedemiddag goedenmiddag goedenavond
    goeie moin hello good morning afternoon evening yes oops ok oke okee oké okay okido ja
    jawel jazeker prima goed top oeps oei sorry excuus pardon oh o ah hmm eh euh uh nou tja
""")

# A message made of these alone asks to be called; it says nothing about what.
REQUEST = _words("""
    ik ikke wij we u jij je jullie mij me mezelf ons onze mijn m'n mn iemand iem kan kunt kun
    kunnen wil willen wilt zou zouden zullen mag mogen moet moeten graag gaarne svp s.v.p. aub
    a.u.b alstublieft alsjeblieft ajb eventjes even eens ff maar dan toch ook nog weer nu
    straks vandaag morgen overmorgen vanmiddag vanochtend snel spoedig zsm z.s.m tijdje keer
    liefst zo mogelijk bel belt bellen gebeld teruggebeld terugbellen terugbel terugbelverzoek
    belverzoek opbellen opgebeld terug op contact opnemen opneemt opgenomen neem neemt
    contactverzoek contactformulier bericht berichtje achterlaten achter laten laat afspraak
    maken gemaakt mail mailen mailt gemaild e-mail email mailadres e-mailadres app appen worden
    word wordt hebben heb heeft had met door aan via onder naar bereikbaar bereiken ben bent is
    zijn nummer telefoonnummer telefoon telefonisch tel tel. nr nr. mobiel mobiele gegevens
    hier hierbij bijgaand dit dat er de het een n 'n en of voor om te in vraag vragen vraagje
    gevraagd stellen iets informatie info doe doen spreken praten spreek gesprek persoon
    medewerker mens collega verzoek aanvraag naam adres zie onderstaande volgende nee mooi fijn
    dank dankje bedankt dankjewel dankuwel alvast vriendelijke vriendelijk hartelijke groet
    groeten groetjes gr mvg m.v.g beste geachte heer meer weten horen advies overleggen
    procesbegeleider adviseur please asap call called calling back us my number phone mobile
    want would like to be i i'd i'm id you your can could should get touch with the a an at on
    by from leave message appointment make and or for someone somebody thanks thank regards
    kind best it this that here about question talk speak person human have do reach it's
    that's gaat t e m f stuur sturen doorgeven contactgegevens tav t.a.v attn
    wel echt echte liever gewoon lijn geef geven verbind verbinden doorverbinden komen kom komt
    weten hierover daarover erover die deze hij hem ze zij haar meneer mevrouw mensen menselijk
    praat k rather real connect put through
""")
# Without one of these a question mark makes it a question after all.
CONTACT = _words("""
    bel bellen gebeld teruggebeld terugbellen opbellen contact afspraak bericht call called
    calling message mailen
""")
PLACE_WORDS = _words("""
    zit zitten gevestigd vestiging ligt liggen gelegen staat staan terrein terreinen bedrijf
    bedrijfje kantoor locatie bedrijventerrein industrieterrein bedrijvenpark in te bij uit
    provincie prov gemeente plaats stad dorp regio omgeving buurt nabij rond vlakbij postcode
    hier ergens near from located based company business park province town city are our we're
    situated grens tussen
""")
SALUTATIONS = _words("beste geachte dear hallo hoi hi hey hello dag")
SITUATED = _words("zit zitten gevestigd ligt liggen gelegen grens based located")
# Words of questions, sentences, commands and our subject: no name begins with or holds them.
SENTENCE = _words("""
    sukkel sukkels idioot idioten eikel lul klootzak hufter debiel mongool trut kut kak stommerd
    stomkop idiot stupid asshole
    allemaal tot ziens doei geheim wat hoe waar wanneer waarom welke welk wie hoeveel hoelang
    waarvoor waarmee werd geen niet nooit niets niks iedereen niemand alles alleen als dus
    omdat zodat terwijl toen tot over betreft betreffende inzake aangaande mbt m.b.t onderwerp
    tegen zonder tijdens sinds vanaf binnen buiten geleden eerst eerder later altijd soms vaak
    meer minder veel weinig heel erg zeer echt gewoon eigenlijk misschien natuurlijk zeker
    ongeveer jaar jaren maand maanden week weken dagen uur minuten zaterdag zondag maandag
    dinsdag woensdag donderdag vrijdag weekend avond nacht ochtend middag gisteren binnenkort
    geef geven gegeven krijg krijgen krijgt kreeg ga gaat gaan ging kom komt komen kwam weet
    weten wist denk denken zeg zeggen zegt zien ziet kijk kijken hoor horen lees lezen schrijf
    zoek zoeken vind vinden vindt werk werkt werken help helpt helpen hulp stop stoppen
    annuleer annuleren annuleert verder opnieuw begin beginnen begint start starten gestart
    doorgaan overslaan menu status intrekken verwijder verwijderen wis wissen versturen
    verstuur verzenden akkoord klopt juist correct fout verkeerd wacht wachten moment momentje
    ingebroken inbraak inbreker inbrekers brand brandt vuur overval overvaller diefstal
    gestolen vernield vandalisme politie brandweer ambulance alarm spoed noodgeval gevaar
    bedreigd bedreiging verdacht verdachte dader aangifte melden melding nood schade hekken hek
    raam ramen deur kosten kost prijs tarief betalen betaal betaald gratis subsidie korting
    bijdrage audit keurmerk keurmerken kvo kvo-b kvob kvo-w kvow certificaat certificaten
    certificering certificeren gecertificeerd hercertificering hercertificeren aanmelden
    aanmelding aangemeld meedoen deelnemen deelnemers deelname procesbegeleider
    procesbegeleiders procesbegeleiding begeleiding contactpersoon ondermijning cyber
    cybercrime cybersecurity cybercriminaliteit criminaliteit veilig veiligheid ondernemen
    ondernemer ondernemers ondernemersvereniging bedrijven winkel winkels winkelstraat
    winkeliers winkeliersvereniging camera camera's cameras verlichting toezicht beveiliging
    maatregel maatregelen plan aanpak stappen stappenplan geldig geldigheid verlengen
    verlenging verlopen verloopt resultaat resultaten cijfers spelregels regels privacy avg
    bron mkb mkb-nederland vno-ncw ccv kiwa bot robot chatbot computer vergunning vergunningen
    belasting btw kvk verzekering verzekeraar parkmanagement parkmanager eigenaar directeur
    beheerder manager voorzitter secretaris bestuurslid huurder klant lid boos blij benieuwd
    geïnteresseerd geinteresseerd tevreden ontevreden klaar bezig nieuw nieuwe benaderd zat moe
    bang ziek vergeten anoniem kapot kapotte rare vreemd vreemde stom waardeloos slecht snap
    begrijp begrijpen bedoel bedoelt onzin fuck shit kut klote godver helaas zomaar weleens
    liever ander andere anders elke ieder iedere deze die daar daarna daarom daarover hierover
    ergens onbekend test test123 nvt n.v.t zelf samen hun hen hem haar zij hij ze onszelf
    lekker regen nieuws voetbal what how where when why which who much many long does did done
    not no nothing never all only because until against without during year years month day
    days today tomorrow give got go going come know think say see look read write search find
    work cancel next skip continue delete remove send fire burglar burglary stolen police cost
    costs price pay free subsidy certificate certification apply sign valid safe safety
    business entrepreneur owner director angry interested happy new wait again really there
    they he she his her their our need needs am are was were been being has will'd don't
    doesn't can't won't isn't english dutch
""")
PROVINCES = _words("""
    drenthe flevoland friesland fryslân fryslan gelderland groningen limburg noord-brabant
    brabant noord-holland holland overijssel utrecht zeeland zuid-holland nederland
""")
NOT_NAMES = (GREETINGS | REQUEST | PLACE_WORDS | SENTENCE | PROVINCES) - PARTICLES

# Common enough to recognise a name written without capitals, or one that is also a place.
FIRST_NAMES = _words("""
    aad aaltje abdel abdullah achmed ad adam adriaan afke agnes ahmed aisha albert alex
    alexander ali alice alie alina aliya amber amina amir an ana andre andré andrea andrzej
    anita anja ank anke ann anna anne annelies annemarie annemiek annet annette annie anouk ans
    anton antoine arend arie arjan arjen arno arnold arthur astrid auke ayse ayşe barbara barry
    bart bas bastiaan bauke beata ben bennie bernard bert bianca bill bob boris bram brenda
    brigitte britt bruno carel carin carla carlo carlos carolien caroline casper cees chantal
    charles charlotte chris christiaan christian christina cindy claudia coen conny cor corine
    corrie daan daniel daniëlle danielle danny david debbie dennis derk desiree diana dick
    diederik dieuwke dimitri dirk dolf dominique doortje douwe durk eddy edith edo edward edwin
    eefje eelco eelke egbert elena elif elise elisabeth elizabeth ellen elly els elsbeth emiel
    emily emine emma erica erik eric erwin esther eva evelien eveline evert fabian fatima fatma
    femke fenna ferry fleur floor flip fons frank frans franka fred frederik freek frida frits
    froukje gea geert geertje george gerard gerben gerda gerrit gert gertjan gijs gina glenn
    goos grace greet greetje guido guus hakan hamid hanna hanneke hannah hans harm harmen
    harold harrie harry hassan heidi hein heleen helena hendrik henk henri hennie henny
    henriette herman hessel hester hidde huib hubert hugo huseyin hüseyin ian ibrahim ida ilse
    inge ingrid ingeborg irene iris irma isa isabel isabelle ivan ivo jaap jack jacob
    jacqueline jacques jake jakob james jan jane janet janneke jannes jannie janny jantje
    janusz jasmijn jason jasper jean jeanette jeff jeffrey jelle jennifer jenny jeroen jesper
    jessica jet jetske jim jits jitske jo joan joanna job jochem joep joey johan johannes john
    johnny jolanda jonas jonathan joop joost jordy joris jos josé josef joseph joshua joyce
    judith julia julian jurgen jurjen justin kaan karel karim karin kars kathy katja kees kelly
    kemal ken kevin khadija khalid kim klaas koen koos kristel krzysztof lars laura laurens
    leen leendert lena lennart leo leon leonie leontien lex lia lianne lidia lies liesbeth
    lieke lilian linda lisa lisette loes lotte louis louise luc lucas lucia luuk maaike maarten
    machiel madelon magda mandy manon manuel marc marcel marco margot margriet maria marianne
    marie mariëlle marielle marieke marije marijke marijn marina mario marion marit marja
    marjan marjolein mark marlies marloes martha martijn martin martina mary mathijs matthijs
    maurice maurits max mehmet meindert melanie melissa melvin menno merel mia michael michel
    michelle michiel mieke mien mike milan milou mina mirjam miranda mo moha mohamed mohammed
    monique monika murat mustafa myrthe nadia nancy natalie natasja nathalie nelleke nick nicky
    nico nicole niek niels nienke nils nina noor noud olaf olga oliver onno oscar oskar osman
    otto pascal patricia patrick paul paula pauline peter petra philip pien pier piet pieter
    pietje pim piotr quinten rachel rachid raf raymond regina reinier remco rené rene renate
    renske richard rick rien rik rianne rita rob robbert robert robin roderick roel roelof
    roger roland rolf rolien romy ron ronald rosa rosalie roos rosemarie roy ruben rudi rudolf
    rudy ruth ruud saar sabine said salim sam samantha samira samuel sander sandra sanne sara
    sarah saskia sebastiaan selim serge sharon sheila shirley sietse sigrid silvia simon simone
    sjaak sjak sjef sjoerd sjors sjoukje sofie sonja sophie stef stefan stephan stephanie
    steven susan susanne suzan suzanne sven sylvia tamara tanja tara ted teun teunis theo thijs
    thomas tim timo tineke tinus tjeerd tjitske tobias tom tomasz ton tonnie tony toon trudy
    truus ursula valerie vera victor vincent wendy wessel wiebe wiebren wil wilco wilfred
    wilhelmina willeke willem willemijn wilma wim winnie wouter wout xander yasmin yusuf
    youssef yvette yvonne yvo zeynep zoë zoe
""")

COMPANY_ENDINGS = _words("""
    bv nv vof bvba gmbh ltd inc llc holding cv
""")
COMPANY_STARTS = _words("""
    bakkerij slagerij garage autobedrijf autogarage transportbedrijf bouwbedrijf
    aannemersbedrijf installatiebedrijf loodgietersbedrijf schildersbedrijf hoveniersbedrijf
    schoonmaakbedrijf drukkerij kwekerij machinefabriek timmerfabriek meubelfabriek houthandel
    groothandel metaalbedrijf verhuurbedrijf brouwerij carrosseriebedrijf restaurant hotel cafe
    café kapsalon drogisterij apotheek makelaardij ondernemersvereniging bedrijvenvereniging
    parkmanagement stichting vereniging firma fa.
""")
COMPANY_LASTS = _words("""
    techniek transport transporten logistics logistiek bouw installatie installaties groep
    group beheer solutions services service security makelaars advies consultancy metaal hout
    trading international machines verhuur automotive banden staalbouw electro elektro
    interieur recycling engineering bedrijven vastgoed catering foods systems media design
""")
