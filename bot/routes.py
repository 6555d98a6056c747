"""Every reaction of the assistant, in order: the first route that fits is taken."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Message

from bot.details.wishes import says_when
from bot.filters import (
    About,
    Private,
    WaitingFor,
    from_facilitator,
    has_form,
    has_text,
    in_form,
)
from bot.form import holds_details, says_where
from bot.handlers import (
    additions,
    answers,
    contact,
    desk,
    desk_absence,
    desk_accounts,
    desk_queue,
    desk_writing,
    figures,
    form_answers,
    guides,
    own_data,
    privacy,
    requests,
    safety,
    survey,
    useful,
)
from bot.keyboards import (
    AddTo,
    Ask,
    Desk,
    Erase,
    Form,
    InRegion,
    Moment,
    More,
    Own,
    Rate,
    Report,
    Show,
    Useful,
)
from bot.phrases import (
    BACK,
    DUTCH,
    ENGLISH,
    GO_ON,
    MORE,
    OTHER_REGION,
    PUZZLED,
    acknowledges,
    bare,
    is_no,
    is_plain_stop,
    is_send,
    is_stop,
    is_unknown,
    is_yes,
    names_several,
)
from bot.table import Handler, Table
from bot.turn import Replies, Turn
from intents import Outcome, asks_for_more, speaks_foreign, speaks_of_suicide

WHEREABOUTS = frozenset(
    [
        "terrein",
        "terreinen",
        "ligt",
        "liggen",
        "lag",
        "zit",
        "zitten",
        "gevestigd",
        "vestiging",
        "provincie",
        "park",
        "bedrijf",
        "gemeente",
        "loods",
        "pand",
        "site",
        "located",
        "based",
    ]
)


def add_routes(router: Router) -> None:
    """In a private chat safety goes first, then commands, the form, questions, the rest."""
    messages = Table()
    _safety(messages)
    _commands(messages)
    _desk(messages)
    _form(messages)
    _open_questions(messages)
    _questions(messages)
    router.message.register(messages.take, Private())
    router.message.register(answers.leave_group)
    edited = Table()
    _safety(edited)
    edited.register(answers.edited)
    router.edited_message.register(edited.take, Private())
    router.callback_query.register(_buttons().take, Private())
    router.my_chat_member.register(desk_accounts.come_back, Private())
    router.my_chat_member.register(answers.leave_group)


def _safety(table: Table) -> None:
    table.register(safety.suicide, has_text, is_despair)
    table.register(safety.emergency, has_text, About("noodgeval"))


def _commands(table: Table) -> None:
    table.register(desk_accounts.couple, desk_accounts.looks_like_code)
    commands: list[tuple[Handler, Command]] = [
        (answers.start, CommandStart()),
        (answers.show_help, Command("help", "hulp", "menu")),
        (privacy.explain, Command("privacy")),
        (own_data.show_data, Command("gegevens", "mijngegevens")),
        (privacy.ask_to_erase, Command("verwijder", "delete")),
        (requests.show_status, Command("status")),
        (contact.begin, Command("contact")),
        (answers.switch_language, Command("taal", "language", "english")),
    ]
    for handler, command in commands:
        table.register(handler, has_slash, command)
    of_the_desk: list[tuple[Handler, tuple[Any, ...]]] = [
        (desk_queue.queue, (has_slash, Command("wachtrij"))),
        (desk_queue.queue, (says_queue,)),
        (desk_queue.find, (desk_queue.is_search,)),
        (desk_absence.begin, (desk_absence.is_away,)),
        (desk_absence.come_back, (desk_absence.is_back,)),
        (figures.show, (has_slash, Command("cijfers"))),
        (figures.export, (has_slash, Command("export"))),
        (figures.unknown, (has_slash, Command("onbegrepen"))),
    ]
    for handler, questions in of_the_desk:
        table.register(handler, *questions, from_facilitator)


def _desk(table: Table) -> None:
    """What a facilitator types after a question of the desk, or as a reply to a card."""
    is_reply = (additions.is_reply,)
    routes: list[tuple[Handler, tuple[Any, ...]]] = [
        (desk_writing.take, (desk_writing.has_draft, from_facilitator)),
        (desk_writing.reply_to_card, (desk_writing.is_reply, from_facilitator)),
        (additions.reply, is_reply),
        (
            desk_queue.find_named,
            (desk_queue.may_name_request, from_facilitator, desk_queue.names_request),
        ),
        (desk_queue.queue_asked, (desk_queue.asks_for_queue, from_facilitator)),
        (desk_queue.point_to_card, (desk_queue.names_step, from_facilitator)),
    ]
    for handler, questions in routes:
        table.register(handler, has_text, *questions)


def _form(table: Table) -> None:
    # 'Are you sure?' was asked last, so a 'ja' answers that.
    table.register(privacy.erase_typed, WaitingFor("erase", "withdraw"), decides)
    table.register(answers.speak, has_text, names_language)
    table.register(answers.switch_language, has_text, asks_for_other_language)
    table.register(go_on, in_form, is_form_input)
    table.register(contact.resume_typed, has_form, is_resume)


def _open_questions(table: Table) -> None:
    """What the assistant just asked: a province, or 'are you sure?'."""
    table.register(additions.take, has_text, additions.is_asked)
    table.register(additions.add_kept, additions.is_belonging_asked, says_it_belongs)
    table.register(begin_new, additions.is_belonging_asked, says_it_is_new)
    table.register(guides.confirm_region, answers_suggestion)
    table.register(guides.read_region, has_text, names_region)
    table.register(guides.help_with_region, WaitingFor("region"), does_not_know_region)


def _questions(table: Table) -> None:
    routes: list[tuple[Handler, tuple[Any, ...]]] = [
        (safety.report_crime, (About("misdrijf_melden"),)),
        (answers.show_help, (About("hulp"), from_facilitator)),
        (own_data.show_data, (asks_for_data,)),
        (guides.ask_other_region, (asks_for_other_region,)),
        (contact.nothing_to_stop, (says_stop,)),
        (contact.nothing_to_send, (says_send,)),
        (answers.more_typed, (wants_more,)),
        (answers.tapped_in_words, (says_button,)),
        (additions.tell_mailbox, (additions.asks_to_mail,)),
        (additions.ask_afterthought, (additions.says_afterthought,)),
        (unknown_command, (is_command,)),
        (guides.read_region, (is_bare_place,)),
        (contact.begin_with_details, (has_details,)),
        (answers.short_word, (is_short_word,)),
        (additions.take_expected, (additions.is_expected,)),
        (answers.foreign, (is_foreign,)),
        (contact.begin, (asks_to_be_called,)),
        (answers.react, ()),
    ]
    for handler, questions in routes:
        table.register(handler, has_text, *questions)
    table.register(answers.not_text)


def _buttons() -> Table:
    table = Table()
    routes: list[tuple[Handler, type[CallbackData]]] = [
        (answers.show_answer, Show),
        (answers.show_more, More),
        (answers.ask, Ask),
        (guides.choose_region, InRegion),
        (contact.tapped, Form),
        (requests.own_request, Own),
        (additions.tapped, AddTo),
        (additions.choose_moment, Moment),
        (privacy.erase, Erase),
        (useful.rate, Useful),
        (figures.tapped, Report),
        (survey.rate, Rate),
        (desk.step, Desk),
    ]
    for handler, data in routes:
        table.register(handler, data.filter())
    table.register(answers.old_button)
    return table


# ---- filters that need more than one look --------------------------------------------------


async def go_on(message: Message, turn: Turn) -> Replies:
    """The form, with the ordinary reactions for a question in the middle."""
    return await form_answers.go_on(message, turn, answers.react)


def has_slash(message: Message, turn: Turn) -> bool:
    """Whether it can be a command at all."""
    return (message.text or message.caption or "").lstrip().startswith("/")


def is_form_input(message: Message, turn: Turn) -> bool:
    """Text, or one's own phone number shared; other media get their own answer."""
    return bool(turn.text.strip()) or message.contact is not None


