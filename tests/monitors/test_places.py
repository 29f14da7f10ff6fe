"""Places in texts: every way of writing them, longer names first, doubtful ones only with evidence."""

from __future__ import annotations

import pytest

from monitors.language.forms import Forms
from monitors.lexicon import Lexicon
from monitors.matching import match
from monitors.places import REGION, Gazetteer
from monitors.scene import Doubt, Doubts
from storage.model import Place, Post, Source
from tests.exactly import published

OBLAST, DISTRICT = "Белгородская область", "Грайворонский округ"
DOUBTS = {"Антоновка": Doubt.NAMESAKE, "Тополи": Doubt.WORD}
PLACES = (
    Place(OBLAST),
    Place("Белгород", OBLAST),
    Place("Старый Оскол", OBLAST),
    Place("Короча", OBLAST),
    Place(DISTRICT, OBLAST),
    *(Place(name, DISTRICT) for name in ("Грайворон", "Козинка", "Гора-Подол", *DOUBTS)),
    Place("Шебекинский округ", OBLAST),
    Place("Шебекино", "Шебекинский округ"),
)
FORMS = Forms(("ru", "uk", "nl", "en"))
FOUND = Doubts(tuple(DOUBTS.get(place.name, Doubt.NONE) for place in PLACES), {"короче": Doubt.WORD})
GAZETTEER = Gazetteer.compile(PLACES, FORMS, FOUND)
LEXICON = Lexicon.compile([], FORMS, GAZETTEER)
STRANGER = Source("telegram", "war_news")
LOCAL = Source("telegram", "open_belgorod", home=OBLAST)


def places(text: str, source: Source = STRANGER) -> list[str]:
    """Return the places that a text of a source names."""
    return list(match(LEXICON, published(text, source), source).places)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("дрон над Козинкой", "Козинка"),
        ("у Козинці чутно вибухи", "Козинка"),
        ("близ Kozinka", "Козинка"),
        ("в Кoзинкe", "Козинка"),
        ("козинского фельдшера", "Козинка"),
        ("в Горе-Подоле", "Гора-Подол"),
        ("#ГораПодол", "Гора-Подол"),
        ("#гораподол", "Гора-Подол"),
        ("у Горі-Подолі", "Гора-Подол"),
        ("near Gora-Podol", "Гора-Подол"),
        ("w Góra-Podolu", "Гора-Подол"),
        ("в Старом Осколе", "Старый Оскол"),
        ("на грайворонской трассе", "Грайворон"),
        ("Grajvoron", "Грайворон"),
        ("in Graiworon", "Грайворон"),
        ("в Шебекине", "Шебекино"),
        ("из Шебекино", "Шебекино"),
        ("in Schebekino", "Шебекино"),
        ("белгородцы спускаются в подвалы", "Белгород"),
        ("w Biełgorodzie", "Белгород"),
        ("Belgorod's streets", "Белгород"),
    ],
)
def test_every_form_and_script_of_a_name(text: str, place: str) -> None:
    """One name, as the operator wrote it, is found however it stands."""
    assert places(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "в Грайворонском округе",
        "Грайворонского городского округа",
        "в Грайворонском муниципальном округе",
        "Грайворонский р-н",
        "Грайворонского района",
        "в Грайворонском г. о.",
        "Грайворонський міський округ",
        "у Грайворонському районі",
        "in the Grayvoron district",
        "Grayvoronsky urban district",
        "district of Grayvoron",
        "rejonu grajworońskiego",
    ],
)
def test_a_district_by_whatever_word_it_is_called(text: str) -> None:
    """Reforms rename districts and each language has its own word; the town in the name is not meant."""
    assert places(text) == [DISTRICT]


@pytest.mark.parametrize(
    "text",
    [
        "Белгородская обл.",
        "по всей Белгородчине",
        "на Білгородщині",
        "Бєлгородської області",
        "Belgorod region",
        "the Belgorod oblast",
        "in de regio Belgorod",
        "Gebiet Belgorod",
    ],
)
def test_a_region_by_whatever_word_it_is_called(text: str) -> None:
    """Also by the word for the land around its city."""
    assert places(text) == [OBLAST]


