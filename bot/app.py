"""Joins settings, knowledge and database into a running assistant; nothing else."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import BotCommand

from bot import deliveries, middlewares
from bot.background import Background
from bot.calls import Call, make_bot
from bot.clock import Clock, make_clock
from bot.config import Settings
from bot.deferral import build_models
from bot.health import Health
from bot.knowledge import Reloader
from bot.mail import MailSender
from bot.notices import alarm, update_cards
from bot.office import Office
from bot.orders import Orders
from bot.outage import Outage
from bot.post import note_delivered, note_refused
from bot.promise import AMSTERDAM
from bot.receive import Receiver
from bot.reports import Reports
from bot.routes import add_routes
from bot.send import Sender
from bot.texts import Texts, missing
from bot.turn import Brain
from bot.webhook import Webhook
from bot.worker import Worker
from intents import (
    Cache,
    KnowledgeBase,
    KnowledgeError,
    Language,
    Matcher,
    Places,
    find_encoder,
    load,
)
from storage import Database, Delivery, OutboxRow

log = logging.getLogger(__name__)

Job = Callable[[], Coroutine[Any, Any, None]]
Calls = list[tuple[str, dict[str, Any]]]  # methods of the Bot API with their parameters
LANGUAGES: tuple[Language, ...] = ("nl", "en")
TO_FACILITATORS = ("card", "desk", "reminder", "digest")
COMMANDS = ("start", "help", "contact", "status", "privacy", "gegevens", "verwijder", "taal")


class App:
    """One assistant: everything it is made of, and how it runs."""

    def __init__(self, settings: Settings, bot: Bot, brain: Brain, clock: Clock) -> None:
        self.settings, self.bot, self.brain, self.clock = settings, bot, brain, clock
        self.db = Database(settings.database_url.get_secret_value())
        dispatcher = make_dispatcher(settings, self.db)
        self.worker = Worker(bot, dispatcher, self.db, settings, lambda: self.brain, clock)
        self.outage = Outage(self.db, settings, lambda: self.brain, clock)
        reports = Reports(self.db, lambda: self.brain, clock, cache_folder())
        self.sender = Sender(
            bot,
            self.db,
            clock,
            settings.telegram,
            self._parked,
            self.outage.replace_stale,
            self._delivered,
            reports.fill,
        )
        self.sender.on_vanished = self._vanished
        self.mail_sender = MailSender(
            self.db, clock, settings.mail, settings.smtp_password, self._mailed, self._mail_trouble
        )
        self.worker.on_commit = self._committed
        self.orders = Orders(
            self.db, settings, lambda: self.brain, clock, lambda: self._wake_senders()
        )
        self.health = Health(settings.health)
        self.background = Background(
            self.db, settings, clock, self.health.beat, lambda: self.brain
        )
        self.background.on_commit = self._wake_senders
        self.sender.on_farewell = self.background.empty_journal_soon
        receiver = Webhook if settings.telegram.webhook.url else Receiver
        self.receiver = receiver(bot, self.db, settings, clock, self.worker.wake)
        self.receiver.on_return = self.outage.note
        self.reloader = Reloader(
            self.db, settings, clock, lambda: read_brain(settings), lambda: self.brain, self._use
        )
        self.reloader.on_read = self._introduce
        self._introduced: Calls = []
        self._is_prepared = False

    async def run(self, *, receive: bool = True) -> None:
        """Run until cancelled; closes database and session in any case.

        Raises TokenRefused and CannotListen.
        """
        try:
            if not self._is_prepared:
                await self.prepare()
            await _all_of(self._jobs(receive))
        finally:
            await self.bot.session.close()
            await self.db.close()

    def _jobs(self, receive: bool) -> list[Job]:
        """What every replica does; one of them leads and has duties beside it."""
        jobs: list[Job] = [
            self.worker.run,
            self.background.live,
            self.reloader.run,
            lambda: self.db.lead.run(lambda: _all_of(self._duties(receive)), self._wake_senders),
        ]
        if receive:
            jobs.append(self.health.run)
            if isinstance(self.receiver, Webhook):
                jobs.append(self.receiver.run)
        return jobs

    def _duties(self, receive: bool) -> list[Job]:
        """What only one may do at a time."""
        duties: list[Job] = [
            self.sender.run,
            self.mail_sender.run,
            self.background.run,
            self.orders.run,
        ]
        if receive:
            duties += [
                lambda: self.outage.run(self._is_up_to_date, self.sender.wake.set),
                self._introduce,
            ]
            # Telegram answers one poller; several webhooks it does not even see.
            if isinstance(self.receiver, Receiver):
                duties.append(self.receiver.run)
        return duties

    async def prepare(self) -> None:
        """Bring the database up to date, and couple the accounts that are in the settings."""
        await self.db.prepare()
        self._is_prepared = True
        await self.outage.start()
        async with self.db.transaction():
            await self.db.hold("accounts")
            await self.reloader.note([])
            for facilitator, account in self.settings.facilitators.items():
                known = await self.db.people.facilitator_of(account.telegram_id or 0)
                if account.telegram_id is None or known == facilitator:
                    continue
                await self.db.people.couple(facilitator, account.telegram_id, self.clock())
                for request in await self.db.requests.open(facilitator):
                    await update_cards(
                        self.db, self.brain, self.settings, request.id, self.clock()
                    )

    def _is_up_to_date(self) -> bool:
        """Whether all that waited at Telegram is handled."""
        return self.receiver.is_caught_up and self.worker.is_idle

    def _use(self, brain: Brain) -> None:
        """What is known and said changes for everybody at the same moment."""
        self.brain = brain
        gc.unfreeze()  # what was read at the start may go

    async def _introduce(self) -> None:
        """Give Telegram the menu and the description, where they are not the same as before; the
        assistant works without them too."""
        calls = introduction(self.brain.texts)
        if calls == self._introduced:
            return
        self._introduced = calls
        for name, parameters in calls:
            try:
                await self.bot(Call(name=name, parameters=parameters))
            except Exception as error:
                log.warning("%s was refused: %s", name, type(error).__name__)

    def _committed(self) -> None:
        self._wake_senders()
        if self.worker.has_erased:
            self.worker.has_erased = False
            self.background.empty_journal_soon()

    def _wake_senders(self) -> None:
        self.sender.wake.set()
        if self.settings.mail.is_on:
            self.mail_sender.wake.set()

    async def _mailed(self, row: OutboxRow, refusal: str | None) -> None:
        """What became of a mail: an address that is refused is noted, and the operator told."""
        whom, now = str(row.body.get("whom")), self.clock()
        if refusal is None:
            await note_delivered(self.db, whom, now)
            return
        if whom in self.brain.knowledge.facilitators:
            await note_refused(self.db, whom, now)
        message = f"e-mail {row.id} aan {whom} is geweigerd: {refusal}"
        await alarm(self.db, self.settings, message, now, by_mail=whom != "operator")
        if row.request_id is not None:
            await update_cards(self.db, self.brain, self.settings, row.request_id, now)
        self._wake_senders()

    async def _mail_trouble(self, reason: str) -> None:
        """The mail server fails again and again: told once a day, and not by mail."""
        now = self.clock()
        day = f"{now.astimezone(AMSTERDAM):%d-%m-%Y}"
        message = f"e-mail kan niet weg ({day}): {reason}"
        await alarm(self.db, self.settings, message, now, by_mail=False)
        self.sender.wake.set()

    async def _vanished(self, row: OutboxRow, message_id: int) -> None:
        """A card that arrived after its person was erased holds his data: it is blanked too."""
        if row.about_chat in (None, row.chat_id):
            return
        text = self.brain.texts("card_erased", "nl")
        body = {"chat_id": row.chat_id, "message_id": message_id, "text": text}
        edit = Delivery(row.chat_id, "editMessageText", body, kind="card")
        await self.db.outbox.put([edit], self.clock())

    async def _parked(self, row: OutboxRow, reason: str) -> None:
        """A message that cannot be delivered: whoever should have had it is noted, others told."""
        now = self.clock()
        office = Office(self.db, self.brain, self.settings, now)
        if row.kind in ("notice", "message"):
            await deliveries.undelivered(office, row, reason)
        if row.kind not in TO_FACILITATORS:
            return
        await self.db.people.set_reachable(row.chat_id, False)
        await alarm(self.db, self.settings, f"row {row.id} ({row.kind}): {reason}", now)
        if row.request_id is not None:
            await update_cards(self.db, self.brain, self.settings, row.request_id, now)

    async def _delivered(self, row: OutboxRow) -> None:
        office = Office(self.db, self.brain, self.settings, self.clock())
        await deliveries.delivered(office, row)


async def _all_of(jobs: list[Job]) -> None:
    """Do all of these beside each other; when one fails the others end."""
    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(job())


def introduction(texts: Texts) -> Calls:
    """The calls with which Telegram gets the menu and the description, in both languages."""
    calls: Calls = []
    for language in LANGUAGES:
        commands = [
            BotCommand(command=name, description=texts(f"command_{name}", language))
            for name in COMMANDS
        ]
        menu = {"commands": [each.model_dump() for each in commands]}
        about = {"description": texts("description", language)}
        code = {} if language == "nl" else {"language_code": "en"}
        calls += [("setMyCommands", menu | code), ("setMyDescription", about | code)]
    return calls


def create_app(settings: Settings, bot: Bot | None = None) -> App:
    """An assistant that is ready to run; raises KnowledgeError where its files are not."""
    brain = read_brain(settings)
    return App(settings, bot or make_bot(settings), brain, make_clock(settings))


def read_brain(settings: Settings) -> Brain:
    """All that is known, from the files as they are now; raises KnowledgeError."""
    return make_brain(load_knowledge(settings), settings.knowledge.encoder)


def load_knowledge(settings: Settings) -> KnowledgeBase:
    """Read the knowledge base; raises KnowledgeError for what the program would miss in it."""
    knowledge = load(settings.knowledge.folder)
    if settings.knowledge.folder and (faults := missing(knowledge.texts, load().texts)):
        raise KnowledgeError(faults)
    return knowledge


def make_brain(knowledge: KnowledgeBase, with_encoder: bool = True) -> Brain:
    """All that understands texts; with a sentence encoder where one is installed and quick."""
    cache = Cache(cache_folder())
    encoder = find_encoder(cache) if with_encoder else None
    matcher = Matcher(knowledge, encoder, cache)
    log.info("texts are matched by %s", matcher.tier)
    return Brain(knowledge, matcher, Places(knowledge), Texts(knowledge.texts))


def cache_folder() -> Path:
    """Where what was learnt is kept, so that only the first start after a change takes long."""
    given = os.environ.get("CACHE_DIRECTORY")  # systemd gives a service its own
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "kvob"


def make_dispatcher(settings: Settings, db: Database) -> Dispatcher:
    """aiogram's dispatcher with our routes; form state is ours, so its own is off."""
    build_models()
    dispatcher = Dispatcher(disable_fsm=True, settings=settings, db=db)
    add_routes(dispatcher)
    for observer in (dispatcher.message, dispatcher.edited_message, dispatcher.callback_query):
        observer.outer_middleware(middlewares.follow_language)
        observer.outer_middleware(middlewares.know_what_it_is_about)
        observer.outer_middleware(middlewares.let_the_desk_write)
        observer.outer_middleware(middlewares.drop_old_question)
        observer.outer_middleware(middlewares.age_draft)
        observer.outer_middleware(middlewares.introduce)
        observer.outer_middleware(middlewares.slow_down)
        observer.outer_middleware(middlewares.keep_form_true)
        observer.outer_middleware(middlewares.keep_form_in_sight)
        observer.outer_middleware(middlewares.know_confirmations)
    return dispatcher
