"""The command `kvob`: one short function a subcommand, the work is done elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

T = TypeVar("T")

REFUSED = 78  # the exit code for 'starting again does not help' (EX_CONFIG)

config_option = click.option(
    "--config",
    "config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The settings; without it config.yaml in this folder, if there is one.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
lexical_option = click.option(
    "--lexical", is_flag=True, help="By words and letters alone, without the sentence encoder."
)
texts_argument = click.argument("texts", nargs=-1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The KVO-B contact assistant."""


@main.command()
@config_option
def run(config: Path | None) -> None:
    """Run the Telegram bot, by long polling."""
    from bot.run import run_bot

    sys.exit(_or_faults(lambda: run_bot(_config_file(config))))


@main.command()
@config_option
@click.option("--fresh", is_flag=True, help="Forget earlier conversations first.")
def chat(config: Path | None, fresh: bool) -> None:
    """Talk with the same assistant in this terminal: no token, no network."""
    from bot.terminal import run_terminal

    sys.exit(_or_faults(lambda: run_terminal(_config_file(config), fresh)))


@main.command()
@click.option("--overlap", is_flag=True, help="Every sentence that another subject takes.")
@config_option
def check(overlap: bool, config: Path | None) -> None:
    """Report every fault in settings and knowledge base, with file and line."""
    from bot.check import find_faults, find_overlap

    faults, warnings = find_faults(_config_file(config))
    for line in warnings:
        click.echo(f"let op: {line}")
    for fault in faults:
        click.echo(str(fault))
    if not faults:
        click.echo("Een ogenblik, ik vergelijk de zinnen van de onderwerpen met elkaar.", err=True)
    for line in [] if faults else find_overlap(_config_file(config), overlap):
        click.echo(f"let op: {line}")
    count = "1 fout" if len(faults) == 1 else f"{len(faults)} fouten"
    click.echo("Geen fouten gevonden." if not faults else f"{count} gevonden.")
    sys.exit(1 if faults else 0)


@main.command()
@json_option
@lexical_option
@config_option
@texts_argument
def match(texts: tuple[str, ...], as_json: bool, lexical: bool, config: Path | None) -> None:
    """Show how texts are understood; they are read from standard input when none is given."""
    matcher = _or_faults(lambda: _brain(_config_file(config), lexical).matcher)
    click.echo(f"matched by {matcher.tier}", err=True)
    for text in _lines(texts):
        found = matcher.match(text)
        if as_json:
            _print_json(
                text=text,
                outcome=found.outcome.value,
                intents=list(found.intents),
                score=round(found.score, 4),
                may_be_urgent=found.may_be_urgent,
            )
            continue
        click.echo(f"{text!r}: {found.outcome.value} {', '.join(found.intents) or '-'}")
        click.echo(
            f"    score {found.score:.2f}, runner-up {found.runner_up or '-'}, "
            f"margin {found.margin:.2f}, language {found.language}: {found.because}"
        )


@main.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(dir_okay=False, exists=True, path_type=Path)
)
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with a picture."
)
@lexical_option
@config_option
def evaluate(
    files: tuple[Path, ...], html: Path | None, lexical: bool, config: Path | None
) -> None:
    """Score how test sentences (JSON lines with text, labels and kind) are understood."""
    from bot import evaluation, evaluation_page
    from bot.app import cache_folder
    from intents import evaluate as judge

    lines = _or_faults(lambda: evaluation.read_lines(files))
    matcher = _or_faults(lambda: _brain(_config_file(config), lexical).matcher)
    scores = judge(matcher, lines)
    before = evaluation.remembered(cache_folder(), lines)
    click.echo("\n".join(evaluation.report(scores, matcher.tier, before)))
    evaluation.remember(cache_folder(), scores)
    if html:
        page = evaluation_page.page(scores, matcher.tier)
        _or_faults(lambda: html.write_text(page, encoding="utf-8"))
        click.echo(f"De pagina staat in {html}.")


@main.command()
@json_option
@config_option
@texts_argument
def place(texts: tuple[str, ...], as_json: bool, config: Path | None) -> None:
    """Show how answers to 'in which province?' are read."""
    places = _or_faults(lambda: _brain(_config_file(config)).places)
    for text in _lines(texts):
        found = places.find(text)
        offered = list(found.provinces) or [each.province for each in found.candidates]
        offered = list(dict.fromkeys(offered))
        if as_json:
            _print_json(text=text, provinces=offered, contact=found.facilitator)
        else:
            names = ", ".join(offered) or "-"
            click.echo(f"{text!r}: {found.outcome} {names}; contact {found.facilitator or '-'}")


@main.command()
@json_option
@click.argument("times", nargs=-1)
def deadline(times: tuple[str, ...], as_json: bool) -> None:
    """Show the date promised for a request received at these moments (ISO 8601)."""
    from bot.promise import AMSTERDAM, due_on, in_words

    for text in _lines(times):
        try:
            received = datetime.fromisoformat(text.strip())
        except ValueError:
            message = f"dit is geen tijd: {text.strip()!r}; wel bijvoorbeeld 2026-11-27T10:12"
            raise click.ClickException(message) from None
        if received.tzinfo is None:
            received = received.replace(tzinfo=AMSTERDAM)
        due = due_on(received)
        if as_json:
            _print_json(received=text.strip(), due=due.isoformat())
        else:
            click.echo(f"{text.strip()}: {in_words(due, None, 'nl')} ({due.isoformat()})")


@main.command()
@config_option
def reload(config: Path | None) -> None:
    """Have the running assistant read the knowledge base anew; a broken one changes nothing."""
    from bot.operations import ask_to_reload

    click.echo("Een ogenblik, ik lees de bestanden.", err=True)
    click.echo(_or_faults(lambda: ask_to_reload(_config_file(config))))


