"""Mail to the facilitators: through the outbox, to a real SMTP server on this machine."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from click.testing import CliRunner
from fakes import TOKEN, FakeClock, FakeSession, House, Visitor, living, places_of
from pydantic import SecretStr

from bot import mail as module
from bot import orders
from bot.app import App
from bot.cli import main
from bot.config import Mail, Operator, Settings, load_settings
from bot.mail import compose, fault_of_server
from bot.notices import announce, update_cards
from bot.office import Office
from bot.promise import AMSTERDAM
from bot.status import status_of
from bot.steps import reopen
from bot.turn import Brain
from intents import KnowledgeError
from storage import Database, Delivery, FileLock, OutboxRow, Outcome

KEUKER, BEKKEMA = "keuker@vnoncw-mkb.nl", "bekkema@vnoncw-mkb.nl"
OPERATOR_CHAT = 900


@dataclass
class Mailbox:
    """What the SMTP server was given; `refuses` maps an address to the answer it gets."""

    port: int = 0
    got: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not self.data_answer.startswith("250"):
            return self.data_answer
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        self.to += envelope.rcpt_tos
        return "250 OK"

    def of(self, address: str) -> list[EmailMessage]:
        return [each for each in self.got if each["To"] == address]


@contextlib.asynccontextmanager
async def serving(mailbox: Mailbox, port: int = 0) -> AsyncIterator[Mailbox]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(mailbox, hostname="mail.test", loop=loop), "127.0.0.1", port
    )
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with serving(Mailbox()) as found:
        yield found


@contextlib.asynccontextmanager
async def running(
    settings: Settings, brain: Brain, clock: FakeClock, port: int
) -> AsyncIterator[House]:
    mail = Mail(host="127.0.0.1", port=port, starttls=False, sender="kvob@example.nl")
    operator = Operator(email="beheer@example.nl", chat_id=OPERATOR_CHAT)
    settings = settings.model_copy(update={"mail": mail, "operator": operator})
    session = FakeSession()
    app = App(settings, Bot(TOKEN, session), brain, clock)
    await app.prepare()
    async with living(app, session, clock, receive=False) as house:
        yield house


@pytest.fixture
async def mailing(
    settings: Settings, brain: Brain, clock: FakeClock, mailbox: Mailbox
) -> AsyncIterator[House]:
    """The assistant with a mail server, and nobody coupled in Telegram."""
    async with running(settings, brain, clock, mailbox.port) as house:
        yield house


async def mailed(house: House) -> None:
    """Wait until no mail waits to be sent."""
    later = house.clock.moment.replace(year=9000)
    async with asyncio.timeout(10):
        while await house.app.db.outbox.mails(later, 1) or not house.app.mail_sender.is_idle:
            await asyncio.sleep(0.005)


async def send_request(house: House, contact: str = "06-12345678") -> Visitor:
    visitor = house.visitor(5001)
    await visitor.says("/contact")
    for text in ("Marijke de Wit", contact, "Venlo", "Ik wil iets weten over <hekken> & camera's"):
        await visitor.says(text)
    await visitor.taps("Versturen")
    return visitor


async def test_new_request_goes_by_mail(mailing: House, mailbox: Mailbox) -> None:
    """The facilitator of the province gets one mail with all of it, in text and in HTML."""
    await send_request(mailing)
    await mailed(mailing)
    (mail,) = mailbox.got
    assert mail["To"] == BEKKEMA
    (request,) = await mailing.app.db.requests.of_chat(5001)
    assert request.reference in mail["Subject"]
    assert "Marijke" not in mail["Subject"]
    assert mail["Reply-To"] is None
    text = mail.get_body(("plain",))
    page = mail.get_body(("html",))
    assert text is not None
    assert page is not None
    for part in ("Marijke de Wit", "06 12345678", "Limburg", "<hekken> & camera's", "9 maart"):
        assert part in text.get_content(), part
    assert 'href="tel:+31612345678"' in page.get_content()
    assert "&lt;hekken&gt; &amp; camera" in page.get_content()
    assert "mailto:beheer@example.nl?subject=Afgerond" in page.get_content()


async def test_answer_goes_to_the_entrepreneur(mailing: House, mailbox: Mailbox) -> None:
    """Where he gave an address, 'beantwoorden' writes to him, and a tap does too."""
    await send_request(mailing, "m.dewit@voorbeeld.nl")
    await mailed(mailing)
    (mail,) = mailbox.got
    assert mail["Reply-To"] == "m.dewit@voorbeeld.nl"
    page = mail.get_body(("html",))
    assert page is not None
    assert "mailto:m.dewit@voorbeeld.nl?subject=Uw%20verzoek" in page.get_content()
    assert mailbox.to == [BEKKEMA]


async def test_mail_reaches_who_has_no_telegram(mailing: House) -> None:
    """With mail nobody has to be coupled: no alarm, and `status` asks for no attention."""
    await send_request(mailing)
    await mailed(mailing)
    assert mailing.visitor(OPERATOR_CHAT).shown == []
    await mailing.app.background.beat()
    found = await status_of(mailing.app.settings, mailing.clock)
    assert found.attention == []
    assert set(found.facilitators.values()) == {"by mail"}


async def test_withdrawn_and_erased_are_told(mailing: House, mailbox: Mailbox) -> None:
    """A letter cannot be edited: 'do not call any more' follows it, without details."""
    visitor = await send_request(mailing)
    await visitor.says("/verwijder")
    await visitor.taps("Ja, verwijder alles")
    await mailed(mailing)
    first, last = mailbox.got
    assert "Nieuw verzoek" in first["Subject"]
    assert "niet meer bellen" in last["Subject"]
    assert "Marijke" not in last.as_string()
    await mailing.app.db.empty_wal()
    assert await places_of(mailing.app.db, "Marijke") == []


async def test_mail_of_a_closed_request_is_let_go(
    settings: Settings, brain: Brain, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be sent before the request was withdrawn is not sent at all."""
    monkeypatch.setattr(module, "SERVER_BACKOFF", (0.02, 0.02))
    async with serving(Mailbox()) as mailbox:
        port = mailbox.port
    async with running(settings, brain, clock, port) as house:
        visitor = await send_request(house)
        (request,) = await house.app.db.requests.of_chat(5001)
        await visitor.presses(f"o:really:{request.id}")
        async with serving(Mailbox(), port) as mailbox:
            await mailed(house)
    assert [each["Subject"] for each in mailbox.got] == [
        f"Verzoek {request.reference}: ingetrokken, niet meer bellen"
    ]


