"""The queue: open requests by date, with filters, pages and search; one list, turned in place."""

from __future__ import annotations

import re
from collections import Counter

from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.calls import storable
from bot.cards import state_of
from bot.keyboards import Desk, button, in_pairs, rows, shorten
from bot.office import Office, office_of
from bot.promise import in_words
from bot.texts import Html, isolated
from bot.turn import Replies, Turn
from intents import Outcome
from storage import ContactRequest, Delivery, Filter

ON_PAGE = 8  # requests shown at once
ACTIONS = ("page", "queue", "provinces", "search", "found")
LONGEST_WORDS = 40  # of what is searched, so that it fits in a button
MOST_WORDS = 5  # of a name or a number that is looked for without 'zoek'
_ASKS = re.compile(r"^(?:wie is|waar is|waar blijft|toon|open|laat zien)\s+", re.IGNORECASE)
_REFERENCE = re.compile(r"KVO-?\d{6}", re.IGNORECASE)
# 'Hoeveel staan er open?', 'welke verzoeken zijn te laat', 'wat moet ik vandaag doen'.
_QUEUE = re.compile(
    r"(?:(?:wat|welke|hoeveel|toon|laat|geef|alle|mijn|open|openstaande|zijn er)\b.{0,25})?"
    r"\b(?:open |openstaande |nieuwe |mijn )?verzoeken\b.{0,30}"
    r"|hoeveel (?:staan|liggen|zijn) er(?: nog)? open|(?:wat|wie) is (?:er )?te laat|te laat"
    r"|wat (?:moet|ligt|staat|heb)\b.{0,20}\b(?:vandaag|open|liggen|klaar)\b.{0,10}",
    re.IGNORECASE,
)
# What stands on a card, typed instead of tapped.
_STEP = re.compile(
    r"(?:opgepakt|oppakken|gesproken|afgerond|afronden|afsluiten|niet bereikt|notitie|bericht"
    r"|naar collega|overdragen|terug in de wachtrij)\b(?P<name>(?: \S+){0,4})"
    r"|(?P<before>\S+(?: \S+){0,2}) (?:is )?(?:afgerond|gesproken|niet bereikt|klaar)",
    re.IGNORECASE,
)
_BESIDE = frozenset(
    [
        *("met", "aan", "voor", "over", "bij", "is", "van", "de", "het", "een", "mevrouw"),
        *("meneer", "ik", "heb", "wij", "hebben"),
    ]
)
SEARCH = ("zoek", "zoeken", "/zoek")


def is_search(message: Message, turn: Turn) -> bool:
    """'zoek jansen', 'zoeken' or '/zoek 06-12345678'."""
    first = turn.text.lower().split(maxsplit=1)[:1]
    return bool(first) and first[0] in SEARCH


def may_name_request(message: Message, turn: Turn) -> bool:
    """Not while he answers a question of the assistant, and not where he asks one that is
    understood.
    """
    is_busy = _is_busy(turn)
    is_sure = turn.match is not None and turn.match.outcome is Outcome.ANSWER
    is_command = turn.text.startswith("/")
    if _REFERENCE.fullmatch(_said(turn)) and not is_busy:
        return True
    return not (is_busy or is_sure or is_command) and len(turn.text.split()) <= MOST_WORDS


async def names_request(message: Message, turn: Turn) -> bool:
    """A name, a reference or a number that stands in the queue, and no more."""
    is_reference = _REFERENCE.fullmatch(_said(turn)) is not None
    return is_reference or await turn.db.queue.count(Filter(words=_searched(turn.text))) > 0


async def find_named(message: Message, turn: Turn) -> Replies:
    """'Ingrid', or 'KVO-123456', without 'zoek' before it."""
    me = await _me(turn)
    return await search(turn, me, turn.text)


async def _me(turn: Turn) -> str:
    """The facilitator who writes; the routes let nobody else in."""
    me = await turn.db.people.facilitator_of(turn.user_id)
    assert me is not None
    return me


def _is_busy(turn: Turn) -> bool:
    """Whether what is typed answers a question that was asked of him as a visitor."""
    return turn.talk.form is not None or turn.talk.waiting_for is not None


def _said(turn: Turn) -> str:
    """The text without the mark that ends it."""
    return turn.text.strip(" ?.!")


