"""Figures of speech, said plainly: what is meant, where the words speak of something else.

An encoder that reads 'kan bruin dat trekken' thinks of a horse. Each line of the table is what is
meant, and after the arrow how people say it, with | between; two dots stand for up to three words.
"""

from __future__ import annotations

import re

from intents import normalize

_TABLE = """
wat kost het <- (de |mijn |onze )?(portemonnee|beurs|buidel|knip|geldbuidel) .. (trekken|open)
wat kost het <- in de buidel tasten|kan bruin .. trekken|wat is de schade
duur zijn <- in de papieren .. lopen|een dure hobby|(gaat|loopt) .. in de papieren
betalen <- dokken|afdokken|ophoesten|neertellen|geld op tafel leggen|lappen
kosten achteraf <- lijken in de kast|addertjes? onder het gras
subsidie krijgen <- de hand ophouden|een (zakje|pot|potje) (met )?geld|uit een potje
meebetalen <- (een )?duit in het zakje .. doen|bijspringen|in de kosten delen|bijlappen
resultaat hebben <- zoden aan de dijk .. zetten|zet .. zoden aan de dijk|vruchten afwerpen
wat levert het op <- wat schieten? (we|wij|ik) (er ?mee|daarmee) op|worden? (we|wij) er wijzer van
de moeite waard <- het sop de kool waard|de kool het sop waard
nutteloos <- (een )?wassen neus|papieren tijger|tandeloze tijger|gebakken lucht|voor de buhne
nutteloos <- voor spek en bonen|een loze kreet|window ?dressing
beginnen <- de sprong wagen|de knoop doorhakken|van start gaan|uit de startblokken
beginnen met het keurmerk <- de stap wagen|een voet tussen de deur krijgen|in de startblokken staan
hoe beginnen we <- hoe trappen? (ik|we|wij) .. af
stappen <- hobbels|horden|etappes
documenten <- papierwinkel|papierhandel|papieren rompslomp
het certificaat krijgen <- de champagne (open|openen|opentrekken|ontkurken)|de vlag uit
het certificaat krijgen <- (het )?groene? licht|licht op groen
begeleiden <- bij de hand nemen|aan het handje|op sleeptouw nemen|wegwijs maken|de weg wijzen
begeleiding krijgen <- (iemand )?die de kar trekt|het voortouw neemt|achter de broek zit
neemt iemand de leiding <- wie trekt de kar|wie houdt de vaart erin
opgericht <- uit (de|wiens|welke) koker|in het leven geroepen|op touw gezet
bedenkers <- geestelijke vaders?
heeft de leiding <- (trekt|heeft) .. (aan )?de touwtjes( in handen)?|aan het roer staat
meedoen <- aan tafel zitten|aan tafel schuiven|aanschuiven
iedereen <- jan en alleman|jan rap en zijn maat
de politie <- oom agent|de sterke arm
politie op straat <- blauw op straat
iemand spreken <- iemand aan de lijn|een stem dan letters|in levenden lijve|bijpraten met iemand
overleggen met iemand <- sparren|van gedachten wisselen
langskomen <- aanwippen|aanwaaien|een bakkie doen
bel mij <- (geef|gooi) .. een (gil|belletje|slinger)
is mijn verzoek vergeten <- tussen wal en schip|door het putje|in de ijskast|door de mazen geglipt
weet niet hoe het staat <- tast .. in het duister
lang laten wachten <- laten? .. bungelen|aan het lijntje houden
vertrouwelijk <- binnen (deze )?vier muren|tussen ons tweeen
openbaar worden <- op straat (komen? te )?liggen|aan de grote klok|te grabbel
andere mensen kijken mee <- pottenkijkers|over mijn schouder mee
alles verwijderen <- schoon schip maken|maak schoon schip|met de grond gelijk
verwijder mij <- (gum|poets|veeg|streep) (mij|me) .. (uit|weg|door)
verzin je dat <- (zuig|zuigt|zuigen) .. uit .. duim|uit de dikke duim|uit de losse pols
wat is je bron <- uit welke hoed|waar haal je de wijsheid
actueel <- bij de tijd|van de laatste stand
betrouwbaar <- op (je|uw|zijn) woord .. geloven
over de grens gaan <- over de schreef|uit de bocht vliegen|het te bont maken|bont .. maken
beledigen <- met modder gooien|modder gooien|zwart ?maken
toegestaan <- door de beugel
ik praat tegen een muur, je begrijpt me niet <- langs (me|mij|elkaar) heen|om de hete brij heen
je begrijpt mij niet <- plaat voor (je|jouw|uw) kop|geen hout van|geen snars van
wat slecht <- huilen met de pet op|om te huilen|bar en boos
van het kastje naar de muur gestuurd <- kastje naar de muur
bedankt <- (uit de brand|uit de nood) geholpen|goud waard|je bent een (kei|topper|held|engel)
bedankt, heel duidelijk <- kraakhelder|klare wijn|helder als glas
tot ziens <- er ?tussenuit|er weer vandoor|op huis aan|de plicht roept|tot in de pruimentijd|aju
hoe lang is het geldig <- houdbaarheidsdatum|verjaart (het|dat)|over de datum
opnieuw <- de hele riedel|door de molen|van voren af aan
wat kost het <- een rib uit .. lijf|de hoofdprijs|een poot uitdraaien|financieel aan vast
betalen <- schuiven met geld|over de brug komen|geld op de plank|in de kosten lopen
financiele steun <- een financieel steuntje|uit de ruif|de geldkraan
voordeel hebben <- de vruchten .. plukken|een graantje meepikken
heeft weinig effect <- druppel op een gloeiende plaat|water naar de zee .. dragen
heeft weinig effect <- (een )?doekje voor het bloeden
iets doen tegen <- paal en perk .. aan|een halt toeroepen|korte metten maken met
beginnen <- van de grond .. (krijgen|komen|tillen)|de koe bij de hoorns .. vatten
beginnen <- de handen uit de mouwen .. steken|de eerste paal
het certificaat halen <- de eindstreep .. halen|de finish|(met )?vlag en wimpel
begeleiding <- steun en toeverlaat|rots in de branding|raad en daad
samen doen <- de handen ineen ?slaan|met vereende krachten|de neuzen dezelfde kant op
een echt mens <- iemand van vlees en bloed
niets gehoord <- radiostilte|taal noch teken|zwart gat|op de lange baan|onder het tapijt
lang wachten <- tot ik een ons weeg|een eeuwigheid|tot sint juttemis
snel <- in een vloek en een zucht|een twee drie
veilig bewaard <- achter slot en grendel
vertrouwelijk <- mondje dicht|uit de school klappen
verwijderen <- door de (shredder|versnipperaar)|zand erover
verouderd <- oude koek|uit de oude doos|van horen zeggen
schelden <- geen blad voor de mond|van leer trekken|uit de band springen
je begrijpt mij niet <- in (cirkels|rondjes|kringetjes) draaien|in een kringetje|geen steek verder
ik heb hier niets aan <- geen (donder|bal|reet|fluit|sodemieter|zak|moer) aan
bedankt <- een pluim|petje af|je bent een schat
bedankt, daar kan ik mee verder <- mee uit de voeten
tot ziens <- de ballen|ajuus|ervandoor
"""


