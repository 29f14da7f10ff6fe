"""When two addresses are one place, however they are spelled."""

from __future__ import annotations

from urllib.parse import urlsplit


def same_place(url: str) -> str:
    """Return an address without what may be spelled in two ways: scheme, ``www.``, port, last slash."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").removeprefix("www.")
    there = host if port in {None, 80, 443} else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{there}{parts.path.rstrip('/')}{query}"
