"""The matcher's classifier, unchanged, on public intent sets beside simpler methods.

    python benchmarks/understanding.py --data DIR [--set NAME ...]

DIR holds a folder per set with `train_10.jsonl` (or `train.jsonl`) and `test.jsonl`, one
{"text", "intent"} a line. Every method learns from the same ten sentences per intent. scikit-learn
and a sentence encoder are used where they are installed; what is missing is named.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from rapidfuzz import fuzz, process, utils

from intents import encoder as encoders
from intents.classifier import Classifier

SETS = ("xsid_nl", "ha_nl", "ovos_nl", "clinc150", "banking77", "hwu64")
PER_INTENT = 10
OUTSIDE = "__oos__"

Examples = dict[str, list[str]]
Predict = Callable[[str], str]


def main() -> None:
    options = _options()
    found = None if options.no_encoder else encoders.find(None)
    encoder = Remembering(found) if found else None
    if encoder is None:
        print("missing: a sentence encoder (its columns are left out)")
    columns: list[tuple[str, Callable[[Examples], Predict]]] = [("token_set", nearest)]
    try:
        import sklearn  # noqa: F401

        columns.append(("TF-IDF SVC", support_vectors))
        if encoder is not None:
            columns.append(("encoder alone", lambda examples: alone(examples, encoder)))
    except ImportError:
        print("missing: scikit-learn (TF-IDF SVC and the encoder alone are left out)")
    columns.append(("lexical tier", lambda examples: _ours(examples, None)))
    if encoder is not None:
        columns.append(("both tiers", lambda examples: _ours(examples, encoder)))
    print("| set | intents | test | " + " | ".join(name for name, _ in columns) + " |")
    print("| --- | --- | --- | " + " | ".join("---" for _ in columns) + " |", flush=True)
    for name in options.set or SETS:
        folder = options.data / name
        if not (folder / "test.jsonl").is_file():
            print(f"| {name} | missing in {options.data.name} |")
            continue
        examples = _ten_each(folder)
        test = [line for line in _read(folder / "test.jsonl") if line["intent"] != OUTSIDE]
        cells = [_cell(method(examples), test) for _, method in columns]
        print(
            f"| {name} | {len(examples)} | {len(test)} | " + " | ".join(cells) + " |", flush=True
        )


def nearest(examples: Examples) -> Predict:
    """The intent of the sentence that looks most alike."""
    texts, labels = _flat(examples)
    choices = [utils.default_process(text) for text in texts]

    def predict(text: str) -> str:
        query = utils.default_process(text)
        found = process.extractOne(query, choices, scorer=fuzz.token_set_ratio)
        return labels[found[2]] if found else labels[0]

    return predict


def support_vectors(examples: Examples) -> Predict:
    """Words, word pairs and letter groups in a linear support vector machine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    texts, labels = _flat(examples)
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    model = make_pipeline(features, LinearSVC()).fit(texts, labels)
    return lambda text: str(model.predict([text])[0])


def alone(examples: Examples, encoder: Any) -> Predict:
    """The encoder's vectors in a logistic regression (C = 100), without words and letters."""
    from sklearn.linear_model import LogisticRegression

    texts, labels = _flat(examples)
    model = LogisticRegression(C=100, max_iter=2000).fit(encoder.encode(texts), labels)
    return lambda text: str(model.predict(encoder.encode([text]))[0])


class Remembering:
    """An encoder that encodes each text once, for all methods that ask for it."""

    def __init__(self, encoder: Any) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._known: dict[str, Any] = {}

    def encode(self, texts: Sequence[str]) -> Any:
        for text in texts:
            if text not in self._known:
                self._known[text] = self._encoder.encode([text])[0]
        return np.stack([self._known[text] for text in texts])

    def pieces(self, word: str) -> int:
        return int(self._encoder.pieces(word))


def _ours(examples: Mapping[str, Sequence[str]], encoder: Any) -> Predict:
    classifier = Classifier(examples)
    if encoder is not None:
        classifier = classifier.with_meaning(encoder)
    return lambda text: classifier.rank(text).ids[0]


def _cell(predict: Predict, test: Sequence[Mapping[str, str]]) -> str:
    """The share that is right. A text whose subject has no example counts as missed."""
    return f"{sum(predict(line['text']) == line['intent'] for line in test) / len(test):.3f}"


def _ten_each(folder: Path) -> Examples:
    """The published split of ten where there is one, else ten drawn with a fixed seed."""
    split = folder / "train_10.jsonl"
    grouped: Examples = {}
    for line in _read(split if split.is_file() else folder / "train.jsonl"):
        if line["intent"] != OUTSIDE:
            grouped.setdefault(line["intent"], []).append(line["text"])
    drawn = random.Random(1)
    return {
        intent: texts if len(texts) <= PER_INTENT else drawn.sample(texts, PER_INTENT)
        for intent, texts in grouped.items()
    }


def _flat(examples: Examples) -> tuple[list[str], list[str]]:
    pairs = [(text, intent) for intent, texts in examples.items() for text in texts]
    return [text for text, _ in pairs], [intent for _, intent in pairs]


def _read(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with a folder per set")
    parser.add_argument("--set", action="append", help="only this set; may be given again")
    parser.add_argument("--no-encoder", action="store_true", help="leave the encoder out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
