"""outbox -> SMTP: mail to facilitators and operator, in a lane of its own beside Telegram."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from pydantic import SecretStr

from bot.clock import Clock, system_clock
from bot.config import Mail
from storage import Database, DatabaseUnavailable, OutboxRow

log = logging.getLogger(__name__)

BATCH = 20
LOOK_AGAIN = 5.0  # seconds
TIMEOUT = 30.0  # seconds for one step of the conversation with the server
SERVER_BACKOFF = (5.0, 600.0)  # seconds before a server that is away is tried again: first, most
MAIL_BACKOFF = (60.0, 3600.0)  # the same for one mail that the server puts off
TELL_AFTER = 3  # failures in a row of the server before the operator hears of it
TOO_OLD = timedelta(days=7)  # later than this a mail only confuses

# What became of a mail: None where it was taken, else why it was refused for good.
Settled = Callable[[OutboxRow, str | None], Awaitable[None]]
Trouble = Callable[[str], Awaitable[None]]


class MailSender:
    """Sends waiting mail, one at a time; there are few.

    Sending is at least once: a crash between sending and marking sends that mail again, under the
    same Message-ID, by which mail programs know a double. A server that is away holds up mail
    only; a mail that is refused for good is parked, visible in `status`, and told.
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        settings: Mail,
        password: SecretStr | None,
        on_settled: Settled,
        on_trouble: Trouble,
    ) -> None:
        self._db, self._clock, self._settings, self._password = db, clock, settings, password
        self._on_settled, self._on_trouble = on_settled, on_trouble
        self._failures = 0  # of the server, in a row
        self._is_sending = False
        self.wake = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        return not self._is_sending and not self.wake.is_set()

    async def run(self) -> None:
        """Send until cancelled; returns at once where no mail server is set."""
        if not self._settings.is_on:
            return
        while True:
            self.wake.clear()
            wait = LOOK_AGAIN
            try:
                self._is_sending = True
                wait = await self._send_what_waits()
            except DatabaseUnavailable as error:
                log.warning("cannot read or store mail: %s", error)
            except Exception as error:
                log.error("mail failed", exc_info=error)
                wait = SERVER_BACKOFF[1]
            finally:
                self._is_sending = False
            await self._pause(wait)

    async def _pause(self, seconds: float) -> None:
        """Wait; new mail ends the pause, but not while the server is away."""
        if self._failures:
            await asyncio.sleep(seconds)
            return
        try:
            async with asyncio.timeout(seconds):
                await self.wake.wait()
        except TimeoutError:
            pass

    async def _send_what_waits(self) -> float:
        """Send until nothing waits or the server fails; returns the seconds to wait then."""
        while rows := await self._db.outbox.mails(system_clock(), BATCH):
            for row in rows:
                if not await self._send(row):
                    return _backoff(SERVER_BACKOFF, self._failures - 1)
        return LOOK_AGAIN

    async def _send(self, row: OutboxRow) -> bool:
        """One mail; False where it is the server that fails, and not this mail."""
        if not await self._is_worth_sending(row):
            return True
        if not self._db.lead.is_certain:
            return False  # another replica may be sending it
        try:
            message = compose(row, self._settings)
        except ValueError:
            await self._park(row, "the address or the subject is no good")
            return True
        try:
            await self._transmit(message)
        except (SMTPRecipientsRefused, SMTPRecipientRefused, SMTPDataError) as error:
            self._failures = 0
            await self._judge(row, error)
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            await self._count_failure(_reason(error))
            return False
        else:
            self._failures = 0
            async with self._db.transaction():
                await self._db.outbox.done(row.id, None, self._clock())
                await self._on_settled(row, None)
        return True

    async def _is_worth_sending(self, row: OutboxRow) -> bool:
        now = self._clock()
        if row.body.get("while_open") and row.request_id is not None:
            request = await self._db.requests.get(row.request_id)
            if request is None or not request.is_open:
                await self._db.outbox.drop(row.id, now)
                return False
        if now - row.created_at > TOO_OLD:
            await self._park(row, "waited for a week")
            return False
        return True

    async def _transmit(self, message: EmailMessage) -> None:
        async with connection(self._settings, self._password) as server:
            await server.send_message(message)

    async def _judge(self, row: OutboxRow, error: SMTPException) -> None:
        """5xx is for good: parked. Anything else is tried later; other mail goes on."""
        code = _code(error)
        reason = _reason(error)
        if code >= 500:
            await self._park(row, reason)
            return
        seconds = _backoff(MAIL_BACKOFF, row.attempts)
        await self._db.outbox.postpone(row.id, system_clock() + timedelta(seconds=seconds), reason)
        log.warning("mail:%d put off (%s); again in %.0f s", row.id, reason, seconds)

    async def _park(self, row: OutboxRow, reason: str) -> None:
        log.error("mail:%d cannot be delivered: %s", row.id, reason)
        async with self._db.transaction():
            await self._db.outbox.park(row.id, reason, self._clock())
            await self._on_settled(row, reason)

    async def _count_failure(self, reason: str) -> None:
        self._failures += 1
        log.warning("the mail server fails (%s), %d in a row", reason, self._failures)
        if self._failures >= TELL_AFTER:
            await self._on_trouble(reason)