async def queue(message: Message, turn: Turn) -> Replies:
    """/wachtrij: all open requests by the date promised, overdue first; with words: a search."""
    me = await _me(turn)
    words = turn.text.partition(" ")[2].strip()
    for region in turn.knowledge.regions:
        if words.casefold() == region.name.casefold():
            return await _show(turn, me, f"p-{region.id}", 0)
    if words:
        return await search(turn, me, words)
    return await _show(turn, me, "all", 0)


async def find(message: Message, turn: Turn) -> Replies:
    """'zoek': by name, number, reference, place or company."""
    me = await _me(turn)
    words = turn.text.partition(" ")[2].strip()
    return await search(turn, me, words) if words else ask_words(turn)


def asks_for_queue(message: Message, turn: Turn) -> bool:
    """The queue, asked for in a sentence."""
    return not _is_busy(turn) and _QUEUE.fullmatch(_said(turn)) is not None


async def queue_asked(message: Message, turn: Turn) -> Replies:
    """All that is open, what is late, or his own."""
    me = await _me(turn)
    words = turn.text.lower()
    chosen = "late" if "te laat" in words else "mine" if "mijn" in words else "all"
    return await _show(turn, me, chosen, 0)


def names_step(message: Message, turn: Turn) -> bool:
    """'Gesproken', or 'Marijke is afgerond': a step, typed where it has to be tapped."""
    return not _is_busy(turn) and _STEP.fullmatch(_said(turn)) is not None


async def point_to_card(message: Message, turn: Turn) -> Replies:
    """A step is tapped on the card: here are the cards that it may be about."""
    me = await _me(turn)
    found = _STEP.fullmatch(_said(turn))
    words = (found["name"] or found["before"] or "").split() if found else []
    name = " ".join(word for word in words if word.lower() not in _BESIDE)
    await _say(turn, turn.t("step_on_card"), None, None)
    known = bool(name) and await turn.db.queue.count(Filter(words=_searched(name))) > 0
    return await _show(turn, me, f"={_searched(name)}" if known else "mine", 0)


def ask_words(turn: Turn) -> Replies:
    turn.talk.desk = {"do": "search", "request": None, "at": turn.now.isoformat()}
    cancel = rows([button(turn.t("desk_drop"), Desk(do="drop", request=0))])
    return [turn.say(turn.t("ask_search"), cancel)]


async def search(turn: Turn, me: str, words: str) -> Replies:
    """What is found, open requests first."""
    return await _show(turn, me, f"={_searched(words)}", 0)


def _searched(words: str) -> str:
    """The words as they are looked for, so short that they fit in a button."""
    return " ".join(_ASKS.sub("", words).split())[:LONGEST_WORDS].rstrip("?")


async def turn_page(query: CallbackQuery, turn: Turn, me: str, data: Desk) -> Replies:
    """Another filter or another page: the same message, changed."""
    if data.do == "search":
        return ask_words(turn)
    message_id = query.message.message_id if query.message else None
    if data.do == "provinces":
        return await _choose_province(turn, message_id)
    words = (turn.talk.desk or {}).get("found", "") if data.do == "found" else None
    chosen = f"={words}" if words is not None else data.value or "all"
    return await _show(turn, me, chosen, data.request, message_id)


async def _choose_province(turn: Turn, message_id: int | None) -> Replies:
    """Only provinces in which something is open."""
    regions = {region.name: region.id for region in turn.knowledge.regions}
    buttons = [
        button(name, Desk(do="queue", request=0, value=f"p-{regions[name]}"))
        for name in await turn.db.queue.provinces()
        if name in regions
    ]
    everything = [button(turn.t("queue_all"), Desk(do="queue", request=0, value="all"))]
    keyboard = rows(*in_pairs(buttons), everything)
    await _say(turn, turn.t("queue_which_province"), keyboard, message_id)
    return []


def _filter(turn: Turn, me: str, chosen: str) -> tuple[Filter, Html]:
    """What is asked of the database, and what it is called."""
    if chosen.startswith("="):
        words = chosen[1:]
        return Filter(words=words), turn.t("queue_found", words=isolated(words))
    if chosen == "mine":
        return Filter(holder=me), turn.t("queue_mine")
    if chosen == "late":
        return Filter(late_on=office_of(turn).today), turn.t("queue_late")
    if chosen.startswith("p-"):
        for region in turn.knowledge.regions:
            if region.id == chosen[2:]:
                return Filter(province=region.name), Html(region.name)
    return Filter(), turn.t("queue_all")


