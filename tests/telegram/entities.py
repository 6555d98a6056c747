"""Message text as Telegram reads it: HTML tags, entity lists, UTF-16 lengths, found commands."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.refusal import bad_request

Entity = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
}
LISTED_KINDS = {*KINDS.values(), "expandable_blockquote", "text_mention", "mention", "hashtag"} | {
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<dec>[0-9]+)|(?P<name>[a-zA-Z]+));?")
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/])/[a-zA-Z0-9_]{1,64}(?:@\w+)?)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<!\w)@[a-zA-Z]\w{3,31})"
    r"|(?P<url>https?://\S+|(?<![\w@])(?:www\.)?[\w-]+\.(?:nl|com|org|be|eu)\b(?:/\S*)?)"
)
# What Telegram takes out of every text, and what it turns into a space.
DROPPED = re.compile("[\r\u0333\u033f\u030a\u2028-\u202e]")
BLANKED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")


def utf16_length(text: str) -> int:
    """Telegram counts offsets and limits in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_text(text: str, mode: str | None, listed: str | None) -> tuple[str, list[Entity]]:
    """The visible text and its entities, or the error that Telegram gives."""
    cleaned = BLANKED.sub(" ", DROPPED.sub("", text))
    if not mode:
        return _trim(cleaned, _listed(cleaned, listed))
    if mode.lower() != "html":
        # Telegram knows Markdown as well; the product does not use it, so it is an error here.
        raise bad_request("unsupported parse_mode")
    return _trim(*_Html(cleaned).read())


def found_entities(text: str) -> list[Entity]:
    """What Telegram marks by itself in a typed message: commands, addresses, mentions."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in FOUND.finditer(text)
    ]


def is_web_address(url: str) -> bool:
    """Whether Telegram takes it as the address of a link: a host with a dot, no odd scheme."""
    if any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
        host, port_is_fine = parts.hostname or "", parts.port != 0
    except ValueError:
        return False
    if parts.scheme in {"tg", "ton", "tonsite"}:
        return True
    known = parts.scheme in {"http", "https"}
    return known and port_is_fine and "." in host.strip(".") and "@" not in parts.netloc


def _listed(text: str, listed: str | None) -> list[Entity]:
    if not listed:
        return []
    try:
        entities = json.loads(listed)
    except ValueError:
        raise bad_request("can't parse entities JSON object") from None
    if not isinstance(entities, list):
        raise bad_request("expected an Array of entities")
    return [entity for entity in entities if _is_within(entity, utf16_length(text))]


def _is_within(entity: Any, length: int) -> bool:
    if not isinstance(entity, dict) or entity.get("type") not in LISTED_KINDS:
        raise bad_request("can't parse MessageEntity: Type of entity is not supported")
    offset, size = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(size, int):
        raise bad_request("can't parse MessageEntity: offset and length must be of type Number")
    if entity["type"] == "text_link" and not is_web_address(str(entity.get("url", ""))):
        raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: Wrong HTTP URL")
    if offset < 0 or size < 0 or offset > length:
        raise bad_request("can't parse entities: an entity lies outside the text")
    return size > 0


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Take the blanks off both ends and bring the entities along."""
    start = utf16_length(text) - utf16_length(text.lstrip())
    trimmed = text.strip()
    end = utf16_length(trimmed)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - start, 0)
        last = min(entity["offset"] + entity["length"] - start, end)
        if last > first:
            kept.append(entity | {"offset": first, "length": last - first})
    return trimmed, sorted(kept, key=lambda each: (each["offset"], -each["length"]))


