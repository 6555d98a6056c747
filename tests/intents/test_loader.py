"""The loader reads a sound tree, and names every fault of a broken one with file and line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from intents import Fault, KnowledgeBase, KnowledgeError, load, read_yaml
from intents.content import PUBLIC_IDS

INTENT = """\
title: {{nl: Titel {id}, en: Title {id}}}
answer:
  nl: Antwoord over <b>{id}</b>.
  en: Answer about <b>{id}</b>.
source: pagina
utterances:
  - wat weet je van {id}
  - tell me about {id}
"""
FALLBACK = """\
near_misses:
  - id: borg
    words: [borg]
    utterances: [regelen jullie borg]
    answer: {nl: Daar ga ik niet over., en: That is not for me.}
everyday:
  - wat eten we vanavond
"""
TEXTS = """\
greeting: {nl: 'Dag {name}!', en: 'Hello {name}!'}
back: {nl: Terug, en: Back}
"""
PROVINCES = (
    ("Groningen", "9700-9747"), ("Friesland", "8900-8999"), ("Drenthe", "9400-9475"),
    ("Overijssel", "8000-8045"), ("Flevoland", "8200-8256"), ("Gelderland", "6800-6999"),
    ("Utrecht", "3500-3599"), ("Noord-Holland", "1000-1277"), ("Zuid-Holland", "2500-2599"),
    ("Zeeland", "4330-4339"), ("Noord-Brabant", "5600-5699"), ("Limburg", "6200-6229"),
)  # fmt: skip
FACILITATORS = """\
facilitators:
  jansen: {name: Jan Jansen, phone: 06-12345678, email: jansen@bedrijf.example}
"""
PLACES = "name,province,postcodes\nAssen,drenthe,9\n"


def regions() -> str:
    lines = [FACILITATORS + "provinces:"]
    for name, postcodes in PROVINCES:
        lines += [
            f"  - id: {name.lower()}",
            f"    name: {name}",
            f"    name_en: {name}",
            f"    variants: [prov {name}]",
            "    facilitator: jansen",
            f"    municipalities: [{name}stad]",
            f'    postcodes: ["{postcodes}"]',
        ]
    return "\n".join(lines) + "\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a small knowledge base without a fault."""
    for kind, ids in PUBLIC_IDS.items():
        (tmp_path / kind).mkdir()
        for id in ids.split():
            (tmp_path / kind / f"{id}.yaml").write_text(INTENT.format(id=id), encoding="utf-8")
    write(tmp_path, "fallback.yaml", FALLBACK)
    write(tmp_path, "texts.yaml", TEXTS)
    write(tmp_path, "synonyms.yaml", "- [kosten, prijs, tarief]\n")
    write(tmp_path, "regions.yaml", regions())
    write(tmp_path, "places.csv", PLACES)
    return tmp_path


def write(tree: Path, file: str, text: str) -> None:
    (tree / file).write_text(text, encoding="utf-8")


def edit(tree: Path, file: str, old: str, new: str) -> None:
    """Replace text that must be there, so that a test cannot pass by editing nothing."""
    text = (tree / file).read_text(encoding="utf-8")
    assert old in text
    write(tree, file, text.replace(old, new, 1))


