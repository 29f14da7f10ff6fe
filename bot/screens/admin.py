"""To be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.screens.screen import Screen

SCREENS: tuple[Screen, ...] = ()
