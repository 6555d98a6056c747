"""Alarming words that are spoken of calmly are no emergency; with somebody in danger they are."""

from __future__ import annotations

import pytest

from intents import Matcher, safety

CALM = """
Hoe voorkom je dat dieven een hek doorknippen?
Welke straf krijgt een inbreker eigenlijk?
Kan een brand in een accu vanzelf uitgaan?
Is brandstichting verzekerd?
Wie controleert of een loods brandgevaarlijk is?
Zou een wapenstok zijn toegestaan voor bewakers?
Bij ons op het terrein is nog nooit ingebroken.
Wij worden niet bedreigd, het gaat om de cijfers.
Rustig maar, geen noodgeval, ik heb een vraag over de audit.
Ik ben brandweerman en woon naast het terrein.
Wij verkopen brandblussers en rookmelders.
Het staat op de agenda: overvallen en drugs.
In de krant stond een stuk over de schietpartij in Almere.
We teach people how to deal with a robbery.
Which companies were on fire most often?
mijn naam is Yusuf Yilmaz en ik zit in Almere op de Gooisekant
ik heet Fatima en ons bedrijf zit op Ekkersrijt in Son
bedrijf op de vaart
zit op de vaart
onze zaak zit in Helmond op de BZOB
""".strip().splitlines()

URGENT = """
Hoe krijg ik hem wakker, hij ligt bewusteloos in de kantine
Wat te doen bij een hartaanval
Wie kan er komen, er wordt ingebroken
Is er iemand, wij zitten opgesloten en het brandt
Ik werk bij de bakker en er staat een man met een pistool
Kan de politie komen? Ze slaan de ruiten in
Wij verkopen telefoons en worden nu overvallen
What to do, he is not breathing
mijn naam is Jan en ik zit vast in de lift
ik heet Piet en ik zit op het dak, ik kan er niet af
ons bedrijf staat in brand
""".strip().splitlines()


@pytest.mark.parametrize("text", CALM)
def test_calm_sentence_is_no_emergency(matcher: Matcher, text: str) -> None:
    """A question in general, a denial and a trade raise no alarm."""
    assert matcher.match(text).intents[:1] != ("noodgeval",)


@pytest.mark.parametrize("text", URGENT)
def test_somebody_in_danger_is_an_emergency_however_it_begins(matcher: Matcher, text: str) -> None:
    """The same beginnings, with somebody in danger behind them."""
    assert matcher.match(text).intents[:1] == ("noodgeval",)


def test_who_does_not_see_it_any_more_hears_of_113() -> None:
    """'Ik zie het niet meer zitten' may be said of life."""
    assert safety.speaks_of_suicide("ik zie het echt niet meer zitten")


FIRST = ("Bram", "Saskia", "Evert", "Wouter", "Truus", "Gijs", "Fatima", "Mehmet", "Zofia", "Bo")
LAST = ("Visser", "de Boer", "Smits", "Slager", "van Dijk", "Yilmaz", "Brandsma", "Waterman")


@pytest.mark.parametrize("last", LAST)
def test_a_name_is_no_emergency(matcher: Matcher, last: str) -> None:
    """Somebody called Visser is not in the water."""
    for first in FIRST:
        match = matcher.match(f"{first} {last}")
        assert match.intents[:1] != ("noodgeval",), first
        assert not match.may_be_urgent, first
