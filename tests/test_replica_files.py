"""The files to run several replicas with: no root, no secret, the schema first."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
HAPROXY = Path(shutil.which("haproxy") or "/usr/sbin/haproxy")
DOCUMENT = yaml.safe_load((DEPLOY / "compose.postgres.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["migrate", "replica"])
def test_replicas_cannot_write_and_hold_no_secret(name: str) -> None:
    """Root read-only, every capability dropped, secrets as files only."""
    service = DOCUMENT["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service
    secret = ("TOKEN", "SECRET", "DATABASE_URL", "PASSWORD")
    for key, value in service["environment"].items():
        assert not value or key.endswith("_FILE") or not any(word in key for word in secret)
    assert set(service["secrets"]) <= set(DOCUMENT["secrets"])


def test_replicas_wait_for_the_schema() -> None:
    """`run` refuses an older schema, so the migration is done before any of them starts."""
    depends = DOCUMENT["services"]["replica"]["depends_on"]
    assert depends == {"migrate": {"condition": "service_completed_successfully"}}
    assert DOCUMENT["services"]["migrate"]["command"] == ["migrate"]
    assert DOCUMENT["services"]["replica"]["deploy"]["replicas"] == 3


def test_only_replicas_reach_the_database() -> None:
    """The database is in a network without a way out, and the balancer is not in it."""
    services, networks = DOCUMENT["services"], DOCUMENT["networks"]
    assert networks["data"] == {"internal": True}
    assert services["database"]["networks"] == ["data"]
    assert services["balancer"]["networks"] == ["front"]
    assert "ports" not in services["database"]
    assert services["balancer"]["read_only"] is True
    assert services["balancer"]["cap_drop"] == ["ALL"]


@pytest.mark.skipif(not HAPROXY.exists(), reason="HAProxy is not here")
def test_haproxy_takes_its_file(tmp_path: Path) -> None:
    """HAProxy itself finds no fault in the file, with a certificate in its place."""
    certificate = tmp_path / "telegram.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    command += ["-subj", "/CN=bot.example.nl", "-keyout", "telegram.pem", "-out", "certificate"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with certificate.open("ab") as both:
        both.write((tmp_path / "certificate").read_bytes())
    file = tmp_path / "haproxy.cfg"
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    file.write_text(text.replace("/run/secrets/certificate", str(certificate)), encoding="utf-8")
    found = subprocess.run(
        [str(HAPROXY), "-c", "-f", str(file)], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr
    assert "WARNING" not in found.stdout + found.stderr


def test_balancer_asks_what_the_program_answers() -> None:
    """A replica that hangs still accepts connections; it is asked for the program's own 405."""
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    assert "http-check send meth GET uri /webhook" in text
    assert "http-check expect status 405" in text
    assert "on-marked-down shutdown-sessions" in text


def test_balancer_lets_through_the_webhook_only() -> None:
    """One address, HTTPS, and a replica that is gone is passed over."""
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    assert "unless { path /webhook }" in text
    assert "ssl crt" in text
    assert "option redispatch" in text
