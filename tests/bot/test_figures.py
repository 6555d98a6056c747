"""/cijfers, the picture, the export and what was not understood, for facilitators only."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from aiogram.types import BufferedInputFile
from click.testing import CliRunner
from fakes import House, Sent, Visitor

from bot import handlers
from bot.charts import draw
from bot.cli import main
from bot.export import COLUMNS, as_csv, as_xlsx, safe
from bot.figures import duration, percent
from bot.handlers import figures as module
from bot.period import month_of
from storage import Figures

assert handlers  # the package, whose module is patched below


@pytest.fixture
async def keuker(house: House) -> Visitor:
    await house.app.db.people.couple("keuker", 901, house.clock())
    return house.visitor(901)


async def send_request(house: House, chat_id: int = 5001, name: str = "Marijke de Wit") -> None:
    visitor = house.visitor(chat_id)
    await visitor.says("wat kost het keurmerk?")
    await visitor.says("/contact")
    for text in (name, "06-12345678", "Venlo", "=cmd|' /C calc'!A0 en nog iets over hekken"):
        await visitor.says(text)
    await visitor.taps("Versturen")


def file_of(sent: Sent) -> bytes:
    file = sent.values.get("document") or sent.values.get("photo")
    assert isinstance(file, BufferedInputFile)
    return file.data


async def test_figures_of_this_month(house: House, keuker: Visitor) -> None:
    """Requests, provinces and subjects in words; behind it a picture."""
    await send_request(house)
    house.visitor(5002)
    await house.visitor(5002).says("hoeveel poten heeft een papegaai")
    reply = await keuker.says("/cijfers")
    for part in ("Cijfers maart 2026", "Verzoeken: <b>1</b>", "Limburg: 1", "Wat kost het?: 1"):
        assert part in reply.text
    assert "niet begreep: <b>1</b>" in reply.text
    text, picture = reply.sent
    assert (text.method, picture.method) == ("sendMessage", "sendPhoto")
    assert file_of(picture).startswith(b"\x89PNG")
    assert "report" not in picture.values


async def test_other_periods_are_a_tap_away(house: House, keuker: Visitor) -> None:
    """The month before, the quarter; a period of the future is not offered."""
    reply = await keuker.says("/cijfers")
    assert "April 2026" not in reply.buttons
    assert "Cijfers februari 2026" in await keuker.taps("Februari 2026")
    await keuker.taps("Kwartaal 1 van 2026")
    assert "Cijfers kwartaal 1 van 2026" in keuker.last
    assert "begrijp ik niet" in await keuker.says("/cijfers overmorgen")


async def test_without_the_library_the_figures_come_as_text(
    house: House, keuker: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line says that there is no picture."""
    monkeypatch.setattr(module, "can_draw", lambda: False)
    await send_request(house)
    (text,) = (await keuker.says("/cijfers")).sent
    assert "grafiek kan hier niet" in text.text


