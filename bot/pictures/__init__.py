"""Pictures for people: charts and maps, drawn beside the event loop.

matplotlib takes a second to import and some tenths to draw, and few ask for pictures: it is loaded by the
first of them, in the one thread that draws, so that neither the program's start nor anybody else waits.
"""

from __future__ import annotations

import asyncio
import importlib
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.pictures.model import Chart, Map

_DRAWER = ThreadPoolExecutor(1, "drawing")
_MOST_KEPT = 32
_kept: OrderedDict[Chart | Map, bytes] = OrderedDict()


async def drawn(picture: Chart | Map) -> bytes:
    """Return a picture as a PNG; the same picture is drawn once as long as it is among the latest 32."""
    found = _kept.get(picture)
    if found is None:
        found = await asyncio.get_running_loop().run_in_executor(_DRAWER, _draw, picture)
    _kept[picture] = found
    _kept.move_to_end(picture)
    if len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return found


def _draw(picture: Chart | Map) -> bytes:
    made: bytes = importlib.import_module(f"bot.pictures.{picture.KIND}").draw(picture)
    return made
