"""Common Dutch words that no repair of typing errors may change into another word.

The examples do not use all of them, and many are one letter away from a word with another
meaning: 'gevonden' is not 'gewonden', 'verwacht' not 'verdacht', 'politiek' not 'politie'.
"""

from __future__ import annotations

WELL_SPELT = frozenset(
    """
    bakken bakker balie banden banken bedoeld bedoelde belangrijk bellen benen bergen betaald
    betalen betekent beter bewaking bewaren bewegen bezoek bezoeken bezoeker bezorgd bezorgen
    bieden blijven bloemen boeken boeren bomen borden boren bouwen bouwer brengen brieven
    broden broeken broodje bruggen buren bussen collega dagen daken dalen danken dekken delen
    denken deuren dieren dingen dochter doeken doelen dozen draaien dragen drinken drogen
    drukken duren duwen eigen eigenaar eigenaren einde eisen enkele eten fabriek fabrieken
    fiets fietsen fietsers film films flessen fouten gasten gaten gebeld gebied gebieden
    gebonden geboren gebouwd gebouwen gebracht gebroken gebruik gebruikt gedaan gedacht
    gedeelte gedrag gedragen gedronken gedrukt geduld gegaan gegeten gegeven gehaald geheel
    geheim geholpen gehoord gehouden gehuurd gekeken gekend gekeurd gekocht gekomen gekost
    gekozen gekregen gelden geleden geleerd gelegen geleverd gelezen gelijk geloof geloven
    geluid geluk gelukt gemaakt gemeld gemengd gemerkt gemiddeld gemist gepakt geplaatst
    gepland geplant gepraat geprobeerd geraakt gereden geregeld geroepen geschiedenis geschikt
    geschreven geslaagd gesmolten gesnapt gesneden gespaard gespannen gespeeld gesprek
    gesprekken gesproken gestart gestegen gesteld gestopt gestraft gestreken gestuurd getekend
    geteld getest getroffen getrokken getrouwd gevallen gevaren gevoel gevoerd gevolgd gevolgen
    gevonden gevraagd gewacht gewassen geweest gewenst gewerkt gewicht gewild gewone gewonnen
    gewoon geworden gezegd gezet gezicht gezien gezin gezinnen gezocht gezonden gieten glazen
    goederen gordijn graven grenzen groeien groen groepen grond gronden groot grote gunnen
    haken halen handel handen hangen hebben heffen heffing heften heftruck helpen heren herten
    hoeden hoeken honden horen hotel hotels houden huizen huren huurder huurders inboeken
    ingevuld inkomen inkoop inkopen inladen inleiding inleveren inloggen inpakken inrichten
    inrichting instellen invoer invullen kaarten kachel kamers kansen kanten kantoren kasten
    kelder kelders kennen ketels keuken keuren kiezen kijken kinderen klaar klanten kleding
    kleuren klimmen kloppen knippen koken komen kopen koppelen korten korting kosten koude
    kranten krijgen kruisen kunnen kussen ladder laden laders lampen landen langs laten leden
    leeg leggen lenen lengte leren letten leven leveren lezen lichten liggen lijnen linker
    loket lonen lopen lossen lucht maken malen manden manier manieren markt markten maten meten
    meter meters meubels middag midden minuten missen moeder mogen molens monden motor motoren
    muren muziek naden namen nemen netjes neven noden nodig noemen noten nummers oefenen ogen
    olie omgeving omhoog omzet onderdeel onderdelen ontvangen ontvangst onze oorlog opdracht
    openen opening ophalen opladen opslaan opslag oren oude ouders paarden paden pakken palen
    papier paren parkeerplaats parkeren partner passen pennen personeel persoonlijk plaatsen
    plannen planten platen plekken ploeg politiek poort poorten positie poten praktijk praten
    prijs prijzen proberen product producten prullen putten raden rails ramen randen rapport
    reden redenen regelen regen reis reizen rekenen rekening rekeningen remmen rennen reparatie
    repareren restaurant rijden rijen ringen risico roepen roken rollen rondje routes ruimte
    ruimtes rukken rusten samen schade schepen scheuren schieten schoenen scholen school schoon
    schoonmaak schoonmaken schouder schrijven schroeven schuiven seizoen slagen slager slapen
    slepen sleutel sleutels sloten sluiten snaren sneeuw snel snijden snoer soep sparen spelen
    spelers spijker spoor spreken spullen staan stappen station steen stelen stellen stenen
    sterk sterke sterven stijgen stilte stoel stoelen stoep stoffen stokken stoppen storing
    storingen straat straten stroom stukken sturen tafel tafels taken talen tanden tanken
    tassen tekenen tekening tekort telefoon tellen termijn testen tickets tijden tikken tonen
    toren touwen trappen treinen trekken trouwen truck trucks tuinen vaders vakantie vallen
    vanavond vandaan vangen varen vaste vaten velden velen veranderd veranderen verandering
    verbeteren verbinden verbouwen verbouwing verdeeld verdelen verder verdienen verdriet veren
    vergaderen vergadering vergeten vergoeden verhaal verhalen verhuizen verhuren verhuur
    verkeer verkeerd verkeren verkocht verkoop verkopen verkoper verlaten verleden verlengen
    verlenging verlies verliezen verlopen verloren verplaatsen verschijnen verschil verschillen
    vertalen vertellen vertrek vertrekken vertrouwen vervelend verven vervoer verwacht
    verwachten verwachting verwachtingen verwarming verwerken verwijderd verzamelen verzekerd
    verzenden verzoeken verzorgen vesten vezel vieren vinden vingers vissen vlaggen vlakbij
    vlees vliegen vloer vloeren voegen voelen voetbal voeten vogels volgen voorraad vormen
    vrachtwagen vrachtwagens vragen vriend vrienden vrijdag vrouwen vuilnis vullen wachten
    wagens wandelen wassen wegen weken wensen werelden werelds wielen wijken wijzen willen
    winkelen winkels winnen winter wisselen wonen woning woningen worden zaken zakken zalen
    zeggen zeilen zenden zetten zieken ziekenhuis zinnen zitten zoeken zolder zomer zorgen
    zouden zullen zusje zusters zware zwemmen
    """.split()  # noqa: SIM905 - a list to read, not code
)
