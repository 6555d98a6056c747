"""Questions that were not understood become utterances in the editor's own files."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from intents.document import Fault, KnowledgeError
from intents.grouping import alike
from intents.loader import PACKAGED, KnowledgeBase, load, read_yaml
from intents.model import Outcome
from intents.scoring import Line, Understands, judge

OUTSIDE = "fallback"  # what is no question for us: taught as such
LONGEST = 300
_PLAIN = re.compile(r"[^\W\d_][\w '’?.,()/+€-]*")
_MARK = re.compile(r"\[[^\[\]]{1,20}\]")
_HEAD = """\
# {title}
# Zet achter 'intent' het onderwerp waar de vraag bij hoort; laat leeg wat u wilt overslaan.
# U mag de zin verbeteren. Wat tussen [ ] staat is verborgen: vervang het, of haal het weg.
# Hoort de vraag niet bij ons? Zet dan: intent: {outside}
# Daarna: kvob teach DIT-BESTAND
# Onderwerpen: {intents}
"""

LearnFrom = Callable[[KnowledgeBase], Understands]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence, the intent it belongs to, and where that was written."""

    text: str
    intent: str
    file: str
    line: int
    answered: str = ""  # the intent whose answer did not help

    def fault(self, message: str) -> Fault:
        return Fault(self.file, self.line, "", message)


def write_lessons(
    title: str, questions: Iterable[tuple[str, int, str | None]], known: Iterable[str]
) -> str:
    """A file to fill in: the questions, how often each came, and which answer did not help."""
    parts = [_HEAD.format(title=title, outside=OUTSIDE, intents=", ".join(sorted(known)))]
    for text, count, answered in questions:
        parts.append(f"\n- count: {count}\n  text: {_quoted(text)}\n  intent:\n")
        if answered:
            parts.append(f"  answered: {answered}  # dit antwoord hielp niet\n")
    return "".join(parts)


def read_lessons(file: Path) -> list[Lesson]:
    """The lines that have an intent; raises KnowledgeError for what is no such file."""
    document = read_yaml(file)
    if not isinstance(document.data, list):
        raise KnowledgeError(
            [document.fault((), "hier hoort een lijst van kvob unknown te staan")]
        )
    lessons, faults = [], []
    for number, entry in enumerate(document.data):
        here = (number,)
        if not isinstance(entry, dict) or not {"text", "intent"} <= entry.keys():
            faults.append(document.fault(here, "hier horen 'text' en 'intent' te staan"))
            continue
        text, intent = entry["text"], entry["intent"]
        if not isinstance(text, str) or not isinstance(intent, str):
            faults.append(document.fault(here, "'text' en 'intent' zijn elk één regel"))
        elif intent.strip() and intent.strip() != "~":
            line = document.line_of((number, "text"))
            words, answered = " ".join(text.split()), str(entry.get("answered", ""))
            lessons.append(Lesson(words, intent.strip(), document.file, line, answered))
    if faults:
        raise KnowledgeError(faults)
    return lessons


def teach(
    folder: Path | None,
    lessons: Sequence[Lesson],
    learn: LearnFrom,
    measure: Sequence[Line] = (),
) -> dict[str, int]:
    """Append the lessons to the files of the knowledge base, if no fault comes of it.

    Everything is tried on a copy first: the files are read and checked as always, no lesson may
    belong to another intent, and no sentence of `measure` may be understood worse. Returns how
    many went into which file. Raises KnowledgeError; then no file is touched.
    """
    folder = PACKAGED if folder is None else folder
    before = load(folder)
    faults = [fault for lesson in lessons if (fault := _fault_in(lesson, before))]
    faults += _same_elsewhere(before, lessons)
    _refuse(faults)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "data"
        shutil.copytree(folder, copy)
        changed = _append_all(copy, before, lessons)
        after = load(copy)
        old = learn(before)
        _refuse(_overlaps(old, lessons))
        _refuse(_spoiled(old, learn(after), lessons, measure))
        _put_in_place(folder, copy, list(changed))
    return changed


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise KnowledgeError(faults)


def _fault_in(lesson: Lesson, known: KnowledgeBase) -> Fault | None:
    if lesson.intent != OUTSIDE and lesson.intent not in known.intents:
        return lesson.fault(f"er is geen onderwerp '{lesson.intent}'")
    if mark := _MARK.search(lesson.text):
        return lesson.fault(f"vervang {mark[0]}, of haal het weg")
    if not lesson.text or len(lesson.text) > LONGEST:
        return lesson.fault(f"een zin heeft 1 tot {LONGEST} tekens")
    return None


