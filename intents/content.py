"""What each file of the knowledge base must say: documents in, dataclasses and faults out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import cast

from intents.document import Document, Fault, Path
from intents.form import Form
from intents.model import Facilitator, Intent, Kind, NearMiss, Region, Text
from intents.regions import read_facilitators, read_regions

MAX_TITLE = 60
MAX_RELATED = 4
TOP_FILES = ("texts.yaml", "fallback.yaml", "synonyms.yaml", "regions.yaml")

# Read by place_table, which knows nothing of other keys.
PLACE_KEYS = (
    "abbreviations",
    "aliases",
    "areas",
    "more_places",
    "countries",
    "abroad",
    "everyday",
)

# Deep links, reports and routes use these ids; further ones may be added by adding a file.
PUBLIC_IDS: Mapping[Kind, str] = {
    "faq": "wat_is_kvo_b organisatie deelnemers procesbegeleiding maatregelen cybersecurity "
    "ondermijning kosten subsidie geldigheid certificering aanmelden kvo_w cijfers resultaten "
    "bron reactietermijn spelregels",
    "contact": "procesbegeleider_zoeken contactverzoek status_verzoek privacy "
    "gegevens_verwijderen",
    "smalltalk": "groet bedankt afscheid bot_identiteit hulp frustratie",
    "safety": "noodgeval misdrijf_melden",
}
_KIND_OF = {id: kind for kind, ids in PUBLIC_IDS.items() for id in ids.split()}


class Content:
    """Collects what the documents say, and every fault on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.intents: dict[str, Intent] = {}
        self.near_misses: dict[str, NearMiss] = {}
        self.everyday: tuple[str, ...] = ()
        self.synonyms: tuple[tuple[str, ...], ...] = ()
        self.texts: dict[str, Text] = {}
        self.facilitators: dict[str, Facilitator] = {}
        self.regions: tuple[Region, ...] = ()
        self._seen: dict[str, str] = {}

    def read(self, documents: Mapping[str, Document | None]) -> None:
        """Read every document; None stands for a file that is there but cannot be read."""
        self._check_files(documents)
        forms = {file: Form(one, self.faults) for file, one in documents.items() if one}
        readers = {
            "texts.yaml": self._read_texts,
            "fallback.yaml": self._read_fallback,
            "synonyms.yaml": self._read_synonyms,
            "regions.yaml": self._read_places,
        }
        intent_forms = {_id_of(file): form for file, form in forms.items() if "/" in file}
        for id, form in intent_forms.items():
            self._read_intent(id, form)
        for file, reader in readers.items():
            if file in forms:
                reader(forms[file])
        known = {_id_of(file) for file in documents if "/" in file}
        for form in intent_forms.values():
            self._check_related(form, known)

    def _check_files(self, documents: Mapping[str, Document | None]) -> None:
        expected = [f"{kind}/{id}.yaml" for id, kind in _KIND_OF.items()]
        for file in (*expected, *TOP_FILES):
            if file not in documents:
                self.faults.append(Fault(file, None, "", "dit bestand ontbreekt"))
        files: dict[str, str] = {}
        for file in documents:
            id, parts = _id_of(file), PurePosixPath(file).parts
            if file not in TOP_FILES and (len(parts) != 2 or parts[0] not in PUBLIC_IDS):
                where = "hoort in een van de mappen " + ", ".join(PUBLIC_IDS)
                self.faults.append(Fault(file, None, "", where))
            elif len(parts) == 2 and not re.fullmatch("[a-z][a-z0-9_]{0,40}", id):
                naming = (
                    "de naam bestaat uit kleine letters, cijfers en _, te beginnen met een letter"
                )
                self.faults.append(Fault(file, None, "", naming))
            elif id in files:
                self.faults.append(Fault(file, None, "", f"dit onderwerp is er al: {files[id]}"))
            files.setdefault(id, file)

    def _read_intent(self, id: str, form: Form) -> None:
        kind = cast(Kind, PurePosixPath(form.document.file).parts[0])
        required = ("title", "answer", "utterances", *(["source"] if kind == "faq" else []))
        if not form.keys((), required, ("more", "related", "source", "dated")):
            return
        dated = form.text(("dated",), "false")
        if dated not in {"true", "false", ""}:
            form.fault(("dated",), f"hier staat true of false, niet '{dated}'")
        self.intents[id] = Intent(
            id=id,
            kind=kind,
            title=self._title(form),
            answer=form.message(("answer",)),
            more=form.message(("more",)) if form.get(("more",)) is not None else None,
            utterances=self._utterances(form, ("utterances",)),
            related=tuple(text for _, text in form.texts(("related",), least=0)),
            source=form.text(("source",)),
            dated=dated == "true",
        )

    def _title(self, form: Form) -> Text:
        title = form.both(("title",))
        for language, text in (("nl", title.nl), ("en", title.en)):
            if len(text) > MAX_TITLE or "\n" in text:
                message = f"een titel is één regel van hoogstens {MAX_TITLE} tekens"
                form.fault(("title", language), f"{message}; dit zijn er {len(text)}")
        return title

    def _utterances(self, form: Form, path: Path) -> tuple[str, ...]:
        """Return the sentences of a list; one that stands anywhere twice is a fault."""
        found = []
        for here, text in form.texts(path):
            key = _folded(text)
            if key in self._seen:
                form.fault(here, f"'{text}' staat er al, op {self._seen[key]}")
            document = form.document
            self._seen.setdefault(key, f"{document.file}:{document.line_of(here)}")
            found.append(text)
        return tuple(found)

    def _check_related(self, form: Form, known: set[str]) -> None:
        own = _id_of(form.document.file)
        related = form.get(("related",))
        ids = related if isinstance(related, list) else []
        for number, id in enumerate(ids):
            path: Path = ("related", number)
            if id == own:
                form.fault(path, "een onderwerp verwijst niet naar zichzelf")
            elif id in ids[:number]:
                form.fault(path, f"'{id}' staat er al")
            elif isinstance(id, str) and id not in known:
                form.fault(path, f"er is geen onderwerp '{id}'")
        if len(ids) > MAX_RELATED:
            form.fault(("related",), f"hoogstens {MAX_RELATED} onderwerpen")

    def _read_texts(self, form: Form) -> None:
        for key in form.mapping(()):
            self.texts[key] = form.pattern((key,))

    def _read_fallback(self, form: Form) -> None:
        form.keys((), ("near_misses", "everyday"))
        for number in range(len(form.items(("near_misses",)))):
            path: Path = ("near_misses", number)
            if not form.keys(path, ("id", "answer"), ("words", "utterances")):
                continue
            id = form.text((*path, "id"))
            if id in self.near_misses or id in self.intents:
                form.fault((*path, "id"), f"'{id}' bestaat al")
            words = tuple(text for _, text in form.texts((*path, "words")))
            utterances = self._utterances(form, (*path, "utterances"))
            if not words and not utterances:
                form.fault(path, "words of utterances ontbreekt")
            self.near_misses[id] = NearMiss(id, words, utterances, form.message((*path, "answer")))
        self.everyday = self._utterances(form, ("everyday",))

    def _read_synonyms(self, form: Form) -> None:
        groups = []
        lines: dict[str, int] = {}
        for number in range(len(form.items((), least=0))):
            group = list(form.texts((number,), least=2))
            for path, word in group:
                key = word.casefold()
                if key in lines:
                    form.fault(path, f"'{word}' staat er al, op regel {lines[key]}")
                lines.setdefault(key, form.document.line_of(path))
            groups.append(tuple(word for _, word in group))
        self.synonyms = tuple(groups)

    def _read_places(self, form: Form) -> None:
        form.keys((), ("facilitators", "provinces"), PLACE_KEYS)
        self.facilitators = read_facilitators(form)
        self.regions = read_regions(form, self.facilitators)


def _id_of(file: str) -> str:
    return PurePosixPath(file).stem


def _folded(text: str) -> str:
    """Leave out what makes no difference to a reader: case, punctuation, space."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain)) or plain.strip()
