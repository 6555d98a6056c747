#!/usr/bin/env python3
"""Set up and run the assistant: `dev.py chat | test | check | torture`. Standard library only.

Every command makes the virtual environment `.venv` first, from the hash-locked files in
`requirements/`, and uses it again as long as those files stay the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two set-ups at once are not kept apart
    fcntl = None

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
# What each lock file holds is also in those after it.
LOCKS = ("run", "full", "dev", "bench")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
# All tests, on two cores; which core is done takes over from the other.
TOGETHER = ("-n", "2", "--dist", "worksteal")
BENCHMARKS = (
    "matching",
    "end_to_end",
    "desk",
    "understanding",
    "start",
    "backup",
    "chart",
    "typos",
)
USAGE = """usage: python3 dev.py COMMAND [arguments]

  chat      talk with the assistant in this terminal; no token, no server
  test      run all tests, two at a time; with arguments: pytest with just those
  torture   kill, fault, power-cut and fuzz tests at full size (hours), then a table of figures;
            a number makes them smaller (0.1 is a tenth), other arguments go to pytest
  bench     measure: matching, end_to_end, desk, understanding, typos, start, backup; `chart` draws
  check     lint, types, import contracts, knowledge base
  licences  write docs/licences.md from what the installed packages say of themselves
  sbom      print the bill of materials (CycloneDX JSON), or write it to a file
  shots     write to docs/shots what facilitators see: card, queue, digest, mail, figures
  kvob      run the command `kvob` with the arguments that follow
"""


def main() -> int:
    if sys.version_info < (3, 11):
        print("This needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    command, *rest = sys.argv[1:] or ["help"]
    if command == "chat":
        set_up("run")
        fetch_the_rest()
        return run(PYTHON, "-m", "bot", "chat", *rest, folder=Path.cwd())
    if command == "fetch":
        set_up_all()
        return 0
    if command == "kvob":
        set_up_all()
        return run(PYTHON, "-m", "bot", *rest, folder=Path.cwd())
    if command == "test":
        set_up("dev")
        return run(PYTHON, "-m", "pytest", *(rest or TOGETHER))
    if command == "torture":
        set_up("dev")
        share, rest = (rest[0], rest[1:]) if rest and rest[0][0].isdigit() else ("1", rest)
        return run(PYTHON, "-m", "pytest", "-m", "torture", f"--torture={share}", *rest)
    if command == "shots":
        set_up("dev")
        return run(PYTHON, "tools/shots.py", *rest)
    if command == "bench":
        set_up("bench")
        return bench(rest)
    if command in ("licences", "sbom"):
        set_up("dev")
        return run(PYTHON, "tools/sbom.py", command, *rest)
    if command == "check":
        set_up("dev")
        return check()
    if command not in {"help", "-h", "--help"}:
        print(f"Unknown command: {command}\n", file=sys.stderr)
    print(USAGE)
    return 0 if command in {"help", "-h", "--help"} else 2


def bench(arguments: list[str]) -> int:
    """Run one benchmark; without a name say which there are."""
    name, *rest = arguments or [""]
    if name not in BENCHMARKS:
        print(f"usage: python3 dev.py bench {' | '.join(BENCHMARKS)}")
        return 2
    return run(PYTHON, f"benchmarks/{name}.py", *rest)


def check() -> int:
    """Run every fast check, all of them even when one fails, and return 1 if one did."""
    checks = [
        (PYTHON, "-m", "ruff", "check", "."),
        (PYTHON, "-m", "ruff", "format", "--check", "."),
        (PYTHON, "-m", "mypy"),
        (SCRIPTS / "lint-imports",),
        (PYTHON, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "bot", "intents", "storage"),
        (PYTHON, "-m", "bot", "check"),
    ]
    failed = [" ".join(map(str, parts)) for parts in checks if run(*parts)]
    for line in failed:
        print(f"failed: {line}", file=sys.stderr)
    return 1 if failed else 0


def set_up_all() -> None:
    """Install the extras as well; where one of them does not exist, do without."""
    if not set_up("full", needed=False):
        print("Going on without the extras (sentence encoder, charts).", file=sys.stderr)
        set_up("run")


def fetch_the_rest() -> None:
    """Install the extras in the background; the chat does not wait for them."""
    if _is_current("full"):
        return
    print(
        "The sentence encoder is being fetched in the background; from the next start on the "
        "assistant understands more.",
        file=sys.stderr,
    )
    # What is being installed is not to be used yet.
    os.environ["KVOB_KNOWLEDGE__ENCODER"] = "false"
    own_group = {"start_new_session": True} if os.name == "posix" else {}
    with (VENV / "fetch.log").open("wb") as output:
        subprocess.Popen(
            [sys.executable, str(ROOT / "dev.py"), "fetch"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **own_group,
        )


def set_up(lock: str, needed: bool = True) -> bool:
    """Bring `.venv` to the state of requirements/<lock>.txt; does nothing when it is there.

    The stamp beside the environment holds the lock's hash, written only after an install that
    went well, so that an interrupted set-up is done again. False: it could not be installed.
    """
    if _is_current(lock):
        return True
    if not PYTHON.exists():
        make_environment()
    with _alone():
        if _is_current(lock):
            return True
        source = ROOT / "requirements" / f"{lock}.txt"
        print(f"Installing what is needed ({source.relative_to(ROOT)}) ...", file=sys.stderr)
        install = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        flags = ["--require-hashes", "--only-binary", ":all:", "-r", source]
        if run(*install, *flags):
            if not needed:
                return False
            sys.exit("The packages could not be installed; is the package registry within reach?")
        make_command()
        (VENV / f"{lock}.stamp").write_text(_wanted(lock), encoding="utf-8")
    return True


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Wait while another set-up is at work."""
    with (VENV / "set-up.lock").open("a") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_current(lock: str) -> bool:
    return any(_is_stamped(name) for name in LOCKS[LOCKS.index(lock) :])


def _is_stamped(lock: str) -> bool:
    stamp = VENV / f"{lock}.stamp"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == _wanted(lock)


def _wanted(lock: str) -> str:
    source = (ROOT / "requirements" / f"{lock}.txt").read_bytes()
    return hashlib.sha256(source + sys.version.encode() + str(ROOT).encode()).hexdigest()


def make_command() -> None:
    """Let the environment find the packages of this folder, and give it the command `kvob`."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=True)
    (Path(found.stdout.strip()) / "kvob.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    if os.name == "nt":
        text = f'@"{PYTHON}" -m bot %*\r\n'
        (SCRIPTS / "kvob.bat").write_text(text, encoding="utf-8")
        return
    command = SCRIPTS / "kvob"
    command.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m bot "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def make_environment() -> None:
    print("Making a virtual environment in .venv ...", file=sys.stderr)
    if run(Path(sys.executable), "-m", "venv", VENV):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            "Python could not make a virtual environment. On Debian and Ubuntu the package "
            "python3-venv is missing: apt install python3-venv"
        )


def run(*command: object, folder: Path = ROOT) -> int:
    """Run a command, in the project's folder unless another is given; returns its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    try:
        parts = [str(part) for part in command]
        return subprocess.run(parts, cwd=folder, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
