"""What mail to a facilitator says: plain text and HTML, with links to call and to answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import escape, unescape
from urllib.parse import quote

from bot.config import Settings
from bot.details import show_phone
from bot.promise import in_words, local_day
from bot.texts import Html
from bot.turn import Brain
from intents import Facilitator
from storage import ContactRequest

_TAG = re.compile(r"</?\w[^>]*>")
_BUTTON = (
    "display:inline-block;margin:0 8px 8px 0;padding:12px 18px;border-radius:6px;"
    "background:#0b5a8f;color:#ffffff;text-decoration:none;font-weight:bold"
)
_PAGE = (
    '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"></head>'
    '<body style="margin:0;padding:16px;background:#ffffff;color:#1a1a1a;'
    'font:16px/1.5 Arial,Helvetica,sans-serif"><div style="max-width:600px">{}</div></body></html>'
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail, not yet addressed."""

    subject: str
    text: str
    html: str
    reply_to: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A detail of the request; `link` is what a tap on it does."""

    label: str
    value: str
    link: str | None = None


def plain(text: str) -> str:
    """Telegram HTML as plain text."""
    return unescape(_TAG.sub("", text))


def request_letter(
    brain: Brain,
    settings: Settings,
    request: ContactRequest,
    kind: str,
    now: datetime,
    **values: object,
) -> Letter:
    """All of one request, under what there is to say about it (`mail_<kind>`, `..._subject`)."""
    t = brain.texts
    due = in_words(request.due_on, local_day(now), "nl")
    place = request.place or ", ".join(request.provinces)
    known = {"reference": request.reference or "", "due": due, "place": place, **values}
    subject = plain(t(f"mail_{kind}_subject", "nl", **known))
    intro = t(f"mail_{kind}", "nl", **known)
    lines = list(_lines(brain, request, due))
    closing = _how_to_close(brain, settings, request)
    return Letter(
        subject=_one_line(subject),
        text=_as_text(intro, lines, request.question or "", closing),
        html=_as_html(brain, intro, lines, request, closing),
        reply_to=request.email,
    )


def note_letter(brain: Brain, kind: str, **values: object) -> Letter:
    """A few sentences without any detail of the person."""
    subject = plain(brain.texts(f"mail_{kind}_subject", "nl", **values))
    intro = brain.texts(f"mail_{kind}", "nl", **values)
    return Letter(_one_line(subject), f"{plain(intro)}\n", _PAGE.format(_paragraphs(intro)))


def list_letter(
    brain: Brain, subject: str, parts: list[tuple[str, list[ContactRequest]]], day: date
) -> Letter:
    """Requests under headings, each on a line with how to reach its entrepreneur."""
    texts, pages = [], []
    for heading, requests in parts:
        if not requests:
            continue
        rows = [_row(brain, request, day) for request in requests]
        texts.append("\n".join([plain(heading), *(f"- {plain(row)}" for row in rows)]))
        items = "".join(f'<li style="margin-bottom:8px">{row}</li>' for row in rows)
        pages.append(f'<h3 style="margin:16px 0 4px">{heading}</h3><ul>{items}</ul>')
    return Letter(_one_line(subject), "\n\n".join(texts) + "\n", _PAGE.format("".join(pages)))


def _row(brain: Brain, request: ContactRequest, day: date) -> str:
    due = in_words(request.due_on, day, "nl")
    who = escape(request.name or "")
    where = escape(request.place or ", ".join(request.provinces))
    reach = _reach(brain, request)
    return f"<b>{request.reference or ''}</b> · {escape(due)} · {who}, {where}: {reach}"


def _reach(brain: Brain, request: ContactRequest) -> str:
    links = []
    if request.phone:
        links.append(f'<a href="tel:{request.phone}">{escape(show_phone(request.phone))}</a>')
    if request.email:
        href = escape(_mailto(brain, request), quote=True)
        links.append(f'<a href="{href}">{escape(request.email)}</a>')
    return ", ".join(links)


def _lines(brain: Brain, request: ContactRequest, due: str) -> list[Line]:
    province = ", ".join(request.provinces)
    known = brain.knowledge.intents
    topics = [known[name].title.nl for name in request.topics if name in known]
    found = [
        ("label_reference", request.reference, None),
        ("label_due", due if request.is_open else None, None),
        ("label_name", request.name, None),
        (
            "label_phone",
            show_phone(request.phone) if request.phone else None,
            f"tel:{request.phone}",
        ),
        ("label_email", request.email, _mailto(brain, request)),
        ("label_company", request.company, None),
        ("label_terrein", request.terrein, None),
        ("label_region", f"{request.place} ({province})" if request.place else province, None),
        ("label_topics", ", ".join(topics), None),
        ("label_language", "Engels" if request.language == "en" else None, None),
    ]
    return [
        Line(plain(brain.texts(label, "nl")), _one_line(value), link)
        for label, value, link in found
        if value
    ]


def _mailto(brain: Brain, request: ContactRequest) -> str:
    subject = plain(brain.texts("mail_answer_subject", "nl", reference=request.reference or ""))
    return f"mailto:{quote(request.email or '', safe='@')}?subject={quote(subject)}"


def _how_to_close(brain: Brain, settings: Settings, request: ContactRequest) -> Html:
    """Who works by mail alone tells the operator, who closes the request."""
    if settings.operator.email is None or not request.is_open:
        return Html("")
    subject = plain(brain.texts("mail_done_subject", "nl", reference=request.reference or ""))
    href = f"mailto:{quote(settings.operator.email, safe='@')}?subject={quote(subject)}"
    link = Html(f'<a href="{escape(href, quote=True)}">{escape(settings.operator.email)}</a>')
    return brain.texts("mail_how_to_close", "nl", operator=link, subject=subject)


def _as_text(intro: Html, lines: list[Line], question: str, closing: Html) -> str:
    details = "\n".join(f"{line.label} {line.value}" for line in lines)
    parts = [plain(intro), details, question.strip(), plain(closing)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _as_html(
    brain: Brain, intro: Html, lines: list[Line], request: ContactRequest, closing: Html
) -> str:
    cell = 'style="padding:4px 12px 4px 0;vertical-align:top"'
    rows = "".join(
        f"<tr><td {cell}>{escape(line.label)}</td><td {cell}>{_linked(line)}</td></tr>"
        for line in lines
    )
    question = escape(request.question or "").replace("\n", "<br>")
    quoted = (
        f'<p style="margin:16px 0;padding:8px 12px;border-left:4px solid #0b5a8f;'
        f'background:#f2f6f9">{question}</p>'
        if question
        else ""
    )
    table = f'<table style="border-collapse:collapse">{rows}</table>'
    parts = (_paragraphs(intro), _buttons(brain, request), table, quoted, _paragraphs(closing))
    return _PAGE.format("".join(parts))


def _buttons(brain: Brain, request: ContactRequest) -> str:
    found = []
    if request.phone:
        label = brain.texts("mail_button_call", "nl", phone=show_phone(request.phone))
        found.append((f"tel:{request.phone}", label))
    if request.email:
        found.append((_mailto(brain, request), brain.texts("mail_button_answer", "nl")))
    links = [
        f'<a style="{_BUTTON}" href="{escape(href, quote=True)}">{label}</a>'
        for href, label in found
    ]
    return f"<p>{''.join(links)}</p>" if links else ""


def _linked(line: Line) -> str:
    value = escape(line.value)
    return f'<a href="{escape(line.link, quote=True)}">{value}</a>' if line.link else value


def _paragraphs(text: Html) -> str:
    parts = [part for part in text.split("\n\n") if part]
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def address_of(settings: Settings, person: Facilitator) -> str:
    """The address in the settings, else the one in the knowledge base."""
    account = settings.facilitators.get(person.id)
    return (account.email if account else None) or person.email
