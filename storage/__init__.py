"""The database of the assistant; the only package that knows SQL."""

from storage.backup import CopyFailed, check_copy, copy_database, put_in_place
from storage.database import Database, DatabaseUnavailable, Rejected, file_of
from storage.figures import Figures, Span
from storage.lock import DatabaseInUse, FileLock
from storage.migrate import SchemaTooNew, SchemaTooOld
from storage.move import CannotMove, move_rows
from storage.queue import Filter, Load
from storage.read_only import open_read_only
from storage.records import (
    OPEN,
    Absence,
    Account,
    ContactRequest,
    Conversation,
    Delivery,
    Erasure,
    Event,
    Failure,
    InboxRow,
    Incoming,
    Kind,
    NewRequest,
    OutboxRow,
    Outcome,
    Promise,
    Reaction,
    Status,
    Unknown,
    Waiting,
)

__all__ = [
    "OPEN",
    "Absence",
    "Account",
    "CannotMove",
    "ContactRequest",
    "Conversation",
    "CopyFailed",
    "Database",
    "DatabaseInUse",
    "DatabaseUnavailable",
    "Delivery",
    "Erasure",
    "Event",
    "Failure",
    "Figures",
    "FileLock",
    "Filter",
    "InboxRow",
    "Incoming",
    "Kind",
    "Load",
    "NewRequest",
    "OutboxRow",
    "Outcome",
    "Promise",
    "Reaction",
    "Rejected",
    "SchemaTooNew",
    "SchemaTooOld",
    "Span",
    "Status",
    "Unknown",
    "Waiting",
    "check_copy",
    "copy_database",
    "file_of",
    "move_rows",
    "open_read_only",
    "put_in_place",
]
