"""What the benchmarks share: quantiles, a table in the terminal, and a file for the chart."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "performance"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def told(rows: dict[str, dict[str, float]]) -> str:
    """Each row's values, one a line."""
    lines = []
    for name, values in rows.items():
        lines.append(name)
        lines += [f"  {key:45} {value:10.3f}" for key, value in values.items()]
    return "\n".join(lines)


def save(name: str, values: dict[str, Any]) -> None:
    """Keep the figures with the machine they were measured on."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine(), **values}, indent=1, ensure_ascii=False)
    (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def machine() -> dict[str, str]:
    model = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return {
        "processor": f"{model}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "system": platform.system(),
        "date": date.today().isoformat(),
    }
