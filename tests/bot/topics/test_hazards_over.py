"""What says that a danger is over, and what only speaks of that and must not pass for it."""

from __future__ import annotations

import pytest

from tests.hazards import topics_of

ONLY_SPOKEN_OF = {
    "Ракетная опасность! Белгород. Оставайтесь в укрытиях до отбоя тревоги": "airraid",
    "Воздушная тревога в Белгороде! Не выходите из укрытий до отбоя ракетной опасности": "airraid",
    "Белгород: воздушная тревога, оставайтесь в укрытии до сигнала «Отбой тревоги»": "airraid",
    "Отбоя ракетной опасности в Белгороде пока нет, оставайтесь в укрытиях": "airraid",
    "Белгород, отбой ракетной опасности ещё не дали": "airraid",
    "После отбоя ракетной опасности снова объявлена ракетная опасность в Белгороде": "airraid",
    "Отбой? Нет, ракетная опасность продолжается": "airraid",
    "Повітряна тривога! Бєлгород. Залишайтеся в укриттях до відбою тривоги": "airraid",
    "Air raid alert in Belgorod. Stay in shelters until the all clear": "airraid",
    "Air raid alert in Belgorod, stay inside until the alert is over": "airraid",
    "Luchtalarm in Belgorod. Blijf binnen tot het sein veilig": "airraid",
    "Шебекино без света: электроснабжение восстановят к вечеру": "outage",
    "Stroomstoring in Belgorod, stroom wordt vanavond hersteld": "outage",
    "Шебекино: пожар на складе, пожар до сих пор не потушен": "fire",
    "Дорога Белгород — Шебекино перекрыта, движение откроют завтра": "road",
    "В Козинке нет связи, связь восстановят к вечеру": "communication",
}

OVER = {
    "Отбой ракетной опасности в Белгороде. Пострадавших нет": "airraid",
    "Відбій повітряної тривоги, Бєлгород": "airraid",
    "All clear in Belgorod": "airraid",
    "Luchtalarm in Belgorod voorbij": "airraid",
    "Отбой опасности атаки БПЛА, Белгород": "drone",
    "Электроснабжение в Шебекино удалось восстановить": "outage",
    "Power restored in Belgorod": "outage",
    "В Шебекино пожар потушен": "fire",
    "Движение по дороге на Шебекино открыто": "road",
    "В Козинке связь восстановлена": "communication",
}


@pytest.mark.parametrize("text", ONLY_SPOKEN_OF)
def test_what_only_speaks_of_the_end_tells_of_the_thing(text: str) -> None:
    """Nearly every alarm says until when to stay inside, and nearly every outage when it will be over."""
    found = topics_of(text)
    assert ONLY_SPOKEN_OF[text] in found
    assert not {target for target in found if target.startswith("ends:")}


@pytest.mark.parametrize("text", OVER)
def test_what_says_that_it_is_over_is_known_for_that(text: str) -> None:
    """However else it goes on."""
    assert f"ends:{OVER[text]}" in topics_of(text)
