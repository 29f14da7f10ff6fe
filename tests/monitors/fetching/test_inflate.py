"""Bodies are inflated in small pieces, to their true end, and never beyond what was asked for."""

from __future__ import annotations

import gzip
import zlib
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.fetching.inflate import PIECE, Identity, Inflater, decoder

TEXT = "Обстрел Грайворона. ".encode() * 5000


def _raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _inflated(coding: str, *chunks: bytes) -> tuple[bytes, bool]:
    """Return what the chunks stand for, and whether they are whole."""
    undo = decoder(coding)
    assert undo is not None
    return b"".join(piece for chunk in chunks for piece in undo.feed(chunk)), undo.whole


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("utf-8", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("identity, gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _raw(TEXT)),
    ],
)
def test_every_coding_asked_for_is_undone(coding: str, packed: bytes) -> None:
    """Gzip, both kinds of deflate, and no compression by any name give the same text."""
    assert _inflated(coding, packed) == (TEXT, True)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "deflate, gzip", "compress", "gzip, br"])
def test_other_codings_are_not_tried(coding: str) -> None:
    """A coding that was not asked for, or one within another, has no decoder."""
    assert decoder(coding) is None


@given(st.binary(max_size=5000), st.integers(1, 50), st.sampled_from(["gzip", "deflate"]))
def test_where_the_chunks_are_cut_does_not_matter(data: bytes, size: int, coding: str) -> None:
    """One byte at a time gives what the whole at once gives."""
    packed = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert _inflated(coding, *chunks) == (data, True)


@pytest.mark.parametrize("missing", [1, 8, 9, 100])
def test_truncated_data_are_not_whole(missing: int) -> None:
    """Data that stop before their end are known to, even if only the checksum is missing."""
    assert not _inflated("gzip", gzip.compress(TEXT)[:-missing])[1]


def test_an_empty_body_is_whole() -> None:
    """A server that names a coding and sends nothing has sent nothing."""
    assert _inflated("gzip") == (b"", True)


def test_damaged_data_are_an_error() -> None:
    """A wrong checksum or no gzip at all is no text."""
    for damaged in (gzip.compress(TEXT)[:-8] + bytes(8), b"<html>plain</html>"):
        with pytest.raises(zlib.error):
            _inflated("gzip", damaged)


def test_members_follow_each_other_and_garbage_does_not_count() -> None:
    """Two gzip members are one text; zeros or words after the end are passed over, in any chunk."""
    two = gzip.compress(b"one ") + gzip.compress(b"two")
    assert _inflated("gzip", two, b"\0\0", b"\x1f trailing") == (b"one two", True)
    assert _inflated("deflate", zlib.compress(b"one") + b"\x1f garbage") == (b"one", True)


def test_a_thousand_tiny_members_are_the_end() -> None:
    """A body of nothing but beginnings is stopped in a moment."""
    begun = perf_counter()
    with pytest.raises(zlib.error, match="members"):
        _inflated("gzip", gzip.compress(b"") * 10_000)
    assert perf_counter() - begun < 0.2


def test_pieces_stay_small_whatever_is_packed_in_them() -> None:
    """A kilobyte that stands for 100 MB comes out in pieces, the first one at once."""
    pieces = Inflater(31).feed(gzip.compress(bytes(100 * 1024 * 1024), 1))
    begun = perf_counter()
    assert len(next(pieces)) == PIECE
    assert perf_counter() - begun < 0.05
    assert all(len(piece) <= PIECE for piece in pieces)


def test_what_zlib_holds_back_is_asked_for() -> None:
    """A text that is a little longer than one piece comes out whole, although all input was taken."""
    texts = [bytes(PIECE + more) for more in range(300)]
    assert [text for text in texts if _inflated("deflate", _raw(text)) != (text, True)] == []


def test_uncompressed_data_pass_through_untouched() -> None:
    """What needs no work is not copied."""
    assert next(Identity().feed(TEXT)) is TEXT
