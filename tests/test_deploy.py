"""The files to run it with: a locked-down service, a container without root."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
MOST_EXPOSED = 15  # tenths


def directives() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "kvob.service").read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#[":
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_service_is_hardly_exposed() -> None:
    """systemd's own verdict on the unit is 1.5 or less, of ten."""
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager"]
    limit = f"--threshold={MOST_EXPOSED}"
    verdict = subprocess.run(
        [*command, limit, str(DEPLOY / "kvob.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unrecognized option" in verdict.stderr:
        pytest.skip("this systemd cannot judge a file")
    assert verdict.returncode == 0, verdict.stdout[-300:] + verdict.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    """systemd itself knows every line of the unit, with a program in the place of ours."""
    text = (DEPLOY / "kvob.service").read_text(encoding="utf-8")
    unit = tmp_path / "kvob.service"
    unit.write_text(text.replace("/opt/kvob/.venv/bin/python", sys.executable), encoding="utf-8")
    found = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "kvob.service" not in found.stderr


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Type", "notify"),
        ("Restart", "always"),
        ("RestartPreventExitStatus", "78"),
        ("StartLimitIntervalSec", "0"),
        ("User", "kvob"),
        ("UMask", "0077"),
        ("StateDirectoryMode", "0700"),
        ("LoadCredential", "token:/etc/kvob/token"),
        ("CapabilityBoundingSet", ""),
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateUsers", "yes"),
        ("PrivateDevices", "yes"),
        ("PrivateTmp", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("RestrictNamespaces", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("SystemCallArchitectures", "native"),
    ],
)
def test_service_says(key: str, value: str) -> None:
    """What keeps the service in its place stands in the unit, also where nobody can measure it."""
    assert directives()[key] == [value]


def test_watchdog_waits_for_several_heartbeats() -> None:
    """One late heartbeat is no reason to kill the assistant."""
    from bot.background import BEAT

    assert int(directives()["WatchdogSec"][0]) >= 3 * BEAT


def test_service_holds_no_secret() -> None:
    """The token comes as a credential, not from the environment or the unit."""
    for line in directives()["Environment"]:
        assert not re.search(r"BOT_TOKEN=|SECRET=", line)


def test_container_runs_without_root() -> None:
    """The image ends as a user of its own, checks its health and installs by hash only."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    last = text.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!0|root)\d+:\d+$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert '"status", "--alive"' in last
    assert "--require-hashes" in text
    assert "--only-binary :all:" in text
    for line in re.findall(r"^COPY (?:--\S+ )?(\S+)", text, re.MULTILINE):
        assert line == "/venv" or (ROOT / line).exists(), line


def test_container_cannot_write_but_to_its_data() -> None:
    """Compose mounts the root read-only, drops every capability and gives the token as a file."""
    document = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    service = document["services"]["kvob"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert "ports" not in service
    assert all("TOKEN" not in key or key.endswith("_FILE") for key in service["environment"])
    assert set(service["secrets"]) <= set(document["secrets"])


def test_image_takes_nothing_by_accident() -> None:
    """Only what the program needs gets into the image: no settings, database or token."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {
        *("requirements/full.txt", "bot", "intents", "storage")
    }


def test_script_for_the_server_uses_what_the_service_uses() -> None:
    """`kvob` on the server reads the same database and folder of copies as the service."""
    script = (DEPLOY / "kvob").read_text(encoding="utf-8")
    for line in directives()["Environment"]:
        for word in line.replace("%S", "/var/lib").replace("%d/token", "/etc/kvob/token").split():
            assert word in script, word
