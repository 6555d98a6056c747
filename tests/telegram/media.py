"""What a person can send that is not text, in the shapes of the Bot API."""

from __future__ import annotations

from typing import Any

FILE = {"file_id": "AwACAgQAAxkBAAIB", "file_unique_id": "AgADbgADMj0", "file_size": 20480}
PICTURE = FILE | {"width": 800, "height": 600}
CLIP = PICTURE | {"duration": 12}

CONTENT: dict[str, dict[str, Any]] = {
    "voice": {"voice": FILE | {"duration": 12, "mime_type": "audio/ogg"}},
    "photo": {"photo": [PICTURE | {"width": 90, "height": 67}, PICTURE]},
    "sticker": {
        "sticker": PICTURE
        | {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
    },
    "location": {"location": {"latitude": 52.37, "longitude": 4.89}},
    "venue": {
        "location": {"latitude": 52.37, "longitude": 4.89},
        "venue": {
            "location": {"latitude": 52.37, "longitude": 4.89},
            "title": "Station",
            "address": "Stationsplein 1",
        },
    },
    "document": {
        "document": FILE | {"file_name": "plan.pdf", "mime_type": "application/pdf"},
    },
    "video": {"video": CLIP | {"mime_type": "video/mp4"}},
    "video_note": {"video_note": FILE | {"duration": 12, "length": 240}},
    "animation": {"animation": CLIP | {"mime_type": "video/mp4"}, "document": FILE},
    "audio": {"audio": FILE | {"duration": 180, "title": "Opname"}},
    "dice": {"dice": {"emoji": "🎲", "value": 4}},
    "poll": {
        "poll": {
            "id": "5282341234",
            "question": "Gaan we meedoen?",
            "options": [
                {"persistent_id": "0", "text": "Ja", "voter_count": 0},
                {"persistent_id": "1", "text": "Nee", "voter_count": 0},
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    },
    "contact": {},
}


def media(kind: str, user: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """The content of a message of this kind; a contact is the person's own, unless told."""
    name = kind.replace(" ", "_")
    if name not in CONTENT:
        raise ValueError(f"unknown kind {kind!r}; known are {sorted(CONTENT)}")
    if name == "contact":
        # Telegram gives digits, often without a plus.
        own = {
            "phone_number": "31612345678",
            "first_name": user["first_name"],
            "user_id": user["id"],
        }
        given = {**own, **more}
        return {"contact": {key: value for key, value in given.items() if value is not None}}
    if name == "location" and more:
        return {"location": CONTENT[name]["location"] | more}
    return {**CONTENT[name], **more}
