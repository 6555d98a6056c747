"""The page of `kvob evaluate --html`: a picture of what is confused with what, and the lines."""

from __future__ import annotations

from collections import Counter
from html import escape

from bot.evaluation import NAMES
from intents import VERDICTS, Outcome, Result, Scores

CELL = 20  # pixels
MARGIN = 170
CHOICE, NOTHING = "(keuze)", "(geen)"

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
table { border-collapse: collapse } td, th { text-align: left; padding: .25rem .8rem .25rem 0 }
tr { border-bottom: 1px solid #ddd } svg { max-width: 100%; height: auto } text { font-size: 11px }
"""


def page(scores: Scores, tier: str) -> str:
    """One file without scripts and without anything from elsewhere."""
    return f"""<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><title>Hoe goed begrijpt de assistent het?</title>
<style>{_STYLE}</style></head>
<body>
<h1>Hoe goed begrijpt de assistent het?</h1>
<p>{len(scores.results)} zinnen, gelezen met {escape(tier)}. {_whole(scores)}</p>
<h2>Wat met wat wordt verward</h2>
<p>Een rij is wat iemand bedoelde, een kolom wat de assistent deed. Op de schuine lijn ging het
goed; hoe donkerder een vakje, hoe groter zijn deel van de rij.</p>
{_picture(scores)}
<h2>Wat fout ging</h2>
{_lines([one for one in scores.results if one.verdict == "wrong"])}
<h2>Wat niet werd begrepen of aangeboden</h2>
{_lines([one for one in scores.results if _missed(one)])}
</body></html>
"""


def _whole(scores: Scores) -> str:
    return ", ".join(f"{NAMES[each]} {scores.share(each):.1%}" for each in VERDICTS) + "."


def _missed(result: Result) -> bool:
    return result.verdict == "refused" or (result.verdict == "choose" and not result.offered)


def _done(result: Result) -> str:
    """What the assistant did: of two subjects that were answered, the one that was meant."""
    match = result.match
    if match.outcome is Outcome.CHOOSE:
        return CHOICE
    if match.outcome is Outcome.FALLBACK:
        return NOTHING
    meant = result.line.labels[0]
    return meant if meant in match.intents and result.verdict == "right" else match.intents[0]


def _picture(scores: Scores) -> str:
    cells = Counter((result.line.labels[0], _done(result)) for result in scores.results)
    rows = sorted({meant for meant, _ in cells})
    columns = sorted({*rows, *(done for _, done in cells)} - {CHOICE, NOTHING, "fallback"})
    columns += [CHOICE, NOTHING]
    totals = Counter(result.line.labels[0] for result in scores.results)
    width, height = MARGIN + CELL * len(columns) + 10, MARGIN + CELL * len(rows) + 10
    parts = [f'<svg viewBox="0 0 {width} {height}" width="{width}" role="img">']
    for number, name in enumerate(columns):
        x = MARGIN + CELL * number + 14
        parts.append(
            f'<text transform="translate({x} {MARGIN - 6}) rotate(-60)">{escape(name)}</text>'
        )
    for line, meant in enumerate(rows):
        y = MARGIN + CELL * line
        parts.append(
            f'<text x="{MARGIN - 6}" y="{y + 14}" text-anchor="end">{escape(meant)}</text>'
        )
        for number, done in enumerate(columns):
            count = cells[meant, done]
            good = done == meant or (meant == "fallback" and done == NOTHING)
            parts.append(_cell(MARGIN + CELL * number, y, count, count / totals[meant], good))
    return "\n".join([*parts, "</svg>"])


def _cell(x: int, y: int, count: int, share: float, good: bool) -> str:
    colour = "#2a7f4f" if good else "#c0392b"
    strength = 0.25 + 0.75 * share if count else 0.0
    box = (
        f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{CELL - 1}" fill="{colour}" '
        f'fill-opacity="{strength:.2f}" stroke="#ddd"/>'
    )
    number = f'<text x="{x + CELL / 2}" y="{y + 14}" text-anchor="middle">{count}</text>'
    return box + (number if count else "")


def _lines(results: list[Result]) -> str:
    if not results:
        return "<p>Niets.</p>"
    rows = [
        f"<tr><td>{escape(one.line.text)}</td><td>{escape(', '.join(one.line.labels))}</td>"
        f"<td>{escape(', '.join(one.match.intents) or NOTHING)}</td>"
        f"<td>{escape(one.line.kind)}</td><td>{escape(one.match.because)}</td></tr>"
        for one in results
    ]
    head = "<tr><th>zin</th><th>bedoeld</th><th>begrepen</th><th>soort</th><th>waarom</th></tr>"
    return f"<table>{head}{''.join(rows)}</table>"
