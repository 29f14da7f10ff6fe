"""A few places of GeoNames, as it has them, for tests that need no more."""

from __future__ import annotations

from bot.gazetteer.geonames import City


def city(
    name: str, people: int, *names: str, at: tuple[float, float] = (50.6, 36.58), code: str = "RU 09"
) -> City:
    """Return a place; ``code`` is its country and first-order division."""
    country, admin1 = code.split(" ")
    return City(hash((name, at, code)), name, at, country, admin1, people, "Europe/Moscow", names)


BELGOROD = city("Belgorod", 345_289, "Бєлгород", "Белгород", "Білгород", "Белгород шаары", "ベルゴロド")
GRAYVORON = city("Grayvoron", 6_212, "Graiworon", "Грайворон", at=(50.48, 35.68))
BIRUCH = city("Biruch", 7_026, "Бирюч", "Буденное", "Красногвардейское", at=(50.65, 38.4))
STROITEL = city("Stroitel", 18_636, "Строитель", "Строитељ", at=(50.79, 36.48))
KOZINKA = city("Kozinka", 1_097, "Козинка", at=(50.46, 35.6))
SUMY = city("Sumy", 256_474, "Сумы", "Суми", "Soemy", at=(50.92, 34.8), code="UA 21")
GRONINGEN = city("Groningen", 181_194, "Grunnen", "Гронинген", "Гронінген", at=(53.22, 6.57), code="NL 04")
HAREN = city("Haren", 18_782, at=(53.17, 6.6), code="NL 04")
HAREN_TOO = city("Haren", 9_000, at=(51.8, 5.5), code="NL 06")
NICE = city("Nice", 338_620, "Ницца", at=(43.7, 7.27), code="FR 93")
SPRINGFIELDS = (
    city("Springfield", 170_188, at=(37.2, -93.3), code="US MO"),
    city("Springfield", 154_341, at=(42.1, -72.6), code="US MA"),
)
CITIES = (
    *(BELGOROD, GRAYVORON, BIRUCH, STROITEL, KOZINKA, SUMY, GRONINGEN, HAREN, HAREN_TOO, NICE),
    *SPRINGFIELDS,
)