def connection(mail: Mail, password: SecretStr | None) -> SMTP:
    """A connection to the mail server, to be used with `async with`: encrypted and signed in."""
    return SMTP(
        hostname=mail.host,
        port=mail.port,
        use_tls=mail.is_tls_from_the_start,
        # True: without STARTTLS nothing is said, also if somebody in between hides it.
        start_tls=False if mail.is_tls_from_the_start else mail.starttls,
        tls_context=ssl.create_default_context(cafile=mail.ca_file),
        username=mail.user,
        password=password.get_secret_value() if mail.user and password else None,
        timeout=TIMEOUT,
    )


async def fault_of_server(mail: Mail, password: SecretStr | None) -> str | None:
    """Why mail cannot be handed to the server now; None where it can. Sends nothing."""
    try:
        async with connection(mail, password):
            return None
    except (SMTPException, OSError, TimeoutError, ValueError) as error:
        return _reason(error)


def compose(row: OutboxRow, settings: Mail) -> EmailMessage:
    """The mail of this row; raises ValueError for what would break out of a header."""
    body, sender = row.body, settings.sender or ""
    domain = sender.rpartition("@")[2] or "localhost"
    message = EmailMessage(policy=SMTP_POLICY)
    message["From"] = Address("KVO-B assistent", addr_spec=sender)
    if (to := _address(body["to"])) is None:
        raise ValueError("no address")
    message["To"] = to
    message["Subject"] = body["subject"]
    message["Date"] = format_datetime(row.created_at)
    # The row's own, with its time: ids begin again after an older copy was put back.
    message["Message-ID"] = f"<kvob-{row.id}-{row.created_at:%Y%m%d%H%M%S}@{domain}>"
    if row.request_id is not None:
        message["References"] = f"<kvob-request-{row.request_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if reply_to := _address(body.get("reply_to")):
        message["Reply-To"] = reply_to
    message.set_content(body["text"])
    message.add_alternative(body["html"], subtype="html")
    return message


def _address(value: str | None) -> Address | None:
    """None for what is no address; one that a visitor typed is not worth losing a mail."""
    try:
        return Address(addr_spec=value) if value and value.isascii() else None
    except ValueError:
        return None


def _backoff(limits: tuple[float, float], failures: int) -> float:
    first, most = limits
    return float(min(first * 2 ** min(max(failures, 0), 12), most))


def _code(error: SMTPException) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return min((each.code for each in error.recipients), default=0)
    return error.code if isinstance(error, SMTPResponseException) else 0


def _reason(error: Exception) -> str:
    """The kind and the code; what the server says may quote an address."""
    code = _code(error) if isinstance(error, SMTPException) else 0
    return f"{type(error).__name__} {code}" if code else type(error).__name__