def _append_all(folder: Path, known: KnowledgeBase, lessons: Sequence[Lesson]) -> dict[str, int]:
    """Write the lessons into the files of this folder; returns how many went into which."""
    by_file: dict[tuple[str, str], list[str]] = {}
    for lesson in lessons:
        place = ("fallback.yaml", "everyday")
        if lesson.intent != OUTSIDE:
            place = (f"{known.intents[lesson.intent].kind}/{lesson.intent}.yaml", "utterances")
        by_file.setdefault(place, []).append(lesson.text)
    for (name, key), texts in by_file.items():
        file = folder / name
        whole = file.read_bytes().decode("utf-8-sig")
        file.write_bytes(append_items(whole, key, texts, name).encode("utf-8"))
    return {name: len(texts) for (name, _), texts in by_file.items()}


def append_items(whole: str, key: str, texts: Sequence[str], name: str) -> str:
    """The file with these items at the end of a top-level list; all else stays as it is."""
    end = "\r\n" if "\r\n" in whole else "\n"
    lines = whole.splitlines()
    start = next((n for n, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if start is None or lines[start].partition(":")[2].partition("#")[0].strip():
        raise KnowledgeError(
            [Fault(name, (start or 0) + 1, key, "zet elke zin op een eigen regel")]
        )
    last, indent = start, "  "
    for number, line in enumerate(lines[start + 1 :], start + 1):
        if line.strip() and not line.startswith((" ", "-", "#")):
            break
        if line.strip() and not line.lstrip().startswith("#"):
            last = number
            if item := re.match(r"( *)- ", line):
                indent = item[1]
    added = [f"{indent}- {_scalar(text)}" for text in texts]
    return end.join([*lines[: last + 1], *added, *lines[last + 1 :]]) + end


def _scalar(text: str) -> str:
    """The text as YAML: as it is where that says the same, else between quotes."""
    return text if _PLAIN.fullmatch(text) and text == text.strip() else _quoted(text)


def _quoted(text: str) -> str:
    plain = "".join(sign for sign in text if sign.isprintable())
    return "'" + plain.replace("'", "''") + "'"


def _overlaps(old: Understands, lessons: Sequence[Lesson]) -> list[Fault]:
    """Sentences that are surely understood as another intent already: they stand among its
    examples, and would take those along. Not where a visitor said that its answer did not help.
    """
    faults = []
    for lesson in lessons:
        found = old.match(lesson.text)
        now = found.intents[0] if found.intents else ""
        is_sure = found.outcome is Outcome.ANSWER and lesson.intent not in found.intents
        if is_sure and now != lesson.answered:
            faults.append(lesson.fault(f"wordt nu al begrepen als '{now}'; klopt het onderwerp?"))
    return faults


def _spoiled(
    old: Understands, new: Understands, lessons: Sequence[Lesson], measure: Sequence[Line]
) -> list[Fault]:
    """Sentences of the measure that were understood well, and are no longer."""
    faults = []
    for line in measure:
        if judge(line, old.match(line.text)).verdict != "right":
            continue
        found = new.match(line.text)
        if judge(line, found).verdict == "wrong":
            now = found.intents[0]
            culprit = next((each for each in lessons if each.intent == now), lessons[0])
            message = f"hierdoor gaat '{line.text}' ({line.labels[0]}) over op '{now}'"
            faults.append(culprit.fault(message))
    return faults


def _same_elsewhere(known: KnowledgeBase, lessons: Sequence[Lesson]) -> list[Fault]:
    """Sentences that say the same as one of another intent, apart from endings and order."""
    owners = {alike(text): one.id for one in known.intents.values() for text in one.utterances}
    owners |= {alike(text): OUTSIDE for text in known.everyday}
    return [
        lesson.fault(f"bijna deze zin hoort al bij '{owner}'")
        for lesson in lessons
        if (owner := owners.get(alike(lesson.text), lesson.intent)) != lesson.intent
    ]


def _put_in_place(folder: Path, copy: Path, names: list[str]) -> None:
    """Write beside each file first, so that a full disk leaves all as it was."""
    parts = [(folder / name).with_name(f"{Path(name).name}.part") for name in names]
    try:
        for name, part in zip(names, parts, strict=True):
            part.write_bytes((copy / name).read_bytes())
        for name, part in zip(names, parts, strict=True):
            shutil.copymode(folder / name, part)
            part.replace(folder / name)
    except OSError as error:
        message = f"dit bestand is niet te schrijven ({error.strerror})"
        raise KnowledgeError([Fault(str(folder), None, "", message)]) from None
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
