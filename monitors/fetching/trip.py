"""One fetch under way: where it has been led, and what of it is told to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from monitors.exchange import Page, Refused

if TYPE_CHECKING:
    from yarl import URL

    from monitors.exchange import Answer, Request

_SHORTEST_SECRET = 8
"""Characters. What is shorter is no token but may be a word or a number of a page."""


@dataclass(slots=True)
class Trip:
    """The addresses that a request was led through, the last the current; the seconds that it has left."""

    request: Request
    chain: list[URL]
    left: float

    @property
    def url(self) -> URL:
        """Where the trip has come, without what only the server may see."""
        return self.chain[-1]

    @property
    def host(self) -> str:
        """The pacer's name for where the trip has come: the request's, until it leaves that host."""
        if len(self.chain) == 1 or self.url.raw_host == self.chain[0].raw_host:
            return self.request.host
        return str(self.url.raw_host)

    @property
    def shown(self) -> str:
        """The current address for everyone: no name, password or fragment, nor the request's query."""
        url = self.url
        if url.raw_user is not None or url.raw_password is not None or url.raw_fragment:
            url = url.with_user(None).with_fragment(None)
        return str(url)

    @property
    def target(self) -> URL:
        """The address as it is sent."""
        query = self.request.query
        return self.url.extend_query(query) if query and self._is_home() else self.url

    @property
    def headers(self) -> dict[str, str]:
        """The request's own headers and the validators of what is known."""
        request = self.request
        headers = dict(request.headers) if request.headers and self._is_home() else {}
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers

    def goes_to(self, target: URL) -> None:
        """Lengthen the trip by a hop; a server may have repeated the request's query in its address."""
        private = self.request.query
        if private and target.raw_query_string:
            kept = [pair for pair in target.query.items() if pair not in private]
            target = target if len(kept) == len(target.query) else target.with_query(kept)
        self.chain.append(target)

    def _is_home(self) -> bool:
        """Tell whether the trip never left the server that it was made for, whose token it carries.

        Scheme, name and port count, and who comes back does not get it either (as in the Fetch
        standard, "HTTP-redirect fetch"): another server chose that address.
        """
        home, *steps = ((step.scheme, step.raw_host, step.port) for step in self.chain)
        return all(step == home for step in steps)


def discreet(answer: Answer, request: Request) -> Answer:
    """Return an answer in whose texts nothing stands that is the request's secret.

    Servers like to repeat what they were sent: in a reason, or in the address of a redirect.
    """
    if isinstance(answer, Refused):
        return replace(answer, detail=_without(answer.detail, request))
    if isinstance(answer, Page) and answer.location:
        return replace(answer, location=_without(answer.location, request))
    return answer


def _without(text: str, request: Request) -> str:
    values = [value for _, value in (*request.headers, *request.query)]
    words = {word for value in values for word in (value, *value.split()) if len(word) >= _SHORTEST_SECRET}
    words |= _password(request.proxy)
    for word in sorted(words, key=len, reverse=True):
        text = re.sub("".join(map(_in_any_form, word)), "***", text)
    return text


def _password(proxy: str) -> set[str]:
    """Return the password in a proxy's address, however wrong the address is."""
    login = proxy.rpartition("@")[0].partition("//")[2]
    return {unquote(login.partition(":")[2])} - {""}


def _in_any_form(letter: str) -> str:
    """Return a pattern of a letter as it is or percent-encoded, as an address may hold it."""
    return f"(?:{re.escape(letter)}|(?i:{quote(letter, safe='')}))"