def faults_of(tree: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load(tree)
    return [str(fault) for fault in caught.value.faults]


def only_fault(tree: Path) -> str:
    faults = faults_of(tree)
    assert len(faults) == 1, faults
    return faults[0]


def test_sound_tree_is_read_whole(tree: Path) -> None:
    """A tree without faults gives every intent, text, region and list as it stands there."""
    knowledge = load(tree)
    assert isinstance(knowledge, KnowledgeBase)
    assert len(knowledge.intents) == 31
    kosten = knowledge.intents["kosten"]
    assert (kosten.kind, kosten.title.nl, kosten.dated) == ("faq", "Titel kosten", False)
    assert kosten.utterances == ("wat weet je van kosten", "tell me about kosten")
    assert knowledge.near_misses["borg"].words == ("borg",)
    assert knowledge.everyday == ("wat eten we vanavond",)
    assert knowledge.synonyms == (("kosten", "prijs", "tarief"),)
    assert knowledge.texts["greeting"]["en"] == "Hello {name}!"
    assert knowledge.facilitators["jansen"].phone == "06-12345678"
    assert knowledge.regions[0].postcodes == ((9700, 9747),)
    assert [place.name for place in knowledge.places.places] == ["Assen"]


def test_reading_without_the_c_parser_is_the_same(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where PyYAML has no C parser the slow one gives the same knowledge and the same faults."""
    fast = load(tree)
    monkeypatch.setattr("intents.loader._LOADER", yaml.BaseLoader)
    slow = load(tree)
    assert (slow.intents, slow.texts, slow.regions) == (fast.intents, fast.texts, fast.regions)
    edit(tree, "faq/kosten.yaml", "source: pagina", "source: &a een: twee")
    assert "faq/kosten.yaml:5: " in faults_of(tree)[0]


def test_optional_keys_are_read(tree: Path) -> None:
    """More, related and dated reach the intent."""
    extra = "more: {nl: Meer., en: More.}\nrelated: [subsidie, bron]\ndated: true\n"
    write(tree, "faq/kosten.yaml", INTENT.format(id="kosten") + extra)
    kosten = load(tree).intents["kosten"]
    assert kosten.more is not None
    assert (kosten.more.nl, kosten.related, kosten.dated) == ("Meer.", ("subsidie", "bron"), True)


def test_every_scalar_stays_text(tree: Path) -> None:
    """Words that YAML would read as a truth value, a number or a time stay what was typed."""
    edit(tree, "fallback.yaml", "wat eten we vanavond", "nee\n  - 0612345678\n  - 12:30\n  - ~")
    assert load(tree).everyday == ("nee", "0612345678", "12:30", "~")


def test_windows_files_are_read(tree: Path) -> None:
    """A byte order mark and Windows line ends make no difference, also not to the lines."""
    raw = (tree / "faq/kosten.yaml").read_bytes().replace(b"\n", b"\r\n")
    (tree / "faq/kosten.yaml").write_bytes(b"\xef\xbb\xbf" + raw)
    assert load(tree).intents["kosten"].answer.nl == "Antwoord over <b>kosten</b>."
    (tree / "faq/kosten.yaml").write_bytes(b"\xef\xbb\xbf" + raw.replace(b"</b>.", b"</i>."))
    assert "faq/kosten.yaml:3: answer.nl: " in faults_of(tree)[0]


def test_extra_intent_needs_only_a_file(tree: Path) -> None:
    """A file with a new name is a new intent."""
    write(tree, "faq/parkeren.yaml", INTENT.format(id="parkeren"))
    assert load(tree).intents["parkeren"].kind == "faq"


def test_ten_faults_are_reported_at_once(tree: Path) -> None:
    """Ten faults in as many places are all reported, each with its file and line."""
    edit(tree, "faq/kosten.yaml", "answer:\n", "answer: [\n")
    edit(tree, "faq/bron.yaml", "source:", "bronn:")
    edit(tree, "faq/subsidie.yaml", "wat weet je van subsidie", "Wat weet je van CIJFERS??")
    edit(tree, "faq/kvo_w.yaml", "  en: Answer about <b>kvo_w</b>.\n", "")
    edit(tree, "faq/deelnemers.yaml", "<b>deelnemers</b>", "<b><i>deelnemers</b></i>")
    edit(
        tree, "regions.yaml", "  - id: drenthe\n    name: Drenthe", "  - id: x\n    name: Utrecht"
    )
    edit(tree, "regions.yaml", "06-12345678", "06-1234567")
    edit(tree, "contact/privacy.yaml", "Antwoord over", "é" * 4097)
    write(tree, "smalltalk/hulp.yaml", INTENT.format(id="hulp") + "related: [prijs]\n")
    edit(tree, "faq/organisatie.yaml", "source: pagina", "source: [pagina]")
    text = "\n".join(faults_of(tree))
    for expected in (
        "faq/kosten.yaml:4: dit is geen goede YAML",
        "faq/bron.yaml:5: bronn: onbekende sleutel",
        "faq/subsidie.yaml:7: utterances[1]: 'Wat weet je van CIJFERS??' staat er al, op "
        "faq/cijfers.yaml:7",
        "faq/kvo_w.yaml:2: answer.en: deze sleutel ontbreekt",
        "faq/deelnemers.yaml:3: answer.nl: </b> staat voor </i>",
        "regions.yaml:47: provinces[7].name: 'Utrecht' staat er al",
        "regions.yaml:2: facilitators.jansen.phone: 06-1234567 is geen geldig telefoonnummer",
        "contact/privacy.yaml:3: answer.nl: de tekst is 4106 tekens lang",
        "smalltalk/hulp.yaml:9: related[1]: er is geen onderwerp 'prijs'",
        "faq/organisatie.yaml:5: source: hier hoort een tekst te staan, geen lijst",
    ):
        assert expected in text


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("faq/kosten.yaml", "title: {nl: Titel kosten, ", "title: {", "1: title.nl: deze sleutel"),
        ("faq/kosten.yaml", "nl: Titel kosten", "nl: ''", "1: title.nl: de tekst is leeg"),
        ("faq/kosten.yaml", "nl: Titel kosten", f"nl: {'x' * 61}", "1: title.nl: een titel is"),
        ("faq/kosten.yaml", "Antwoord over", "Jan & Piet", "3: answer.nl: los teken &"),
        ("faq/kosten.yaml", "Antwoord over", "1 < 2", "3: answer.nl: los teken <"),
        ("faq/kosten.yaml", "Antwoord over", "<p>Ja</p>", "3: answer.nl: <p> is geen opmaak"),
        ("faq/kosten.yaml", "tell me about", "Wat weet je van", "8: utterances[2]: "),
        ("faq/kosten.yaml", "source: pagina\n", "", "1: source: deze sleutel ontbreekt"),
        ("faq/kosten.yaml", "source: pagina", "source: x\ndated: ja", "6: dated: hier staat true"),
        ("faq/kosten.yaml", "source: pagina", "source: x\nsource: y", "6: source: deze sleutel "),
        ("faq/kosten.yaml", "pagina\n", "x\nrelated: [kosten]\n", "6: related[1]: een onderwerp"),
        ("faq/kosten.yaml", "pagina\n", "x\nrelated: [bron, bron]\n", "6: related[2]: 'bron'"),
        ("faq/kosten.yaml", "pagina\n", "x\nmore: tekst\n", "6: more: hier horen sleutels"),
        ("faq/kosten.yaml", "source: pagina", "source: !!str x", "5: source: labels"),
        ("faq/kosten.yaml", "source: pagina", "source: &a x", "5: source: verwijzingen"),
        ("faq/kosten.yaml", "source: pagina", "source: x\n---\na: b", "6: hier begint een tweede"),
        ("faq/kosten.yaml", "source: pagina", "source: een: twee", "5: dit is geen goede YAML: "),
        ("faq/kosten.yaml", "source: pagina", "source: \x07", "5: een onzichtbaar stuurteken"),
        ("texts.yaml", "Hello {name}", "Hello {naam}", "1: greeting: {naam, name} staat niet"),
        ("texts.yaml", "Hello {name}", "Hello {name", "1: greeting.en: een losse accolade"),
        ("texts.yaml", "Hello {name}", "Hello {name.x}", "1: greeting.en: {name.x}: tussen"),
        ("texts.yaml", "en: Back", "en: <b>Back", "2: back.en: <b> wordt niet gesloten"),
        ("fallback.yaml", "id: borg", "id: kosten", "2: near_misses[1].id: 'kosten' bestaat al"),
        ("fallback.yaml", "wat eten we vanavond", "regelen jullie BORG?", "7: everyday[1]: "),
        ("fallback.yaml", "everyday:", "alledaags:", "6: alledaags: onbekende sleutel"),
        ("synonyms.yaml", "- [kosten,", "- [geld]\n- [kosten,", "1: [1]: hier horen er minstens"),
        ("synonyms.yaml", "- [kosten,", "- [Kosten, a]\n- [kosten,", "2: [2][1]: 'kosten' staat"),
        ("regions.yaml", "9700-9747", "9700-9474", "10: provinces[1].postcodes[1]: '9700-9474'"),
        ("regions.yaml", "9400-9475", "9747-9748", "24: provinces[3].postcodes[1]: 9747-9748 ov"),
        (
            "regions.yaml",
            "facilitator: jansen",
            "facilitator: piet",
            "8: provinces[1].facilitator",
        ),
        ("regions.yaml", "jansen@bedrijf.example", "jansen@", "2: facilitators.jansen.email: "),
        ("regions.yaml", "06-12345678", "bel 06-12345678", "2: facilitators.jansen.phone: "),
        (
            "regions.yaml",
            "facilitators:",
            "aliases: {Nergens: [Niks]}\nfacilitators:",
            "1: aliases",
        ),
        (
            "regions.yaml",
            "facilitators:",
            "alias: {}\nfacilitators:",
            "1: alias: onbekende sleutel",
        ),
        ("places.csv", "name,province", "naam,provincie", "1: hier hoort name,province"),
        ("places.csv", "Assen,drenthe", "Assen,drente", "2: Assen: 'drente' is geen id"),
        ("regions.yaml", "prov Friesland", "prov Groningen", "12: provinces[2].name: 'prov Gron"),
    ],
)
def test_single_fault(tree: Path, file: str, old: str, new: str, expected: str) -> None:
    """One fault in one file is reported with file, line, key and what is wrong."""
    edit(tree, file, old, new)
    assert any(fault.startswith(f"{file}:{expected}") for fault in faults_of(tree))


def test_missing_file_is_a_fault(tree: Path) -> None:
    """Each of the public ids and each of the other files must be there."""
    for file in ("faq/kosten.yaml", "texts.yaml", "places.csv"):
        (tree / file).unlink()
    missing = [fault for fault in faults_of(tree) if fault.endswith("dit bestand ontbreekt")]
    assert [fault.split(":")[0] for fault in missing] == [
        "faq/kosten.yaml", "places.csv", "texts.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["kosten2.yaml", "vragen/kosten2.yaml", "faq/Kosten 2.yaml"])
def test_file_in_the_wrong_place_is_a_fault(tree: Path, file: str) -> None:
    """A file outside the four folders, or with a name that is no id, is reported."""
    (tree / file).parent.mkdir(exist_ok=True)
    write(tree, file, INTENT.format(id="kosten twee"))
    assert only_fault(tree).startswith(f"{file}: ")


def test_same_id_in_two_folders_is_a_fault(tree: Path) -> None:
    """An id exists once, whatever the folder."""
    write(tree, "smalltalk/kosten.yaml", INTENT.format(id="nog eens kosten"))
    assert only_fault(tree) == "smalltalk/kosten.yaml: dit onderwerp is er al: faq/kosten.yaml"


def test_empty_or_absent_folder_is_one_fault(tmp_path: Path) -> None:
    """A folder without files, or none at all, gives one clear fault and not a list of files."""
    assert only_fault(tmp_path).endswith("deze map is leeg of bestaat niet")
    assert only_fault(tmp_path / "nergens").endswith("deze map is leeg of bestaat niet")


def test_hidden_and_other_files_are_left_alone(tree: Path) -> None:
    """What an editor or a version control system leaves behind is not read."""
    (tree / ".git").mkdir()
    for file in (".git/config.yaml", "faq/.kosten.yaml", "faq/kosten.yaml~", "README.md"):
        write(tree, file, "[")
    assert load(tree)


def test_file_that_is_no_utf8_is_a_fault(tree: Path) -> None:
    """Text in an old encoding is named with its line instead of being garbled."""
    raw = (tree / "faq/kosten.yaml").read_bytes().replace(b"Answer", "é".encode("latin-1"))
    (tree / "faq/kosten.yaml").write_bytes(raw)
    assert only_fault(tree) == "faq/kosten.yaml:4: dit bestand is niet in UTF-8 opgeslagen"


def test_unreadable_file_is_a_fault(tree: Path) -> None:
    """A file that cannot be opened is reported like any other fault."""
    (tree / "faq/kosten.yaml").unlink()
    (tree / "faq/kosten.yaml").mkdir()
    assert only_fault(tree).startswith("faq/kosten.yaml: dit bestand is niet te lezen")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "- " * 20_000,
        "a: " + "{a: " * 5_000,
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        "!!python/object/apply:os.system [echo]",
        "? [a, b]\n: c",
        "a: x\n" * 50_000,
        "x" * 1_000_001,
        "",
        "# niets",
        "*a",
        "&a : b",
        "%YAML 9.9\n---\na: b",
        "a: \ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_hostile_file_is_refused_quickly(tmp_path: Path, text: str) -> None:
    """Depth, size, references, labels and odd keys end in a fault, not in a crash or a wait."""
    write(tmp_path, "x.yaml", text)
    started = time.perf_counter()
    with pytest.raises(KnowledgeError) as caught:
        read_yaml(tmp_path / "x.yaml")
    assert caught.value.faults
    assert time.perf_counter() - started < 5


def test_read_yaml_tells_the_line_of_every_key(tmp_path: Path) -> None:
    """A document knows the line of each key and item, and of the nearest one around it."""
    write(tmp_path, "x.yaml", "a:\n  b: 1\n  c:\n    - x\n    - y\n")
    document = read_yaml(tmp_path / "x.yaml")
    assert document.data == {"a": {"b": "1", "c": ["x", "y"]}}
    assert document.line_of(("a", "c", 1)) == 5
    assert document.line_of(("a", "d", "e")) == 1
    assert str(document.fault(("a", "c", 1), "oeps")) == "x.yaml:5: a.c[2]: oeps"


def test_fault_without_line_or_key_reads_well() -> None:
    """Parts that are not known are left out of the sentence."""
    assert str(Fault("x.yaml", None, "", "weg")) == "x.yaml: weg"
