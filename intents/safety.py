"""The rules that find an emergency or a crime report, before anything else looks at a text.

A false alarm costs one extra sentence, a miss costs much more; but the fire brigade, an
extinguisher and falling burglary figures are subjects of conversation, not emergencies.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from intents import calm, happening, key_words, mishaps, normalize, signals

Alarm = Literal["noodgeval", "misdrijf_melden"]


def find(text: str) -> Alarm | None:
    """The alarm in a text, or None."""
    plain = _plain(text)
    if _is_emergency(plain, plain.count(" ") + 1) or _is_told_between(text, plain):
        return "noodgeval"
    if _is_report(plain):
        return "misdrijf_melden"
    return None


def only_talks_of_it(text: str) -> bool:
    """Whether a text is about the past, a case to be imagined or a subject, and not about now.

    So is a turn of phrase that only sounds alarming or a complaint about the park, where no danger
    is named beside it.
    """
    plain = _plain(text)
    now, talked_of = _when(plain)
    if talked_of and not now:
        return True
    if signals.DANGER.search(plain):
        return False
    return _IS_CUT in plain or _is_everyday(plain)


def _is_everyday(plain: str) -> bool:
    """Whether it is a complaint about the park or a greeting, and nobody is in it."""
    return bool(signals.EVERYDAY.search(plain)) and not signals.SOMEBODY.search(plain)


def cannot_be_one(text: str) -> bool:
    """Whether a text that no rule caught is no emergency, however like one it sounds.

    So are a few words that name no danger, for a name is as short, and what tells who somebody is,
    what he does for a living or what was on the news.
    """
    plain = _plain(text)
    if plain.count(" ") < A_FEW_WORDS and not signals.DANGER.search(plain):
        return True
    return calm.speaks_of_work(plain) or calm.introduces(plain)


def speaks_of_suicide(text: str) -> bool:
    """Whether somebody may be thinking of suicide; then he hears of 113 and nothing else."""
    return _SUICIDE.search(" ".join(normalize.words(text))) is not None


_SUICIDE = re.compile(
    r"\b(zelfmoord|zelfdoding|suicid\w*"
    r"|(wil|wou|zou|liever|was ik) (liever |maar |echt |gewoon )?dood"
    r"|afscheid genomen van (iedereen|allemaal|het leven)"
    r"|(rijd|rijden) (zo |straks |nu |mezelf |me )*tegen een (boom|muur|viaduct|pilaar)"
    r"|(zich|zichzelf|mezelf|haarzelf|hemzelf) (nog |zelf )?iets (aan ?doet|aan ?doen|aan te doen)"
    r"|touw klaar|strop gemaakt|niet (meer |meer verder |verder )leven"
    r"|geen zin meer (in het leven|om te leven)"
    r"|zie het (echt |gewoon |even )?niet meer zitten"
    r"|(eind|einde) (aan|maken aan) (mijn leven|m'n leven|het leven)"
    r"|maak er (\w+ ){0,2}een einde? aan"
    r"|(kill|hurt) myself|end my life|(want|wish) to die|wanna die)\b"
)


A_FEW_WORDS = 3
MANY_WORDS = 100  # as if a message were long, so that no single word is enough
_CLAUSES = re.compile(
    r"[.,;!?\n]+|\b(?:maar|want|en nu|en oh? ja|oh ja|laat maar|but|because)\b", re.IGNORECASE
)
_SENTENCES = re.compile(r"[.!?\n]+")
_IS_CUT = "  "  # what is left of a turn of phrase; words have one space between them


@lru_cache(maxsize=8)  # one message and its sentences ask several times
def _plain(text: str) -> str:
    """The folded words, key words well spelt, without turns of phrase that only sound alarming."""
    plain = " ".join(key_words.mend(word) for word in normalize.words(text))
    return signals.IDIOM.sub(_IS_CUT, plain)


def _is_emergency(plain: str, length: int) -> bool:
    now, talked_of = _when(plain)
    if (now or not talked_of) and _is_going_on(plain):
        return True
    if talked_of:
        return False
    if signals.EVENT.search(plain) and now:
        return True
    return (
        length <= 4
        and bool(signals.SHORT_ALARM.search(plain))
        and not signals.NO_ALARM.search(plain)
    )


@lru_cache(maxsize=8)  # the dearest patterns; two rules ask
def _is_going_on(plain: str) -> bool:
    return bool(happening.HAPPENING.search(plain) or mishaps.MISHAP.search(plain))


def _is_told_between(text: str, plain: str) -> bool:
    """Whether one clause tells of an emergency, and only others name what we talk about.

    'Toen' or 'altijd' in another sentence makes no past of this one; 'vorige week' does.
    """
    if not _is_going_on(plain) or _speaks_of_then(signals.STORY.sub(" ", plain)):
        return False
    ends = _SENTENCES if _speaks_of_then(plain) else _CLAUSES
    return any(_is_emergency(_plain(one), MANY_WORDS) for one in ends.split(text))


def _speaks_of_then(plain: str) -> bool:
    return bool(signals.PAST.search(plain) or signals.IMAGINED.search(plain))


@lru_cache(maxsize=8)
def _when(plain: str) -> tuple[bool, bool]:
    """Whether it is going on, and whether it is past, imagined or just a subject."""
    now = bool(signals.NOW.search(signals.NOT_NOW.sub(" ", plain)))
    others = (signals.PAST, signals.IMAGINED, signals.SUBJECT)
    talked_of = calm.speaks_in_general(plain) or any(other.search(plain) for other in others)
    return now, talked_of


def _is_report(plain: str) -> bool:
    about_us = bool(signals.SUBJECT.search(plain))
    if signals.REPORT.search(plain):
        return not about_us or bool(signals.ASKS_WHERE.search(plain))
    return not about_us and bool(signals.HAPPENED.search(plain) or signals.SIGNS.search(plain))
