"""Keeps what was learnt in files named after the content it was learnt from."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "learnt"  # made by tools/build_learnt.py
EXACT = 4096  # steps in which arrays are compared; processors differ in the last bit
KEPT = 40  # files, some ten for each knowledge base; older ones belong to those of the past

Array = NDArray[Any]
log = logging.getLogger(__name__)


class Cache:
    """A folder of arrays. Nothing depends on it: what cannot be read or kept is learnt anew."""

    def __init__(self, folder: Path, shipped: Path | None = SHIPPED) -> None:
        """`shipped` is a second folder that is only read: what was learnt in advance."""
        self._folder = folder
        self._folders = (folder, shipped) if shipped else (folder,)

    def read(self, name: str) -> Mapping[str, Array] | None:
        """The arrays kept under this name."""
        return next(self.read_all(name), None)

    def read_all(self, name: str) -> Iterator[Mapping[str, Array]]:
        """The arrays under this name in each folder that has them."""
        for folder in self._folders:
            kept = _read(folder / f"{name}.npz")
            if kept is not None:
                yield kept

    def write(self, name: str, arrays: Mapping[str, Array]) -> None:
        """Keep the arrays. A file appears whole or not at all: other processes may be reading."""
        partial = self._folder / f"{name}.{os.getpid()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with partial.open("wb") as target:
                np.savez_compressed(target, **dict[str, Any](arrays))
            partial.replace(self._folder / f"{name}.npz")
            self._forget_oldest()
        except OSError as error:
            log.warning("what was learnt could not be kept: %s", error.strerror)

    def _forget_oldest(self) -> None:
        files = sorted(self._folder.glob("*.npz"), key=lambda file: file.stat().st_mtime)
        for file in files[:-KEPT]:
            file.unlink(missing_ok=True)


def _read(file: Path) -> Mapping[str, Array] | None:
    """The arrays in a file; missing or damaged is the same as nothing."""
    try:
        with file.open("rb") as source:
            return dict[str, Array](np.load(source, allow_pickle=False))
    except Exception:
        return None


def kept_or_learnt(
    cache: Cache | None, name: str, needed: set[str], learn: Callable[[], Mapping[str, Array]]
) -> Mapping[str, Array]:
    """What the cache holds under this name, or what is learnt now."""
    kept = cache.read(name) if cache else None
    if kept is None or not kept.keys() >= needed:
        kept = learn()
        if cache:
            cache.write(name, kept)
    return kept


def fingerprint(*parts: object) -> str:
    """A name for these parts: arrays by their content, rounded; all else by how it is written."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, np.ndarray):
            whole = np.rint(part * EXACT) if part.dtype.kind == "f" else part
            digest.update(whole.astype(np.int32).tobytes())
        else:
            digest.update(repr(part).encode())
    return f"learnt-{digest.hexdigest()[:32]}"
