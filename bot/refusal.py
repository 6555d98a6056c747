"""What a command says when it cannot do what was asked."""

from __future__ import annotations


class Refused(Exception):
    """Cannot be done, for a reason that the operator can mend."""