async def _show(
    turn: Turn, me: str, chosen: str, page: int, message_id: int | None = None
) -> Replies:
    """One page of the list; past the end it shows the last page."""
    office = office_of(turn)
    wanted, name = _filter(turn, me, chosen)
    if wanted.words is not None:
        # The words do not fit in a button: the chat remembers them for the next page.
        turn.talk.desk = {"do": "found", "request": None, "found": wanted.words, "is_old": True}
    count = await turn.db.queue.count(wanted)
    page = max(0, min(page, (count - 1) // ON_PAGE))
    shown = await turn.db.queue.page(wanted, page * ON_PAGE, ON_PAGE)
    heading = "queue_title_found" if wanted.words is not None else "queue_title"
    title = turn.t(heading, count=count, name=name)
    if not shown:
        key = "queue_nothing_found" if wanted.words is not None else "queue_empty"
        title = turn.t(key, name=name)
    lines = [_line(office, turn, request) for request in shown]
    keyboard = _keyboard(turn, chosen, page, count, shown)
    await _say(turn, "\n\n".join([title, *lines]), keyboard, message_id)
    return []


def _keyboard(
    turn: Turn, chosen: str, page: int, count: int, shown: list[ContactRequest]
) -> InlineKeyboardMarkup | None:
    """The requests, the pages, and the other filters."""
    names = Counter(request.name for request in shown)
    cards = [
        button(
            _short_name(request, is_alone=names[request.name] == 1),
            Desk(do="show", request=request.id),
        )
        for request in shown
    ]

    def to_page(key: str, number: int) -> InlineKeyboardButton:
        do, value = ("found", "") if chosen.startswith("=") else ("queue", chosen)
        return button(turn.t(key), Desk(do=do, request=number, value=value))

    pages = [to_page("button_previous", page - 1)] if page > 0 else []
    pages += [to_page("button_next", page + 1)] if (page + 1) * ON_PAGE < count else []
    filters = [
        button(turn.t(f"queue_{name}"), Desk(do="queue", request=0, value=name))
        for name in ("all", "mine", "late")
        if name != chosen
    ]
    others = [
        button(turn.t("queue_by_province"), Desk(do="provinces", request=0)),
        button(turn.t("queue_search"), Desk(do="search", request=0)),
    ]
    return rows(*in_pairs(cards), pages, filters, others)


def _short_name(request: ContactRequest, *, is_alone: bool) -> str:
    """Whom a button opens: people know names; of two with one name the number tells."""
    reference = request.reference or str(request.id)
    if not request.name:
        return reference
    name = shorten(request.name, 30)
    return name if is_alone else f"{name}, {reference}"


def _line(office: Office, turn: Turn, request: ContactRequest) -> Html:
    place = request.place or ", ".join(request.provinces)
    is_late = request.is_open and request.contacted_at is None and request.due_on < office.today
    company = f", {shorten(request.company, 40)}" if request.company else ""
    return turn.t(
        "queue_line",
        reference=request.reference or "",
        late=f" {turn.t('card_late')}" if is_late else "",
        due=in_words(request.due_on, office.today, turn.language),
        name=isolated(shorten(request.name or "", 60)),
        place=isolated(f"{shorten(place, 60)}{company}"),
        state=state_of(office, request),
        holder=office.name_of(request.holder),
    )


async def _say(
    turn: Turn, text: str, keyboard: InlineKeyboardMarkup | None, message_id: int | None
) -> None:
    """Send the list, or change it where it stands; its text is kept only until it is sent."""
    method: SendMessage | EditMessageText
    if message_id is None:
        method = turn.say(text, keyboard)
    else:
        method = EditMessageText(
            chat_id=turn.talk.chat_id, message_id=message_id, text=text, reply_markup=keyboard
        )
    name, body = storable(method)
    delivery = Delivery(turn.talk.chat_id, name, body, kind="list")
    await turn.db.outbox.put([delivery], turn.now)
