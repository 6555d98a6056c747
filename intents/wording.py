"""Reads a text as a list of words in which synonyms, place names and names of people are one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from intents import normalize

Phrase = tuple[str, ...]


class Wording:
    """Replaces known phrases by one word each, the longest phrase first."""

    def __init__(
        self,
        synonyms: Iterable[Sequence[str]] = (),
        names: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """`names` maps a stand-in ("xplaats") to all that it stands in for."""
        self._phrases: dict[str, list[tuple[Phrase, Phrase]]] = {}
        for canonical, *others in synonyms:
            for other in others:
                self._add(other, tuple(normalize.words(canonical)))
        for stand_in, phrases in (names or {}).items():
            for phrase in phrases:
                self._add(phrase, (stand_in,))
        for known in self._phrases.values():
            known.sort(key=lambda pair: -len(pair[0]))
        self.words = frozenset(
            word for known in self._phrases.values() for pair in known for word in pair[0]
        )

    def read(self, text: str) -> list[str]:
        return self.replace(normalize.words(text))

    def replace(self, words: Sequence[str]) -> list[str]:
        result: list[str] = []
        at = 0
        while at < len(words):
            for phrase, instead in self._phrases.get(words[at], ()):
                if tuple(words[at : at + len(phrase)]) == phrase:
                    result.extend(instead)
                    at += len(phrase)
                    break
            else:
                result.append(words[at])
                at += 1
        return result

    def _add(self, text: str, instead: Phrase) -> None:
        phrase = tuple(normalize.words(text))
        if phrase and instead and phrase != instead:
            self._phrases.setdefault(phrase[0], []).append((phrase, instead))
