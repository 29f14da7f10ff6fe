"""Bodies as they were before the server compressed them, in small pieces: what a bomb cannot burst.

zlib-ng, zlib's faster successor, is asked for so many bytes at a time, whatever stands in the input; the
caller counts them and stops when it has had enough. Beside zlib it takes a quarter to a half of the
time for a preview (``python -m benchmarks.fetching``). Intel's ISA-L was slower than that, and holds input
back without saying so (pycompression/python-isal, issue 248).
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from zlib_ng import zlib_ng

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE = 256 * 1024
"""The most bytes in one inflated piece: under a millisecond of work."""

_MEMBERS = 1000
"""How many gzip members may follow each other (RFC 1952, 2.2); block-wise writers need a few dozen."""

_DAMAGED: type[Exception] = zlib_ng.error  # type: ignore[assignment] # its stub takes it for an instance

_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's names for its formats: `wbits`
_CODINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}
_NEVER_ASKED_FOR = {"br", "zstd", "compress", "x-compress"}


class Identity:
    """A body that was not compressed."""

    whole = True

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the data as they are."""
        yield data


class Inflater:
    """A body under ``gzip`` or ``deflate`` (zlib format, or raw as some servers send it)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._engine: zlib_ng._Decompress | None = None
        self._members = 0
        self._trailing = False

    @property
    def whole(self) -> bool:
        """Whether the compressed data came to their end (or never began)."""
        return self._engine is None or self._engine.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next compressed bytes stand for, at most :data:`PIECE` at a time.

        What follows the end is ignored, as browsers do, unless it is one more gzip member. Raises
        :exc:`zlib.error` for damaged data and for more members than any honest writer makes.
        """
        pending = False
        while data or pending:
            engine = self._engine_for(data)
            if self._trailing:
                return
            piece = _decompressed(engine, data)
            data = engine.unconsumed_tail or engine.unused_data
            pending = len(piece) == PIECE and not engine.eof
            if piece:
                yield piece

    def _engine_for(self, data: bytes) -> zlib_ng._Decompress:
        """Return the engine of the member that the data belong to, a new one where one begins."""
        if self._engine is None or (self._engine.eof and self._goes_on(data)):
            return self._begin(data)
        return self._engine

    def _goes_on(self, data: bytes) -> bool:
        """Tell whether what follows the end is one more member; once it is not, nothing is."""
        self._trailing = self._trailing or not (self._wbits == _GZIP and data.startswith(b"\x1f"))
        return not self._trailing

    def _begin(self, data: bytes) -> zlib_ng._Decompress:
        self._members += 1
        if self._members > _MEMBERS:
            raise zlib.error(f"more than {_MEMBERS} gzip members")
        if self._wbits == _ZLIB and data[0] & 0x0F != zlib.DEFLATED:
            self._wbits = _RAW
        self._engine = zlib_ng.decompressobj(self._wbits)
        return self._engine


def _decompressed(engine: zlib_ng._Decompress, data: bytes) -> bytes:
    try:
        return engine.decompress(data, PIECE)
    except _DAMAGED as error:
        raise zlib.error(str(error)) from None


def decoder(content_encoding: str) -> Identity | Inflater | None:
    """Return what undoes a ``Content-Encoding``; None where it is one that was not asked for.

    Names that are no coding at all (servers do send ``utf-8``) are passed over, as browsers do.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    known = [name for name in names if name in _CODINGS]
    if len(known) > 1 or not _NEVER_ASKED_FOR.isdisjoint(names):
        return None
    return Inflater(_CODINGS[known[0]]) if known else Identity()
