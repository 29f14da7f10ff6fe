"""Pictures of messages, as the documentation shows them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from bot.demo.bubbles import DARK, drawn
from bot.demo.messages import main, messages, pictures
from bot.phone import MOST, WIDTH, cells, lines_shown
from bot.render import Button

COMMITTED = Path(__file__).parents[3] / "docs" / "pictures"


def lines_of(picture: str) -> list[str]:
    """Return the lines of text in an SVG; raises where it is no XML."""
    texts = ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - drawn here
    return ["".join(one.itertext()) for one in texts]


def test_a_picture_shows_what_is_sent_and_its_buttons() -> None:
    """Markup becomes letters and no markup; a button that opens an address has an arrow."""
    rows = ((Button("Open", url="https://t.me/a/1"), Button("Why", data="w:1")),)
    shown = drawn([("🔴 <b>a &lt;b&gt; &amp; c</b>\n<i>d</i>", rows), ("second", ())], DARK)
    assert lines_of(shown) == ["🔴 a <b> & c", "d", "Open", "↗", "Why", "second"]


def test_a_folded_quote_shows_three_lines() -> None:
    """And the mark of more, unless it is unfolded; a quote without more has none."""
    html = "a\n<blockquote expandable>1\n2\n3\n4</blockquote>"
    assert lines_of(drawn([(html, ())])) == ["a", "1", "2", "3", "▾"]
    assert lines_of(drawn([(html, ())], unfolded=True)) == ["a", "1", "2", "3", "4"]
    assert lines_of(drawn([("a\n<blockquote expandable>1</blockquote>", ())])) == ["a", "1"]


def test_long_lines_wrap() -> None:
    """As they are counted: none is wider than a phone's line."""
    words = lines_of(drawn([("<b>" + "word and " * 40 + "</b>" + "x" * 99, ())]))
    assert max(cells(line.rstrip()) for line in words) <= WIDTH


def test_the_pictures_load_nothing() -> None:
    """No font and no image comes from elsewhere."""
    for picture in pictures().values():
        assert "url(" not in picture
        assert "<image" not in picture


def test_the_six_alerts_take_eight_lines() -> None:
    """As everything that is shown of alerts."""
    assert {name: lines_shown(one) <= MOST for name, one in messages().items()} == dict.fromkeys(
        ("first", "copied", "corroborated", "official", "disputed", "ended"), True
    )


def test_the_documented_pictures_are_what_is_sent(tmp_path: Path) -> None:
    """Each is in the documentation as it is drawn now: python -m bot.demo.messages docs/pictures."""
    main(tmp_path / "new", lambda _: None)
    for made in (tmp_path / "new").iterdir():
        assert made.read_text(encoding="utf-8") == (COMMITTED / made.name).read_text(encoding="utf-8")
