"""Alerts from a dozen templates, over places, numbers and times: alike, and no copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

TEMPLATES = (
    "🔴 {place}: объявлена воздушная тревога. Пройдите в укрытие и оставайтесь там до отбоя",
    "🟢 {place}: отбой воздушной тревоги. Опасность миновала, спасибо за внимание",
    "⚠️ Внимание! {place} — ракетная опасность. Всем спуститься в подвалы и отойти от окон",
    "{place}. За сутки зафиксировано {n} обстрелов, выпущено {m} снарядов, повреждено {k} домов, раненых нет",
    "Погода на завтра, {place}: днём до {n} градусов, ночью {m}, ветер {k} метров в секунду, без осадков",
    "В {time} над населённым пунктом {place} силами ПВО сбит беспилотник. О последствиях сообщим позже",
    "Отключение света: {place}, с {time} до вечера, ремонт линии. Приносим извинения за неудобства",
    "Увага! {place}: повітряна тривога. Пройдіть в укриття та не ігноруйте сигнали",
    "{place}: за добу {n} обстрілів, {m} влучань, поранено {k} осіб. Наслідки уточнюються",
    "Luchtalarm in {place} sinds {time}. Ga naar de dichtstbijzijnde schuilplaats en blijf binnen",
    "Air raid alert in {place} since {time}. Go to the nearest shelter and stay away from the windows",
    "{place}: {n} people wounded and {m} houses damaged in shelling, local authorities said on the day",
)


class Alert(NamedTuple):
    """An alert: its text, and the place of which it tells."""

    text: str
    place: str


def alerts(places: Sequence[str], count: int, draw: Random) -> list[Alert]:
    """Return so many alerts, no two the same."""
    made: dict[str, Alert] = {}
    while len(made) < count:
        place = draw.choice(places)
        text = draw.choice(TEMPLATES).format(
            place=place,
            n=draw.randint(1, 60),
            m=draw.randint(1, 200),
            k=draw.randint(1, 30),
            time=f"{draw.randint(0, 23):02}:{draw.randint(0, 59):02}",
        )
        made[text] = Alert(text, place)
    return list(made.values())
