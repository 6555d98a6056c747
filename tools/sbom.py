"""Lists what the assistant is made of: a CycloneDX bill of materials, and the licences.

    python3 dev.py sbom [FILE]     the packages of requirements/run.txt as CycloneDX 1.6 JSON
    python3 dev.py licences        writes docs/licences.md

Made from the pinned files and from what the installed packages say of themselves. The same
packages give the same bytes: no time, no random number.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ROOT / "requirements"
LICENCES = ROOT / "docs" / "licences.md"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\]+)", re.MULTILINE)
_REQUIRED = re.compile(r"^[A-Za-z0-9._-]+")

# What packages write where an SPDX expression belongs.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Said by the package itself, in words.
SAID = {"apsw": "Zlib", "python-dateutil": "Apache-2.0 OR BSD-3-Clause"}


@dataclass(frozen=True)
class Package:
    """An installed package that a lock file pins."""

    name: str
    version: str
    licence: str
    summary: str
    requires: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def pinned(lock: str) -> dict[str, set[str]]:
    """Name to the versions pinned in requirements/<lock>.txt; there is one for each platform."""
    found: dict[str, set[str]] = {}
    text = (LOCKS / f"{lock}.txt").read_text(encoding="utf-8")
    for name, version in _PINNED.findall(text):
        found.setdefault(normal(name), set()).add(version)
    return found


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def packages(lock: str) -> list[Package]:
    """The installed packages that the lock pins; exits where one is another version."""
    wanted = pinned(lock)
    found: dict[str, Package] = {}
    for each in distributions():
        name = normal(each.metadata["Name"])
        if name not in wanted or name in found:
            continue
        if each.version not in wanted[name]:
            sys.exit(f"{name} {each.version} is installed; pinned is {wanted[name]}")
        requires = {normal(_REQUIRED.match(line)[0]) for line in each.requires or []}  # type: ignore[index]
        summary = str(each.metadata.json.get("summary", ""))
        found[name] = Package(
            name, each.version, licence_of(each), summary, tuple(sorted(requires & set(wanted)))
        )
    return [found[name] for name in sorted(found)]


def licence_of(each: Distribution) -> str:
    """As an SPDX expression, by the package's own word; 'unknown' where it gives none."""
    name = normal(each.metadata["Name"])
    if name in SAID:
        return SAID[name]
    metadata = each.metadata.json
    if expression := metadata.get("license_expression"):
        return str(expression)
    line = str(metadata.get("license", "")).strip()
    if line and "\n" not in line and len(line) < 40:
        return SPDX.get(line, line)
    kinds = [
        entry.rpartition("::")[2].strip()
        for entry in metadata.get("classifier", [])
        if entry.startswith("License")
    ]
    return " OR ".join(SPDX.get(kind, kind) for kind in kinds) or "unknown"


def bill(lock: str) -> dict[str, Any]:
    """The CycloneDX document of what this lock installs here."""
    parts = packages(lock)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest = hashlib.sha256((LOCKS / f"{lock}.txt").read_bytes()).hexdigest()
    purls = {part.name: part.purl for part in parts}
    direct = {normal(_REQUIRED.match(line)[0]) for line in project["dependencies"]}  # type: ignore[index]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    components = [
        {
            "type": "library",
            "bom-ref": part.purl,
            "name": part.name,
            "version": part.version,
            "description": part.summary,
            "purl": part.purl,
            "licenses": [_licence(part.licence)],
        }
        for part in parts
    ]
    needs = [(own, sorted(direct & set(purls)))]
    needs += [(part.purl, [name for name in part.requires if name in purls]) for part in parts]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + digest + str(purls))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
            },
            "properties": [{"name": f"requirements/{lock}.txt:sha256", "value": digest}],
        },
        "components": components,
        "dependencies": [
            {"ref": ref, "dependsOn": [purls[name] for name in names]} for ref, names in needs
        ],
    }


def _licence(expression: str) -> dict[str, Any]:
    if " " in expression and "unknown" not in expression:
        return {"expression": expression}
    key = "name" if expression == "unknown" else "id"
    return {"license": {key: expression}}


def licence_page() -> str:
    """docs/licences.md: what is delivered, then what only the tests use."""
    run = packages("run")
    names = {part.name for part in run}
    only_tests = [part for part in packages("dev") if part.name not in names]
    lines = [
        "# Licences of the packages",
        "",
        "Made by `python3 dev.py licences` from what the packages say of themselves; do not edit.",
        "Versions are in `requirements/`. Data of others: `attribution.md`.",
    ]
    for title, parts in (("What runs", run), ("What only tests and checks use", only_tests)):
        lines += ["", f"## {title}", "", "| package | licence |", "| --- | --- |"]
        lines += [f"| {part.name} | {part.licence} |" for part in parts]
    return "\n".join(lines) + "\n"


def main() -> None:
    command, *rest = sys.argv[1:] or [""]
    if command == "licences":
        LICENCES.write_text(licence_page(), encoding="utf-8")
        print(f"written: {LICENCES.relative_to(ROOT)}")
    elif command == "sbom":
        text = json.dumps(bill("run"), indent=2, ensure_ascii=False) + "\n"
        if rest:
            Path(rest[0]).write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
