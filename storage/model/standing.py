"""How a source stands, since when and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.model.sources import Health, Trouble


class Reason(StrEnum):
    """Why a source stands as it does, where no single answer says so. The value is what JSON shows."""

    NEVER_READ = "never_read"
    UNREAD = "unread"
    SILENT = "silent"
    PREVIEW_OFF = "preview_off"
    WENT_PRIVATE = "went_private"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be said of a source at one moment.

    ``since`` is the time of the first failure in a row; of a silent source, that of its newest post; of one
    that is read too seldom, its last reading; None where it is not known. ``reason`` is set for everything
    but a source that is read without trouble; of a fresh one it is the trouble that its last polls had.
    ``detail`` is for operators. ``expected`` is how many posts its own rhythm would have brought since its
    newest one, None where its rhythm is not known well enough.
    """

    health: Health
    since: datetime | None = None
    reason: Trouble | Reason | None = None
    detail: str = ""
    expected: float | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the source is read without trouble, but has shown nothing new for suspiciously long."""
        return self.reason is Reason.SILENT