def is_resume(message: Message, turn: Turn) -> bool:
    return bare(turn.text) in GO_ON or is_stop(turn.text)


def says_queue(message: Message, turn: Turn) -> bool:
    return turn.text.lower().split(maxsplit=1)[:1] == ["wachtrij"]


def is_despair(message: Message, turn: Turn) -> bool:
    return speaks_of_suicide(turn.text)


def says_stop(message: Message, turn: Turn) -> bool:
    return bare(turn.text) in BACK or is_plain_stop(turn.text)


def asks_for_other_region(message: Message, turn: Turn) -> bool:
    return bare(turn.text) in OTHER_REGION


def says_send(message: Message, turn: Turn) -> bool:
    return is_send(turn.text)


def wants_more(message: Message, turn: Turn) -> bool:
    if not turn.talk.topics:
        return False
    match, last = turn.match, turn.talk.topics[0]
    goes_on = match is not None and match.intents[:1] == (last,) and asks_for_more(turn.text)
    return goes_on or bare(turn.text) in MORE


def is_bare_place(message: Message, turn: Turn) -> bool:
    """Whether a place alone was typed, without being asked: then that person is looked for."""
    match = turn.match
    is_sure = match is not None and match.outcome is Outcome.ANSWER
    # After 'wat doet een procesbegeleider' a place is understood as 'who is mine?'.
    if match and is_sure and match.intents != (guides.INTENT,):
        return False
    if len(turn.text.split()) > 3 and not says_where(turn.text):
        return False
    return turn.brain.places.find(turn.text).outcome in ("found", "ask", "abroad", "both")


