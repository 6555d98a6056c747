"""Settings: from a YAML file, overruled by the environment; secrets from the environment only."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from datetime import time
from difflib import get_close_matches
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from intents import Document, Fault, KnowledgeError, read_yaml

PREFIX = "KVOB_"
NOT_SETTINGS = "hier horen instellingen te staan (sleutel: waarde)"
SECRETS = {  # nosec B105 - names, no secrets
    "BOT_TOKEN": "token",
    "DATABASE_URL": "database_url",
    "WEBHOOK_SECRET": "webhook_secret",
    "SMTP_PASSWORD": "smtp_password",
}
DATABASES = ("sqlite+aiosqlite", "postgresql+psycopg")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def _host() -> str:
    return socket.gethostname()[:30] or "replica"


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("geen geldig webadres (http:// of https://)")
    return value.rstrip("/")


def _secret_https_url(value: SecretStr) -> SecretStr:
    """The address is all that protects it, so it travels encrypted or stays on this machine."""
    parts = urlsplit(_http_url(value.get_secret_value()))
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise ValueError("geen geldig webadres dat met https:// begint")
    return value


def _https_url(value: str | None) -> str | None:
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("geen geldig webadres dat met https:// begint")
    return value if parts.path.strip("/") else f"{value.rstrip('/')}/webhook"


def _mailbox(value: str | None) -> str | None:
    """One plain address: it becomes a header, so no line break and no second address fits in."""
    if not value:
        return None
    try:
        found = validate_email(value, check_deliverability=False, globally_deliverable=False)
        return found.ascii_email or found.normalized
    except EmailNotValidError:
        raise ValueError("geen geldig e-mailadres") from None


def is_loopback(host: str) -> bool:
    """Whether this name is the machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


Mailbox = Annotated[str | None, AfterValidator(_mailbox)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Webhook(_Part):
    """Where Telegram brings updates, if they are not fetched; and where that arrives here."""

    url: Annotated[str | None, AfterValidator(_https_url)] = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)


class Telegram(_Part):
    """How to reach Telegram, and how fast to send."""

    api_base: Annotated[str, AfterValidator(_http_url)] = "https://api.telegram.org"
    poll_seconds: int = Field(default=30, ge=0, le=50)
    seconds_per_chat: float = Field(default=1.0, ge=0, le=60)
    messages_per_second: float = Field(default=30.0, ge=0, le=1000)
    webhook: Webhook = Webhook()

    @property
    def is_local(self) -> bool:
        """Whether the address is this machine: then it is a test, not Telegram."""
        return is_loopback(urlsplit(self.api_base).hostname or "")


class Knowledge(_Part):
    """Where the knowledge base is (none: the one that comes with the program), and how to read.

    `encoder` says whether an installed sentence encoder is used.
    """

    folder: Path | None = None
    encoder: bool = True


class FacilitatorAccount(_Part):
    """A facilitator's Telegram account, for who does not want to couple it by invite; and another
    mail address than the one in regions.yaml.
    """

    telegram_id: int | None = Field(default=None, gt=0)
    email: Mailbox = None


class Operator(_Part):
    """Who runs this assistant and answers for the personal data in it."""

    name: str | None = None
    email: Mailbox = None
    legal_basis: str | None = None
    privacy_officer: str | None = None
    chat_id: int | None = None


class Mail(_Part):
    """The mail server; without a host no mail is sent."""

    host: str | None = None
    port: int = Field(default=587, ge=1, le=65535)
    starttls: bool = True
    ca_file: Path | None = None
    user: str | None = None
    sender: Mailbox = None

    @property
    def is_on(self) -> bool:
        return self.host is not None

    @property
    def is_tls_from_the_start(self) -> bool:
        return self.port == 465


class OfficeHours(_Part):
    """When facilitators may be reminded, Dutch time."""

    opens: time = time(8, 30)
    closes: time = time(17, 0)


class Retention(_Part):
    """After how many days personal data is gone."""

    form_days: int = Field(default=7, ge=1, le=365)
    request_days: int = Field(default=90, ge=1, le=3650)
    message_days: int = Field(default=7, ge=1, le=365)
    conversation_days: int = Field(default=90, ge=1, le=3650)
    unknown_days: int = Field(default=30, ge=1, le=30)


class Limits(_Part):
    """What one person may do, so that everybody gets a turn."""

    messages_per_minute: int = Field(default=20, ge=3, le=1000)
    open_requests: int = Field(default=3, ge=1, le=100)


