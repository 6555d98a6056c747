"""The database of the assistant; the only package that knows SQL."""

from storage.database import Database, DatabaseUnavailable
from storage.lock import DatabaseInUse, FileLock
from storage.migrate import SchemaTooNew
from storage.records import (
    OPEN,
    Account,
    ContactRequest,
    Conversation,
    Delivery,
    Event,
    InboxRow,
    Incoming,
    NewRequest,
    OutboxRow,
    Status,
)

__all__ = [
    "OPEN",
    "Account",
    "ContactRequest",
    "Conversation",
    "Database",
    "DatabaseInUse",
    "DatabaseUnavailable",
    "Delivery",
    "Event",
    "FileLock",
    "InboxRow",
    "Incoming",
    "NewRequest",
    "OutboxRow",
    "SchemaTooNew",
    "Status",
]