async def test_picture_that_fails_is_said(
    house: House, keuker: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in drawing costs the picture only, and holds up nothing in the chat."""

    def broken(*_: Any) -> bytes:
        raise ValueError

    monkeypatch.setattr("bot.reports.draw", broken)
    await send_request(house)
    reply = await keuker.says("/cijfers")
    assert [each.method for each in reply.sent] == ["sendMessage", "sendMessage"]
    assert "kon niet worden gemaakt" in reply


@pytest.mark.parametrize("command", ["/cijfers", "/export", "/onbegrepen", "/cijfers maart"])
async def test_strangers_see_nothing(house: House, command: str) -> None:
    """For anybody else these commands do not exist."""
    assert "ken ik niet" in await house.visitor(6666).says(command)


@pytest.mark.parametrize("do", ["show", "xlsx", "csv", "unknown"])
async def test_strangers_buttons_do_nothing(house: House, do: str) -> None:
    """Forged buttons are refused, also in a group."""
    reply = await house.visitor(6666).presses(f"r:{do}:2026-03")
    assert (reply.sent, reply.toast) == ([], "Deze knop is alleen voor procesbegeleiders.")


@pytest.mark.parametrize("data", ["r:xlsx:x", "r:odt:2026-03", "r:show:9999-99", "r:show:"])
async def test_odd_buttons_do_nothing(house: House, keuker: Visitor, data: str) -> None:
    """A period or a file that does not exist is an old button, or this month."""
    reply = await keuker.presses(data)
    assert reply.toast or "Cijfers maart 2026" in reply


async def test_file_waits_and_he_is_unlinked(house: House, keuker: Visitor) -> None:
    """Who is no facilitator any more when the file would go, does not get it."""
    await send_request(house)
    await keuker.says("/export")
    data = keuker.last.buttons["Excel (xlsx)"]
    deliver = house.app.sender._start_what_waits

    async def not_now() -> None:
        return None

    house.app.sender._start_what_waits = not_now  # type: ignore[method-assign]
    await house.store(
        {
            "update_id": 99_001,
            "callback_query": {
                "id": "1",
                "from": keuker.person,
                "chat_instance": "1",
                "data": data,
                "message": {
                    "message_id": 1,
                    "date": 1,
                    "chat": {"id": 901, "type": "private"},
                    "text": "x",
                },
            },
        }
    )
    await house.handled()
    await house.app.db.people.unlink("keuker")
    house.app.sender._start_what_waits = deliver  # type: ignore[method-assign]
    house.app.sender.wake.set()
    await house.quiet()
    assert keuker.shown[-1].method == "sendMessage"
    assert "alleen voor procesbegeleiders" in keuker.shown[-1].text


async def test_export_opens_as_it_is(house: House, keuker: Visitor) -> None:
    """XLSX and CSV of a period hold every request, and no cell is a formula."""
    await send_request(house)
    await keuker.says("/export 01-03-2026 31-03-2026")
    sheet = await keuker.taps("Excel")
    assert "persoonsgegevens" in str(sheet.sent[0].values["caption"])
    book = openpyxl.load_workbook(BytesIO(file_of(sheet.sent[0])))
    title, line = list(book.active.iter_rows())
    assert [cell.value for cell in title] == list(COLUMNS)
    assert all(cell.data_type in ("s", "n") for cell in line)
    values = dict(zip(COLUMNS, [cell.value for cell in line], strict=True))
    assert values["Naam"] == "Marijke de Wit"
    assert str(values["Vraag"]).startswith("=cmd|")
    await keuker.says("/export maart")
    table = await keuker.taps("csv")
    rows = list(csv.reader(StringIO(file_of(table.sent[0]).decode("utf-8-sig")), delimiter=";"))
    cells = dict(zip(*rows, strict=True))
    assert cells["Vraag"].startswith("'=cmd|")
    assert cells["Ontvangen"] == "2026-03-05 14:00"


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "+31612345678",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\x00=1",
        "\x01=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        " =1",
        "\u00a0=1",
        "\u3000=1",
        "|calc",
        "%0A",
    ],
)
def test_no_cell_becomes_a_formula(cell: str) -> None:
    """CSV: an apostrophe goes before it. XLSX: it is a string, whatever it looks like."""
    assert safe(cell).startswith("'")
    (row,) = list(csv.reader(StringIO(as_csv([[cell]]).decode("utf-8-sig")), delimiter=";"))[1:]
    assert row[0].startswith("'")
    book = openpyxl.load_workbook(BytesIO(as_xlsx([[cell]], month_of(date(2026, 3, 1)))))
    assert book.active["A2"].data_type == "s"


@pytest.mark.parametrize("cell", ["", "Venlo", "06 12345678", "2026-03-05 14:00", "Ik wil = iets"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    """No apostrophes where nothing can happen."""
    assert safe(cell) == cell


async def test_not_understood_is_listed(house: House, keuker: Visitor) -> None:
    """/onbegrepen: like questions together, names hidden."""
    assert "elke vraag begrepen" in await keuker.says("/onbegrepen")
    for number in range(3):
        await house.visitor(7000 + number).says("hoeveel poten heeft een papegaai?")
    reply = await keuker.says("/onbegrepen")
    assert "3× " in reply
    assert "papegaai" in reply


async def test_export_by_command(house: House, tmp_path: Path) -> None:
    """`kvob export` writes the same file for the operator, beside the running assistant."""
    await send_request(house)
    target = tmp_path / "out.csv"
    target.touch(0o644)  # one of last month that others may read
    config = tmp_path / "config.yaml"
    config.write_text("log_level: INFO\n", encoding="utf-8")
    env = {"DATABASE_URL": house.app.settings.database_url.get_secret_value()}
    import asyncio

    command = ["export", "maart 2026", str(target), "--config", str(config)]
    result = await asyncio.to_thread(CliRunner(env=env).invoke, main, command)
    assert result.exit_code == 0, result.output
    assert "Marijke de Wit" in target.read_text(encoding="utf-8-sig")
    assert target.stat().st_mode & 0o077 == 0
    bad = await asyncio.to_thread(CliRunner(env=env).invoke, main, ["export", "ooit", "x.csv"])
    assert bad.exit_code == 78


def test_same_figures_same_picture(house: House) -> None:
    """The picture depends on the figures alone, also when there are none."""
    period = month_of(date(2026, 3, 1))
    found = Figures(requests=3)
    assert draw(house.app.brain, period, found) == draw(house.app.brain, period, found)


def test_words_for_numbers() -> None:
    """100% means all; durations are as exact as it matters."""
    assert (percent(199, 200), percent(5, 5), percent(0, 0)) == ("99%", "100%", "-")
    assert [duration(each) for each in (10, 2400, 18_000, 216_000, 172_800)] == [
        "1 minuut",
        "40 minuten",
        "5 uur",
        "2,5 dagen",
        "2 dagen",
    ]
