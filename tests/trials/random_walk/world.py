"""What happens in the region of a walk, and what its people do: all of it follows from the seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

DAY = 86_400.0

PLACES = (
    ("Белгород", "Белгороде"),
    ("Шебекино", "Шебекино"),
    ("Грайворон", "Грайвороне"),
    ("Козинка", "Козинке"),
    ("Замостье", "Замостье"),
    ("Гора-Подол", "Гора-Подоле"),
)
"""Places of the small region that tests share, as rules name them and as posts do."""

TEXTS = (
    "В {place} обстрел, повреждены дома: {number}.",
    "{place}: обстрел, повреждены дома {number}, пострадавших нет.",
    "Обстрел в {place}. Разрушены дома, насчитали {number}.",
)
DRONES = (
    "В {place} беспилотник атаковал машину, пострадали {number}.",
    "Дрон атаковал машину в {place}, пострадавших {number}.",
)
OUTAGES = (
    "В {place} отключили свет в {number} домах.",
    "Отключение света в {place}, без света домов: {number}.",
)
EVENTS = (TEXTS, DRONES, OUTAGES)

ZONES = ("", "Europe/Moscow", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata")


class Said(NamedTuple):
    """A post that a source publishes at ``at`` seconds; ``source`` is its number."""

    at: float
    source: int
    key: str
    text: str


class Deed(NamedTuple):
    """What happens to a chat or to the program at ``at`` seconds; ``kind`` is one of :data:`DEEDS`."""

    at: float
    kind: str
    chat: int = 0
    number: float = 0.0


DEEDS = {
    "follow": 30,
    "unfollow": 20,
    "wish": 30,
    "block": 8,
    "unblock": 8,
    "migrate": 2,
    "demand": 20,
    "long demand": 1,
    "several demands": 2,
    "kill": 6,
    "doom": 6,
    "stop": 2,
    "cut": 2,
    "gateway": 2,
    "store fails": 2,
    "clock back": 1,
    "clock forward": 1,
    "forget": 2,
    "mute": 5,
}
"""What can happen, and how often beside the rest."""


@dataclass
class World:
    """A region of ``sources`` sources and ``chats`` chats for so many ``days``."""

    random: Random
    days: int
    sources: int
    chats: int
    events_a_day: float = 1.0
    deeds_a_day: float = 40.0
    keys: int = field(default=0)

    def posts(self) -> list[Said]:
        """Return all posts by time: events that several tell, copies, official words, and floods."""
        found = [said for begin in self._moments(self.events_a_day) for said in self._event(begin)]
        found += [said for begin in self._moments(self.events_a_day / 15) for said in self._flood(begin)]
        return sorted(found)

    def deeds(self) -> list[Deed]:
        """Return all else that happens, by time."""
        kinds, weights = list(DEEDS), list(DEEDS.values())
        return [
            Deed(
                at,
                self.random.choices(kinds, weights)[0],
                self.random.randrange(self.chats),
                self.random.random(),
            )
            for at in self._moments(self.deeds_a_day)
        ]

    def _moments(self, a_day: float) -> Iterator[float]:
        at = self.random.expovariate(a_day / DAY)
        while at < self.days * DAY:
            yield at
            at += self.random.expovariate(a_day / DAY)

    def _event(self, begin: float) -> Iterator[Said]:
        """Yield one event: told by one to five sources within an hour, now and then by an official one."""
        _, place = self.random.choice(PLACES)
        texts, number = self.random.choice(EVENTS), self.random.randint(2, 30)
        first = ""
        for _ in range(self.random.choice((1, 1, 2, 3, 5))):
            text = self.random.choice(texts).format(place=place, number=number)
            first = first or text
            told = first if self.random.random() < 0.4 else text
            yield self._said(
                begin + self.random.expovariate(1 / 600), self.random.randrange(1, self.sources), told
            )
        if self.random.random() < 0.3:
            yield self._said(begin + 1800, 0, "Подтверждаю. " + texts[0].format(place=place, number=number))

    def _flood(self, begin: float) -> Iterator[Said]:
        """Yield many events within ten minutes."""
        for _ in range(15):
            _, place = self.random.choice(PLACES)
            text = self.random.choice(self.random.choice(EVENTS))
            told = text.format(place=place, number=self.random.randint(2, 90))
            yield self._said(
                begin + self.random.uniform(0, 600), self.random.randrange(1, self.sources), told
            )

    def _said(self, at: float, source: int, text: str) -> Said:
        self.keys += 1
        return Said(at, source, str(self.keys), text)