class Backup(_Part):
    """Where copies of the database go, and how long they stay."""

    folder: Path | None = None
    keep_days: int = Field(default=30, ge=1, le=3650)


class Health(_Part):
    """How a monitor sees that the assistant is alive."""

    port: int | None = Field(default=None, ge=1, le=65535)
    ping_url: Annotated[SecretStr, AfterValidator(_secret_https_url)] | None = None


class Settings(BaseSettings):
    """Everything that can be set; unknown keys are refused."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter="__"
    )

    telegram: Telegram = Telegram()
    knowledge: Knowledge = Knowledge()
    facilitators: dict[str, FacilitatorAccount] = Field(default_factory=dict)
    operator: Operator = Operator()
    mail: Mail = Mail()
    office_hours: OfficeHours = OfficeHours()
    retention: Retention = Retention()
    limits: Limits = Limits()
    backup: Backup = Backup()
    health: Health = Health()
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"
    replica: str = Field(default_factory=_host, min_length=1, max_length=30)
    test_clock: Path | None = None

    token: SecretStr | None = None
    webhook_secret: SecretStr | None = None
    smtp_password: SecretStr | None = None
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///kvob.db")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file."""
        return env_settings, init_settings

    def warnings(self) -> list[str]:
        """What works without, but should be filled in before the assistant goes public."""
        missing = [
            key for key in ("name", "email", "legal_basis") if not getattr(self.operator, key)
        ]
        lines = [
            f"operator.{key} ontbreekt; de privacytekst (/privacy) noemt dit" for key in missing
        ]
        if self.operator.chat_id is None:
            lines.append("operator.chat_id ontbreekt; niemand krijgt een alarm")
        return lines


def load_settings(path: Path | None) -> Settings:
    """Read `path` (None: no file) and the environment.

    Raises KnowledgeError with every fault at once: file, line, key and a plain sentence.
    """
    document = _read(path)
    data = document.data
    if not isinstance(data, dict):
        raise KnowledgeError([document.fault((), NOT_SETTINGS)])
    faults = [
        document.fault((key,), "geheimen horen niet in dit bestand; zet ze in de omgeving")
        for key in data
        if key.upper() in SECRETS or key in SECRETS.values()
    ]
    faults += _unknown_variables()
    values = _without_empty({k: v for k, v in data.items() if k not in SECRETS.values()})
    values |= _secrets(faults, beside=path)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        faults += [_fault(document, each) for each in error.errors()]
        raise KnowledgeError(sorted(faults, key=lambda fault: fault.line or 0)) from None
    faults += _webhook_faults(settings) + _database_faults(settings)
    faults += [document.fault(("mail", key), message) for key, message in _mail_faults(settings)]
    if settings.office_hours.closes <= settings.office_hours.opens:
        message = "moet later zijn dan office_hours.opens"
        faults.append(document.fault(("office_hours", "closes"), message))
    if faults:
        raise KnowledgeError(faults)
    return settings


def _database_faults(settings: Settings) -> list[Fault]:
    """One of two databases, each by one driver; PostgreSQL's comes with an extra."""
    scheme = settings.database_url.get_secret_value().partition(":")[0]
    if scheme not in DATABASES:
        message = f"begint met {' of '.join(f'{each}:' for each in DATABASES)}"
        return [Fault("omgeving", None, "DATABASE_URL", message)]
    if scheme == DATABASES[1] and find_spec("psycopg") is None:
        message = "voor PostgreSQL is een extra pakket nodig: kvob[postgres]"
        return [Fault("omgeving", None, "DATABASE_URL", message)]
    return []


def _webhook_faults(settings: Settings) -> list[Fault]:
    """A webhook without a good secret would take updates from anybody."""
    if settings.telegram.webhook.url is None:
        return []
    secret = settings.webhook_secret
    if secret is not None and WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
        return []
    message = "nodig voor telegram.webhook.url: 1 tot 256 letters, cijfers, _ en -"
    return [Fault("omgeving", None, "WEBHOOK_SECRET", message)]


def _mail_faults(settings: Settings) -> Iterator[tuple[str, str]]:
    """Mail holds personal data: it leaves this machine encrypted, or not at all."""
    mail = settings.mail
    if mail.host is None:
        return
    if mail.sender is None:
        yield "sender", "nodig voor mail.host: het adres waar mail vandaan komt"
    is_encrypted = mail.starttls or mail.is_tls_from_the_start
    if not is_encrypted and not is_loopback(mail.host):
        yield "starttls", "mag alleen uit voor een mailserver op deze computer zelf"
    if mail.user and settings.smtp_password is None:
        yield "user", "zet ook het wachtwoord in de omgeving: SMTP_PASSWORD"
    if mail.ca_file is not None and not mail.ca_file.is_file():
        yield "ca_file", "dit bestand is er niet"


