"""The log never shows the token."""

from __future__ import annotations

import logging
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.logs import HideToken, set_up_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "not-a-real-secret"  # noqa: S105 - and it is none
TOKEN = f"12345:{SECRET}"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, StringIO]]:
    """Return a logger that hides the token, and what it has written."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(HideToken(TOKEN))
    logger = logging.getLogger("tests.logs")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, out
    logger.removeHandler(handler)
    logger.propagate = True


def fail() -> None:
    """Fail with the token in an error, and in that error's cause."""
    cause = ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    raise OSError(f"cannot reach bot12345%3A{SECRET}") from cause


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        (f"asked {TOKEN}", ()),
        ("asked %s", (TOKEN,)),
        ("asked %(url)s", ({"url": f"/bot{TOKEN}/"},)),
        ("asked %r", ([TOKEN.encode()],)),
        ("asked %s", (OSError(f"/bot12345%3A{SECRET}/"),)),
        ("too few %s %s", (TOKEN,)),
        ("no number %d", (TOKEN,)),
        ("wrong name %(a)s", ({"b": TOKEN},)),
    ],
)
def test_a_message_never_shows_it(
    log: tuple[logging.Logger, StringIO], message: str, arguments: tuple[object, ...]
) -> None:
    """Wherever it stands, and also where the arguments do not fit."""
    logger, out = log
    logger.warning(message, *arguments)
    assert "***" in out.getvalue()
    assert SECRET not in out.getvalue()


def test_a_traceback_never_shows_it(log: tuple[logging.Logger, StringIO]) -> None:
    """Neither in the error nor in its cause; the rest of the traceback is there."""
    logger, out = log
    try:
        fail()
    except OSError:
        logger.exception("polling failed")
    assert "ValueError: https://api.telegram.org/bot***/getMe" in out.getvalue()
    assert "OSError: cannot reach bot12345%3A***" in out.getvalue()
    assert SECRET not in out.getvalue()


def test_a_record_that_was_formatted_before_is_rewritten(log: tuple[logging.Logger, StringIO]) -> None:
    """Another handler may have left its traceback and its stack in the record."""
    logger, out = log
    shown = {"exc_text": f"e {TOKEN}", "stack_info": f"s {TOKEN}"}
    record = logging.makeLogRecord({"msg": "x", "levelno": logging.ERROR, **shown})
    logger.handle(record)
    assert out.getvalue() == "x\ne ***\ns ***\n"


def test_other_messages_are_left_alone(log: tuple[logging.Logger, StringIO]) -> None:
    """Nothing else is hidden."""
    logger, out = log
    logger.warning("%d alerts of chat %s", 3, 12345)
    assert out.getvalue() == "3 alerts of chat 12345\n"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """Return the root logger and put it back as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield root
    root.handlers[:] = before
    root.setLevel(level)


def test_logging_goes_to_standard_error_without_the_token(
    root: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the level on that was set; libraries that speak too much are heard from warnings on."""
    set_up_logging(SecretStr(TOKEN))
    root.info("begun with %s", TOKEN)
    root.debug("unheard")
    logging.getLogger("httpx").info("unheard")
    out, error = capsys.readouterr()
    assert out == ""
    assert error.endswith(" INFO begun with ***\n")
    assert error.count("\n") == 1
