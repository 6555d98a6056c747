"""What typing errors cost: the same messages as they were written and with slips made on purpose.

    python3 dev.py bench typos [--no-encoder] [--lines 200] [--kind NAME ...] [FILE ...]

FILE holds one {"text", "labels", "kind"} a line; without one the messages of tests/data are
taken, those that were written with errors or in English left out. Every kind of slip is made
once in each message that has room for it; 'mixed' makes one in about every fourth word, of all
kinds, as people do. All slips are drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.results import save
from intents import Matcher, find_encoder, load
from intents.scoring import FALLBACK, Line, evaluate, line_from

NEIGHBOURS = {
    "q": "wa", "w": "qesa", "e": "wrds", "r": "etfd", "t": "rygf", "y": "tuhg", "u": "yijh",
    "i": "uokj", "o": "iplk", "p": "ol", "a": "qszw", "s": "adwxz", "d": "sfecx", "f": "dgrvc",
    "g": "fhtbv", "h": "gjynb", "j": "hkumn", "k": "jlim", "l": "kop", "z": "asx", "x": "zsdc",
    "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
EVERY = 4  # words for one slip, in a mixed message
UNTOUCHED = {"typo", "english", "foreign", "gibberish", "dialect", "spam"}

Slip = Callable[[list[str], random.Random], list[str] | None]
_WORD = re.compile(r"[^\W\d_]+")


def _in_word(change: Callable[[str, random.Random], str | None], least: int = 3) -> Slip:
    """A slip within one word: the first, in random order, that the change can be made in."""

    def slip(words: list[str], chance: random.Random) -> list[str] | None:
        places = [n for n, word in enumerate(words) if len(_letters(word)) >= least]
        for place in chance.sample(places, len(places)):
            found = _WORD.search(words[place])
            assert found is not None
            changed = change(found[0], chance)
            if changed is not None and changed.lower() != found[0].lower():
                whole = words[place][: found.start()] + changed + words[place][found.end() :]
                return [*words[:place], whole, *words[place + 1 :]]
        return None

    return slip


def _letters(word: str) -> str:
    found = _WORD.search(word)
    return found[0] if found else ""


def _neighbour(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word))
    near = NEIGHBOURS.get(word[at].lower())
    return word[:at] + chance.choice(near) + word[at + 1 :] if near else None


def _besides(word: str, chance: random.Random) -> str | None:
    """Two keys hit at once."""
    at = chance.randrange(len(word))
    near = NEIGHBOURS.get(word[at].lower())
    return word[: at + 1] + chance.choice(near) + word[at + 1 :] if near else None


def _swap(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _drop(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(1 if chance.random() < 0.9 else 0, len(word))
    return word[:at] + word[at + 1 :]


def _double(word: str, chance: random.Random) -> str | None:
    """A letter twice, or a double letter once."""
    pairs = [n for n in range(1, len(word)) if word[n] == word[n - 1]]
    if pairs and chance.random() < 0.6:
        at = chance.choice(pairs)
        return word[:at] + word[at + 1 :]
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def _spelt(*rules: tuple[str, str]) -> Slip:
    """A word spelt by ear: one of the rules, where it applies."""

    def change(word: str, chance: random.Random) -> str | None:
        for pattern, instead in chance.sample(rules, len(rules)):
            if re.search(pattern, word, re.IGNORECASE):
                return re.sub(pattern, instead, word, count=1, flags=re.IGNORECASE)
        return None

    return _in_word(change)


def _shifted(words: list[str], chance: random.Random) -> list[str] | None:
    """The space one letter too early or too late: 'lever tdat', 'd epolitie'."""
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    first, second = words[at], words[at + 1]
    if len(second) < 2 or len(first) < 2 or not (first + second).isalnum():
        return None
    if chance.random() < 0.5:
        return [*words[:at], first[:-1], first[-1] + second, *words[at + 2 :]]
    return [*words[:at], first + second[0], second[1:], *words[at + 2 :]]


def _joined(words: list[str], chance: random.Random) -> list[str] | None:
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    if not words[at].isalnum():
        return None
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def _cut(word: str, chance: random.Random) -> str | None:
    at = chance.randrange(2, len(word) - 2)
    return f"{word[:at]} {word[at:]}"


KINDS: dict[str, Slip] = {
    "neighbour": _in_word(_neighbour),
    "besides": _in_word(_besides),
    "swap": _in_word(_swap),
    "drop": _in_word(_drop),
    "double": _in_word(_double),
    "shifted": _shifted,
    "joined": _joined,
    "split": _in_word(_cut, 7),
    "d/t": _spelt(("dt$", "d"), ("d$", "t"), ("(?<=[^aeious])t$", "d"), ("d$", "dt")),
    "ei/ij": _spelt(("ei", "ij"), ("ij", "ei"), ("ij", "y")),
    "au/ou": _spelt(("au", "ou"), ("ou", "au")),
    "g/ch": _spelt(("ch(?=t)", "g"), ("g(?=t)", "ch"), ("ch", "g"), ("sch", "sg")),
    "c/k/s": _spelt(("c(?=[eiy])", "s"), ("c(?=[aourlt])", "k"), ("ck", "kk"), ("k(?!e)", "c")),
    "z/s": _spelt(("z", "s"), ("s(?=[aeiou])", "z")),
    "f/v": _spelt(("v", "f"), ("f(?=[aeiou])", "v")),
    "ie/i": _spelt(("ie", "i"), ("(?<![aeiou])i(?=[^aeioujn]e)", "ie"), ("ie", "y")),
    "-n": _spelt(("en$", "e"), ("(?<=..)en$", "n"), ("e(?=[rl]$)", "")),
    "by ear": _spelt(
        ("tie$", "sie"), ("isch", "ies"), ("lijk", "luk"), ("lijk", "lik"), ("ce$", "se"),
        ("x", "ks"), ("qu", "kw"), ("th", "t"), ("y", "i"), ("ph", "f"), ("eau", "o"),
        ("oo", "o"), ("ee", "e"), ("aa", "a"), ("uu", "u"), ("e(?=[^aeiou]e)", "ee"),
        ("mm", "m"), ("nn", "n"), ("ss", "s"), ("rr", "r"), ("ng", "n"), ("be", "bu"),
    ),
}  # fmt: skip
# How often people make each kind, in a mixed message.
OFTEN = {"drop": 5, "swap": 4, "neighbour": 3, "double": 2, "-n": 2, "d/t": 2, "shifted": 1}


def mixed(words: list[str], chance: random.Random) -> list[str] | None:
    """One slip in about every fourth word, of all kinds."""
    count = max(1, round(len(words) / EVERY))
    made = 0
    for _ in range(20 * count):
        kind = chance.choices(list(KINDS), [OFTEN.get(one, 0.7) for one in KINDS])[0]
        changed = KINDS[kind](words, chance)
        if changed is not None:
            words, made = changed, made + 1
        if made == count:
            return words
    return None


def with_slips(text: str, kind: str, seed: int = 1) -> str | None:
    """The text with slips of this kind, or None where it has no room for them."""
    chance = random.Random(f"{seed} {kind} {text}")
    slip = mixed if kind == "mixed" else KINDS[kind]
    for _ in range(10):
        words = slip(text.split(), chance)
        if words is not None:
            return " ".join(words)
    return None


def messages(files: Sequence[Path]) -> list[Line]:
    given = files or [
        ROOT / "tests" / "data" / name
        for name in (
            "understanding/in_scope.jsonl",
            "understanding/out_of_scope.jsonl",
            "dev/intents.jsonl",
            "dev/out_of_scope.jsonl",
        )
    ]
    lines = [
        line_from(json.loads(line))
        for file in given
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [line for line in lines if line.kind not in UNTOUCHED]


def measure(matcher: Matcher, lines: Sequence[Line], kinds: Sequence[str], most: int) -> None:
    print("| slips | lines | right, clean | right | cost | offered | wrong | "
          "not ours | answered, clean | answered | offered |")  # fmt: skip
    print("| --- |" + " --- |" * 10)
    rows: dict[str, dict[str, float]] = {}
    for kind in kinds:
        pairs = [(line, with_slips(line.text, kind)) for line in lines]
        made = [(line, text) for line, text in pairs if text is not None]
        inside = [one for one in made if FALLBACK not in one[0].labels]
        outside = [one for one in made if FALLBACK in one[0].labels]
        row: dict[str, float] = {}
        for name, some in (("in", inside), ("out", outside)):
            chosen = random.Random(2).sample(some, min(most, len(some)))
            clean = evaluate(matcher, [line for line, _ in chosen])
            noisy = evaluate(
                matcher, [Line(text, line.labels, line.kind) for line, text in chosen]
            )
            reached = sum(r.verdict == "right" or r.offered for r in noisy.results)
            row |= {
                f"{name} lines": len(chosen),
                f"{name} clean": clean.share("right" if name == "in" else "wrong"),
                f"{name} right": noisy.share("right"),
                f"{name} reached": reached / max(1, len(chosen)),
                f"{name} wrong": noisy.share("wrong"),
                f"{name} choose": noisy.share("choose"),
            }
        cost = 100 * (row["in clean"] - row["in right"])
        print(
            f"| {kind} | {row['in lines']} | {row['in clean']:.3f} | {row['in right']:.3f} "
            f"| {cost:.1f} | {row['in reached']:.3f} | {row['in wrong']:.3f} "
            f"| {row['out lines']} | {row['out clean']:.3f} | {row['out wrong']:.3f} "
            f"| {row['out choose']:.3f} |",
            flush=True,
        )
        rows[kind] = row
    save("typos", {"rows": rows})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--no-encoder", action="store_true")
    parser.add_argument("--lines", type=int, default=200, help="the most of each kind of slip")
    parser.add_argument("--kind", action="append", choices=["mixed", *KINDS])
    options = parser.parse_args()
    encoder = None if options.no_encoder else find_encoder(None)
    matcher = Matcher(load(), encoder)
    print(f"read by {matcher.tier}")
    measure(matcher, messages(options.files), options.kind or ["mixed", *KINDS], options.lines)


if __name__ == "__main__":
    main()
