"""What people type in the middle of a contact request instead of what was asked."""

from __future__ import annotations

import pytest
from fakes import House, Visitor


@pytest.fixture
def visitor(house: House) -> Visitor:
    return house.visitor()


async def begin(visitor: Visitor, *texts: str) -> None:
    for text in ("/contact", *texts):
        await visitor.says(text)


STOPS = (
    *("laat maar zitten joh", "neuh laat maar", "doe maar niet", "ik wil toch niet", "stop maar"),
    *("nee laat maar hoor", "toch maar niet", "hoeft niet meer", "nou, laat zitten", "forget it"),
)


@pytest.mark.parametrize("words", STOPS)
async def test_every_way_to_stop_ends_the_request(visitor: Visitor, words: str) -> None:
    """Who does not want it any more is not asked on, and nothing else is made of it."""
    await begin(visitor, "Jan")
    assert "Er is niets verstuurd" in await visitor.says(words)
    assert "niets te stoppen" in await visitor.says("stop")


@pytest.mark.parametrize("words", ["hoe stop ik vandalen", "laat maar zien hoe het werkt"])
async def test_question_with_such_words_is_kept(visitor: Visitor, words: str) -> None:
    """A question in which 'stop' or 'laat maar' stands is a question."""
    await begin(visitor, "Jan", "0612345678", "Zwolle")
    assert words in await visitor.says(words)


@pytest.mark.parametrize("words", ["versturen maar", "ja verstuur maar", "verzend het maar"])
async def test_sending_in_other_words(visitor: Visitor, words: str) -> None:
    """'Versturen maar' sends, as 'versturen' does."""
    await begin(visitor, "Jan", "0612345678", "Zwolle", "Hoe beginnen we?")
    assert "Uw verzoek is ontvangen" in await visitor.says(words)


async def test_slip_in_an_address_is_asked_about(visitor: Visitor) -> None:
    """One question at a time: the address first, and 'ja' mends it."""
    await begin(visitor, "Jan")
    reply = await visitor.says("jan@hotmial.com")
    assert "jan@hotmail.com" in reply
    assert "provincie" not in reply
    assert "provincie" in await visitor.says("ja")
    await visitor.says("Assen")
    summary = await visitor.says("Hoe beginnen we?")
    assert "jan@hotmail.com" in summary
    assert "hotmial" not in summary


@pytest.mark.parametrize("answer", ["nee", "[Nee]", "Assen"])
async def test_address_as_typed_is_kept(visitor: Visitor, answer: str) -> None:
    """Who says no, or goes on, keeps what he typed."""
    await begin(visitor, "Jan", "jan@hotmial.com")
    await (visitor.taps("Nee") if answer == "[Nee]" else visitor.says(answer))
    await visitor.says("Assen")
    assert "jan@hotmial.com" in await visitor.says("Hoe beginnen we met een hek?")


async def test_comma_in_an_address_is_mended_with_a_tap(visitor: Visitor) -> None:
    """An address that cannot be is offered as it was meant."""
    await begin(visitor, "Jan")
    await visitor.says("sandra@bakkerij,nl")
    await visitor.taps("Ja, dat bedoel ik")
    await visitor.says("Assen")
    assert "sandra@bakkerij.nl" in await visitor.says("Hoe beginnen we?")


async def test_address_that_was_refused_is_asked_again(visitor: Visitor) -> None:
    """An address that cannot be, and is not what was offered, is no address."""
    await begin(visitor, "Jan", "sandra@bakkerij,nl")
    assert "telefoonnummer of e-mailadres" in await visitor.says("nee")


async def test_changed_address_is_seen_before_it_is_sent(visitor: Visitor) -> None:
    """A button of the overview from before the change sends nothing that was not shown."""
    await begin(visitor, "Jan", "jan@bakker.nl", "Assen", "Hoe beginnen we?")
    send = visitor.last.buttons["Versturen"]
    await visitor.says("nee, mijn mail is jan@gmial.com")
    reply = await visitor.presses(send)
    assert "ontvangen" not in reply
    assert "jan@gmial.com" in reply


async def test_address_in_words(visitor: Visitor) -> None:
    """'Apenstaartje' and 'punt' are an address, and no name."""
    await begin(visitor, "Sandra", "sandra apenstaartje bakkerij punt nl", "Assen")
    summary = await visitor.says("Hoe beginnen we?")
    assert "sandra@bakkerij.nl" in summary
    assert "Apenstaartje" not in summary


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("waarom wil je dat weten", "bepaalt wie uw procesbegeleider is"),
        ("hoezo provincie", "bepaalt wie uw procesbegeleider is"),
        ("wij zitten in meerdere provincies", "Noem de andere"),
        ("en wie is dat dan", "Onno Keuker of Henny Bekkema"),
        ("wanneer dan", "maandag 9 maart"),
        ("wat doen jullie tegne hekkers", "in uw vraag zetten"),
        ("hoe kan dta met fietsne", "in uw vraag zetten"),
    ],
)
async def test_question_at_the_place_step(visitor: Visitor, asked: str, told: str) -> None:
    """A question about the place is answered; one that is not understood is no unknown place."""
    await begin(visitor, "Jan", "0612345678")
    reply = await visitor.says(asked)
    assert told in reply
    assert "plaats ken ik niet" not in reply
    assert "In welke provincie" in reply


