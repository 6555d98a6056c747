"""The figures of a period in words, for the facilitators; always Dutch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.period import Period
from bot.texts import Html, Texts
from bot.turn import Speaks
from storage import Figures

MOST_SHOWN = 6  # lines under one heading; the rest is added up
HOUR, DAY = 3600, 86_400  # seconds
OUTCOMES = ("appointment", "informed", "referred", "unreachable", "unsuitable", "")


def figures_text(brain: Speaks, period: Period, found: Figures) -> Html:
    """All of it in one message."""
    t = brain.texts
    parts = [
        t("figures_title", "nl", period=period.name),
        "\n".join(_summary(t, found)),
        _list(t, "figures_provinces", ranked(found.provinces)),
        _list(t, "figures_topics", ranked(topics_of(brain, found.topics))),
        _list(t, "figures_outcomes", outcomes_of(brain, found)),
        "\n".join(_talk(t, found)),
    ]
    return Html("\n\n".join(part for part in parts if part))


def _summary(t: Texts, found: Figures) -> list[Html]:
    lines = [
        t(
            "figures_requests",
            "nl",
            count=found.requests,
            open=found.open,
            withdrawn=found.withdrawn,
        )
    ]
    if found.judged:
        share = percent(found.in_time, found.judged)
        lines.append(
            t("figures_in_time", "nl", share=share, part=found.in_time, whole=found.judged)
        )
    if found.median_seconds is not None:
        lines.append(t("figures_median", "nl", duration=duration(found.median_seconds)))
    answered = found.ratings["yes"] + found.ratings["no"]
    if answered:
        share = percent(found.ratings["yes"], answered)
        lines.append(
            t("figures_helped", "nl", share=share, part=found.ratings["yes"], whole=answered)
        )
    return lines


def _talk(t: Texts, found: Figures) -> list[Html]:
    said = found.reactions
    lines = [t("figures_missed", "nl", count=said["missed"])]
    rated = said["helpful"] + said["unhelpful"]
    if rated:
        share = percent(said["helpful"], rated)
        lines.append(t("figures_useful", "nl", share=share, part=said["helpful"], whole=rated))
    return lines


def _list(t: Texts, heading: str, counted: Mapping[str, int]) -> str:
    if not counted:
        return ""
    title = t(heading, "nl")
    return "\n".join([f"<b>{title}</b>", *(t_line(t, *each) for each in counted.items())])


def t_line(t: Texts, name: str, count: int) -> Html:
    return t("figures_line", "nl", name=name, count=count)


def ranked(counted: Counter[str]) -> dict[str, int]:
    """The most frequent first, like ones by name; what is too much under one name."""
    order = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    rest = sum(count for _, count in order[MOST_SHOWN:])
    return dict(order[:MOST_SHOWN]) | ({"overige": rest} if rest else {})


def topics_of(brain: Speaks, counted: Counter[str]) -> Counter[str]:
    """Subjects by their titles; what is no question about the keurmerk does not count."""
    known = brain.knowledge.intents
    return Counter(
        {
            known[name].title.nl: count
            for name, count in counted.items()
            if name in known and known[name].kind == "faq"
        }
    )


def outcomes_of(brain: Speaks, found: Figures) -> dict[str, int]:
    """How closed requests ended, in a fixed order."""
    return {
        str(brain.texts(f"outcome_{name or 'none'}", "nl")): found.outcomes[name]
        for name in OUTCOMES
        if found.outcomes[name]
    }


def percent(part: int, whole: int) -> str:
    """Rounded down, so that 100% means all."""
    return f"{100 * part // whole}%" if whole else "-"


def duration(seconds: float) -> str:
    """'40 minuten', '5 uur', '2,5 dag': as exact as it matters."""
    if seconds < HOUR:
        minutes = max(round(seconds / 60), 1)
        return "1 minuut" if minutes == 1 else f"{minutes} minuten"
    if seconds < 2 * DAY:
        return f"{round(seconds / HOUR)} uur"
    return f"{seconds / DAY:.1f} dagen".replace(".", ",").replace(",0 ", " ")
