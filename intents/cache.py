"""Keeps what was learnt in files named after the content it was learnt from."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

KEPT = 12  # files; older ones belong to knowledge bases of the past

Array = NDArray[Any]
log = logging.getLogger(__name__)


class Cache:
    """A folder of arrays. Nothing depends on it: what cannot be read or kept is learnt anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> Mapping[str, Array] | None:
        """The arrays kept under this name."""
        try:
            with (self._folder / f"{name}.npz").open("rb") as file:
                return dict(np.load(file, allow_pickle=False))
        except Exception:
            return None

    def write(self, name: str, arrays: Mapping[str, Array]) -> None:
        """Keep the arrays. A file appears whole or not at all: other processes may be reading."""
        partial = self._folder / f"{name}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as target:
                np.savez(target, **dict[str, Any](arrays))
            partial.replace(self._folder / f"{name}.npz")
            self._forget_oldest()
        except OSError as error:
            log.warning("what was learnt could not be kept: %s", error.strerror)

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)
        for file in files[:-KEPT]:
            file.unlink(missing_ok=True)