@pytest.mark.parametrize(
    "place", ["waar precies? in zwolle", "is dat niet gewoon Zwolle", "zwolle"]
)
async def test_place_in_a_question_is_a_place(visitor: Visitor, place: str) -> None:
    """An answer that sounds like a question and names a place is an answer."""
    await begin(visitor, "Jan", "0612345678", place)
    assert "Zwolle (Overijssel)" in await visitor.says("Hoe beginnen we met een hek?")


@pytest.mark.parametrize("place", ["de hurk", "zit op de Kudelbrink", "Westpoort"])
async def test_unknown_place_is_called_so(visitor: Visitor, place: str) -> None:
    """The name of a terrein is no question."""
    await begin(visitor, "Jan", "0612345678")
    assert "plaats ken ik niet" in await visitor.says(place)


@pytest.mark.parametrize(
    "text",
    [
        "mijn naam is Yusuf Yilmaz en ik zit in Almere op de Gooisekant",
        "he daar, mijn naam is Yusuf en ik zit op de Gooisekant in Almere",
    ],
)
async def test_where_somebody_sits_is_no_question(visitor: Visitor, text: str) -> None:
    """'Ik zit in Almere op de Gooisekant' is where; what he asks is still asked."""
    await begin(visitor)
    await visitor.says(text)
    assert "Wat is uw vraag" in await visitor.says("0612345678")


async def test_park_with_the_name_of_a_water_is_no_emergency(visitor: Visitor) -> None:
    """De Vaart in Almere is a bedrijventerrein."""
    await begin(visitor, "Jan", "0612345678")
    for text in ("zit op de vaart", "ons bedrijf zit op de vaart"):
        assert "112" not in await visitor.says(text)


@pytest.mark.parametrize(
    ("words", "told"),
    [("weet ik niet", "plaats of de postcode"), ("overal", "verschillende procesbegeleiders")],
)
async def test_province_is_not_known(visitor: Visitor, words: str, told: str) -> None:
    """Who does not know the province, or has several, is helped on."""
    await visitor.says("ik zoek mijn procesbegeleider")
    assert told in await visitor.says(words)
    assert "Henny Bekkema" in await visitor.says("Drenthe")


@pytest.mark.parametrize("text", ["ik zit in Bergen", "wij zitten in Bergen"])
async def test_where_somebody_sits_is_understood_unasked(visitor: Visitor, text: str) -> None:
    """Who tells where he sits is shown the person there, or asked which place it is."""
    reply = await visitor.says(text)
    assert "Bergen (Limburg)" in reply.buttons


@pytest.mark.parametrize("words", ["ok dan", "ah ok", "oke helder", "prima zo"])
async def test_acknowledged_answer_is_not_given_again(visitor: Visitor, words: str) -> None:
    """'Ok dan' after an answer asks for nothing."""
    await visitor.says("wat kost het?")
    assert "auditkosten" not in await visitor.says(words)


async def test_sending_too_early_asks_what_is_missing(visitor: Visitor) -> None:
    """'Versturen' before all is there is no question about rules."""
    await begin(visitor, "Jan")
    reply = await visitor.says("versturen")
    assert "nog niet verstuurd" in reply
    assert "telefoonnummer of e-mailadres" in reply
    assert "spelregels" not in reply


@pytest.mark.parametrize("text", ["kan ik ook gewoon zelf bellen?", "eh wacht, mag ik je bellen"])
async def test_calling_himself_is_no_question_to_pass_on(visitor: Visitor, text: str) -> None:
    """Who would rather call himself gets the number, at once."""
    await begin(visitor, "Jan", "0612345678", "Veenendaal")
    reply = await visitor.says(text)
    assert "06-11351693" in reply
    assert "Onno" not in reply
    assert "Wat is uw vraag" in reply


async def test_when_to_call_is_no_question(visitor: Visitor) -> None:
    """'Ok bel me maar morgenmiddag' says when; what it is about is still asked."""
    await visitor.says("ok bel me maar morgenmiddag 0651234567")
    await visitor.says("Henk")
    assert "Wat is uw vraag" in await visitor.says("Apeldoorn")
    summary = await visitor.says("Hoe beginnen we?")
    assert "vrijdag 6 maart, middag" in summary


async def test_whom_to_ask_for_is_the_name(visitor: Visitor) -> None:
    """'Vragen naar Gerda' gives the name."""
    await visitor.says("bel mij op 0528-123456 in Hoogeveen over hekken, vragen naar Gerda.")
    assert "Gerda" in visitor.last
    assert "Wat is uw naam" not in visitor.last


async def test_first_name_of_a_facilitator(visitor: Visitor) -> None:
    """'Mail van Onno' gives his address; 'onnodig' is nobody."""
    assert "keuker@vnoncw-mkb.nl" in await visitor.says("wat is de mail van onno")


