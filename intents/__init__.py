"""The knowledge base and the matcher: plain Python that reads files and does nothing else."""

from intents.cache import Cache
from intents.document import Document, Fault, KnowledgeError
from intents.encoder import find as find_encoder
from intents.follow_up import asks_for_more
from intents.foreign import speaks_foreign
from intents.grouping import alike
from intents.language import shows_dutch
from intents.lessons import Lesson, read_lessons, teach, write_lessons
from intents.loader import KnowledgeBase, load, read_yaml
from intents.markup import html_faults, visible_length
from intents.matcher import Matcher
from intents.model import (
    Candidate,
    Facilitator,
    Intent,
    Language,
    Match,
    NearMiss,
    Outcome,
    Place,
    Region,
    Text,
)
from intents.places import Places
from intents.questions import reads_as_question
from intents.safety import speaks_of_suicide
from intents.scoring import VERDICTS, Line, Result, Scores, evaluate, line_from

__all__ = [
    "VERDICTS",
    "Cache",
    "Candidate",
    "Document",
    "Facilitator",
    "Fault",
    "Intent",
    "KnowledgeBase",
    "KnowledgeError",
    "Language",
    "Lesson",
    "Line",
    "Match",
    "Matcher",
    "NearMiss",
    "Outcome",
    "Place",
    "Places",
    "Region",
    "Result",
    "Scores",
    "Text",
    "alike",
    "asks_for_more",
    "evaluate",
    "find_encoder",
    "html_faults",
    "line_from",
    "load",
    "read_lessons",
    "read_yaml",
    "reads_as_question",
    "shows_dutch",
    "speaks_foreign",
    "speaks_of_suicide",
    "teach",
    "visible_length",
    "write_lessons",
]