def _pattern(said: str) -> re.Pattern[str]:
    said = said.replace(" .. ", r" (?:[\w']+ ){0,3}")
    return re.compile(rf"\b(?:{re.sub(r'[(](?![?])', '(?:', said)})\b", re.IGNORECASE)


def _telling(said: str) -> set[str]:
    """Words of which a text must have one to hold any of these."""
    found = set()
    for way in re.split(r"[|](?![^(]*[)])", said):
        bare = re.sub(r"[(][^()]*[)][?]?", " ", way)
        always = re.findall(r"[a-z]{4,}(?![a-z?])", bare)
        found |= {max(always, key=len)} if always else set(re.findall(r"[a-z]{3,}", way))
    return found


_FIGURES = [line.split(" <- ") for line in _TABLE.strip().splitlines()]
_MEANT = [(meant, _pattern(said)) for meant, said in _FIGURES]
_BY_WORD: dict[str, list[int]] = {}
for _number, (_, _said) in enumerate(_FIGURES):
    for _word in sorted(_telling(_said)):
        _BY_WORD.setdefault(_word, []).append(_number)


def plainly(text: str) -> str:
    """The text with its figures of speech replaced by what they mean."""
    likely = {number for word in normalize.words(text) for number in _BY_WORD.get(word, ())}
    for number in sorted(likely):
        meant, pattern = _MEANT[number]
        text = pattern.sub(meant, text)
    return text
