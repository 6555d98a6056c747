"""Writes to docs/shots what facilitators see, from a run of the real assistant.

    python3 dev.py shots [FOLDER]

Card, queue, digest, mail and figures as text, the mail as HTML too, the chart as a picture. Time
and data are made up and fixed, so that a difference in these files is one in the product.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import sys
import tempfile
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]  # started as a script

from aiogram import Bot  # noqa: E402
from aiogram.types import BufferedInputFile  # noqa: E402
from fakes import TOKEN, FakeClock, FakeSession, House, Sent, Visitor  # noqa: E402
from pydantic import SecretStr  # noqa: E402

from bot.app import App, make_brain  # noqa: E402
from bot.config import Mail, Operator, Settings, Telegram  # noqa: E402
from bot.mail import compose  # noqa: E402
from bot.promise import AMSTERDAM  # noqa: E402
from bot.turn import Brain  # noqa: E402
from intents import load  # noqa: E402
from storage import Database  # noqa: E402

KEUKER, BEKKEMA = 901, 902
# Name, how to reach, place, question, what was asked before.
PEOPLE = (
    ("Marijke de Wit", "m.dewit@voorbeeld.nl 06-12345678", "Venlo", "Wij hebben veel dumpingen "
     "achter de loods. Wat kunnen wij samen doen?", "wat kost het keurmerk?"),
    ("Jan Smit", "06-87654321", "Assen", "Kan de procesbegeleider op onze ledenvergadering komen?",
     "is er subsidie?"),
    ("Fatima El Idrissi", "fatima@voorbeeld.nl", "Zwolle", "Hoe beginnen wij met camera's?",
     "welke maatregelen kunnen wij nemen?"),
    ("Piet van der Berg", "06-11223344", "Goes", "Ons certificaat verloopt in mei.",
     "hoe lang is het certificaat geldig?"),
)  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "shots"
    logging.disable(logging.ERROR)
    brain = make_brain(load(), with_encoder=False)
    folder.mkdir(parents=True, exist_ok=True)
    for file in asyncio.run(take(folder, brain)):
        print(file)


async def take(folder: Path, brain: Brain) -> list[Path]:
    """Run the assistant through a few days, and write what there is to see."""
    with tempfile.TemporaryDirectory() as place:
        settings = Settings(
            token=SecretStr(TOKEN),
            database_url=SecretStr(f"sqlite+aiosqlite:///{place}/kvob.db"),
            telegram=Telegram(seconds_per_chat=0, messages_per_second=0),
            operator=Operator(name="Beheer", email="beheer@voorbeeld.nl"),
            # Nobody listens there: what would be mailed stays in the outbox, and is read from it.
            mail=Mail(host="127.0.0.1", port=9, starttls=False, sender="kvob@voorbeeld.nl"),
        )
        clock = FakeClock(datetime(2026, 3, 5, 14, 0, tzinfo=AMSTERDAM))
        session = FakeSession()
        app = App(settings, Bot(TOKEN, session), brain, clock)
        await app.prepare()
        task = asyncio.create_task(app.run(receive=False))
        try:
            shots = await _live(House(app, session, clock))
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    return [_write(folder / name, content) for name, content in shots.items()]


async def _live(house: House) -> dict[str, str | bytes]:
    """Four requests; one is closed, one is overdue on Tuesday morning."""
    for name, account in (("keuker", KEUKER), ("bekkema", BEKKEMA)):
        await house.app.db.people.couple(name, account, house.clock())
    bekkema = house.visitor(BEKKEMA)
    for number, person in enumerate(PEOPLE):
        await _ask(house, 5001 + number, *person)
        house.clock.move(minutes=50)
    first = await house.app.db.requests.of_chat(5001)
    card = next(each for each in bekkema.shown if "Marijke" in each.text)
    await bekkema.presses(f"d:take:{first[0].id}:")
    last = await house.app.db.requests.of_chat(5003)
    await bekkema.presses(f"d:spoken:{last[0].id}:")
    await bekkema.presses(f"d:close:{last[0].id}:")
    await bekkema.presses(f"d:outcome:{last[0].id}:appointment")
    await house.visitor(6001).says("hoeveel poten heeft een papegaai")
    for day in (9, 10):
        house.clock.moment = datetime(2026, 3, day, 8, 31, tzinfo=AMSTERDAM)
        await house.app.background.beat()
        await house.quiet()
    digest = [each for each in bekkema.shown if "Goedemorgen" in each.text][-1]
    queue = await bekkema.says("/wachtrij")
    figures = await bekkema.says("/cijfers")
    shots = await _mails(house.app.db, house)
    shots |= {
        "card.txt": _as_text(card),
        "card-taken.txt": _as_text(_latest_card(bekkema, first[0].reference or "")),
        "digest.txt": _as_text(digest),
        "queue.txt": "\n".join(map(_as_text, queue.sent)),
        "figures.txt": _as_text(figures.sent[0]),
    }
    picture = figures.sent[1].values["photo"]
    assert isinstance(picture, BufferedInputFile)
    return shots | {"figures.png": picture.data}


async def _ask(
    house: House, chat_id: int, name: str, contact: str, place: str, question: str, before: str
) -> None:
    visitor = house.visitor(chat_id)
    await visitor.says(before)
    for text in ("/contact", name, contact, place, question):
        await visitor.says(text)
    await visitor.taps("Versturen")


def _latest_card(person: Visitor, reference: str) -> Sent:
    heads = f"<b>{reference} · "
    return [each for each in person.shown if each.text.startswith(heads)][-1]


async def _mails(db: Database, house: House) -> dict[str, str | bytes]:
    """The first mail of each kind as it would go."""
    found: dict[str, str | bytes] = {}
    later = house.clock() + timedelta(days=3650)
    for row in await db.outbox.mails(later, 100):
        kind = (row.key or "").split(":")[1]
        if kind not in ("new", "due", "digest") or f"mail-{kind}.txt" in found:
            continue
        mail = compose(row, house.app.settings.mail)
        heads = [f"{name}: {mail[name]}" for name in ("To", "Subject", "Reply-To") if mail[name]]
        found[f"mail-{kind}.txt"] = "\n".join([*heads, "", row.body["text"]])
        found[f"mail-{kind}.html"] = row.body["html"] + "\n"
    return found


def _as_text(sent: Sent) -> str:
    """A message as it is read, with its buttons under it as they lie."""
    text = unescape(re.sub(r"</?\w[^>]*>", "", sent.text))
    keyboard = (sent.values.get("reply_markup") or {}).get("inline_keyboard", [])
    rows = ["  ".join(f"[{each['text']}]" for each in row) for row in keyboard]
    return "\n".join([re.sub("[\u2066-\u2069]", "", text), *rows]) + "\n"


def _write(file: Path, content: str | bytes) -> Path:
    """Requests get their numbers by chance; here they are numbered as they come."""
    if isinstance(content, bytes):
        file.write_bytes(content)
        return file
    numbers = dict.fromkeys(re.findall(r"KVO-\d{6}", content), "")
    for place, name in enumerate(numbers, start=1):
        content = content.replace(name, f"KVO-00000{place}")
    file.write_text(content, encoding="utf-8")
    return file


if __name__ == "__main__":
    main()
