"""The real program reads its knowledge base anew, by signal and by command."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.telegram.launch import ROOT
from tests.telegram.process import UNLIMITED, Bot
from tests.telegram.stand_in import TelegramStandIn

pytestmark = pytest.mark.process

OPERATOR = 700


async def test_a_changed_and_a_broken_file(api: TelegramStandIn, tmp_path: Path) -> None:
    """SIGHUP brings the new answer; a broken file changes nothing and is told; a second start is
    refused; then the command brings the mended one.
    """
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "intents" / "data", folder)
    file = folder / "faq" / "kosten.yaml"
    text = file.read_text(encoding="utf-8")
    visitor, operator = api.user(1), api.user(OPERATOR, started=True)
    config = {"knowledge": {"folder": str(folder)}, "operator": {"chat_id": OPERATOR}}
    async with Bot.run(api, tmp_path, env=UNLIMITED, config=config) as bot:

        def change(start: str) -> None:
            first = "  nl: |-\n    "
            file.write_text(text.replace(first, f"{first}{start} ", 1), encoding="utf-8")

        async def command(name: str) -> tuple[int, str]:
            ended = await asyncio.to_thread(
                subprocess.run,
                [sys.executable, "-m", "bot", name, *bot.args],
                cwd=ROOT, env=bot.environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
            return ended.returncode, ended.stdout + ended.stderr

        async def until_said(words: str) -> None:
            async with asyncio.timeout(30):
                while words not in (await visitor.asks("wat kost het keurmerk?")).text:
                    await asyncio.sleep(0.2)

        await until_said("kosten")
        change("Eerste wijziging.")
        pid = int((tmp_path / "kvob.db.lock").read_text(encoding="utf-8"))
        os.kill(pid, signal.SIGHUP)
        await until_said("Eerste wijziging.")
        file.write_text('broken: "\n', encoding="utf-8")
        os.kill(pid, signal.SIGHUP)
        await api.until(lambda: any("kosten.yaml:" in seen.text for seen in operator.chat))
        await until_said("Eerste wijziging.")
        code, told = await command("run")
        assert (code, "draait al" in told) == (78, True)
        change("Tweede wijziging.")
        code, told = await command("reload")
        assert (code, "Herladen" in told) == (0, True), told
        await until_said("Tweede wijziging.")
        assert bot.is_running
