"""How much room there is for the database."""

from __future__ import annotations

import shutil
from pathlib import Path

LEAST_FREE = 200  # MB; below it somebody should make room


def free_mb(file: Path) -> int | None:
    """Megabytes free on the disk of this file; None where that cannot be told."""
    try:
        return shutil.disk_usage(file.resolve().parent).free // 1_000_000
    except OSError:
        return None
