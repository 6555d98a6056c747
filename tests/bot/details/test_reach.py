"""Phone numbers and e-mail addresses are found as people type them, and judged."""

from __future__ import annotations

import pytest

from bot.details import read_email, read_phone, show_phone

FACILITATORS = frozenset({"06-29512394", "+31611351693"})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("06-12345678", "+31612345678"),
        ("06 12 34 56 78", "+31612345678"),
        ("(06) 12345678", "+31612345678"),
        ("06.12.34.56.78", "+31612345678"),
        ("06/12345678", "+31612345678"),
        ("06 - 1234 5678", "+31612345678"),
        ("06–12345678", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("+31 06 12345678", "+31612345678"),
        ("0031 6 12345678", "+31612345678"),
        ("31612345678", "+31612345678"),
        ("612345678", "+31612345678"),
        ("bel me op 06 12345678", "+31612345678"),
        ("oeps 0612345678", "+31612345678"),
        ("tel:0612345678", "+31612345678"),
        ("0612345678zwolle", "+31612345678"),
        ("O6-l2345678", "+31612345678"),
        ("٠٦١٢٣٤٥٦٧٨", "+31612345678"),
        ("０６１２３４５６７８", "+31612345678"),
        ("06\u200b12345678", "+31612345678"),
        ("020-1234567", "+31201234567"),
        ("0512-123456", "+31512123456"),
        ("085-1234567", "+31851234567"),
        ("088 123 45 67", "+31881234567"),
        ("038 123 45 67 tst 12", "+31381234567"),
        ("+32 475 12 34 56", "+32475123456"),
        ("0032475123456", "+32475123456"),
        ("+49 151 23456789", "+4915123456789"),
        ("+44 20 7946 0958", "+442079460958"),
        ("447911123456", "+447911123456"),
        ("0612345678 of 06-12345678", "+31612345678"),
        ("niet onno op 06-29512394 maar mij op 06-12345678", "+31612345678"),
    ],
)
def test_number_is_read(text: str, number: str) -> None:
    """Every usual way of writing a number gives the same E.164."""
    reading = read_phone(text, FACILITATORS)
    assert (reading.number, reading.fault) == (number, None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("06-1234567", "too_short"),
        ("mijn nummer is 06-1234567", "too_short"),
        ("06", "too_short"),
        ("12345", "too_short"),
        ("06-123456789", "too_long"),
        ("+316123456789", "too_long"),
        ("06-00000000", "invalid"),
        ("112", "service"),
        ("0900-8844", "service"),
        ("0800-7000", "service"),
        ("14 020", "service"),
        ("066-1234567", "service"),
        ("0970 12345678", "service"),
        ("06-29512394", "facilitator"),
        ("+31 6 11351693", "facilitator"),
        ("06-12345678 of 020-1234567", "several"),
        ("06 12345678 06 87654321", "several"),
    ],
)
def test_number_that_will_not_do_says_why(text: str, fault: str) -> None:
    """A number nobody can be called back on is refused with a reason."""
    reading = read_phone(text, FACILITATORS)
    assert (reading.number, reading.fault) == (None, fault)


def test_several_numbers_are_offered() -> None:
    """Two numbers of one's own are both given, so that one can be chosen."""
    reading = read_phone("06-12345678 of 020-1234567")
    assert reading.choices == ("+31612345678", "+31201234567")


@pytest.mark.parametrize(
    "text",
    [
        "nee",
        "kvk 12345678",
        "KvK-nummer: 01234567",
        "NL91ABNA0417164300",
        "NL20 INGB 0001 2345 67",
        "btw NL001234567B01",
        "mijn bsn is 612345678",
        "op 05-03-2026 om 14:00",
        "8011 AB",
        "30.000 euro",
        "1.234.567,89",
        "sinds 2019",
    ],
)
def test_other_numbers_are_no_phone_numbers(text: str) -> None:
    """Dates, amounts, postcodes, bank and registration numbers are let alone."""
    reading = read_phone(text)
    assert (reading.number, reading.fault) == (None, None)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+31612345678", "06 12345678"),
        ("+31201234567", "020 123 4567"),
        ("+32475123456", "+32 475 12 34 56"),
        ("niets", "niets"),
    ],
)
def test_number_is_shown_as_it_is_dialled(number: str, shown: str) -> None:
    """A Dutch number is shown without its country, a foreign one with it."""
    assert show_phone(number) == shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("lotte@bedrijf.example", "lotte@bedrijf.example"),
        ("mailto:Jan.Jansen@Bedrijf.NL.", "Jan.Jansen@bedrijf.nl"),
        ("Jan <jan@gmail.com>", "jan@gmail.com"),
        ("'jan@bedrijf.nl'!", "jan@bedrijf.nl"),
        ("mijn mail is jan@bedrijf.nl, 06-12345678", "jan@bedrijf.nl"),
        ("jan @ bedrijf.nl", "jan@bedrijf.nl"),
        ("jan(at)bedrijf.nl", "jan@bedrijf.nl"),
        ("jan+kvo@bedrijf.nl", "jan+kvo@bedrijf.nl"),
        ("info@münchen.de", "info@münchen.de"),
        ("jan＠bedrijf.nl", "jan@bedrijf.nl"),
    ],
)
def test_address_is_read(text: str, address: str) -> None:
    """An address is found in what stands around it; its domain is written small."""
    reading = read_email(text)
    assert (reading.address, reading.fault, reading.hint) == (address, None, None)


@pytest.mark.parametrize(
    ("text", "address", "hint"),
    [
        ("jan@gmial.com", "jan@gmial.com", "jan@gmail.com"),
        ("jan@hotmial.com", "jan@hotmial.com", "jan@hotmail.com"),
        ("jan@gmail.con", "jan@gmail.con", "jan@gmail.com"),
        ("jan@bedrijf.nk", "jan@bedrijf.nk", "jan@bedrijf.nl"),
        ("jan@gmail,com", None, "jan@gmail.com"),
        ("jan@gmailcom", None, "jan@gmail.com"),
        ("jan@hotmail", None, "jan@hotmail.com"),
        ("jan@mail.com", "jan@mail.com", None),
        ("jan@email.nl", "jan@email.nl", None),
    ],
)
def test_slip_of_the_finger_gets_a_hint(text: str, address: str | None, hint: str | None) -> None:
    """A domain that is nearly a well-known one is asked about, never changed in silence."""
    reading = read_email(text)
    assert (reading.address, reading.hint) == (address, hint)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("jan@bedrijf", "invalid"),
        ("a@b..nl", "invalid"),
        ("x@y.test", "invalid"),
        (f"{'a' * 65}@bedrijf.nl", "invalid"),
        ("jané@bedrijf.nl", "accents"),
        ("geen", None),
        ("@jan", None),
        ("@", None),
    ],
)
def test_bad_address_says_why(text: str, fault: str | None) -> None:
    """What looks like an address and is none has a reason; other text has neither."""
    reading = read_email(text)
    assert (reading.address, reading.fault) == (None, fault)
