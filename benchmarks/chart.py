"""Draws docs/performance/*.json as docs/performance/performance.svg.

python3 dev.py bench chart
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot
from matplotlib.axes import Axes

from benchmarks.results import FOLDER

OURS, OTHERS = "#1f6f54", "#b9b4a8"
LIMIT = 50  # ms, for every question to the queue but the figures


def main() -> None:
    mpl.rcParams["svg.hashsalt"] = "kvob"
    figure, (left, middle, right) = pyplot.subplots(1, 3, figsize=(13, 4.2))
    draw_bots(left, read("end_to_end"))
    draw_matching(middle, read("matching"))
    draw_desk(right, read("desk"))
    figure.tight_layout()
    figure.savefig(FOLDER / "performance.svg", metadata={"Date": None})


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


def draw_bots(axes: Axes, found: dict[str, Any]) -> None:
    bots = found["bots"]
    values = [bots[name]["updates a second"] for name in bots]
    bars = axes.bar(list(bots), values, color=[OTHERS, OURS])
    axes.bar_label(bars, fmt="%.0f")
    axes.axhline(50, color="black", linewidth=0.8, linestyle=":")
    axes.set_title("updates a second, 300 visitors\n(dotted: the floor, 50)")


def draw_matching(axes: Axes, found: dict[str, Any]) -> None:
    rows = {name: row["p50 (ms)"] for name, row in found["rows"].items() if ", 1x" in name}
    names = [name.partition(", ")[0] for name in rows]
    colours = [OTHERS if name.startswith(("rapid", "scikit")) else OURS for name in names]
    bars = axes.barh(names, list(rows.values()), color=colours)
    axes.bar_label(bars, fmt="%.1f")
    axes.invert_yaxis()
    axes.set_title("ms a text (p50), shipped knowledge base")


def draw_desk(axes: Axes, found: dict[str, Any]) -> None:
    values = found["p99 (ms)"]
    bars = axes.barh(list(values), list(values.values()), color=OURS)
    axes.bar_label(bars, fmt="%.0f")
    axes.axvline(LIMIT, color="black", linewidth=0.8, linestyle=":")
    axes.invert_yaxis()
    axes.set_title(f"ms (p99), {found['requests']:,} requests")


if __name__ == "__main__":
    main()
