"""Hides in a text what may point to a person: by rules, so as far as rules can; pure.

Where it is unsure it hides: the list of questions that were not understood needs no details.
"""

from __future__ import annotations

import re
from itertools import islice

from bot.details import INTRO, clean, find_company, name_at_start, name_score

LONGEST = 300
MOST = 20  # of one kind in a text
MARK = re.compile(r"\[(?:e-mail|link|rekening|nummer|postcode|adres|kenteken|naam|bedrijf)\]")

_STREET = (
    r"(?:[^\W\d_]+\.? ){0,2}?[^\W\d_]*(?:straat|str\.|weg|laan|plein|kade|dijk|dreef|singel|"
    r"gracht|pad|hof|ring|baan|steeg|plantsoen|boulevard|lane|street|road|wal|markt|haven|kamp|park)"
)
_DIGIT = (
    r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|"
    r"zero|one|two|three|four|five|six|seven|eight|nine)"
)
# In this order: what is longer or surer first.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), mark)
    for pattern, mark in (
        (r"[\w.+-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)+", "[e-mail]"),
        (r"\b(?:https?://|www\.)\S+", "[link]"),
        (r"(?<!\w)@\w{2,}", "[naam]"),
        (r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b", "[rekening]"),
        (rf"\b{_STREET} \d{{1,5}} ?-?[a-z]?\b(?!\w)", "[adres]"),
        (r"(?<=\bheer )(?:(?:van|de|der|den|ter|ten|te) )+[^\W\d_]+", "[naam]"),
        (rf"\b{_DIGIT}(?:[ ,-]+{_DIGIT}){{3,}}\b", "[nummer]"),
        (r"(?:\+|\b00)?\(?\b\d(?:[ .()/-]{0,3}\d){5,}", "[nummer]"),
        (
            r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])[a-z0-9]{1,3}(?:-[a-z0-9]{1,3}){2}\b",
            "[kenteken]",
        ),
    )
)
# '2020 of' is no postcode.
_POSTCODE = re.compile(
    r"\b[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2}"
    r"| (?!(?:al|de|en|er|et|ik|in|is|je|nu|of|om|op|te|to|wa|we|ze|zo|at|if|it|or)\b)[a-z]{2})\b"
)
# A year, the emergency numbers and a figure of two digits tell nothing about a person.
_NUMBER = re.compile(r"(?<![\w.,])(?!(?:(?:19|20)\d\d|11[234])\b)\d(?:[.,]?\d){2,}\b")
_TITLED = re.compile(
    r"\b(?:(dhr|mevr|mw|mr|mrs|meneer|mijnheer|mevrouw|de heer)|heet|genaamd|buurman|buurvrouw|"
    r"buurjongen|collega|eigenaar|directeur|wethouder|burgemeester|wijkagent|agent|makelaar|beveiliger|"
    r"vriend|broer|zus|zoon|dochter|vrouw|man|baas|chef|ene)\.? +(?=\S)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_CAPITALS = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]*(?: (?:(?:van|de|der|den|ter|ten|el|von|'t|v\.d\.) )*[A-ZÀ-Þ][\w'’-]*)+"
)
_CLOSING = re.compile(
    r"\b(?:groet(?:en|jes)?|gr|mvg|m\.v\.g|regards)\b[ .,!:]*(?=\S)", re.IGNORECASE
)
_OURS = re.compile(r"keurmerk|veilig|ondernem|kvo|mkb|nederland|politie|brandweer", re.IGNORECASE)


def mask(text: str) -> str:
    """The text with marks such as [naam] in the place of what was hidden; at most 300 signs."""
    text = " ".join(clean(text)[: 4 * LONGEST].split())
    text = _POSTCODE.sub("[postcode]", _by_rules(text))
    text = _NUMBER.sub("[nummer]", text)
    for pattern in (INTRO, _TITLED, _CLOSING):
        text = _without_names(text, list(islice(pattern.finditer(text), MOST)))
    for _ in range(MOST):
        company = find_company(text)
        if company is None or MARK.search(company.name):
            break
        start, end = company.span
        text = f"{text[:start]}[bedrijf]{text[end:]}"
    text = _CAPITALS.sub(_hide_name, text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def has_marks(text: str) -> bool:
    return MARK.search(text) is not None


def _by_rules(text: str) -> str:
    for pattern, marked in _RULES:
        text = pattern.sub(marked, text)
    return text


def _without_names(text: str, intros: list[re.Match[str]]) -> str:
    """Hide what follows an introduction, from the last one back, so that places stay right."""
    for intro in reversed(intros):
        rest = text[intro.end() :]
        # Only what surely introduces a name is followed by one without a capital.
        name = name_at_start(rest, is_sure=intro.re is not _CLOSING and bool(intro[1]))
        words = list(islice(_WORD.finditer(rest), len(name.split()) if name else 0))
        if words:
            tail = re.search(r"[.,;:!?]*$", words[-1][0])
            signs = tail[0] if tail else ""
            text = f"{text[: intro.end()]}[naam]{signs}{rest[words[-1].end() :]}"
    return text


def _hide_name(found: re.Match[str]) -> str:
    """Two words or more with capitals are a name, unless they are ours."""
    words = found[0]
    if _OURS.search(words) or words.isupper() or not name_score(words):
        return words
    return "[naam]"
