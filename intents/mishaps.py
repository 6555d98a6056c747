"""The words by which is recognised that something burns, leaks, breaks or has gone wrong.

And what people do that is not named after the crime; read by `safety` beside `happening`.
Written as `signal_words` says.
"""

from __future__ import annotations

from intents.signal_words import any_of

# Going on, unless the text is about the past, a case to be imagined, or the subject as such.
MISHAP = any_of(
    """
    <device> (* ){0,3}(rookt|smeult|walmt|knettert|borrelt|vonkt|smelt|gloeit|sist|sissen)
    <device> (* ){0,2}(staat|staan|begint|is|zijn) (aan het |te )?(roken|smeulen|smelten|sissen)
    <device> (roken|smeulen|knetteren|borrelen|vonken)|<device> .. blauwe vlam|(het|iets) smeult
    (battery|panel|panels|machine|transformer|charger) .. (smoking|sparking|smouldering)
    gas* sist|<device> .. (geknald|geklapt|geploft|uit elkaar gesprongen)
    (plafond|dak|gevel|muur|steiger|stelling|balkon|luifel|schoorsteen|gebouw) .. (naar beneden
    omlaag|bezwijkt|bezweken|zakt (door|in|weg)|begeeft het|komt los)
    <animal> .. (te grazen|te pakken|valt .. aan|bijt .. <victim>|rent .. op <victim> af)
    (losgebroken|dolle|dolgeworden|losgeslagen|wilde) <animal>
    (kind|kinderen|kleuter|peuter|jongetje|meisje|baby) .. (op de snelweg|op het spoor|het water)
    spookrijder|(rijdt|rijden|reed) .. (alles omver|op mensen in|in op mensen|expres in)
    <victim> .. (is|wordt|zijn|nog steeds) vermist

    <colour> (walm|damp|rook|rookwolk|nevel|wolk)
    <vehicle> (* ){0,3}op (zijn|zn|de) (kant|zij)
    van (het|t|de|een|zn) <high> (gewaaid|getuimeld|geduikeld|gegleden|geflikkerd|gekieperd)
    (hond|kind|baby|kindje|hondje) .. in (een|de) (snikhete|bloedhete|hete|snikwarme) *
    <victim> .. (zakt|zakte|stort|stortte|klapt|klapte) .. in elkaar|(kom|komen|moet) .. blussen
    (blijft|hangt|bleef) .. aan (de|een) (draad|kabel|stroomdraad|spanning) .. (hangen|vast|hangt)
    (spijker|schroef|glas|splinter|staaf|pin|haak|boor|mes|schaar) .. in (zijn|haar|mijn|zn) <body>
    ligt .. <victim> .. op (straat|de (weg|stoep|grond|vloer|parkeerplaats|rijbaan)|het asfalt)
    (ligt|liggen|lig) .. te bloeden|(ik|hij|zij|ze) (ga|gaat) dood(?! (aan|van|door))
    (ik|wij|we|hij|zij|ze|leven) (ben|zijn|is|zit|zitten) .. in (groot |acuut |levens)?gevaar
    (typ|app|appen|stuur) .. (stiekem|fluister*)
    (lig|zit|zitten|liggen) onder (mijn|het|een) <cover>
    <body> .. (stuck|trapped|pinned|crushed|caught) .. (under|in|between|by)
    (stuck|trapped|pinned|crushed) (under|beneath|between)|(stuck|trapped) in (a|the) <shut_in>
    (politie|brandweer|ambulance) (asjeblieft|alsjeblieft|alstublieft|gauw|hierheen)

    vuurwerkbom*|lichte laaie|hersenbloeding|knokpartij|kloppartij|vechtpartij tussen|ogien
    (trein|tram) .. (ontspoord|uit de rails)|<victim> .. niet goed (geworden|gegaan)
    (heeft|hebben|had) .. ingeslikt|(ze|zij|vrouw|medewerkster) (is|gaat|moet) bevallen
    (baby|kind) komt (nu|eraan|er aan|eruit)|brandlucht (op|in|bij|uit)
    (komt|komen|kan|kunnen|krijg|krijgen) .. niet .. uit (de|het|een) (<shut_in>|kruipruimte)
    (staat|zit) .. op de (rand|dakrand|reling) van (de|het|een) <high>
    locked (in|inside) (the|a|my|our) (<shut_in>|container|toilet|office|room|car)
    (wont|not|doesnt) (wake|waking) up|slumped|trying to jump|(says|say) .. will jump|jumped off

    (losse|losgeslagen|geknapte|gebroken) <wire>|<wire> .. (los|vonkt|geraakt|geknapt|gebroken)
    (mijn|zijn|haar|zn|mn) <body> .. (zit|zitten|is|zijn) .. (tussen|onder) (de|het|een)
    in (een )?coma(?! in het)|(hebben|heb|heeft|is|zie) .. brandje|geplet|verpletterd
    geelektrocut*|elektrocut*
    <device> .. opengebarsten|uitslaande|gaan branden
    (<place>|gang|bovenverdieping|verdieping) .. staat blauw
    (vol|blauw van de) rook|gebeten door (een )?(slang|<animal>)
    (zit|zitten|ligt) (* ){0,2}vast (onder|tussen) (de|een)
    vast (onder|tussen) (een |de )?(rolpoort|roldeur|heftruck|laadklep|wals|pers)
    (politie|ambulance|brandweer) asap
    (slaat|slaan|bonkt|bonken|beukt) op (de|het|mijn|onze) (raam|ramen|deur|ruit|poort)
    (we|wij) hebben (hier )?(nu )?een (overval|inbreker|steekpartij)(?! gehad)
    geen uitgang|uitgang .. (versperd|geblokkeerd)
    (iedereen|mensen) (rent|rennen|vlucht|vluchten) (weg|naar)
    <gas> .. (gesprongen|fluit|blaast|kookt|koken|ontsnapt|bruist)|messteek|steekwond*|schotwond*
    <victim> .. (valt|viel|klapt|klapte) (* ){0,2}(neer|om|tegen de vlakte)|help help|hulp hulp
    (steekt|stekt|steken|schiet|schieten) .. neer|(schiet|schieten) .. op <victim>
    <animal> .. op (de|het) (snelweg|rijbaan|autoweg|spoor|a[0-9]+)
    <people> .. die (er |hier |daar )(* ){0,2}niet (hoort|horen)
    run over by|ran over|gun ?fire|blew up|blown up|(cut|lost) (* ){0,2}(finger|fingers|hand|leg)
    w maszynie|leje sie krew|lezy (we|w) krwi

    (heeft|hebben) (mij|me|ons|haar|hem|mijn *) .. (opgesloten|ingesloten|vastgezet|meegesleurd)
    (aanslag|overval|steekpartij|moord) .. gepleegd|(weigert|weigeren) (weg )?te (gaan|vertrekken)
    (kan|mag|durf) niet (te )?(praten|bellen) .. (stuur|kom|help)|<people> .. (sluipt|sluipen)
    wird .. (geschossen|eingebrochen|bedroht|angegriffen|geschlagen)|au secours|ajutor|aiuto
    socorro|jemand (im|in der|in unser*)|hit (a|by a) (cyclist|car|truck|person|man|woman|child)

    (is|zijn|ben|word|wordt|worden|werden) .. beschoten|(een|de) schutter|gunman|a shooter
    armed (men|man|robbers?|people|guys?)|tied up|vastget*|geboeid
    smash(es|ing|ed) (windows?|the|our|my|up)|ucieka|uciekaja
    (loopt|lopen|rijdt|rijden|rent|komt) .. achter (mij|me|ons|haar|hem) aan
    (iedereen|ons|mij|me|haar|hem) .. (afmaakt|afmaken|doodschiet|doodsteekt|vermoordt|vermoord)
    (rijdt|rijden|rent|rennen|fietst) .. vandoor|wordt .. (vastgegrepen|aangerand|betast|verkracht)
    (rolluik|roldeur|hek|poort|deur) gaat (* ){0,2}(open|omhoog) .. (niemand|alleen|enige)
    <people> .. (aan|met|bij) (het|de|mijn|onze|ons) <target> .. <fiddling>
    <people> (* ){0,2}<carries> .. (uit|van) (ons|onze|mijn|het|de) <source>
    <people> .. (van|uit) (het|de|ons|onze|mijn) <source> .. (aan het|aan t) *
    (slopen|sloopt|vernielen|vernielt|verbouwen) .. (de boel|alles|de zaak|de winkel)
    met (de )?(mensen|iemand|kinderen|bestuurder|chauffeur) er (nog )?in|gehangen .. niet van ons
    met (de )?(mensen|iemand|kinderen|bestuurder|chauffeur) erin|achter een (andere )?auto gehangen
    (heet|hete|kokend*) .. (in|over|op) (zijn|haar|mijn|zn) (gezicht|<body>)
    (fietst|rijdt|loopt|rent|rijden|rennen|lopen) .. weg (op|met|in) (onze|mijn|ons)
    (ze|zij|mannen|iemand) (laden|laadt) (nu )?(mijn|onze|ons) * in
    (ze|zij|mannen|iemand) (tilt|tillen|gooit|gooien) .. (de|een|hun) (wagen|bus|auto|aanhanger) in
    (zwaait|zwaaien|dreigt|dreigen) .. (schroevendraaier|ketting|pijp|fles|hooivork|riek)
    <people> .. (snijdt|snijden|knippen|knipt|zaagt|boren|boort|wrikken|wrikt) .. (open|los|eraf)
    <people> .. (snijdt|snijden|knippen|knipt|zaagt|slijpt) .. (hek|slot|zeil|kabel*) .. door
    <people> .. (over|door|op) (het|de|een|ons|onze|mijn) <barrier> (klim*|kruip*|spring*)
    nu zie (ik|we) .. <people> .. <barrier>|zie (ik |we )?(nu|live) .. <people> .. <place>
    nu zie (ik|we) .. <people> .. <place>|voor de trein .. (gooit|gooien)
    (strip|doos|pot|doosje|lading|handvol) (met )?(pillen|tabletten|medicijnen) .. (genomen|op
    geslikt|ingenomen|leeg)|afscheids(brief*|bericht*)
    (laat|laten) (me|mij|ons|haar|hem|mijn *|onze *) .. niet .. (gaan|weg|vertrekken|eruit)
    (legt|gooit|smijt|knalt) .. <weapon> op (de )?tafel
    (ex|dronk*|vent|kerel) (* ){0,3}wil niet (weg|weggaan|vertrekken)

    <victim> .. geen (kik|teken van leven|antwoord) (meer )?(uit|vanuit|onder) (de|het|die|dat)
    (silo|put|tank|kelder|lift|schacht|kruipruimte|machine) .. geen (antwoord|kik|teken)
    (antwoordt|antwoorden|reageert) niet (meer )?als (ik|we|wij) (* )?(roep|roepen|klop|kloppen)
    <people> .. <smashes> (* ){0,3}(alles|inventaris|boel|zaak|winkel|tent) (* ){0,2}<to_bits>
    (heeft|houdt|trekt|grijpt|pakt|sleept|sleurt) .. (bij|aan) <whose> (haren|keel|strot)
    <victim> in (de|het|een) * (geduwd|gestopt|gegooid|gesleurd|gesleept)
    <vehicle> .. door (de|een|het|onze|mijn) <front> (is |werd )?(heen )?(gereden|gereen|gecrasht)
    (ze|zij|mannen|iemand) .. aan (het|t) (losschroeven|losknippen|lossnijden|wegslepen|leeghalen)
    (lasbrander*|snijbrander*|flitsen) .. kluis|<people> .. met een (tang|slijptol) langs
    (child|kid|boy|girl|man|woman|someone|somebody) .. fell .. (canal|water|river)
    <victim> heeft (wasmiddel|afwasmiddel|schoonmaakmiddel|wascapsule*) op
    er (sluipt|sluipen) (iemand|een|mensen|mannen)|(steet|staot|stiet) in (de )?(fik|brand)
    (acetyleen|gasfles*|cilinder) .. gloeiend|(hand|arm|vinger*) in (de )?machine (ge)?komen
    (ze|zij) (breke|breken|brekken) (de|het) * los|is niet ?meer wakker
    op (twee |drie |vier )?(mensen|collegas) (gegleden|gevallen|geschoven|gestort)
    uit de (tank|silo|put|lift|schacht) .. hoor (niks|niets)
    (alles|gebouw|pand|loods|hal|zaak) ligt .. in puin
    """
)
