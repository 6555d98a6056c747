"""`python3 dev.py shots`: what facilitators see, written from a run of the real assistant."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from bot.turn import Brain

ROOT = Path(__file__).parents[1]


async def test_shots_show_what_there_is(brain: Brain, tmp_path: Path) -> None:
    """Card, queue, digest, mails, figures and the chart; and those in docs/shots are all there."""
    spec = importlib.util.spec_from_file_location("shots", ROOT / "tools" / "shots.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    files = await module.take(tmp_path, brain)
    parts = {
        "card.txt": "[Oppakken]",
        "card-taken.txt": "(te laat)",
        "queue.txt": "Open verzoeken: 3",
        "digest.txt": "Goedemorgen",
        "figures.txt": "Cijfers maart 2026",
        "mail-new.txt": "Subject: Nieuw verzoek",
        "mail-new.html": 'href="tel:+31612345678"',
        "mail-due.txt": "Subject: Vandaag reageren",
        "mail-digest.html": "<li",
    }
    for name, part in parts.items():
        assert part in (tmp_path / name).read_text(encoding="utf-8"), name
    assert (tmp_path / "figures.png").read_bytes().startswith(b"\x89PNG")
    kept = {file.name for file in (ROOT / "docs" / "shots").iterdir()}
    assert kept == {file.name for file in files}
