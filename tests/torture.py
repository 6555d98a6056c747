"""Sizes and figures of the tests that try the assistant hard: small here, full in torture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Size = Callable[[int, int], int]
Figures = Callable[[str, str, str], None]

FIGURES = "figures"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--torture",
        type=float,
        metavar="SHARE",
        help="size of the tests marked torture, as a share of their full size (1 is full)",
    )


@pytest.fixture
def size(request: pytest.FixtureRequest) -> Size:
    """`size(30, 2000)`: 30 in the ordinary suite, 2,000 in torture, or a share of that.

    What is 0 in the ordinary suite is left out there.
    """
    share = request.config.getoption("torture")

    def chosen(ordinary: int, full: int) -> int:
        if share is not None:
            return max(1, round(full * float(share)))
        if ordinary == 0:
            pytest.skip("only in torture")
        return ordinary

    return chosen


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """`figures("R1", "0 lost", "150 kills, 0 lost")`: the promise, its bar, and what was seen."""

    def note(promise: str, bar: str, seen: str) -> None:
        record_property(FIGURES, (promise, bar, seen))
        print(f"{promise}: {seen}")

    return note


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """In torture: a table of all figures, in the order of the promises."""
    if config.getoption("torture") is None:
        return
    rows = []
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in report.user_properties:
                if name == FIGURES:
                    promise, bar, seen = value
                    rows.append((promise, outcome, seen, bar, f"{report.duration:.0f} s"))
    terminalreporter.section("figures")
    for row in sorted(rows, key=lambda each: (int(each[0].strip("R") or 0), each)):
        terminalreporter.write_line(" | ".join(row))
