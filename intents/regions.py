"""regions.yaml: the procesbegeleiders, and the provinces with the postcodes they serve."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from intents.document import Path
from intents.form import Form
from intents.model import Facilitator, Region

PROVINCES = 12
_POSTCODES = re.compile(r"([1-9][0-9]{3})(?:-([1-9][0-9]{3}))?")
_REQUIRED = ["id", "name", "name_en", "variants", "facilitator", "municipalities", "postcodes"]


@dataclass(frozen=True, slots=True)
class _Range:
    first: int
    last: int
    path: Path

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


def read_facilitators(form: Form) -> dict[str, Facilitator]:
    found = {}
    for key in form.mapping(("facilitators",)):
        path: Path = ("facilitators", key)
        if form.keys(path, ("name", "phone", "email")):
            name, phone, email = (form.text((*path, part)) for part in ("name", "phone", "email"))
            if phone and not _is_phone(phone):
                form.fault((*path, "phone"), f"{phone} is geen geldig telefoonnummer")
            if email and not _is_email(email):
                form.fault((*path, "email"), f"{email} is geen geldig e-mailadres")
            found[key] = Facilitator(key, name, phone, email)
    return found


def _is_phone(text: str) -> bool:
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return False
    # `parse` also finds a number inside a sentence; only the number itself may stand here.
    return phonenumbers.is_valid_number(number) and not re.search("[^0-9+() .-]", text)


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def read_regions(form: Form, facilitators: dict[str, Facilitator]) -> tuple[Region, ...]:
    regions: list[Region] = []
    names: dict[str, str] = {}
    ranges: list[_Range] = []
    for number in range(len(form.items(("provinces",)))):
        path: Path = ("provinces", number)
        if not form.keys(path, _REQUIRED):
            continue
        here = list(_read_ranges(form, (*path, "postcodes")))
        region = _read_region(form, path, here)
        if region.facilitator and region.facilitator not in facilitators:
            unknown = f"'{region.facilitator}' staat niet onder facilitators"
            form.fault((*path, "facilitator"), unknown)
        if _note_names(form, path, region, names):
            regions.append(region)
            ranges += here
    _check_overlap(form, ranges)
    if len(regions) < PROVINCES:
        form.fault(("provinces",), f"hier staan {len(regions)} provincies; het zijn er 12")
    return tuple(regions)


def _read_region(form: Form, path: Path, ranges: list[_Range]) -> Region:
    return Region(
        id=form.text((*path, "id")),
        name=form.text((*path, "name")),
        name_en=form.text((*path, "name_en")),
        variants=tuple(text for _, text in form.texts((*path, "variants"), least=0)),
        facilitator=form.text((*path, "facilitator")),
        municipalities=tuple(text for _, text in form.texts((*path, "municipalities"))),
        postcodes=tuple((one.first, one.last) for one in ranges),
    )


def _read_ranges(form: Form, path: Path) -> Iterator[_Range]:
    for here, text in form.texts(path):
        parts = _POSTCODES.fullmatch(text)
        first, last = (int(parts[1]), int(parts[2] or parts[1])) if parts else (1, 0)
        if first > last:
            form.fault(here, f"'{text}' is geen postcode (1394) of reeks (1000-1277)")
        else:
            yield _Range(first, last, here)


def _note_names(form: Form, path: Path, region: Region, names: dict[str, str]) -> bool:
    """Report a province that occurs twice, by its id, its name or what people call it."""
    shown = {name.casefold(): name for name in (region.name_en, *region.variants, region.name)}
    shown[f"id {region.id}"] = region.id  # an id is no name: 'utrecht' may be both
    twice = [name for name in shown if name in names]
    for name in twice:
        form.fault((*path, "name"), f"'{shown[name]}' staat er al, bij {names[name]}")
    names.update({name: region.name for name in shown if name and name not in names})
    return not twice


def _check_overlap(form: Form, ranges: list[_Range]) -> None:
    ranges = sorted(ranges, key=lambda one: (one.first, one.last))
    widest = _Range(0, 0, ())
    for one in ranges:
        if one.first <= widest.last:
            other = form.text((*widest.path[:2], "name"))
            overlap = f"{one} overlapt met {widest} van {other}"
            form.fault(one.path, overlap)
        widest = max(widest, one, key=lambda each: each.last)
