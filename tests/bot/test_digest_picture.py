"""The picture of a digest, read back by the library that wrote it: sizes, heights and colours."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
from PIL import Image

from bot.digest_bars import Bars
from bot.digest_picture import COLOURS, GROUND, HEIGHT, WIDTH, picture, scale_of

CRITICAL, WARNING, INFO = COLOURS
NOTHING = (0, 0, 0)


def columns(bars: Bars) -> list[list[tuple[tuple[int, int, int], int]]]:
    """Return what stands in each bar, from below: colours, and how many pixels of each."""
    with Image.open(BytesIO(picture(bars))) as image:
        assert (image.format, image.size, image.mode) == ("PNG", (WIDTH, HEIGHT), "RGB")
        left = min(x for x in range(WIDTH) if image.getpixel((x, 304)) == (96, 110, 128))
        width = (760 - left) / len(bars.counts)
        middles = [round(left + width * (place + 0.5)) for place in range(len(bars.counts))]
        found = [[image.getpixel((x, y)) for y in range(303, 60, -1)] for x in middles]
    return [[(colour, column.count(colour)) for colour in COLOURS if colour in column] for column in found]


def test_bars_are_as_high_as_their_numbers() -> None:
    """One report of eight is an eighth of the height up to the scale's end, less the gap over it."""
    found = columns(Bars(((8, 0, 0), (0, 4, 0), (0, 0, 2), NOTHING)))
    assert scale_of(8) == (0, 2, 4, 6, 8)
    assert found == [[(CRITICAL, 220 - 2)], [(WARNING, 110 - 2)], [(INFO, 55 - 2)], []]


def test_the_gravest_stands_at_the_foot() -> None:
    """Above it what is less grave, each in the colour of its symbol."""
    [parts] = columns(Bars(((2, 4, 2),)))
    assert parts == [(CRITICAL, 53), (WARNING, 108), (INFO, 53)]


def test_little_is_seen_beside_much() -> None:
    """One critical report within ten thousand others, and one by itself."""
    found = columns(Bars(((1, 0, 9_999), (1, 0, 0))))
    assert [parts[0] for parts in found] == [(CRITICAL, 2), (CRITICAL, 2)]
    assert found[0][1] == (INFO, 220 - 2)


def test_nothing_is_an_empty_grid() -> None:
    """Where nobody reported anything there is no bar, and no sum."""
    with Image.open(BytesIO(picture(Bars((NOTHING,) * 24, ((0.0, "08:00"),))))) as image:
        colours = {colour for _, colour in image.getcolors(1_000) or ()}
    assert GROUND in colours
    assert not colours & set(COLOURS)


@pytest.mark.parametrize(
    ("most", "scale"),
    [
        (0, (0, 1)),
        (1, (0, 1)),
        (3, (0, 1, 2, 3)),
        (5, (0, 2, 4, 6)),
        (15, (0, 5, 10, 15)),
        (12_345, (0, 5_000, 10_000, 15_000)),
    ],
)
def test_the_scale_has_round_numbers(most: int, scale: tuple[int, ...]) -> None:
    """Few of them, and the last is no less than the most."""
    assert scale_of(most) == scale


def test_the_same_numbers_give_the_same_bytes() -> None:
    """Small ones, drawn in a moment, by which nobody else is kept waiting."""
    counts = tuple((n % 4, n % 7, n * n % 11) for n in range(24))
    bars = Bars(counts, tuple((float(place), f"{place:02}:00") for place in range(0, 25, 3)))
    begin = time.process_time()
    first = picture(bars)
    assert time.process_time() - begin < 0.1
    picture.cache_clear()
    assert picture(bars) == first
    assert len(first) < 40_000
