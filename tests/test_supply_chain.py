"""What comes from others is known, pinned and free to use; and no secret of ours goes out."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]

ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
    *("MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib"),
    "LGPL-3.0-only",  # psycopg, used as it is, only where PostgreSQL is chosen
}
SECRETS = {
    "a bot's token": r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of AWS": r"\bAKIA[0-9A-Z]{16}\b",
    "a token of GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}\b",
    "a token of PyPI": r"\bpypi-[A-Za-z0-9_-]{50,}\b",
    "a token of Slack": r"\bxox[abpr]-[A-Za-z0-9-]{10,}\b",
    "an address with a password": r"\b[a-z+]+://[^\s/:@'\"{}<>]+:[^\s/:@'\"{}<>]+@[\w.-]+",
}
# Made up, for tests.
NO_SECRETS = {
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
    "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9",
}


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "tools" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sbom"] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


def tracked() -> list[Path]:
    """The files that others get."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
        return [ROOT / name for name in listed.decode().split("\0") if name]
    skipped = {".venv", ".git", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    return [
        file
        for file in ROOT.rglob("*")
        if file.is_file() and not skipped & set(file.relative_to(ROOT).parts)
    ]


def found_in(text: str) -> list[str]:
    return [
        name for name, pattern in SECRETS.items() if set(re.findall(pattern, text)) - NO_SECRETS
    ]


def test_no_file_holds_a_secret() -> None:
    """No token, key or password stands in a file that is passed on."""
    told = []
    for file in tracked():
        if file.is_file() and file.stat().st_size < 5_000_000:
            text = file.read_text(encoding="utf-8", errors="replace")
            told += [f"{file.relative_to(ROOT)}: {name}" for name in found_in(text)]
    assert told == []


@pytest.mark.parametrize(
    "secret",
    [
        "BOT_TOKEN=" + "7123456789:" + "AAF" + "x1-_" * 8,
        "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        "ghp_" + "a1" * 18,
        "postgresql+psycopg://kvob:" + "hunter2" + "@db.example/kvob",
    ],
)
def test_secret_would_be_found(secret: str) -> None:
    """The patterns see what they are meant for."""
    assert found_in(f"x = '{secret}'\n")


def test_every_licence_may_be_used(sbom: ModuleType) -> None:
    """Each package says under which licence it is, and all of them are on the list."""
    for part in sbom.packages("dev"):
        kinds = set(re.split(r" (?:AND|OR) |[()]", part.licence)) - {""}
        assert kinds <= ALLOWED, (part.name, part.licence)


def test_licences_are_written_down(sbom: ModuleType) -> None:
    """docs/licences.md holds each installed package with its licence, and nothing unknown."""
    page = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    for part in sbom.packages("dev"):
        assert f"| {part.name} | {part.licence} |" in page, "run: python3 dev.py licences"
    listed = set(re.findall(r"^\| ([a-z0-9-]+) \| (?!licence)", page, re.MULTILINE)) - {"---"}
    assert listed <= set(sbom.pinned("dev")), listed - set(sbom.pinned("dev"))


def test_bill_names_everything_that_runs(sbom: ModuleType) -> None:
    """Each package of the lock that this computer needs is a component, with its version."""
    bill = sbom.bill("run")
    listed = {part["name"]: part for part in bill["components"]}
    missing = set(sbom.pinned("run")) - set(listed)
    assert missing <= {"colorama", "pywin32"}, missing
    for name, part in listed.items():
        assert part["version"] in sbom.pinned("run")[name]
        assert part["purl"] == f"pkg:pypi/{name}@{part['version']}"
        assert part["licenses"]
    refs = {each["ref"] for each in bill["dependencies"]}
    assert refs == {part["bom-ref"] for part in bill["components"]} | {
        bill["metadata"]["component"]["bom-ref"]
    }
    for each in bill["dependencies"]:
        assert set(each["dependsOn"]) <= refs


def test_bill_is_the_same_every_time(sbom: ModuleType) -> None:
    """Made twice it is the same text, so that a change in it is a change in the packages."""
    assert json.dumps(sbom.bill("run")) == json.dumps(sbom.bill("run"))