@pytest.mark.parametrize(
    "text",
    [
        "Белгород-Днестровский",
        "в Белгороде-Днестровском",
        "Білгород-Дністровський",
        "Bilhorod-Dnistrovskyi",
        "Новая Козинка",
        "Белгород -Днестровский",
        "строительство",
        "короче говоря",
        "Короче, едем",
        "",
        "Гора и Подол",
    ],
)
def test_what_only_looks_like_a_place(text: str) -> None:
    """Longer names that the region does not know, and other words."""
    assert places(text) == []


def test_longer_names_win() -> None:
    """The oblast's adjective is no mention of the city, unless the city is named too."""
    assert places("в Белгородской области, в Белгороде") == [OBLAST, "Белгород"]
    assert places("трасса Белгород-Шебекино") == ["Белгород", "Шебекино"]


@pytest.mark.parametrize(
    ("text", "stranger", "local"),
    [
        ("Антоновка", False, True),
        ("в Антоновке Белгородской области", True, True),
        ("Антоновка, Козинка", True, True),
        ("Антоновка, Тополи", False, True),
        ("обстреляна Антоновка Херсонской области", False, False),
        ("Herson oblast: Antonovka", False, False),
    ],
)
def test_a_namesake_needs_evidence(text: str, stranger: bool, local: bool) -> None:  # noqa: FBT001 - a table
    """Another place, a word for the region, or a source at home; and no other region beside it."""
    assert ("Антоновка" in places(text), "Антоновка" in places(text, LOCAL)) == (stranger, local)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Тополи: прилёт", True),
        ("обстреляны Тополи", True),
        ("в селе тополи", True),
        ("Тополи цветут", False),
        ("срубили тополи", False),
        ("Тополи и Козинка под огнём", True),
    ],
)
def test_a_word_must_be_written_as_a_name(text: str, found: bool) -> None:  # noqa: FBT001 - a table
    """A capital that no sentence's beginning gave it, or a word beside it that says what it is."""
    assert ("Тополи" in places(text, LOCAL)) == found


def test_places_of_one_name_are_told_apart_by_what_they_lie_in() -> None:
    """The district that is named too; without one, any of them can be meant."""
    names = ("Ивановка", "Графовка")
    tree = [Place("Север"), Place("Юг"), *(Place(name, side) for side in ("Север", "Юг") for name in names)]
    doubts = Doubts((Doubt.NONE,) * len(tree))
    lexicon = Lexicon.compile([], FORMS, Gazetteer.compile(tree, FORMS, doubts))

    def named(text: str) -> list[str]:
        return list(match(lexicon, published(text, STRANGER), STRANGER).places)

    assert named("Юг, Графовка") == ["Юг", "Графовка, Юг"]
    assert named("Графовка") == ["Графовка, Север", "Графовка, Юг"]
    assert named("Север: Графовка, Ивановка") == ["Север", "Ивановка, Север", "Графовка, Север"]


def test_what_lies_in_a_place() -> None:
    """A value of ``place:`` means the place and all below it; ``region`` means every one."""
    keys = GAZETTEER.keys
    assert {keys[i] for i in GAZETTEER.within(DISTRICT)} == {
        *(DISTRICT, "Грайворон", "Козинка", "Гора-Подол", "Антоновка", "Тополи")
    }
    assert len(GAZETTEER.within(REGION)) == len(PLACES)
    assert GAZETTEER.within("Курск") == []


def test_where_a_home_lies() -> None:
    """A source at home in a district is at home in all that the district lies in."""
    assert GAZETTEER.around(DISTRICT) == {DISTRICT, OBLAST, REGION}
    assert GAZETTEER.around("") == frozenset()


def test_matches_say_where_a_place_stands() -> None:
    """Positions are of the text as it is, whatever signs stand in it."""
    post = Post(STRANGER.key, "1", "", "❗️Ко\u0301зинку обстреляли")
    (hit,) = match(LEXICON, post, STRANGER).places
    assert hit == "Козинка"
