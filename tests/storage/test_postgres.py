"""The PostgreSQL server of the tests: it is gone when they are, however they ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.postgres import ELSEWHERE

ROOT = Path(__file__).parents[2]
START_AND_WAIT = (
    "from tests.postgres import Postgres\n"
    "server = Postgres.start()\n"
    "print(server.pid, server.folder, flush=True)\n"
    "input()\n"
)


@pytest.mark.skipif(ELSEWHERE is not None, reason="the server is not ours to start and end")
def test_killed_tests_leave_no_server() -> None:
    """kill -9 of the process that started the server ends the server and removes its folder."""
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        pid, folder = process.stdout.readline().split()
        os.kill(int(pid), 0)
        process.kill()
    end = time.monotonic() + 20
    while Path(folder).exists():
        assert time.monotonic() < end, "the server outlives the tests"
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
