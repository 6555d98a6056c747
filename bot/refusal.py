"""What a command says when it cannot do what was asked."""

from __future__ import annotations

import errno
import os

from intents import KnowledgeError
from storage import DatabaseUnavailable, SchemaTooNew, SchemaTooOld

TOO_NEW = "De database is van een nieuwere versie van dit programma."
TOO_OLD = "De database is van een oudere versie; doe eerst 'kvob migrate'."
MEANINGS = {
    errno.EACCES: "het is van een andere gebruiker; met de gebruiker van de dienst lukt het",
    errno.EPERM: "het is van een andere gebruiker; met de gebruiker van de dienst lukt het",
    errno.EROFS: "hier kan niet geschreven worden",
    errno.ENOSPC: "de schijf is vol",
    errno.ENOENT: "die map of dat bestand is er niet",
    errno.ENOTDIR: "dat is geen map",
    errno.EISDIR: "dat is een map",
}


class Refused(Exception):
    """Cannot be done, for a reason that the operator can mend."""


def told_plainly(error: Exception) -> str | None:
    """What a person should read instead of this error; None where it is a fault of the program."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, KnowledgeError):
        count = len(error.faults)
        ending = (
            f"{'1 fout' if count == 1 else f'{count} fouten'}; er is niets gestart of veranderd"
        )
        return "\n".join([*map(str, error.faults), ending])
    if isinstance(error, SchemaTooNew):
        return TOO_NEW
    if isinstance(error, SchemaTooOld):
        return TOO_OLD
    if isinstance(error, DatabaseUnavailable):
        return f"De database is niet te gebruiken: {error}"
    return about_file(error) if isinstance(error, OSError) else None


def about_file(error: OSError, file: str | os.PathLike[str] | None = None) -> str:
    """The file, what the system says of it, and what that means."""
    parts = (file or error.filename, error.strerror)
    said = ": ".join(str(part) for part in parts if part)
    meaning = MEANINGS.get(error.errno or 0)
    return f"{said} ({meaning})" if meaning else said or type(error).__name__