@main.command()
@config_option
def migrate(config: Path | None) -> None:
    """Bring the database up to date; an SQLite file is copied first."""
    from bot.operations import upgrade_database

    click.echo(_or_faults(lambda: upgrade_database(_config_file(config))))


@main.command()
@config_option
def doctor(config: Path | None) -> None:
    """Check token, knowledge base, database and coupled accounts; says plainly what is wrong."""
    from bot.doctor import Verdict, examine

    found = _or_faults(lambda: examine(_config_file(config)))
    for verdict, line in found:
        click.echo(f"{verdict:<6} {line}")
    sys.exit(1 if any(verdict is Verdict.WRONG for verdict, _ in found) else 0)


@main.command()
@json_option
@click.option("--alive", is_flag=True, help="Judge only whether it runs; for a monitor.")
@config_option
def status(as_json: bool, alive: bool, config: Path | None) -> None:
    """Show how the assistant is doing; exit code 1 when something needs attention."""
    from bot import status as found

    now = _or_faults(lambda: found.read_status(_config_file(config)))
    if as_json:
        _print_json(**found.as_json(now))
    else:
        click.echo("\n".join(found.as_lines(now)))
    is_well = now.lives_here if alive else not now.attention
    sys.exit(0 if is_well else 1)


@main.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@config_option
def backup(folder: Path | None, config: Path | None) -> None:
    """Copy the database, checked and dated, also while the assistant runs."""
    from bot.operations import make_copy

    click.echo(_or_faults(lambda: make_copy(_config_file(config), folder)))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@config_option
def restore(file: Path, config: Path | None) -> None:
    """Go back to a copy; who was erased since then is erased again."""
    from bot.operations import restore_copy

    click.echo(_or_faults(lambda: restore_copy(_config_file(config), file)))


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, exists=True, path_type=Path))
@config_option
def forget(folder: Path, config: Path | None) -> None:
    """PostgreSQL, after pg_restore: erase again who is on the list of erasures in FOLDER."""
    from bot.operations import erase_again

    click.echo(_or_faults(lambda: erase_again(_config_file(config), folder)))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
def move(file: Path, config: Path | None) -> None:
    """Bring the SQLite database FILE over to PostgreSQL (DATABASE_URL); stop the assistant."""
    from bot.move import move_database

    def progress(table: str, count: int) -> None:
        if count % 50_000 == 0:
            click.echo(f"{table}: {count} ...", err=True)

    click.echo(_or_faults(lambda: move_database(_config_file(config), file, progress)))


@main.command()
@click.argument("facilitator")
@config_option
def invite(facilitator: str, config: Path | None) -> None:
    """Make a one-time link with which a facilitator couples his Telegram account."""
    from bot.operations import make_invite

    click.echo(_or_faults(lambda: make_invite(_config_file(config), facilitator)))


@main.command()
@click.argument("reference")
@click.option(
    "--outcome",
    type=click.Choice(["afspraak", "informatie", "doorverwezen", "onbereikbaar", "niet-passend"]),
    default="informatie",
    show_default=True,
    help="How it ended.",
)
@config_option
def close(reference: str, outcome: str, config: Path | None) -> None:
    """Close a request for who works by mail alone; works also while the assistant runs."""
    from bot.operations import close_request

    answer = _or_faults(lambda: close_request(_config_file(config), reference, outcome))
    click.echo(answer.text, err=not answer.is_done)
    sys.exit(0 if answer.is_done else 1)


@main.command()
@click.argument("facilitator")
@config_option
def unlink(facilitator: str, config: Path | None) -> None:
    """Take a facilitator's account away."""
    from bot.operations import unlink_account

    click.echo(_or_faults(lambda: unlink_account(_config_file(config), facilitator)))


@main.command()
@click.argument("period")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@config_option
def export(period: str, file: Path, config: Path | None) -> None:
    """Write the requests of a period ('maart 2026', '01-01-2026 31-03-2026') to .xlsx or .csv."""
    from bot.extracts import export_requests

    click.echo(_or_faults(lambda: export_requests(_config_file(config), period, file)))


@main.command()
@config_option
def unknown(config: Path | None) -> None:
    """Print the questions that were not understood, as a list for `kvob teach`."""
    from bot.extracts import list_unknown

    click.echo(_or_faults(lambda: list_unknown(_config_file(config))), nl=False)


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@config_option
def teach(file: Path, config: Path | None) -> None:
    """Put a filled-in list of `kvob unknown` into your files; a fault leaves them untouched."""
    from bot.extracts import teach_lessons

    taught = _or_faults(lambda: teach_lessons(_config_file(config), file))
    for name, count in taught.items():
        click.echo(f"{name}: {count} erbij")


def _config_file(given: Path | None) -> Path | None:
    if given is not None:
        return given
    default = Path("config.yaml")
    return default if default.exists() else None


def _brain(config: Path | None, lexical: bool = True) -> Any:
    from bot.app import make_brain
    from bot.config import load_settings
    from intents import load

    settings = load_settings(config).knowledge
    return make_brain(load(settings.folder), settings.encoder and not lexical)


def _or_faults(work: Callable[[], T]) -> T:
    """Do the work; a fault in settings, knowledge base or database is told plainly."""
    try:
        return work()
    except Exception as error:
        from bot.refusal import told_plainly

        told = told_plainly(error)
        if told is None:
            raise
        _refuse(told)


def _refuse(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(REFUSED)


def _lines(given: tuple[str, ...]) -> Iterator[str]:
    if given:
        yield from given
        return
    for line in sys.stdin:
        if line.strip():
            yield line.rstrip("\r\n")


def _print_json(**values: Any) -> None:
    click.echo(json.dumps(values, ensure_ascii=False))
