"""Time per text of the matcher, beside rapidfuzz and a plain scikit-learn pipeline.

    python3 dev.py bench matching [--sizes 1 2 10 100 1000] [--no-encoder]

All answer the same questions, at the shipped knowledge base and at a multiple of its utterances,
made by variation. What rapidfuzz and scikit-learn would take too long for is left out by name.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rapidfuzz import fuzz, process

from benchmarks.results import quantile, save, told
from intents import KnowledgeBase, Matcher, load

MOST_SEARCHED = 500_000  # sentences that rapidfuzz looks through
MOST_COMPARED = 20_000  # sentences that scikit-learn learns from
LONGEST = 4096
FILLERS = ("eigenlijk", "graag", "even", "nu", "toch", "dan", "precies", "ook", "misschien")


def questions(count: int) -> list[str]:
    file = ROOT / "tests" / "data" / "understanding" / "in_scope.jsonl"
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    return random.Random(5).sample(texts, min(count, len(texts)))


def varied(text: str, chance: random.Random) -> str:
    """Another sentence of the same kind: a word more, two words changed about, a slip."""
    words = text.split()
    for _ in range(2):
        words.insert(chance.randrange(len(words) + 1), chance.choice(FILLERS))
    word = chance.randrange(len(words))
    if len(words[word]) > 4:
        at = chance.randrange(1, len(words[word]) - 1)
        words[word] = words[word][:at] + words[word][at + 1 :]
    return f"{' '.join(words)} {chance.randrange(1000)}"


def enlarged(knowledge: KnowledgeBase, times: int) -> KnowledgeBase:
    """The same intents with so many times their utterances."""
    chance = random.Random(times)
    intents = {
        name: replace(
            intent,
            utterances=(
                *intent.utterances,
                *(varied(t, chance) for t in intent.utterances for _ in range(times - 1)),
            ),
        )
        for name, intent in knowledge.intents.items()
    }
    return replace(knowledge, intents=intents)


def timed(answer: Callable[[str], Any], texts: Sequence[str]) -> dict[str, float]:
    """Milliseconds a text; the first few warm it up."""
    for text in texts[:5]:
        answer(text)
    taken, worked = [], []
    for text in texts:
        begun, rested = time.perf_counter(), time.thread_time()
        answer(text)
        taken.append(1000 * (time.perf_counter() - begun))
        worked.append(1000 * (time.thread_time() - rested))
    return {
        "p50 (ms)": quantile(taken, 0.5),
        "p99 (ms)": quantile(taken, 0.99),
        "p50 of CPU (ms)": quantile(worked, 0.5),
        "p99 of CPU (ms)": quantile(worked, 0.99),
    }


def rapid(utterances: list[str]) -> Callable[[str], Any]:
    return lambda text: process.extractOne(text, utterances, scorer=fuzz.WRatio)


def pipeline(knowledge: KnowledgeBase) -> Callable[[str], Any] | None:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
    except ImportError:
        print("missing: scikit-learn (its rows are left out)")
        return None
    pairs = [(t, name) for name, one in knowledge.intents.items() for t in one.utterances]
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)), LogisticRegression(max_iter=200)
    )
    model.fit([text for text, _ in pairs], [label for _, label in pairs])
    return lambda text: model.predict_proba([text])


def long_texts() -> list[str]:
    """Texts of the greatest length that Telegram allows, the dearest kinds that were found."""
    made = questions(200)
    chance = random.Random(9)
    letters = "abcdefghijklmnopqrstuvwxyz"
    slips = [" ".join(slip(word, chance) for word in text.split()) for text in made]
    unknown = ["".join(chance.choices(letters, k=chance.randint(5, 12))) for _ in range(900)]
    two_letters = ["".join(chance.choices(letters, k=2)) for _ in range(1600)]
    texts = [
        " ".join(made * 9),
        " en ".join(made * 9),
        "wat kost het keurmerk? " * 200,
        " ".join(slips * 9),
        "? ".join(slips * 9),
        ". ".join(slips * 9),
        " en ".join(slips * 9),
        ", ".join(slips * 9),
        "x " * 1300 + " en ".join(slips[:3] * 9),
        " ".join(unknown),
        " en ".join(unknown),
        ". ".join(unknown),
        " ".join(chance.choices(letters, k=LONGEST)),
        ", ".join(chance.choices(letters, k=LONGEST)),
        ",".join(chance.choices(letters, k=LONGEST)),
        " ".join(two_letters),
        "ze " * LONGEST,
        "er is hij zij ze " * LONGEST,
        "en maar dus oh ja " * LONGEST,
        "er wordt " * LONGEST,
        "wat, " * LONGEST,
        "x" * LONGEST,
        "".join(chance.choices(letters, k=LONGEST)),
        "😀" * LONGEST,
        "ﷺ" * LONGEST,
        "абв " * LONGEST,
        "a " * LONGEST,
        "a-" * LONGEST,
        "".join(chance.choices(f"{letters} éëïöü-.,?!0123456789", k=LONGEST)),
        "".join(map(chr, chance.choices(range(0x100, 0x2FFF), k=LONGEST))),
        "1 " * LONGEST,
        "\u0301" * LONGEST,
    ]
    return [text[:LONGEST] for text in texts]


def slip(word: str, chance: random.Random) -> str:
    """The word with a letter left out."""
    at = chance.randrange(1, max(2, len(word) - 1))
    return word[:at] + word[at + 1 :] if len(word) > 4 else word


def worst(answer: Callable[[str], Any]) -> dict[str, float]:
    """Milliseconds for texts of the greatest length; of each the best of three, and of those
    the median and the worst: what is seen for the first time costs a little more."""
    answer("wat kost het?")
    taken, worked = [], []
    for text in long_texts():
        begun, rested = [], []
        for again in range(3):
            start, rest = time.perf_counter(), time.thread_time()
            answer(f"{again} {text}"[:LONGEST])  # what was just read is kept at hand
            begun.append(1000 * (time.perf_counter() - start))
            rested.append(1000 * (time.thread_time() - rest))
        taken.append(min(begun))
        worked.append(min(rested))
    return {
        "p50 (ms)": quantile(taken, 0.5),
        "worst (ms)": max(taken),
        "p50 of CPU (ms)": quantile(worked, 0.5),
        "worst of CPU (ms)": max(worked),
    }


def run(sizes: list[int], count: int, with_encoder: bool) -> None:
    shipped = load()
    texts = questions(count)
    rows: dict[str, dict[str, float]] = {}
    for times in sizes:
        knowledge = shipped if times == 1 else enlarged(shipped, times)
        utterances = [t for one in knowledge.intents.values() for t in one.utterances]
        name = f"{times}x, {len(utterances)} utterances"
        fewer = texts[: max(10, 300 // times)]
        if len(utterances) <= MOST_SEARCHED:
            rows[f"rapidfuzz WRatio, {name}"] = timed(rapid(utterances), fewer)
        if len(utterances) <= MOST_COMPARED and (model := pipeline(knowledge)):
            rows[f"scikit-learn, {name}"] = timed(model, texts)
        del utterances
        begun = time.perf_counter()
        matcher = Matcher(knowledge)
        learnt = {"learning (s)": time.perf_counter() - begun}
        rows[f"lexical tier, {name}"] = timed(matcher.match, texts) | learnt
        if times == 1:
            rows["lexical tier, 4,096 characters"] = worst(matcher.match)
            if with_encoder:
                rows |= _with_encoder(shipped, texts, name)
        print(
            told({key: v for key, v in rows.items() if name in key or "4,096" in key}), flush=True
        )
        save("matching", {"rows": rows})


def _with_encoder(
    knowledge: KnowledgeBase, texts: list[str], name: str
) -> dict[str, dict[str, float]]:
    from intents import encoder

    found = encoder.find(None)
    if found is None:
        print("missing: a sentence encoder (its row is left out)")
        return {}
    matcher = Matcher(knowledge, found)
    return {
        f"with encoder, {name}": timed(matcher.match, texts),
        "with encoder, 4,096 characters": worst(matcher.match),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="The matcher's time per text.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 2, 10, 100, 1000])
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--no-encoder", action="store_true")
    options = parser.parse_args()
    run(options.sizes, options.texts, not options.no_encoder)


if __name__ == "__main__":
    main()
