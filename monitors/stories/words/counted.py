"""What is counted in reports of an event, and number words, made equal across four languages.

Only the things by which reports of the field differ: what happened to how many people and things, and
the few units. All else that is counted is known by its stem in its own language.
"""

from __future__ import annotations

from monitors.stories.words.content_words import dutch_stem, stem

_COUNTED = {
    "wounded": """
        раненый раненых ранены ранен ранена ранений ранения пострадавших пострадавшие пострадали пострадал
        пострадала пострадало травмы травмированы поранених поранені поранено поранений постраждалих
        постраждали постраждав травмовано wounded injured injuries hurt gewonden gewond gewonde verwond
    """,
    "killed": """
        погибших погибшие погибли погиб погибла погибло убитых убиты убит убита убито жертв жертвы умерли
        умер смерти загиблих загинули загинув загинула загинуло вбито вбитих померли жертв killed dead died
        deaths fatalities doden dode gedood omgekomen slachtoffers overleden
    """,
    "drones": """
        беспилотник беспилотника беспилотников беспилотники бпла дрон дрона дронов дроны безпілотник
        безпілотника безпілотників безпілотники шахед шахедів дронів drone drones uav uavs onbemand
    """,
    "missiles": "ракета ракеты ракет ракети missile missiles rocket rockets raket raketten",
    "shells": "снаряд снаряда снарядов снаряди снарядів мина мины мин shell shells granaten granaat",
    "arrivals": "прилет прилета прилетов прильот прильоту прильотів обстрелов обстрела обстрілів обстріли",
    "explosions": """
        взрыв взрыва взрывов взрывы вибух вибуху вибухів вибухи explosion explosions blast blasts explosie
        explosies ontploffing ontploffingen
    """,
    "houses": """
        дом дома домов домам домовладение домовладения домовладений будинок будинки будинків домівок house
        houses home homes huis huizen woning woningen
    """,
    "flats": "квартира квартиры квартир квартири flat flats apartment apartments appartement appartementen",
    "cars": """
        автомобиль автомобиля автомобилей автомобили машина машины машин авто автомобіль автомобіля
        автомобілів автомобілі автівок car cars vehicle vehicles auto auto's wagens voertuigen voertuig
    """,
    "children": """
        ребенок ребенка детей дети дитина дитини дітей діти child children kind kinderen
    """,
    "settlements": """
        населенных населенный пункт пункта пунктов сел села населених пунктів villages settlements dorpen
    """,
    "people": """
        человек человека людей люди чел жителей житель жителя жители мирных особа особи осіб людини жителів
        мешканців people persons person residents civilians civilian mensen personen persoon inwoners burgers
    """,
    "percent": "процент процента процентов відсоток відсотки відсотків percent procent",
    "temperature": "градус градуса градусов градуси градусів градус degrees degree graden graad",
    "money": """
        руб рубль рубля рублей рублях гривна гривны гривен гривень гривня грн доллар доллара долларов
        доларів долар евро євро dollar dollars euro euros rubles roubles hryvnia
    """,
    "km": "км километр километра километров кілометр кілометрів km kilometers kilometres kilometer",
    "minutes": "минута минуты минут мин хвилина хвилини хвилин хв minute minutes minuut minuten",
    "hours": "час часа часов година години годин hour hours uur uren",
    "days": "день дня дней сутки суток днів доба доби day days dag dagen",
}

COUNTED: dict[str, str] = {
    reduce(word): kind
    for kind, written in _COUNTED.items()
    for word in written.split()
    for reduce in (stem, dutch_stem)
    if reduce(word)
}
"""The stem of a word that says what is counted, to what it is in every language."""

GENERAL = frozenset({"people", "settlements"})
"""What is counted where nothing more is said of it: in ``3 people were wounded`` wounded are counted."""

_NUMBERS = """
    1 один одна одно одного одну один одну one een één
    2 два две двое двоих двух дві двоє двох two twee
    3 три трое троих трех троє трьох three drie
    4 четыре четверо четверых четырех чотири четверо чотирьох four vier
    5 пять пятеро пятерых пяти п'ять п'ятеро п'яти five vijf
    6 шесть шестеро шестерых шести шість шестеро шести six zes
    7 семь семеро семерых семи сім семеро семи seven zeven
    8 восемь восьмеро восьми вісім восьмеро eight acht
    9 девять девяти дев'ять дев'яти nine negen
    10 десять десяти десятеро ten tien
    11 одиннадцать одиннадцати одинадцять eleven elf
    12 двенадцать двенадцати дванадцять twelve twaalf
    13 тринадцать тринадцати тринадцять thirteen dertien
    14 четырнадцать четырнадцати чотирнадцять fourteen veertien
    15 пятнадцать пятнадцати п'ятнадцять fifteen vijftien
    16 шестнадцать шестнадцати шістнадцять sixteen zestien
    17 семнадцать семнадцати сімнадцять seventeen zeventien
    18 восемнадцать восемнадцати вісімнадцять eighteen achttien
    19 девятнадцать девятнадцати дев'ятнадцять nineteen negentien
    20 двадцать двадцати двадцять twenty twintig
"""

NUMBER_WORDS: dict[str, int] = {
    word: int(line.split()[0]) for line in _NUMBERS.strip().splitlines() for word in line.split()[1:]
}
"""Canonical number words to 20 and what they come to."""

ARTICLES = frozenset({"один", "одна", "одно", "одного", "одну", "one", "een", "één"})
"""Number words that count only where something of :data:`COUNTED` stands by: they are also articles."""

_MULTIPLIERS = """
    3 тыс тысяч тысячи тысяча тис тисяч тисячі тисяча thousand duizend
    6 млн миллион миллиона миллионов мільйон мільйони мільйонів million mln miljoen
    9 млрд миллиард миллиарда миллиардов мільярд мільярди мільярдів billion mld miljard
"""

MULTIPLIERS: dict[str, int] = {
    word: 10 ** int(line.split()[0])
    for line in _MULTIPLIERS.strip().splitlines()
    for word in line.split()[1:]
}
"""Canonical words that multiply the number before them."""

_MONTHS = """
    янв січ jan, фев лют feb, мар бер mar maart mrt, апр квіт apr, мая май трав may mei, июн черв jun,
    июл лип jul, авг серп aug, сен вер sep, окт жовт oct okt, ноя лист nov, дек груд dec
"""
MONTHS = {begin: number for number, line in enumerate(_MONTHS.split(","), 1) for begin in line.split()}
"""How the names of the months begin, and which they are."""
