"""Requests and replies of the Bot API, read by an independent reader: aiogram's models.

A request is decoded as the real server does it (a query, a form, a form in parts or JSON; objects
inside form fields are JSON). Whatever a model misses or does not know is a violation.
"""

from __future__ import annotations

import json
import time
import types
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.client.default import Default
from aiogram.types import InputFile
from aiohttp import web
from pydantic import BaseModel, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS: dict[str, Any] = {
    name.lower(): method
    for cls in aiogram.methods.__all__
    if (name := getattr(method := getattr(aiogram.methods, cls), "__api_method__", None))
    and isinstance(name, str)
}
"""The Bot API's methods by their names in lower case, since the server ignores case."""


@dataclass(frozen=True)
class Call:
    """One request as it was understood. ``at`` is seconds of time.monotonic."""

    method: str
    params: dict[str, Any]
    token: str
    at: float = field(default_factory=time.monotonic)

    @property
    def chat(self) -> int | str | None:
        """The chat that the request concerns, as a number where it is one."""
        chat = self.params.get("chat_id")
        return int(str(chat)) if str(chat).lstrip("-").isdigit() else chat


async def decode(request: web.Request) -> dict[str, Any]:
    """Return the parameters of a request, from wherever it carries them; values are not yet typed."""
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
        return params
    for name, value in (await request.post()).items():
        params[name] = value if isinstance(value, str) else _content(value)
    return params


def _content(part: Any) -> Any:  # noqa: ANN401 - aiohttp's kinds of parts
    """Return the bytes of a part that is a file."""
    return part.file.read() if isinstance(part, web.FileField) else bytes(part)


def understood(method: str, params: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return a known method's parameters with JSON fields read, and what is wrong with them."""
    model = METHODS[method.lower()]
    try:
        values = {name: _value(model, name, raw) for name, raw in params.items()}
    except ValueError as error:
        return params, [f"{method}: a field is not JSON: {error}"]
    try:
        read = model.model_validate(_without_files(model, values))
    except ValidationError as error:
        return values, [f"{method}.{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return values, [f"{method}.{extra} is not known" for extra in extras(read)]


def _without_files(model: Any, values: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a model
    """Return values as aiogram reads them: files by name, and none that another field refers to."""
    taken = {
        name for name, field in model.model_fields.items() if InputFile in set(_choices(field.annotation))
    }
    told = repr([value for value in values.values() if not isinstance(value, bytes)])
    return {
        name: f"attach://{name}" if isinstance(value, bytes) and name in taken else value
        for name, value in values.items()
        if not (isinstance(value, bytes) and f"attach://{name}" in told)
    }


def faults(kind: object, value: object) -> list[str]:
    """Return what aiogram finds wrong with a reply of ours, or an update, of the given type."""
    try:
        read: object = TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return [f"our {kind}: {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return [f"our {kind}: {extra} is not known" for extra in extras(read)]


def extras(value: object, path: str = "") -> Iterator[str]:
    """Yield the path of every field, at any depth, that its model does not know."""
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.model_extra or ())
        for name in type(value).model_fields:
            yield from extras(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from extras(item, f"{path}{name}.")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from extras(item, f"{path}{number}.")


def _value(model: Any, name: str, raw: Any) -> Any:  # noqa: ANN401 - anything that JSON can hold
    """Return a field's value: a text where the field may hold one, else what its JSON says."""
    if not isinstance(raw, str) or name not in model.model_fields:
        return raw
    if str in set(_choices(model.model_fields[name].annotation)):
        return raw
    return json.loads(raw)


def _choices(annotation: object) -> Iterator[object]:
    if get_origin(annotation) in {Union, types.UnionType}:
        for choice in get_args(annotation):
            yield from _choices(choice)
    elif get_origin(annotation) is Annotated:
        yield from _choices(get_args(annotation)[0])
    elif annotation is not Default:
        yield annotation


def returned(method: str) -> Any:  # noqa: ANN401 - a type
    """Return the type of a known method's result."""
    return METHODS[method.lower()].__returning__
