"""What is going on now."""

from __future__ import annotations

from bot.commands.read import latest

__all__ = ["latest"]
