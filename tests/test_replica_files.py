"""The files to run several replicas with: no root, no secret, the schema first."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
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


def test_balancer_lets_through_the_webhook_only() -> None:
    """One address, HTTPS, and a replica that is gone is passed over."""
    text = (DEPLOY / "haproxy.cfg").read_text(encoding="utf-8")
    assert "unless { path /webhook }" in text
    assert "ssl crt" in text
    assert "option redispatch" in text
