"""Invites with which a facilitator couples his own Telegram account: signed, seven days, once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from bot.config import Settings

VALID_FOR = timedelta(days=7)
_CODE = re.compile(r"inv-[A-Za-z0-9_-]{20,60}")
_SIGNATURE_BYTES = 12


class NoToken(Exception):
    """An invite is signed with the bot's token, and there is none."""


def make_code(facilitator: str, settings: Settings, now: datetime) -> str:
    """A code of at most 64 characters, for a t.me link; nothing is stored until it is used.

    Signed, so that a code can be made while the assistant runs, and none can be forged.
    """
    expires = int((now + VALID_FOR).timestamp())
    claim = b":".join([facilitator.encode(), b"%x" % expires, secrets.token_hex(3).encode()])
    signed = _sign(claim, settings) + claim
    return "inv-" + base64.urlsafe_b64encode(signed).decode().rstrip("=")


def is_code(text: str) -> bool:
    """Whether this has the form of an invite."""
    return _CODE.fullmatch(text) is not None


def read_code(code: str, settings: Settings, now: datetime) -> str | None:
    """The facilitator whom the code is for; None for a forged, old or damaged one."""
    body = code.removeprefix("inv-")
    try:
        signed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    except ValueError:
        return None
    if base64.urlsafe_b64encode(signed).decode().rstrip("=") != body:
        return None  # another spelling of the same bytes would be used a second time
    signature, claim = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _sign(claim, settings)):
        return None
    facilitator, expires, _ = claim.split(b":")
    return facilitator.decode() if now.timestamp() <= int(expires, 16) else None


def _sign(claim: bytes, settings: Settings) -> bytes:
    if settings.token is None:
        raise NoToken
    key = hashlib.sha256(b"invite:" + settings.token.get_secret_value().encode()).digest()
    return hmac.new(key, claim, hashlib.sha256).digest()[:_SIGNATURE_BYTES]
