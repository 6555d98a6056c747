"""Short things that people type instead of tapping a button."""

from __future__ import annotations

STOP = {
    *("stop", "stoppen", "annuleren", "annuleer", "afbreken", "ik stop", "/stop", "cancel"),
    *("laat maar", "laat maar zitten", "vergeet het", "vergeet het maar", "never mind"),
}
BACK = {"terug", "vorige", "back", "stap terug", "ga terug", "/terug"}
SEND = {"versturen", "verstuur", "verzenden", "verzend", "send", "stuur maar", "verstuur maar"}
SKIP = {"overslaan", "sla over", "skip", "geen", "n.v.t.", "nvt", "-"}
GO_ON = {"verder", "verder gaan", "ga verder", "doorgaan", "go on", "continue"}
MORE = {"meer", "meer info", "meer informatie", "vertel meer", "more", "tell me more", "lees meer"}
OF_REQUEST = (
    *("verzoek", "aanvraag", "bericht", "afspraak", "bellen", "trek", "annul"),
    *("request", "message", "cancel", "withdraw"),
)
FIRM_YES = {"ja", "ja graag", "ja hoor", "jawel", "ja zeker", "zeker", "yes", "yes please"}
YES = FIRM_YES | {"ok", "oke", "oké", "akkoord", "klopt", "dat klopt", "ja klopt", "ja dat klopt"}
NO = {"nee", "no", "nee dank u", "nee bedankt", "toch niet", "laat maar", "niet"}


def is_yes(text: str) -> bool:
    return bare(text) in YES


def is_no(text: str) -> bool:
    return bare(text) in NO


def bare(text: str) -> str:
    """Lower case, without punctuation around it."""
    return " ".join(text.lower().split()).strip(" .,!?\"'")
