"""What a text says no to is not what it asks for."""

import pytest

from intents import negation


@pytest.mark.parametrize(
    "text",
    [
        "ik wil niet gebeld worden",
        "bel mij niet",
        "jullie hoeven mij niet terug te bellen",
        "geen telefoontjes graag",
        "please do not call me",
    ],
)
def test_a_call_is_refused(text: str) -> None:
    """Who does not want to be called asks for no call."""
    assert negation.refused(text) == {"contactverzoek"}


@pytest.mark.parametrize(
    "text", ["ik wil graag gebeld worden", "bel mij", "ik kan niet typen, bel mij", "niet vandaag"]
)
def test_a_wish_is_not_refused(text: str) -> None:
    """A 'niet' elsewhere in the text refuses nothing."""
    assert negation.refused(text) == frozenset()


def test_signing_up_and_deleting_can_be_refused() -> None:
    """The other things that can be started or undone can be refused too."""
    assert negation.refused("we willen ons nog niet aanmelden") == {"aanmelden"}
    assert negation.refused("verwijder mijn gegevens niet") == {"gegevens_verwijderen"}
