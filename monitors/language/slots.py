"""One way in which a term can stand in a text."""

from __future__ import annotations

Slots = tuple[frozenset[str], ...]
"""Canonical words in a row, each one of a set: ``новая|новой таволжанка|таволжанке``."""