def decides(message: Message, turn: Turn) -> bool:
    return privacy.is_decision(turn)


def says_it_belongs(message: Message, turn: Turn) -> bool:
    return additions.belongs(turn)


def says_it_is_new(message: Message, turn: Turn) -> bool:
    return additions.is_new(turn)


def names_language(message: Message, turn: Turn) -> bool:
    """'English please'; where a name is asked, 'Engels' is a name."""
    words = bare(turn.text.replace(",", " "))
    return words in ENGLISH | DUTCH and (turn.talk.form is None or " " in words)


def asks_for_other_language(message: Message, turn: Turn) -> bool:
    return turn.talk.form is None and bare(turn.text) in {"taal", "andere taal", "language"}


def says_button(message: Message, turn: Turn) -> bool:
    """Whether what a button says was typed."""
    return answers.button_typed(turn) is not None


def answers_suggestion(message: Message, turn: Turn) -> bool:
    return guides.answers_suggestion(turn)


async def begin_new(message: Message, turn: Turn) -> Replies:
    """'Nee, het is een nieuw verzoek', typed."""
    turn.text, turn.talk.waiting_for = "/contact", None
    return await contact.begin(message, turn)


def does_not_know_region(message: Message, turn: Turn) -> bool:
    """'Weet ik niet' or 'in meerdere provincies'."""
    return is_unknown(turn.text) or names_several(turn.text)


def is_suggested(message: Message, turn: Turn) -> bool:
    return (turn.talk.waiting_for or "").startswith(guides.SUGGESTED)


def is_command(message: Message, turn: Turn) -> bool:
    return turn.text.startswith("/")


def asks_for_data(message: Message, turn: Turn) -> bool:
    return bare(turn.text) in {"mijn gegevens", "toon mijn gegevens", "my data"}


def is_short_word(message: Message, turn: Turn) -> bool:
    """'Ja', 'ok' or '?', where no question of ours is open that it could answer."""
    words = bare(turn.text)
    is_sign = not any(sign.isalnum() for sign in turn.text)
    is_heard = is_yes(turn.text) or is_no(turn.text) or acknowledges(turn.text)
    return is_heard or words in PUZZLED or is_sign


def is_foreign(message: Message, turn: Turn) -> bool:
    return speaks_foreign(turn.text)


def asks_to_be_called(message: Message, turn: Turn) -> bool:
    """'Bel me morgen na 16 uur': a wish, though its words fit more subjects."""
    match = turn.match
    if match is None or match.outcome is not Outcome.CHOOSE:
        return False
    return "contactverzoek" in match.intents and says_when(turn.text)


def has_details(message: Message, turn: Turn) -> bool:
    return holds_details(turn)


def names_region(message: Message, turn: Turn) -> bool:
    """Whether this answers 'in which province?', or goes on about the procesbegeleider."""
    asked = turn.talk.waiting_for == "region" or is_suggested(message, turn)
    goes_on = turn.talk.topics[:1] == [guides.INTENT] and speaks_of_terrein(turn.text)
    if not (asked or goes_on) or holds_details(turn):
        return False
    place = turn.brain.places.find(turn.text)
    if place.outcome == "unknown":
        return False
    match = turn.match
    is_other_question = bool(
        match
        and match.outcome is Outcome.ANSWER
        and match.intents[0] != guides.INTENT
        and turn.mentioned_place().outcome == "unknown"
        and len(turn.text.split()) > 3
    )
    return not is_other_question


def speaks_of_terrein(text: str) -> bool:
    """Whether a place in this text is likely where the terrein lies: 'en Zeeland?'."""
    words = bare(text).split()
    return len(words) <= 4 or bool(WHEREABOUTS & set(words))


async def unknown_command(message: Message, turn: Turn) -> Replies:
    return [turn.say(turn.t("unknown_command"))]
