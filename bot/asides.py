"""What people ask of the contact request itself while they fill it in: who calls, why, must I."""

from __future__ import annotations

import re

from bot.form import form_of
from bot.phrases import is_unknown, names_several
from bot.promise import due_on, in_words
from bot.texts import Html
from bot.turn import Turn

LONGEST = 10  # words; who writes more asks something of his own
SHORT = 5
_WHO = re.compile(
    r"\b(?:wie|met wie)\b.*\b(?:belt|bellen|mailt|mailen|spreek|spreken|contact|aan de lijn"
    r")\b|^(?:en |maar )?wie (?:is|zijn) (?:dat|die|hij|zij|dan)\b|"
    r"\bwho\b.*\b(?:calls?|mails?|contact|speak|talk)\b"
)
_READS = re.compile(r"\b(?:wie|who)\b.*\b(?:leest|lezen|ziet|zien|reads?|sees?)\b")
_WHEN = re.compile(
    r"^(?:en |maar |oke?,? )?(?:wanneer|hoe laat|hoe snel|when)(?: dan| ongeveer| then)?[ ?!.]*$|"
    r"\b(?:wanneer|hoe (?:snel|laat|lang)|duurt)\b.*\b(?:belt|bellen|gebeld|mailt|hoor|reactie|"
    r"antwoord|reageren|iemand|jullie)\b|\b(?:when|how (?:soon|fast|long))\b.*\b(?:call|reply|"
    r"answer|hear|you|someone)\b"
)
_WHY = re.compile(r"^(?:maar |en )?(?:waarom|waarvoor|hoezo|waartoe|why|what for)\b")
_MUST = re.compile(
    r"\b(?:moet (?:dat|ik)|is dat (?:nodig|verplicht)|verplicht|liever niet|wil ik niet (?:zeggen|"
    r"geven|kwijt)|zeg ik niet|geef ik niet|gaat (?:je|u|jou|jullie) (?:niks|niets) aan|anoniem|"
    r"do i have to|is that necessary|rather not|none of your business|anonymous(?:ly)?)\b"
)
_MAIL = re.compile(
    r"\b(?:mag|kan|kunnen|can|may|is)\b.*\b(?:e-?mail|mail|mailen|mailtje|mailadres)\b"
)

_APPS = re.compile(r"\b(?:whats?app\w*|app(?:en|je|t)?|sms(?:en|je|t)?|telegram)\b")
_CALLS = re.compile(
    r"^(?:(?:eh|uh|wacht|en|maar|oh?|of|nee|hoi)[ ,]+)*(?:kan|mag|kunnen) (?:ik|we|wij) "
    r"(?:(?:u|je|jullie|hem|haar|ook|gewoon|zelf|niet|misschien|beter|even|ff|direct|meteen) )*"
    r"bellen[ ?!.]*$|^(?:can|may) i (?:just |also )?(?:call|phone) (?:you|him|her|them|myself)\b"
)
_OF_HIS_OWN = re.compile(
    r"\b(?:mijn|my|wijzig\w*|verander\w*|aanpassen|verwijder\w*|wis\w*|change|delete|geen|no|krijg\w*|"
    r"gehad|ontvang\w*|gemaild|receive\w*|got)\b"
)


def asks_to_mail(text: str) -> bool:
    """'Kan ik ook mailen?'"""
    words = text.lower()
    is_short = len(words.split()) <= SHORT + 2 and "@" not in words
    return is_short and bool(_MAIL.search(words)) and not _OF_HIS_OWN.search(words)


def told_about_form(turn: Turn) -> Html | None:
    """The answer to such a question, in a line; None where it is something else."""
    form = form_of(turn)
    words = turn.text.lower()
    if len(words.split()) > LONGEST or form["paused"]:
        return None
    if _READS.search(words):
        return turn.t("aside_reads")
    if _WHO.search(words):
        return _who_calls(turn)
    if _names_facilitator(turn, words):
        return _who_calls(turn)
    if is_unknown(words) and form["step"] in ("name", "contact", "region", "question"):
        return turn.t(f"unknown_{form['step']}", people=numbers(turn))
    if _WHEN.search(words):
        return turn.t("aside_when", due=in_words(due_on(turn.received), None, turn.language))
    if _CALLS.search(words):
        return turn.t("aside_call", people=numbers(turn))
    if form["step"] == "contact" and _APPS.search(words):
        return turn.t("aside_app")
    # From here on it may as well be the question itself.
    if form["step"] in ("question", "summary"):
        return None
    if _WHY.search(words):
        return turn.t("aside_why_region" if form["step"] == "region" else "aside_why")
    if form["step"] == "region" and names_several(words):
        return turn.t("aside_several")
    if _MUST.search(words):
        return turn.t("aside_must", people=numbers(turn))
    if form["step"] == "contact" and "@" not in words and _MAIL.search(words):
        return turn.t("aside_mail")
    return None


def _names_facilitator(turn: Turn, words: str) -> bool:
    """'Is dat Bekkema?'"""
    known = turn.knowledge.facilitators.values()
    surnames = [each.name.lower().split()[-1] for each in known]
    return "?" in words and len(words.split()) <= SHORT and any(n in words for n in surnames)


def numbers(turn: Turn) -> str:
    """Who can be called: the one of the region, or both."""
    known = turn.knowledge.facilitators
    his = known.get(form_of(turn)["facilitator"] or "")
    people = [his] if his else known.values()
    return f" {turn.t('or')} ".join(f"{each.name}, {each.phone}" for each in people)


def _who_calls(turn: Turn) -> Html:
    known = turn.knowledge.facilitators
    person = known.get(form_of(turn)["facilitator"] or "")
    if person:
        return turn.t("aside_who", name=person.name)
    names = f" {turn.t('or')} ".join(each.name for each in known.values())
    return turn.t("aside_who_of_two", names=names)
