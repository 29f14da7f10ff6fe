"""Messages with buttons that change in place: one theme a module, all of them told in :data:`SCREENS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.screens import (
    admin,
    deleting,
    digest,
    following,
    going_on,
    greeting,
    language,
    muting,
    searching,
    settings,
    stats,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.screens.screen import Screen

SCREENS: Mapping[str, Screen] = {
    screen.name: screen
    for theme in (
        admin,
        deleting,
        digest,
        following,
        going_on,
        greeting,
        language,
        muting,
        searching,
        settings,
        stats,
    )
    for screen in theme.SCREENS
}
"""Every kind of screen by name."""
