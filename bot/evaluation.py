"""`kvob evaluate`: how well test sentences are understood, and what changed since the last run."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.refusal import Refused
from intents import VERDICTS, Line, Result, Scores, line_from

PAIRS = 15  # confused pairs that are printed
LINES = 20  # changed lines that are printed

Verdicts = dict[str, str]
NAMES: dict[str, str] = dict(zip(VERDICTS, ("goed", "keuze", "fout", "geweigerd"), strict=True))


def read_lines(files: Sequence[Path]) -> list[Line]:
    """The test sentences; Refused names the file and line of the first that is none."""
    lines = []
    for file in files:
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not text.strip():
                continue
            try:
                lines.append(_line(json.loads(text)))
            except (ValueError, KeyError, TypeError):
                raise Refused(
                    f"{file.name}, regel {number}: hier hoort "
                    '{"text": "...", "labels": ["..."], "kind": "..."}'
                ) from None
    if not lines:
        raise Refused("Er staan geen zinnen in.")
    return lines


def _line(data: dict[str, object]) -> Line:
    """Raises ValueError for labels that are no list of names."""
    labels = data["labels"]
    if not isinstance(labels, list) or not labels or not all(map(_is_name, labels)):
        raise ValueError
    return line_from(data)


def _is_name(label: object) -> bool:
    return isinstance(label, str) and bool(label)


def report(scores: Scores, tier: str, before: Verdicts | None) -> Iterator[str]:
    """All that is printed: the whole, per intent, per kind, confused pairs, what changed."""
    results = scores.results
    yield f"{len(results)} zinnen, gelezen met {tier}"
    yield ""
    yield from _table("", {"alles": Counter(result.verdict for result in results)})
    yield f"{'goed of bij de keuze':<28}{_reached(results):>28.3f}"
    yield ""
    yield from _table("per onderwerp", scores.per_intent)
    yield ""
    yield from _table("per soort", scores.per_kind)
    if scores.confused:
        yield ""
        yield "verward: bedoeld -> begrepen"
        for meant, taken, count in scores.confused[:PAIRS]:
            yield f"  {count:>3}  {meant} -> {taken}"
    yield ""
    yield from _difference(results, before)


def _reached(results: Sequence[Result]) -> float:
    """The part that was right, or had the right subject among those offered."""
    return sum(one.verdict == "right" or one.offered for one in results) / len(results)


def _table(title: str, counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    yield f"{title:<28}" + "".join(f"{NAMES[verdict]:>14}" for verdict in VERDICTS)
    for name in sorted(counts):
        counted, total = counts[name], counts[name].total()
        cells = (f"{counted[each]:>6} {counted[each] / total:>7.3f}" for each in VERDICTS)
        yield f"  {name or '-':<26}" + "".join(cells)


def _difference(results: Sequence[Result], before: Verdicts | None) -> Iterator[str]:
    if before is None:
        yield "Eerste keer met deze zinnen: er is nog geen verschil."
        return
    changed = [
        (before[_key(result)], result)
        for result in results
        if before.get(_key(result), result.verdict) != result.verdict
    ]
    now = Counter(result.verdict for result in results)
    then = Counter(before.values())
    moved = ", ".join(f"{NAMES[each]} {now[each] - then[each]:+d}" for each in VERDICTS)
    yield f"verschil met de vorige keer: {moved}; {len(changed)} zinnen anders"
    for old, result in changed[:LINES]:
        yield f"  {NAMES.get(old, old)} -> {NAMES[result.verdict]}: {result.line.text}"
    if len(changed) > LINES:
        yield f"  ... en nog {len(changed) - LINES}"


def remembered(folder: Path, lines: Sequence[Line]) -> Verdicts | None:
    """The verdicts of the last run on the same sentences."""
    try:
        kept = json.loads(_memory(folder, lines).read_text(encoding="utf-8"))
        return {str(key): str(verdict) for key, verdict in kept.items()}
    except (OSError, ValueError, AttributeError):
        return None


def remember(folder: Path, scores: Scores) -> None:
    """Keep the verdicts, under a digest of each sentence; without a folder to write in, do not."""
    file = _memory(folder, [result.line for result in scores.results])
    verdicts = {_key(result): result.verdict for result in scores.results}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(verdicts), encoding="utf-8")
    except OSError:
        return


def _memory(folder: Path, lines: Iterable[Line]) -> Path:
    whole = "\0".join(f"{line.text}\0{line.labels}" for line in lines)
    return folder / f"evaluated-{_digest(whole)}.json"


def _key(result: Result) -> str:
    return _digest(f"{result.line.text}\0{result.line.labels}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
