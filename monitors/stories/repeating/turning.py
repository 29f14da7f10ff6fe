"""Words that turn the sense of a short text round, in four languages: on and off, begin and end, not."""

from __future__ import annotations

_TURNING = """
    тревога тревоги тревогу отбой отбоя начало начался началась началось начались конец окончание окончен
    окончена закончился закончилась закончилось объявлена объявлен объявлено отменена отменен отменено снята
    снят включен включена включено включили вкл отключен отключена отключено отключили выкл выключили
    открыт открыта открыто открыли закрыт закрыта закрыто закрыли введен введена ввели восстановлен
    восстановлена восстановлено восстановили есть нет да
    тривога тривоги тривогу відбій відбою початок почався почалася почалось кінець закінчився закінчилася
    закінчилось оголошено скасовано знято увімкнено увімкнули вимкнено вимкнули відкрито відкрили закрито
    закрили відновлено відновили є немає так ні
    begin begint begonnen start gestart einde eindigt voorbij beëindigd aan uit open geopend gesloten dicht
    alarm ja wel niet geen
    alert clear start started begins began end ends ended over on off open opened closed restored cut yes no
"""

TURNING = frozenset(_TURNING.split())
"""Words of which one stands where the other would say the contrary."""

DENIALS = frozenset({"не", "нет", "ні", "немає", "not", "no", "never", "niet", "geen"})
"""Words that deny what they are put beside."""
