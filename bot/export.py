"""The requests of a period as a table: XLSX and CSV, in which no cell can become a formula."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO, StringIO

import xlsxwriter

from bot.details import show_phone
from bot.period import Period
from bot.promise import AMSTERDAM, local_day
from bot.turn import Speaks
from storage import ContactRequest

FORMATS = ("xlsx", "csv")
# Excel, LibreOffice and Google read these at the start of a cell as a formula, also full-width
# and after white space; a leading apostrophe makes it text.
_FORMULA = re.compile(r"[=+\-@|%\t\r\n\x00 ]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
COLUMNS = (
    *("Nummer", "Ontvangen", "Uiterlijk reageren", "Eerste contact", "Op tijd", "Status"),
    *("Uitkomst", "Afgerond op", "Bij", "Provincie", "Plaats", "Naam", "Telefoon", "E-mail"),
    *("Bedrijf", "Terrein", "Onderwerpen", "Vraag", "Niet bereikt", "Geholpen"),
)
RATINGS = {"yes": "ja", "no": "nee", "later": "later"}
_WIDTHS = {"Vraag": 60, "Onderwerpen": 30, "E-mail": 28, "Naam": 22, "Nummer": 13}


def table(
    brain: Speaks, requests: Iterable[ContactRequest], ratings: dict[int, str]
) -> list[list[str]]:
    """A line a request, all as text."""
    return [_line(brain, request, ratings.get(request.id)) for request in requests]


def _line(brain: Speaks, request: ContactRequest, rating: str | None) -> list[str]:
    t, known = brain.texts, brain.knowledge
    promised = request.first_due_on or request.due_on
    contact = request.first_contact_at
    in_time = "" if contact is None else "ja" if local_day(contact) <= promised else "nee"
    holder = known.facilitators.get(request.holder)
    topics = [known.intents[name].title.nl for name in request.topics if name in known.intents]
    outcome = t(f"outcome_{request.outcome}", "nl") if request.outcome else ""
    return [
        request.reference or "(gewist)",
        _moment(request.received_at),
        promised.isoformat(),
        _moment(contact),
        in_time,
        str(t(f"state_{request.state.value}", "nl", count=request.attempts)),
        str(outcome),
        _moment(request.closed_at),
        holder.name if holder else request.holder,
        ", ".join(request.provinces),
        request.place or "",
        request.name or "",
        show_phone(request.phone) if request.phone else "",
        request.email or "",
        request.company or "",
        request.terrein or "",
        ", ".join(topics),
        request.question or "",
        str(request.attempts or ""),
        RATINGS.get(rating or "", ""),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" if moment else ""


def as_csv(lines: list[list[str]]) -> bytes:
    """Semicolons and a mark for UTF-8, as Excel in Dutch expects."""
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(cell) for cell in line] for line in lines)
    return target.getvalue().encode("utf-8-sig", "replace")


def safe(cell: str) -> str:
    """The cell as it may stand in CSV: what could be read as a formula is marked as text."""
    first = unicodedata.normalize("NFKC", cell[:1])[:1]
    bare = _CONTROL.sub("", cell)
    # Also what is a formula only after the signs were taken out.
    risky = _FORMULA.match(first) or _FORMULA.match(unicodedata.normalize("NFKC", bare[:1])[:1])
    return f"'{bare}" if risky or cell[:1].isspace() else bare


def as_xlsx(lines: list[list[str]], period: Period) -> bytes:
    """Every cell is a string: no formula, number or link is made of what somebody typed."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options | {"strings_to_numbers": False})
    book.set_properties({"title": f"Verzoeken {period.name}", "created": datetime.now(UTC)})
    sheet = book.add_worksheet("Verzoeken")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    wrapped.set_align("top")
    for number, title in enumerate(COLUMNS):
        sheet.set_column(number, number, _WIDTHS.get(title, 16), wrapped)
        sheet.write_string(0, number, title, bold)
    for place, line in enumerate(lines, start=1):
        for number, cell in enumerate(line):
            sheet.write_string(place, number, _CONTROL.sub("", cell))
    sheet.freeze_panes(1, 1)
    if lines:
        sheet.autofilter(0, 0, len(lines), len(COLUMNS) - 1)
    book.close()
    return target.getvalue()


def file_name(period: Period, kind: str) -> str:
    """Made of dates alone."""
    return f"verzoeken-{period.first}-{period.last}.{kind}"
