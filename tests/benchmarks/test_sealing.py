"""The figures of encrypted numbers can be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.sealing import main

if TYPE_CHECKING:
    import pytest


def test_the_short_form_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """A message out, an update in, and a store that is carried over."""
    main(["--chats", "20", "--times", "20"])
    told = capsys.readouterr().out
    assert told.count("µs") == 5
    assert "a store of 20 chats" in told
