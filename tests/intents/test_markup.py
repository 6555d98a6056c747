"""Telegram's HTML is checked before it is sent, and counted as Telegram counts it."""

from __future__ import annotations

import time

import pytest

from intents import html_faults, visible_length


@pytest.mark.parametrize(
    "text",
    [
        "gewoon",
        "<b>vet</b> en <i>schuin</i>",
        "<b>vet <i>en schuin</i></b>",
        '<a href="https://www.mkb.nl/kvob?a=1&b=2">pagina</a>',
        '<a href="mailto:keuker@vnoncw-mkb.nl"><b>mail</b></a>',
        "1 &lt; 2 &amp; 3 &gt; 2 &quot;ja&quot; &#39;nee&#39; &#x27;",
        "<pre><code>x</code></pre>",
        "<blockquote expandable>lang</blockquote>",
        "{name} krijgt <code>{reference}</code>",
    ],
)
def test_sound_html_has_no_faults(text: str) -> None:
    """What Telegram takes is not complained about."""
    assert html_faults(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", "los teken <; schrijf &lt;"),
        ("a > b", "los teken >; schrijf &gt;"),
        ("Jan & Piet", "los teken &; schrijf &amp;"),
        ("&euro; 5", "los teken &; schrijf &amp;"),
        ("<b>vet", "<b> wordt niet gesloten"),
        ("vet</b>", "</b> sluit iets wat niet open is"),
        ("<b><i>x</b></i>", "</b> staat voor </i>"),
        ("regel<br>regel", "<br> is geen opmaak die Telegram kent"),
        ("<p>x</p>", "<p> is geen opmaak die Telegram kent"),
        ("<B>x</B>", "<B> is geen opmaak die Telegram kent"),
        ("<a>x</a>", "een link is"),
        ('<a href="javascript:x">x</a>', "een link is"),
        ('<b class="x">x</b>', "<b> staat zonder toevoeging"),
        ("<b expandable>x</b>", "<b> staat zonder toevoeging"),
        ("<code><b>x</b></code>", "<b> mag niet binnen <code> of <pre>"),
        (
            '<a href="https://a.nl">x<a href="https://b.nl">y</a></a>',
            "<a> mag niet binnen <a>",
        ),
        ("<script>alert(1)</script>", "<script> is geen opmaak"),
    ],
)
def test_broken_html_is_named(text: str, expected: str) -> None:
    """Each thing that Telegram would refuse or garble gets one plain sentence."""
    assert any(expected in fault for fault in html_faults(text))


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("<b>vet</b>", 3),
        ('<a href="https://mkb.nl">mkb</a>', 3),
        ("&amp;&lt;&#39;", 3),
        ("é", 1),
        ("👍", 2),
        ("a < b", 5),
        ("\ud800", 1),
    ],
)
def test_visible_length_counts_utf16_units(text: str, length: int) -> None:
    """Tags do not count, an entity is one character and an emoji is two units."""
    assert visible_length(text) == length


@pytest.mark.parametrize(
    "text", ["<" * 100_000, "<b>" * 30_000, "&" * 100_000, "<a href=" * 9_000]
)
def test_hostile_html_is_read_in_linear_time(text: str) -> None:
    """No text makes the check slow."""
    started = time.perf_counter()
    assert html_faults(text)
    assert visible_length(text) >= 0
    assert time.perf_counter() - started < 1
