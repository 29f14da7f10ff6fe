"""docs/sources.md, as far as it comes from the code: what each network's module says of itself.

    .venv/bin/python -m bot.adding.document

writes it anew between its two marks; what stands outside of them is written by people.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from monitors.sources import FED, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitors.sources.contract import Fed, Kind

FILE = Path(__file__).parents[2] / "docs" / "sources.md"
BEGIN = "<!-- From here on written by `python -m bot.adding.document`; change the code, not this. -->"
END = "<!-- To here. -->"

_NO_NAME = "\0"
"""A name that no network can take, so that it says what it expects."""


def document(before: str) -> str:
    """Return the document with what stands between its marks written anew; raises :exc:`ValueError`."""
    head, begin, rest = before.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"expected the lines {BEGIN} and {END}")
    return f"{head}{BEGIN}\n\n{networks()}\n{END}{tail}"


def networks() -> str:
    """Return a table of all networks, and a part for each of them, in Markdown."""
    rows = [
        "| kind | name | `url` | `select` | token | asked at |",
        "|---|---|---|---|---|---|",
        *map(_row, KINDS.values()),
        *map(_fed_row, FED.values()),
        "",
    ]
    parts = [line for kind in KINDS.values() for line in _part(kind)]
    return "\n".join([*rows, *parts, *(line for fed in FED.values() for line in _fed_part(fed))])


def _fed_row(fed: Fed) -> str:
    return f"| [`{fed.KIND}`](#{fed.KIND}) | the network's |  |  |  | not asked: its posts are handed over |"


def _fed_part(fed: Fed) -> Iterator[str]:
    yield from (f"## {fed.KIND}", "", fed.ABOUT.strip(), "", "```toml", fed.EXAMPLE.strip(), "```", "")


def _row(kind: Kind) -> str:
    cells = [
        f"[`{kind.KIND}`](#{kind.KIND})",
        "your own" if kind.NEEDS_URL else "the network's",
        "needed" if kind.NEEDS_URL else "",
        _listed(kind.SELECTS),
        "can be given" if kind.TAKES_TOKEN else "",
        _listed(kind.HOSTS) or "each source's own server",
    ]
    return f"| {' | '.join(cells)} |"


def _part(kind: Kind) -> Iterator[str]:
    yield from (f"## {kind.KIND}", "", kind.ABOUT.strip(), "")
    yield f"- Its name: {_name(kind).rstrip('.…')}."
    if kind.SELECTS:
        yield f"- `select` takes {_listed(kind.SELECTS)}."
    if kind.TAKES_TOKEN:
        yield f"- A token is taken from `REGIONWATCH_{kind.KIND.upper()}_TOKEN`, or from the file that a"
        yield f'  `[[networks]]` table of `kind = "{kind.KIND}"` names as `token_file`.'
    if kind.HOSTS:
        yield f"- It is asked at {_listed(kind.HOSTS)}; `hosts` in a `[[networks]]` table names others."
    yield from ("", "```toml", kind.EXAMPLE.strip(), "```", "")


def _name(kind: Kind) -> str:
    """Return what a name may be, in the words in which a wrong one is refused."""
    if kind.NEEDS_URL:
        return "any that you like; `url` says where it is"
    try:
        kind.urls(_NO_NAME, "", kind.HOSTS)
    except ValueError as error:
        return str(error).removeprefix("expected ").partition(", got ")[0]
    return "any"


def _listed(things: tuple[str, ...]) -> str:
    return ", ".join(f"`{thing}`" for thing in things)


def main() -> None:
    """Write the document anew."""
    FILE.write_text(document(FILE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
