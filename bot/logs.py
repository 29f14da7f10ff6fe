"""The log: to standard error, and never with a token in it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

_QUIET = ("httpx", "httpcore", "apscheduler", "telegram", "aiohttp", "pymorphy3")
"""Libraries that say at INFO what only they need to know."""


class HideToken(logging.Filter):
    """Puts *** where a record would show the token: in its text, its traceback and its stack.

    What follows the token's colon is the secret, so that is hidden by itself too: an address holds the
    colon as ``%3A``.
    """

    def __init__(self, token: str) -> None:
        super().__init__()
        self._secrets = (token, token.partition(":")[2] or token)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass."""
        record.msg, record.args = self._hidden(_message(record)), None
        if record.exc_info:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        record.exc_text = self._hidden(record.exc_text) if record.exc_text else None
        record.stack_info = self._hidden(record.stack_info) if record.stack_info else None
        return True

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _message(record: logging.LogRecord) -> str:
    """Return a record's text; where its arguments do not fit into it, both as they are."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


def set_up_logging(token: SecretStr | None = None, level: int = logging.INFO) -> None:
    """Log to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    if token is not None:
        handler.addFilter(HideToken(token.get_secret_value()))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