async def test_dead_mail_server_holds_up_mail_only(
    settings: Settings, brain: Brain, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram goes on, the operator hears of it once, and mail goes when the server is back."""
    monkeypatch.setattr(module, "SERVER_BACKOFF", (0.01, 0.02))
    async with serving(Mailbox()) as mailbox:
        port = mailbox.port
    async with running(settings, brain, clock, port) as house:
        visitor = await send_request(house)
        assert "KVO-" in visitor.shown[-1].text
        alarms = house.visitor(OPERATOR_CHAT)
        async with asyncio.timeout(10):
            while not alarms.shown:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        (alarm,) = alarms.shown
        assert "e-mail kan niet weg" in alarm.text
        house.clock.move(minutes=20)
        found = await status_of(house.app.settings, house.clock)
        assert any("e-mails kunnen nog niet weg" in line for line in found.attention)
        async with serving(Mailbox(), port) as mailbox:
            await mailed(house)
    assert mailbox.to == [BEKKEMA]


async def test_silent_telegram_holds_up_no_mail(mailing: House, mailbox: Mailbox) -> None:
    """A message that Telegram puts off for long delays no mail."""
    await send_request(mailing)
    later = mailing.clock.moment.replace(year=2999)
    slow = Delivery(77, "sendMessage", {"chat_id": 77, "text": "x"}, key="slow")
    await mailing.app.db.outbox.put_once(slow, mailing.clock())
    for row in await mailing.app.db.outbox.heads(later, 9):
        await mailing.app.db.outbox.postpone(row.id, later, "away")
    await mailed(mailing)
    assert mailbox.to == [BEKKEMA]


async def test_refused_address_is_parked_and_told(mailing: House, mailbox: Mailbox) -> None:
    """5xx is for good: parked, the operator is told both ways, the colleague gets the request."""
    mailbox.refuses[BEKKEMA] = "550 no such user here"
    await send_request(mailing)
    await mailed(mailing)
    await mailing.quiet()
    alarms = " ".join(each.text for each in mailing.visitor(OPERATOR_CHAT).shown)
    assert "aan bekkema is geweigerd: SMTPRecipientsRefused 550" in alarms
    assert BEKKEMA not in alarms
    # Nobody else would see this request, so the colleague gets it.
    assert sorted(set(mailbox.to)) == ["beheer@example.nl", KEUKER]
    assert (await mailing.app.db.outbox.counts())["parked"] == 1
    found = await status_of(mailing.app.settings, mailing.clock)
    assert found.facilitators["bekkema"] == "not coupled"
    assert any("niet bezorgd" in line for line in found.attention)


async def test_mail_that_is_put_off_is_tried_again(
    mailing: House, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """4xx is for now: it comes later, under the same Message-ID, and holds no other mail."""
    monkeypatch.setattr(module, "MAIL_BACKOFF", (0.05, 0.05))
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.02)
    mailbox.data_answer = "451 later please"
    await send_request(mailing)
    async with asyncio.timeout(10):
        while not (await mailing.app.db.outbox.mails(mailing.clock.moment.replace(year=9000), 1))[
            0
        ].attempts:
            await asyncio.sleep(0.01)
    mailbox.data_answer = "250 OK"
    await mailed(mailing)
    assert mailbox.to == [BEKKEMA]
    assert mailing.visitor(OPERATOR_CHAT).shown == []


async def test_server_without_starttls_gets_nothing(
    settings: Settings, brain: Brain, clock: FakeClock, mailbox: Mailbox
) -> None:
    """STARTTLS is required: a server that does not offer it, or from whom it was hidden, is told
    nothing at all.
    """
    async with running(settings, brain, clock, mailbox.port) as house:
        sender = house.app.mail_sender
        sender._settings = sender._settings.model_copy(update={"starttls": True})
        await send_request(house)
        async with asyncio.timeout(10):
            while not sender._failures:
                await asyncio.sleep(0.01)
    assert mailbox.got == []


async def at(house: House, text: str) -> None:
    """One round of the clock at this Dutch time, and everything mailed."""
    house.clock.moment = datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)
    await house.app.background.beat()
    await house.quiet()
    await mailed(house)


def subjects(mailbox: Mailbox, address: str) -> list[str]:
    return [str(mail["Subject"]).strip().partition(" KVO-")[0] for mail in mailbox.of(address)]


async def test_who_works_by_mail_alone_hears_everything(mailing: House, mailbox: Mailbox) -> None:
    """New, the digest, due today and overdue: each once, and no more long after the date."""
    await send_request(mailing)
    for day in ("06", "09", "10"):
        for hour in ("07:00", "08:31", "08:33", "12:00"):
            await at(mailing, f"2026-03-{day}T{hour}")
    got = subjects(mailbox, BEKKEMA)
    assert got[0] == "Nieuw verzoek"
    assert [each for each in got if each.startswith("Uw verzoeken op")] == [
        "Uw verzoeken op vrijdag 6 maart: 1 zonder contact",
        "Uw verzoeken op maandag 9 maart: 1 zonder contact",
        "Uw verzoeken op dinsdag 10 maart: 1 zonder contact",
    ]
    assert got.count("Vandaag reageren: verzoek") == 1
    assert got.count("Te laat: verzoek") == 1
    assert subjects(mailbox, KEUKER) == ["Te laat: verzoek"]
    digest = next(m for m in mailbox.of(BEKKEMA) if "Uw verzoeken" in m["Subject"])
    page = digest.get_body(("html",))
    assert page is not None
    assert 'href="tel:+31612345678"' in page.get_content()
    alarms = mailing.visitor(OPERATOR_CHAT).shown
    assert all("niemand kon herinnerd worden" not in each.text for each in alarms)
    count = len(mailbox.got)
    for day in ("18", "19", "20"):
        await at(mailing, f"2026-03-{day}T08:31")
    assert len(mailbox.got) == count


async def test_what_is_added_and_reopened_is_mailed(mailing: House, mailbox: Mailbox) -> None:
    """Who has no card reads the new words in a mail, and hears that it was opened again."""
    await send_request(mailing, "m.dewit@voorbeeld.nl")
    app = mailing.app
    (request,) = await app.db.requests.of_chat(5001)
    office = Office(app.db, app.brain, app.settings, mailing.clock())
    async with app.db.transaction():
        await announce(office, request, "announce_answer", said="En het <hek> is ook kapot")
        await announce(office, request, "announce_reopened")
    await orders.close_by_operator(office, request.reference or "", Outcome.INFORMED)
    mailing.clock.move(days=1)
    later = Office(app.db, app.brain, app.settings, mailing.clock())
    (closed,) = await app.db.requests.of_chat(5001)
    async with app.db.transaction():
        assert await reopen(later, closed, "visitor") is not None
        await update_cards(app.db, app.brain, app.settings, request.id, mailing.clock())
    await mailed(mailing)
    assert subjects(mailbox, BEKKEMA) == [
        "Nieuw verzoek",
        "Nieuw bericht bij verzoek",
        "Nieuw bericht bij verzoek",
        "Verzoek",
        "Weer geopend: verzoek",
    ]
    assert mailing.visitor(OPERATOR_CHAT).shown == []
    said = mailbox.of(BEKKEMA)[1]
    assert said["Reply-To"] == "m.dewit@voorbeeld.nl"
    assert "En het <hek> is ook kapot" in str(said.get_body(("plain",)))


@pytest.mark.sqlite
async def test_operator_closes_for_who_works_by_mail(mailing: House, mailbox: Mailbox) -> None:
    """`kvob close` works while the assistant runs: the entrepreneur hears it, once."""
    visitor = await send_request(mailing)
    await mailed(mailing)
    (request,) = await mailing.app.db.requests.of_chat(5001)
    assert mailing.app.db.file is not None
    lock = FileLock(mailing.app.db.file)
    lock.take()
    config = mailing.app.db.file.parent / "config.yaml"
    config.write_text("log_level: INFO\n", encoding="utf-8")
    env = {"DATABASE_URL": mailing.app.settings.database_url.get_secret_value()}

    async def close(*extra: str) -> tuple[str, int]:
        command = ["close", *extra, "--config", str(config)]
        result = await asyncio.to_thread(CliRunner(env=env).invoke, main, command)
        await mailing.quiet()
        return result.output.rstrip().rpartition(" ")[2], result.exit_code

    assert await close(str(request.reference).lower(), "--outcome", "afspraak") == ("bericht.", 0)
    assert await close(str(request.reference)) == ("gesloten.", 0)
    assert await close("KVO-000000") == ("niet.", 1)
    lock.release()
    (closed,) = await mailing.app.db.requests.of_chat(5001)
    assert (closed.outcome, closed.taken_by) == ("appointment", "bekkema")
    assert closed.first_contact_at is not None
    history = await mailing.app.db.requests.history(request.id)
    assert ("operator", "closed") in [(event.actor, event.kind) for event in history]
    assert sum("afgerond" in each.text for each in visitor.shown) == 1
    await mailed(mailing)
    assert "afgerond" in mailbox.of(BEKKEMA)[-1]["Subject"]
    assert list(mailing.app.db.file.parent.glob("kvob.db.orders/*")) == []


@pytest.mark.sqlite
async def test_close_where_nothing_runs(
    db: Database, settings: Settings, clock: FakeClock
) -> None:
    """Without a running assistant the command does it itself; odd orders harm nobody."""
    assert db.file is not None
    folder = orders.folder_of(db.file)
    folder.mkdir()
    for number, text in enumerate(("{", "[]", '{"close": 1}', "x" * 5000)):
        (folder / f"{number}.json").write_text(text, encoding="utf-8")
    work = orders.Orders(db, settings, lambda: None, clock, lambda: None)  # type: ignore[arg-type, return-value]
    for order in sorted(folder.glob("*.json")):
        await work._carry_out(order)
    answers = {each.read_text(encoding="utf-8") for each in folder.glob("*.done")}
    assert answers == {'["Deze opdracht is niet te lezen.", false]'}
    env = {"DATABASE_URL": settings.database_url.get_secret_value()}
    command = ["close", "KVO-123456"]
    result = await asyncio.to_thread(CliRunner(env=env).invoke, main, command)
    assert "dit verzoek is er niet" in result.output
    assert result.exit_code == 1  # it was 0: a script took it for done


def row(body: dict[str, Any]) -> OutboxRow:
    whole = {"to": BEKKEMA, "subject": "s", "text": "t", "html": "<p>t</p>"} | body
    created = datetime(2026, 3, 5, 13, 0, tzinfo=UTC)
    return OutboxRow(7, 0, "mail", "mail", whole, 0, created, 5001, 12, "k")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
async def test_mail_goes_encrypted_and_signed_in(
    settings: Settings,
    brain: Brain,
    clock: FakeClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """STARTTLS with a certificate that is checked, then user and password."""
    monkeypatch.setattr(module, "SERVER_BACKOFF", (0.05, 0.05))
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = "-subj /CN=mail.test -addext subjectAltName=IP:127.0.0.1"
    command = f"{make} {names} -keyout {key} -out {cert}".split()
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    seen: list[tuple[bytes, bytes]] = []

    def sign_in(server: Any, session: Any, envelope: Any, way: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        seen.append((data.login, data.password))
        return AuthResult(success=True)

    loop, mailbox = asyncio.get_running_loop(), Mailbox()
    server = await loop.create_server(
        lambda: SMTP(
            mailbox,
            hostname="mail.test",
            loop=loop,
            tls_context=context,
            require_starttls=True,
            authenticator=sign_in,
            auth_required=True,
        ),
        "127.0.0.1",
        0,
    )
    mail = {"port": server.sockets[0].getsockname()[1], "starttls": True, "user": "kvob"}
    async with running(settings, brain, clock, mail["port"]) as house:
        sender = house.app.mail_sender
        sender._settings = sender._settings.model_copy(update=mail)
        sender._password = SecretStr("a-pass-word")
        await send_request(house)
        async with asyncio.timeout(10):
            while not sender._failures:
                await asyncio.sleep(0.01)
        assert mailbox.got == []  # nobody vouches for that certificate
        refused = await fault_of_server(sender._settings, sender._password)
        assert refused is not None
        sender._settings = sender._settings.model_copy(update={"ca_file": cert})
        assert await fault_of_server(sender._settings, sender._password) is None
        await mailed(house)
    server.close()
    await server.wait_closed()
    assert mailbox.to == [BEKKEMA]
    assert set(seen) == {(b"kvob", b"a-pass-word")}


SENDER = Mail(host="127.0.0.1", starttls=False, sender="kvob@example.nl")


@pytest.mark.parametrize("part", ["subject", "to"])
def test_header_cannot_be_broken_out_of(part: str) -> None:
    """A line break in what becomes a header is refused, not sent."""
    with pytest.raises(ValueError, match=r"."):
        compose(row({part: "x@example.nl\r\nBcc: victim@example.nl"}), SENDER)


@pytest.mark.parametrize(
    "typed", ["x@y.nl\r\nBcc: victim@example.nl", "a b", "josé@voorbeeld.nl", "x@ÿ.nl", ""]
)
def test_odd_reply_address_costs_no_mail(typed: str) -> None:
    """An address that a visitor typed and that is no good is left out of the header."""
    mail = compose(row({"reply_to": typed}), SENDER)
    assert mail["Reply-To"] is None
    assert b"Bcc" not in mail.as_bytes()


def test_double_is_recognised() -> None:
    """The same row gives the same Message-ID; the mails of one request belong together."""
    first, again = compose(row({}), SENDER), compose(row({"text": "later"}), SENDER)
    assert first["Message-ID"] == again["Message-ID"] == "<kvob-7-20260305130000@example.nl>"
    assert first["References"] == "<kvob-request-12@example.nl>"
    assert first["Auto-Submitted"] == "auto-generated"


def fault_of(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_settings(path)
    return str(caught.value)


def test_settings_keep_mail_encrypted(tmp_path: Path) -> None:
    """Without STARTTLS mail goes to this machine only; user and sender are asked for."""
    file = tmp_path / "config.yaml"
    start = "mail:\n  host: mail.example.nl\n"
    assert "mail.sender" in fault_of(file, start)
    start += "  sender: kvob@example.nl\n"
    assert "mail.starttls" in fault_of(file, start + "  starttls: false\n")
    assert "SMTP_PASSWORD" in fault_of(file, start + "  user: kvob\n")
    assert "geen geldig e-mailadres" in fault_of(file, start.replace("kvob@", "kvob, x@"))
    file.write_text(start, encoding="utf-8")
    assert load_settings(file).mail.starttls


def test_password_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SMTP_PASSWORD, or the file that SMTP_PASSWORD_FILE names; never the settings."""
    file = tmp_path / "config.yaml"
    file.write_text("mail: {host: 127.0.0.1, sender: k@example.nl, user: k}", encoding="utf-8")
    secret = tmp_path / "password"
    secret.write_text("from-a-file\n", encoding="utf-8")
    monkeypatch.setenv("SMTP_PASSWORD_FILE", str(secret))
    assert load_settings(file).smtp_password == SecretStr("from-a-file")
    assert "geheimen" in fault_of(file, "smtp_password: x")
