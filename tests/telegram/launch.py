"""Two ways to start the real program: as it is typed, or forked from one that is loaded."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Protocol

from tests.telegram.crash import VARIABLE, plant_crash

ROOT = Path(__file__).resolve().parents[2]
# On Linux the kernel ends the program when the tests are killed; elsewhere it is just started.
DIE_WITH_PARENT = (
    "import ctypes, os, sys\n"
    "if sys.platform == 'linux': ctypes.CDLL(None).prctl(1, 9)\n"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)

# In the environment of a forked program: how many times sooner than usual what failed is tried
# again. A retry_after is obeyed all the same.
HURRY = "HURRY"


class Process(Protocol):
    """What a test does with a running program; a Popen can do it."""

    def poll(self) -> int | None: ...
    def kill(self) -> None: ...
    def wait(self) -> int: ...
    def send_signal(self, sig: int) -> None: ...


Launcher = Callable[[Sequence[str], dict[str, str], Path], Process]


def launch_in(folder: Path) -> Launcher:
    """`python -m bot ARGUMENTS` in this folder, its output added to the log."""

    def start(arguments: Sequence[str], environment: dict[str, str], log: Path) -> Process:
        with log.open("ab") as output:
            return subprocess.Popen(
                [sys.executable, "-S", "-c", DIE_WITH_PARENT, "-m", "bot", *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    return start


launch = launch_in(ROOT)


class Preloaded:
    """Imports the program and learns its knowledge base once, and forks it at each start.

    That saves seconds a time. What a start does besides is the real thing: settings, database,
    migrations, receiving, sending.
    """

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-c", DIE_WITH_PARENT, "-m", "tests.telegram.launch"],
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(
        self, arguments: Sequence[str], environment: dict[str, str], log: Path
    ) -> Process:
        order = {"arguments": list(arguments), "environment": environment, "log": str(log)}
        return _Child(self._ask(order)["pid"], self)

    def test_with(self, plant: str, test: str, log: Path) -> int:
        """Run a test on the program with a planted bug; gives pytest's exit code."""
        order: dict[str, object] = {"arguments": [], "environment": dict(os.environ)}
        order |= {"log": str(log), "plant": plant, "test": test}
        return _Child(self._ask(order)["pid"], self).wait()

    def close(self) -> None:
        self._parent.kill()
        self._parent.communicate()

    def code_of(self, pid: int) -> int | None:
        return self._ask({"pid": pid})["code"]

    def _ask(self, order: Mapping[str, object]) -> dict[str, int]:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        answer: dict[str, int] = json.loads(self._parent.stdout.readline())
        return answer


class _Child:
    """A forked program; its parent knows how it ended."""

    def __init__(self, pid: int, home: Preloaded) -> None:
        self._pid, self._home = pid, home

    def poll(self) -> int | None:
        return self._home.code_of(self._pid)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self._pid, sig)

    def wait(self) -> int:
        while (code := self.poll()) is None:
            time.sleep(0.002)
        return code


def serve(orders: IO[str], answers: IO[str]) -> None:
    """The loaded parent: fork at an order to start, tell how a child ended when asked."""
    import bot.app
    from bot.cli import main
    from bot.config import Settings
    from bot.deferral import build_models
    from bot.turn import Brain
    from intents import KnowledgeBase, load

    knowledge = load()
    brain = bot.app.make_brain(knowledge)
    build_models()
    load_anew, make_anew = bot.app.load_knowledge, bot.app.make_brain

    def loaded_before(settings: Settings) -> KnowledgeBase:
        return load_anew(settings) if settings.knowledge.folder else knowledge

    def made_before(given: KnowledgeBase, with_encoder: bool = True) -> Brain:
        return brain if given is knowledge else make_anew(given, with_encoder)

    bot.app.load_knowledge, bot.app.make_brain = loaded_before, made_before
    gc.collect()
    gc.freeze()  # so that no child copies all memory at its first collection
    ended: dict[int, int] = {}
    for line in orders:
        order = json.loads(line)
        if "pid" in order:
            pid = order["pid"]
            if pid not in ended and (found := os.waitpid(pid, os.WNOHANG))[0]:
                ended[pid] = os.waitstatus_to_exitcode(found[1])
            answer: dict[str, object] = {"code": ended.get(pid)}
        else:
            child = os.fork()
            answer = {"pid": child}
            if child == 0:
                _become(order)
                if plant := order.get("plant"):
                    _test_with(plant, order["test"])
                if crash := os.environ.pop(VARIABLE, None):
                    plant_crash(crash)
                if hurry := os.environ.pop(HURRY, None):
                    _try_again_sooner(float(hurry))
                main()
            # In a long run numbers of processes come again: this one has not ended.
            ended.pop(child, None)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _test_with(plant: str, test: str) -> None:
    """In the child: run this test on a program with a bug in it, and end with its exit code."""
    import pytest

    from tests import planted

    next(each for each in planted.PLANTS if each.__name__ == plant)()
    code = pytest.main([f"tests/{test}", "-x", "--tb=line", "-p", "no:cacheprovider"])
    sys.stdout.flush()
    os._exit(code)


def _try_again_sooner(times: float) -> None:
    """In the child: the same pauses after a failure, only shorter."""
    import bot.receive
    import bot.send

    bot.send.FIRST_BACKOFF /= times
    bot.send.LONGEST_BACKOFF /= times
    bot.receive.FIRST_WAIT /= times
    bot.receive.LONGEST_WAIT /= times


def _become(order: dict[str, object]) -> None:
    """In the child: take over arguments, environment and output, as if started anew."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
    os.environ.clear()
    os.environ.update(order["environment"])  # type: ignore[call-overload]
    sys.argv = ["kvob", *order["arguments"]]  # type: ignore[misc]
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
