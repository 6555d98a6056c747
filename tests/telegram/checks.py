"""Small checks of what a visitor sees; wording is free, so they look for facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from tests.telegram.dialogues import Scene

Check = Callable[[Scene], None]

# What stands around names so that they keep their direction, and typographic signs.
INVISIBLE = re.compile("[\u2066-\u2069\u200b-\u200f\u00ad]")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \u00a0\-\u2011\u2013](?=\d)")

PEOPLE = {
    "Onno": ("onno keuker", "0629512394", "keuker@vnoncw-mkb.nl"),
    "Henny": ("henny bekkema", "0611351693", "bekkema@vnoncw-mkb.nl"),
}
# What a question asks for, in Dutch or English.
DETAILS = {
    "name": r"\b(uw|je|your) naam\b|\bnaam\?|heet u|your name",
    "contact": r"telefoonnummer|\bnummer\b|\be-?mail|bereiken|phone",
    "region": r"provincie|province|waar ligt|where is",
    "question": r"(wat is|waarover gaat|waar gaat) uw vraag|what is your question",
}
AMOUNT = r"€ ?\d|\beur ?\d|\d ?(euro|eur)\b|\d,-"
TROUBLE = r"\bfout|\berror|\bmis gegaan|ging .* mis|went wrong"
STRANGER = r"wilhelmina|zonneveld|0687654321|terneuzen|drones"


@lru_cache(maxsize=100_000)  # the kill tests look at all that was said again and again
def plain(text: str) -> str:
    """Lower case, without what the eye does not see; digits of a number together."""
    text = INVISIBLE.sub("", text).replace("’", "'").replace("\u00a0", " ").casefold()
    return BETWEEN_DIGITS.sub("", text)


def text_of(scene: Scene) -> str:
    return plain(scene.heard.text)


def all_of(scene: Scene) -> str:
    """Words, buttons and contact cards together."""
    cards = [" ".join(map(str, card.values())) for card in scene.heard.contacts]
    return plain("\n".join([scene.heard.text, *scene.heard.labels, *cards]))


def says(*patterns: str) -> Check:
    """All of these stand in what the bot said."""

    def check(scene: Scene) -> None:
        for pattern in patterns:
            assert re.search(pattern, text_of(scene)), f"nowhere: {pattern}"

    return check


def says_not(*patterns: str) -> Check:
    """None of these stands in anything that came: words, buttons, cards."""

    def check(scene: Scene) -> None:
        assert scene.heard or scene.is_skipped, "no answer at all"
        for pattern in patterns:
            found = re.search(pattern, all_of(scene))
            assert not found, f"there it stands: {found and found.group()!r}"

    return check


def shows(*patterns: str) -> Check:
    """All of these are to be seen, in words or on a button."""

    def check(scene: Scene) -> None:
        for pattern in patterns:
            assert re.search(pattern, all_of(scene)), f"nowhere: {pattern}"

    return check


def offers(*patterns: str) -> Check:
    """For each of these there is a button."""

    def check(scene: Scene) -> None:
        labels = [plain(label) for label in scene.heard.labels]
        for pattern in patterns:
            assert any(re.search(pattern, each) for each in labels), f"no button {pattern}"

    return check


def names(*people: str) -> Check:
    """Name, phone and e-mail of each of these persons."""

    def check(scene: Scene) -> None:
        for person in people:
            for fact in PEOPLE[person]:
                assert fact in text_of(scene), f"nowhere: {fact}"

    return check


def names_not(*people: str) -> Check:
    """Neither name nor number nor address of these persons."""
    return says_not(*(re.escape(fact.split()[-1]) for each in people for fact in PEOPLE[each]))


def goes_to(person: str) -> Check:
    """The request goes to this person and not to the other."""
    name = PEOPLE[person][0]
    other = next(each for each in PEOPLE if each != person)
    return both(says(name), names_not(other))


def questions(scene: Scene) -> list[str]:
    return re.findall(r"[^.?!\n]*\?", text_of(scene))


def asked(scene: Scene) -> set[str]:
    """Which details the bot asks for in this turn."""
    return {
        name
        for name, pattern in DETAILS.items()
        if any(re.search(pattern, question) for question in questions(scene))
    }


def asks(*details: str) -> Check:
    """One of these details is asked for; without any named: some detail."""

    def check(scene: Scene) -> None:
        wanted = set(details or DETAILS)
        assert asked(scene) & wanted, f"asks for {asked(scene) or 'nothing'}, not {wanted}"

    return check


def asks_not(*details: str) -> Check:
    """None of these details is asked for; without any named: none at all."""

    def check(scene: Scene) -> None:
        assert scene.heard, "no answer at all"
        found = asked(scene) & set(details or DETAILS)
        assert not found, f"asks for {found}"

    return check


def asks_as_in(turn: int) -> Check:
    """The same detail is asked for as in that turn."""

    def check(scene: Scene) -> None:
        wanted = asked(scene.before[turn - 1])
        assert wanted, "nothing was asked for there"
        assert wanted & asked(scene), f"asks for {asked(scene)}, before for {wanted}"

    return check


def keeps(*patterns: str) -> Check:
    """At the end these stand in what is kept about the visitor."""

    def check(scene: Scene) -> None:
        for pattern in patterns:
            assert re.search(pattern, plain(scene.kept)), f"not kept: {pattern}\n{scene.kept}"

    return check


def keeps_not(*patterns: str) -> Check:
    """At the end none of these stands in what is kept about the visitor."""

    def check(scene: Scene) -> None:
        assert scene.kept, "what is kept was not shown"
        for pattern in patterns:
            assert not re.search(pattern, plain(scene.kept)), f"kept: {pattern}\n{scene.kept}"

    return check


def cards(name: str, count: int) -> Check:
    """The facilitators have by now so many messages about the visitor of this name."""

    def check(scene: Scene) -> None:
        assert scene.heard or (scene.tap and scene.tap.is_answered), "no answer at all"
        found = [card for card in scene.cards if plain(name) in plain(card)]
        assert len(found) == count, f"{len(found)} messages about {name}: {found}"

    return check


def both(*checks: Check) -> Check:
    """Everything of this."""

    def check(scene: Scene) -> None:
        for each in checks:
            each(scene)

    return check


def either(*checks: Check) -> Check:
    """At least one of these."""

    def check(scene: Scene) -> None:
        why = []
        for each in checks:
            try:
                each(scene)
            except AssertionError as error:
                why.append(str(error))
            else:
                return
        raise AssertionError(" and ".join(why))

    return check


def is_short(scene: Scene) -> None:
    """One message of a line or two."""
    assert len(scene.heard) == 1, f"{len(scene.heard)} messages"
    assert len(text_of(scene)) <= 160, "long"


def calls_112_first(scene: Scene) -> None:
    """112 stands in the first line of the first message."""
    assert "112" in scene.heard[0].text.splitlines()[0]


def asks_nothing_beside_112(scene: Scene) -> None:
    """The message with 112 asks for no detail."""
    urgent = [plain(seen.text) for seen in scene.heard if "112" in seen.text]
    assert urgent, "112 is nowhere"
    for text in urgent:
        found = [name for name, each in DETAILS.items() if re.search(each, text)]
        assert not found, f"asks for {found}"


def is_answered(scene: Scene) -> None:
    """The button that was pressed does not wait any longer."""
    assert scene.tap is not None
    assert scene.tap.is_answered


def is_english(scene: Scene) -> None:
    """Somebody who reads only English understands it."""
    english = re.findall(r"\b(the|you|your|and|can|with|of|am|not|what|to|a)\b", text_of(scene))
    dutch = re.findall(r"\b(de|het|een|uw|u|en|kan|met|van|ik|niet|wat)\b", text_of(scene))
    assert len(english) >= 4, f"only {english}"
    assert len(english) > 5 * len(dutch), f"and {dutch}"


def offers_a_way_on(scene: Scene) -> None:
    """There is at least one button to go on with."""
    assert scene.heard.buttons, "no button"


def was_before(check: Check) -> Check:
    """For a turn that was skipped because the turn before did it already."""

    def looked(scene: Scene) -> None:
        check(scene.before[-1] if scene.is_skipped else scene)

    return looked


def holds_one_request(scene: Scene) -> None:
    """Exactly one request is shown, by its number."""
    references = set(re.findall(r"\b[a-z]{2,5}-?\d{2,}[\w-]*", text_of(scene)))
    assert len(references) == 1, f"{references or 'no request'} in {text_of(scene)}"
