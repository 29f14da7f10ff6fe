"""A limit in time around what a task does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType


class Deadline:
    """Raises :exc:`TimeoutError` in its block when so many seconds have passed; once, in a task.

    It does what :func:`asyncio.timeout` does, by its rules for a cancellation from outside (which always
    passes through), without what that has for moving a deadline: every fetch pays for it, and so it
    costs half as much.
    """

    __slots__ = ("_cancelling", "_handle", "_passed", "_seconds", "_task")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._passed = False

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a deadline holds for a task, and there is none")
        self._task = task
        self._cancelling = task.cancelling()
        self._handle = asyncio.get_running_loop().call_later(self._seconds, self._cut)
        return self

    def _cut(self) -> None:
        self._passed = True
        self._task.cancel()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._handle.cancel()
        if not self._passed:
            return
        # Somebody else may have cancelled too: then it is their cancellation.
        if self._task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise TimeoutError from error