class _Html:
    """One text in parse mode HTML; the rules and messages are those of Telegram's parser."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.units = 0
        self.open: list[tuple[str, str, int, int]] = []
        self.entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._character()
        if self.open:
            raise _unparsed(f"Can't find end tag corresponding to start tag {self.open[-1][0]}")
        return "".join(self.text), self.entities

    def _character(self) -> None:
        char, self.at = _decoded(self.source, self.at)
        self.text.append(char)
        self.units += utf16_length(char)

    def _tag(self) -> None:
        begin = self.at
        offset = len(self.source[:begin].encode("utf-8", "surrogatepass"))
        self.at += 1
        if self._peek() == "/":
            self._close(offset)
        else:
            self._start(offset)

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _until(self, ends: str) -> str:
        begin = self.at
        while (char := self._peek()) and not char.isspace() and char not in ends:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_spaces(self) -> None:
        while (char := self._peek()) and char.isspace():
            self.at += 1

    def _start(self, offset: int) -> None:
        tag = self._until(">").lower()
        if not self._peek():
            raise _unparsed(f"Unclosed start tag at byte offset {offset}")
        if tag not in KINDS:
            raise _unparsed(f'Unsupported start tag "{tag}" at byte offset {offset}')
        argument = ""
        while self._peek() != ">":
            self._skip_spaces()
            if self._peek() == ">":
                break
            argument = self._attribute(tag, offset) or argument
        self.at += 1
        if tag == "span" and argument != "tg-spoiler":
            raise _unparsed(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        if tag == "tg-emoji" and not argument.isdigit():
            raise _unparsed("Invalid custom emoji identifier specified")
        self.open.append((tag, argument, self.units, len(self.text)))

    def _attribute(self, tag: str, offset: int) -> str:
        """Read one attribute and give its value if it is the one that counts for this tag."""
        name = self._until("=>")
        if not name:
            raise _unparsed(f'Empty attribute name in the tag "{tag}" at byte offset {offset}')
        self._skip_spaces()
        if self._peek() != "=":
            return "expandable" if (tag, name) == ("blockquote", "expandable") else ""
        self.at += 1
        self._skip_spaces()
        value = self._value(offset)
        wanted = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id"}
        return value if wanted.get(tag) == name.lower() else ""

    def _value(self, offset: int) -> str:
        quote = self._peek()
        if quote not in {"'", '"'}:
            token = self._until(">")
            if not re.fullmatch(r"[\w.-]*", token) or not self._peek():
                raise _unparsed(f"Unexpected end of name token at byte offset {offset}")
            return token.lower()
        self.at += 1
        value = []
        while (char := self._peek()) and char != quote:
            decoded, self.at = _decoded(self.source, self.at)
            value.append(decoded)
        self.at += 1
        if not self._peek():
            raise _unparsed(f"Unclosed start tag at byte offset {offset}")
        return "".join(value)

    def _close(self, offset: int) -> None:
        if not self.open:
            raise _unparsed(f"Unexpected end tag at byte offset {offset}")
        self.at += 1
        found = self._until(">")
        self._skip_spaces()
        if self._peek() != ">":
            raise _unparsed(f"Unclosed end tag at byte offset {offset}")
        self.at += 1
        tag, argument, begin, index = self.open.pop()
        if found and found.lower() != tag:
            expected = f'expected "</{tag}>", found "</{found}>"'
            raise _unparsed(f"Unmatched end tag at byte offset {offset}, {expected}")
        if self.units > begin:
            self._add(tag, argument, begin, "".join(self.text[index:]))

    def _add(self, tag: str, argument: str, begin: int, inside: str) -> None:
        entity: Entity = {"type": KINDS[tag], "offset": begin, "length": self.units - begin}
        if tag == "a":
            url = argument or inside
            if not is_web_address(url):
                return  # Telegram shows the words without a link
            entity["url"] = url
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = argument
        self.entities.append(entity)


def _decoded(source: str, at: int) -> tuple[str, int]:
    """The character that stands here, a reference resolved; unknown references stay as typed."""
    match = REFERENCE.match(source, at) if source[at] == "&" else None
    if match is None:
        return source[at], at + 1
    if match["name"]:
        named = NAMED.get(match["name"])
        return (named, match.end()) if named else (source[at], at + 1)
    number = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    if not 0 < number < 0x10FFFF or len(match.group().rstrip(";")) >= 10:
        return source[at], at + 1
    return chr(number), match.end()


def _unparsed(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}")