async def test_place_that_is_said_again_is_understood(visitor: Visitor) -> None:
    """'Heemskerk zei ik toch' is at least asked about, and not called unknown."""
    await begin(visitor, "Sjaak", "0612345678")
    assert "Bedoelt u Heemskerk" in await visitor.says("heemskerk zei ik toch")
    assert "Wat is uw vraag" in await visitor.says("ja")


async def test_who_is_not_understood_twice_can_call(visitor: Visitor) -> None:
    """The second time in a row a person is named; no circle without a way out."""
    await begin(visitor, "Sjaak", "0612345678")
    assert "06-29512394" not in await visitor.says("trompet")
    assert "06-29512394" in await visitor.says("trompet zei ik")
    await visitor.says("Heemskerk")
    assert "06-" not in await visitor.says("ok")


@pytest.mark.parametrize("word", ["ja", "ja dat is goed", "nee"])
async def test_yes_where_a_place_is_asked_is_no_unknown_place(visitor: Visitor, word: str) -> None:
    """'Ja' to what was said before is no place, and is not called one."""
    await begin(visitor, "Sjaak", "0612345678")
    reply = await visitor.says(word)
    assert "plaats ken ik niet" not in reply
    assert "In welke provincie" in reply


async def test_wrong_number_is_asked_again(visitor: Visitor) -> None:
    """'Mijn nummer was fout' at a later step asks for the number."""
    await begin(visitor, "Sjaak", "0612345678")
    assert "telefoonnummer of e-mailadres" in await visitor.says("mijn nummer was fout")
    await visitor.says("0687654321")
    await visitor.says("Heemskerk")
    assert "06 87654321" in await visitor.says("Hoe beginnen we?")


async def test_person_please(visitor: Visitor) -> None:
    """'Mens graag' is a wish for a person."""
    assert "Wat is uw naam" in await visitor.says("mens graag")


async def test_number_at_the_question_is_no_question(visitor: Visitor) -> None:
    """'Doe toch maar bellen, 06-...' at 'wat is uw vraag?' is how to reach him."""
    await begin(visitor, "Jan", "jan@bakker.nl", "Assen")
    assert "Wat is uw vraag" in await visitor.says("doe toch maar bellen 0612345678")
    summary = await visitor.says("Hoe hoog mag een hek zijn?")
    assert "06 12345678" in summary
    assert "doe toch" not in summary


async def test_number_beside_a_question_stays_with_it(visitor: Visitor) -> None:
    """A question with a number in it is a question."""
    await begin(visitor, "Jan", "jan@bakker.nl", "Assen")
    assert "beveilig ik mijn pand" in await visitor.says(
        "hoe beveilig ik mijn pand? bel 0612345678"
    )


async def test_what_is_said_at_the_overview_is_put_with_the_question(visitor: Visitor) -> None:
    """Before it is sent he may say more; he sees it in the overview."""
    await begin(visitor, "Jan", "0612345678", "Assen", "Hoe beginnen we?")
    assert "mag een hek van 2 meter hoog" in await visitor.says("mag een hek van 2 meter hoog")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("toch assen niet maar Eindhoven", "Eindhoven (Noord-Brabant)"),
        ("verander plaats naar Eindhoven", "Eindhoven (Noord-Brabant)"),
        ("toch Eindhoven", "Eindhoven (Noord-Brabant)"),
    ],
)
async def test_other_place_at_the_overview(visitor: Visitor, text: str, shown: str) -> None:
    """A changed mind about the place changes the person too."""
    await begin(visitor, "Jan", "0612345678", "Assen", "Hoe beginnen we?")
    summary = await visitor.says(text)
    assert shown in summary
    assert "Onno Keuker" in summary


@pytest.mark.parametrize(
    ("text", "asked"),
    [("andere vraag", "Wat is uw vraag"), ("ander nummer", "telefoonnummer of e-mailadres")],
)
async def test_other_detail_at_the_overview(visitor: Visitor, text: str, asked: str) -> None:
    """'Andere vraag' asks for the question again."""
    await begin(visitor, "Jan", "0612345678", "Assen", "Hoe beginnen we?")
    assert asked in await visitor.says(text)


@pytest.mark.parametrize("text", ["app me maar", "kan het ook via whatsapp?"])
async def test_whatsapp_is_not_promised(visitor: Visitor, text: str) -> None:
    """Who would rather be texted hears how he is reached."""
    await begin(visitor, "Jan")
    assert "belt of mailt u" in await visitor.says(text)


async def test_same_belongs_to_the_open_request(visitor: Visitor) -> None:
    """'Dezelfde' answers 'hoort dit daarbij?'."""
    await begin(visitor, "Jan", "0612345678", "Assen", "Hoe beginnen we?", "ja")
    await visitor.says("bel me nog een keer")
    assert "Sorry" not in await visitor.says("dezelfde")


@pytest.mark.parametrize("text", ["kan ik jullie zelf bellen?", "wat is jullie nummer?"])
async def test_who_wants_to_call_gets_a_number(visitor: Visitor, text: str) -> None:
    """The number needs the province, and no contact request."""
    await visitor.says(text)
    assert "06-11351693" in await visitor.says("Assen")
