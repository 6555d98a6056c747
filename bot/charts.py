"""The figures of a period as a picture for a phone; needs matplotlib, which is an extra."""

from __future__ import annotations

import importlib.util
import os
from io import BytesIO
from typing import TYPE_CHECKING

from bot.figures import duration, outcomes_of, percent, ranked, topics_of
from bot.period import Period
from bot.turn import Speaks
from storage import Figures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's colours: told apart by colour-blind people, and by their lightness in print.
BLUE, ORANGE, GREEN, GREY, INK = "#0072B2", "#E69F00", "#009E73", "#8A8A8A", "#1A1A1A"
# In inches; 1080 pixels across: a phone upright.
WIDTH, HEAD, TITLE, BAR, EDGE = 6.0, 1.2, 0.5, 0.3, 0.2
DPI = 180
MARGIN = 0.05  # of the width
LABEL = 27  # signs of a label


def can_draw() -> bool:
    return importlib.util.find_spec("matplotlib") is not None


def draw(brain: Speaks, period: Period, found: Figures, cache: str | None = None) -> bytes:
    """A PNG; the same figures give the same picture. Takes a second: not on the event loop."""
    if cache is not None:
        os.environ.setdefault("MPLCONFIGDIR", cache)  # a service has no home to write in
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars = [
        ("Verzoeken per provincie", ranked(found.provinces), BLUE),
        ("Wat zij eerder bekeken", ranked(topics_of(brain, found.topics)), ORANGE),
        ("Hoe het afliep", outcomes_of(brain, found), GREEN),
    ]
    bars = [each for each in bars if each[1]]
    tall = HEAD + sum(TITLE + BAR * len(values) for _, values, _ in bars) + EDGE
    figure = Figure(figsize=(WIDTH, tall), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    _numbers(figure, period, found)
    down = HEAD
    for title, values, colour in bars:
        height = BAR * len(values)
        down += TITLE + height
        box = (0.42, 1 - down / tall, 0.51, height / tall)
        _bars(figure.add_axes(box), title, values, colour)
    target = BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def _numbers(figure: Figure, period: Period, found: Figures) -> None:
    """The title and the figures that matter most."""
    height = figure.get_figheight()

    def write(left: float, down: float, text: str, size: float, weight: str = "normal") -> None:
        top = 1 - down / height
        figure.text(left, top, text, fontsize=size, weight=weight, va="center", color=INK)

    write(MARGIN, 0.32, f"Cijfers {period.name}", 16, "bold")
    median = found.median_seconds
    shown = [
        (str(found.requests), "verzoeken"),
        (percent(found.in_time, found.judged), "op tijd contact"),
        (duration(median) if median is not None else "-", "helft van contacten in"),
        (str(found.reactions["missed"]), "niet begrepen"),
    ]
    for (value, label), left in zip(shown, (MARGIN, 0.26, 0.5, 0.78), strict=True):
        write(left, 0.82, value, 17, "bold")
        write(left, 1.1, label, 9)


def _bars(axes: Axes, title: str, values: dict[str, int], colour: str) -> None:
    """Lying bars with the number at the end: no axis has to be read."""
    names = [name if len(name) <= LABEL else f"{name[: LABEL - 1]}…" for name in values]
    colours = [GREY if name == "overige" else colour for name in values]
    places = range(len(names))
    axes.barh(places, list(values.values()), color=colours, height=0.72)
    for place, count in zip(places, values.values(), strict=True):
        axes.text(count, place, f" {count}", va="center", fontsize=10.5, color=INK)
    axes.set_yticks(list(places), names, fontsize=10.5, color=INK)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, max(values.values()) * 1.12)
    left = (MARGIN - 0.42) / 0.51  # of the axes: where the page begins
    axes.set_title(title, fontsize=12, weight="bold", color=INK, loc="left", x=left, pad=5)
    axes.tick_params(length=0)
    axes.xaxis.set_visible(False)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(GREY)
