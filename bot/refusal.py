"""What a command says when it cannot do what was asked."""

from __future__ import annotations

TOO_NEW = "De database is van een nieuwere versie van dit programma."


class Refused(Exception):
    """Cannot be done, for a reason that the operator can mend."""
