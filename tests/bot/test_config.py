"""Settings: file, environment, secrets, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_settings
from intents import KnowledgeError


def write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(file: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_settings(file)
    return [str(fault) for fault in caught.value.faults]


def test_unknown_key_is_refused_with_its_line(tmp_path: Path) -> None:
    """A typing error in a key is told with the line it stands on."""
    (fault,) = faults(write(tmp_path, "log_level: INFO\ntelegram:\n  api_bas: https://x.nl\n"))
    assert "config.yaml:3" in fault
    assert "onbekende instelling" in fault


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Wrong values are all reported, not only the first."""
    text = "telegram:\n  poll_seconds: veel\nretention:\n  form_days: 0\nlog_level: LOUD\n"
    assert len(faults(write(tmp_path, text))) == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("telegram:\n  poll_seconds: 99\n", "hier hoort een getal van hoogstens 50"),
        ("retention:\n  form_days: 0\n", "hier hoort een getal van minstens 1"),
        ("facilitators:\n  keuker:\n    telegram_id: -3\n", "hier hoort een getal groter dan 0"),
        ("office_hours:\n  opens: 9\n", "hier hoort een tijd, zoals '08:30'"),
        ("office_hours:\n  opens: 8:30\n", "hier hoort een tijd, zoals '08:30'"),
        ("log_level: LOUD\n", "kies uit 'DEBUG', 'INFO', 'WARNING' of 'ERROR'"),
        (f"replica: {'r' * 31}\n", "hier horen hoogstens 30 tekens"),
        ("operator:\n  email: jan\n", "geen geldig e-mailadres"),
        ("office_hours:\n  opens: 17:00\n  closes: 08:30\n", "moet later zijn dan"),
        ("telegram:\n  pol_seconds: 9\n", "onbekende instelling; bedoelt u poll_seconds?"),
        ("telegramm: 9\n", "onbekende instelling; bedoelt u telegram?"),
        ("tokens: 9\n", "onbekende instelling"),
    ],
)
def test_a_wrong_value_is_told_in_dutch(tmp_path: Path, text: str, told: str) -> None:
    """Some faults came in English, an operator's address of no kind was taken, and so were hours
    in which nobody is ever reminded."""
    (fault,) = faults(write(tmp_path, text))
    assert f": {told}" in fault
    assert "bedoelt u token?" not in fault


def test_faults_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Who mends them goes through the file once."""
    text = "log_level: LOUD\nhealth:\n  port: x\ntelegram:\n  api_bas: x\nreplica: ''\nmial: 1\n"
    lines = [int(fault.split(":")[1]) for fault in faults(write(tmp_path, text))]
    assert lines == sorted(lines)
    assert len(lines) == 4


@pytest.mark.parametrize("key", ["token", "bot_token", "BOT_TOKEN", "database_url"])
def test_secrets_are_refused_in_the_file(tmp_path: Path, key: str) -> None:
    """A secret in the YAML file stops the start, and is not repeated in the message."""
    told = faults(write(tmp_path, f"{key}: 42:secret-secret-secret\n"))
    assert "geheimen" in " ".join(told)
    assert "secret-secret" not in " ".join(told)


def test_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """KVOB_ variables overrule the file, two underscores for a level."""
    file = write(tmp_path, "telegram:\n  poll_seconds: 10\n  seconds_per_chat: 2\n")
    monkeypatch.setenv("KVOB_TELEGRAM__POLL_SECONDS", "20")
    settings = load_settings(file)
    assert settings.telegram.poll_seconds == 20
    assert settings.telegram.seconds_per_chat == 2


def test_unknown_variable_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that looks like a setting and is none is a typing error, and is told."""
    monkeypatch.setenv("KVOB_TELEGRAMM__API_BASE", "https://x.nl")
    (fault,) = faults(write(tmp_path, ""))
    assert "KVOB_TELEGRAMM__API_BASE" in fault


def test_token_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BOT_TOKEN_FILE names a file that holds the token."""
    (tmp_path / "token").write_text("42:abc\n", encoding="utf-8")
    monkeypatch.delenv("BOT_TOKEN", raising=False)
    monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "token"))
    token = load_settings(None).token
    assert token is not None
    assert token.get_secret_value() == "42:abc"


@pytest.mark.parametrize("url", ["postgresql://u@h/db", "mysql://h/db", "kvob.db", "sqlite:///x"])
def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """DATABASE_URL with an unknown beginning is a fault, told without the address."""
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(KnowledgeError) as refused:
        load_settings(None)
    assert "postgresql+psycopg:" in str(refused.value)
    assert "u:p" not in str(refused.value)


def test_secrets_do_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing the settings shows no secret."""
    monkeypatch.setenv("BOT_TOKEN", "42:very-secret")
    assert "very-secret" not in repr(load_settings(None))


def test_example_is_valid_and_names_every_setting() -> None:
    """config.example.yaml loads as it stands, and explains each setting there is."""
    from pydantic import BaseModel

    from bot.config import SECRETS, Settings

    file = Path(__file__).parents[2] / "config.example.yaml"
    settings = load_settings(file)
    text = file.read_text(encoding="utf-8")

    def names(model: type[BaseModel]) -> list[str]:
        found = []
        for name, field in model.model_fields.items():
            found.append(name)
            if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
                found += names(field.annotation)
        return found

    for name in names(Settings):
        if name not in SECRETS.values():
            assert f"{name}:" in text, name
    assert settings.telegram == Settings.model_fields["telegram"].default