def _read(path: Path | None) -> Document:
    """The file; one that holds nothing but comments changes nothing."""
    if path is None:
        return Document("config.yaml", {}, {})
    if path.is_file() and path.stat().st_size < 100_000:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if all(not line.strip() or line.strip().startswith("#") for line in lines):
            return Document(path.name, {}, {})
    return read_yaml(path)


def _secrets(faults: list[Fault], beside: Path | None) -> dict[str, Any]:
    """The secrets: BOT_TOKEN, or the file that BOT_TOKEN_FILE names; likewise the others."""
    folder = beside.parent.resolve() if beside else Path.cwd()
    values: dict[str, Any] = {
        "database_url": SecretStr(f"sqlite+aiosqlite:///{folder / 'kvob.db'}")
    }
    for variable, name in SECRETS.items():
        value = os.environ.get(variable)
        file = os.environ.get(f"{variable}_FILE")
        if not value and file:
            try:
                value = Path(file).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                told = f"{file} is niet te lezen; is het er, en mag deze gebruiker het lezen?"
                faults.append(Fault("omgeving", None, f"{variable}_FILE", told))
        if value:
            values[name] = SecretStr(value)
    return values


def _unknown_variables() -> list[Fault]:
    """Variables that look like settings and are none: mostly a typing error."""
    known = {name.upper() for name in Settings.model_fields if name not in SECRETS.values()}
    return [
        Fault("omgeving", None, variable, "onbekende instelling")
        for variable in sorted(os.environ)
        if variable.startswith(PREFIX) and variable[len(PREFIX) :].split("__")[0] not in known
    ]


def _without_empty(data: Any) -> Any:
    """A key with nothing behind it keeps its default."""
    if not isinstance(data, dict):
        return data
    return {key: _without_empty(value) for key, value in data.items() if value != ""}


def _fault(document: Document, error: Any) -> Fault:
    """Turn a validation error into a fault with the line where the value stands."""
    path = tuple(error["loc"])
    message = _message(error)
    if error["type"] == "extra_forbidden":
        message += _hint(path)
    if path and path not in document.lines:
        from_environment = PREFIX + "__".join(str(step).upper() for step in path)
        if from_environment in os.environ:
            return Fault("omgeving", None, from_environment, message)
    return document.fault(path, message)


def _message(error: Any) -> str:
    """What should have stood there."""
    kind, context = error["type"], error.get("ctx", {})
    if kind.startswith(("time_", "timezone_")):
        return "hier hoort een tijd, zoals '08:30'"
    messages = {
        "extra_forbidden": "onbekende instelling",
        "int_parsing": "hier hoort een geheel getal",
        "int_from_float": "hier hoort een geheel getal",
        "float_parsing": "hier hoort een getal",
        "bool_parsing": "hier hoort true of false",
        "model_type": NOT_SETTINGS,
        "model_attributes_type": NOT_SETTINGS,
        "dict_type": NOT_SETTINGS,
        "string_type": "hier hoort tekst",
        "literal_error": f"kies uit {str(context.get('expected', '')).replace(' or ', ' of ')}",
        "greater_than": f"hier hoort een getal groter dan {context.get('gt')}",
        "greater_than_equal": f"hier hoort een getal van minstens {context.get('ge')}",
        "less_than_equal": f"hier hoort een getal van hoogstens {context.get('le')}",
        "string_too_long": f"hier horen hoogstens {context.get('max_length')} tekens",
        "string_too_short": f"hier horen minstens {context.get('min_length')} tekens",
    }
    return messages.get(kind, str(error["msg"]).removeprefix("Value error, "))


def _hint(path: tuple[Any, ...]) -> str:
    """The setting that was probably meant, for a key with a typing error in it."""
    model: Any = Settings
    for step in path[:-1]:
        field = getattr(model, "model_fields", {}).get(step)
        model = getattr(field, "annotation", None)
    known = [name for name in getattr(model, "model_fields", ()) if name not in SECRETS.values()]
    meant = get_close_matches(str(path[-1]), known, n=1)
    return f"; bedoelt u {meant[0]}?" if meant else ""
