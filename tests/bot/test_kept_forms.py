"""The forms of words between two starts: read where they fit, worked out anew where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.kept_forms import KeptForms

if TYPE_CHECKING:
    from pathlib import Path


def asked(kept: KeptForms, key: tuple[str, ...] = ("term", "дрон")) -> list[str]:
    """Return what had to be worked out for a key."""
    worked: list[str] = []

    def work_out() -> tuple[frozenset[str], ...]:
        worked.append("".join(key))
        return (frozenset({"дрон", "дрона"}),)

    assert kept.memory.recall(key, work_out) == (frozenset({"дрон", "дрона"}),)
    return worked


def test_the_second_start_works_nothing_out(tmp_path: Path) -> None:
    """What was kept is the same value, and nothing new is written then."""
    first = KeptForms(tmp_path / "a.db")
    assert asked(first) == ["termдрон"]
    first.save()
    written = (tmp_path / "a.db-forms").stat().st_mtime_ns
    second = KeptForms(tmp_path / "a.db")
    assert asked(second) == []
    second.save()
    assert (tmp_path / "a.db-forms").stat().st_mtime_ns == written


def test_what_others_asked_for_stays(tmp_path: Path) -> None:
    """A command that needs little does not take away what the program keeps."""
    for key in (("term", "дрон"), ("term", "дым")):
        kept = KeptForms(tmp_path / "a.db")
        asked(kept, key)
        kept.save()
    assert asked(KeptForms(tmp_path / "a.db")) == []


@pytest.mark.parametrize("content", [b"", b"nothing", b"\x00" * 100, b"(", b"N"])
def test_a_file_that_does_not_fit_is_made_anew(tmp_path: Path, content: bytes) -> None:
    """Whatever stands in it."""
    path = tmp_path / "a.db-forms"
    path.write_bytes(content)
    kept = KeptForms(tmp_path / "a.db")
    assert asked(kept) == ["termдрон"]
    kept.save()
    assert asked(KeptForms(tmp_path / "a.db")) == []


def test_a_folder_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    """Then nothing is kept."""
    kept = KeptForms(tmp_path / "nowhere" / "a.db")
    asked(kept)
    kept.save()
    assert list(tmp_path.iterdir()) == []
