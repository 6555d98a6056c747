"""The database of the assistant; the only package that knows SQL."""

from storage.backup import CopyFailed, check_copy, copy_database, put_in_place
from storage.database import Database, DatabaseUnavailable, file_of
from storage.lock import DatabaseInUse, FileLock
from storage.migrate import SchemaTooNew
from storage.read_only import open_read_only
from storage.records import (
    OPEN,
    Account,
    ContactRequest,
    Conversation,
    Delivery,
    Erasure,
    Event,
    Failure,
    InboxRow,
    Incoming,
    NewRequest,
    OutboxRow,
    Promise,
    Status,
    Waiting,
)

__all__ = [
    "OPEN",
    "Account",
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
    "FileLock",
    "InboxRow",
    "Incoming",
    "NewRequest",
    "OutboxRow",
    "Promise",
    "SchemaTooNew",
    "Status",
    "Waiting",
    "check_copy",
    "copy_database",
    "file_of",
    "open_read_only",
    "put_in_place",
]
