"""Posts and hits as JSON, for the columns that are read as a whole."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from storage.model import (
    Forward,
    Hit,
    LinkPreview,
    Match,
    Media,
    Poll,
    Post,
    Severity,
    StoredPost,
    from_iso,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from sqlite3 import Row

_COLUMNS = frozenset({"source", "key", "link", "text", "published"})
_DETAILS = tuple(field.name for field in fields(Post) if field.name not in _COLUMNS)
_EMPTY = (None, "", (), False)


def details_of(post: Post) -> str:
    """Return as JSON what has no column of its own; media addresses expire and are left out."""
    values = ((name, getattr(post, name)) for name in _DETAILS)
    return _json({name: value for name, value in values if value not in _EMPTY})


def hits_as_json(hits: Iterable[Hit]) -> str:
    """Return hits as JSON."""
    return _json(list(hits))


def places_as_json(places: Iterable[str]) -> str:
    """Return the names of places as JSON."""
    return _json(list(places))


def targets_of(hits: str) -> frozenset[str]:
    """Return the targets of hits as :func:`hits_as_json` wrote them."""
    return frozenset(hit["target"] for hit in json.loads(hits))


def stored_post(row: Row) -> StoredPost:
    """Return the post of a row of the view ``stored_posts``."""
    return StoredPost(
        id=row["id"],
        post=Post(
            source=row["source"],
            key=row["key"],
            link=row["link"],
            text=row["text"],
            published=from_iso(row["published"]) if row["published"] else None,
            **_details(json.loads(row["details"])),
        ),
        seen=from_iso(row["seen"]),
        hits=tuple(map(_hit, json.loads(row["hits"]))),
        revisions=row["revisions"],
        places=tuple(json.loads(row["places"])),
        deleted=from_iso(row["deleted"]) if row["deleted"] else None,
    )


def _details(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: read(values[name]) for name, read in _READERS.items() if name in values}


_READERS: dict[str, Any] = {
    "forward": lambda value: Forward(**value),
    "preview": lambda value: LinkPreview(**value),
    "poll": lambda value: Poll(value["question"], value["kind"], tuple(value["options"])),
    "media": lambda value: tuple(Media(**item) for item in value),
    "links": tuple,
    "parts": tuple,
}


def _hit(value: dict[str, Any]) -> Hit:
    matches = tuple(Match(**match) for match in value["matches"])
    return Hit(value["target"], Severity(value["severity"]), matches)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_as_mapping)


def _as_mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass of the model
    """Return a dataclass's fields; `dataclasses.asdict` copies all that lies in them, ten times as slow."""
    if isinstance(value, Media):
        return {"kind": value.kind, "title": value.title}
    return {field.name: getattr(value, field.name) for field in fields(value)}
