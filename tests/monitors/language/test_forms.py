"""Every form of a term: what is among them, and what must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitors.language import fold
from monitors.language.forms import Forms

if TYPE_CHECKING:
    from monitors.language.slots import Slots

FORMS = Forms(("ru", "uk", "en"))
WORDS = st.text(st.sampled_from("абвгдеёиійклмнопрстуцьїыцЁАБВКСэя'’ak5"), min_size=1, max_size=9)


def written(term: str) -> tuple[str, ...]:
    """Return the words of a term in their original letters."""
    return tuple(term[start:end] for start, end in fold.spans(term))


def stands(ways: tuple[Slots, ...], text: str) -> bool:
    """Return whether a text is one of the ways in which a term can stand."""
    words = fold.words(text)
    return any(
        len(way) == len(words) and all(word in slot for word, slot in zip(words, way, strict=True))
        for way in ways
    )


def found(term: str, texts: str, forms: Forms = FORMS) -> list[str]:
    """Return which of the texts (a comma between them) a term finds."""
    return [text for text in texts.split(", ") if stands(forms.of(written(term)), text)]


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("обстрел", "обстрел, обстрела, обстрелами, обстрелах, ОБСТРЕЛЫ"),
        ("прилёт", "прилет, прилёта, прилетов"),
        ("стали", "сталь, сталью, стать, станет"),
        ("дорога", "дороги, дорогами, дорозі, дорогою"),
        ("обстріл", "обстріл, обстрілу, обстріли, обстрілами"),
        ("об’єкт", "об'єкта, обʼєкти"),
        ("массированный обстрел", "массированного обстрела, массированные обстрелы"),
        ("Белгород", "Белгороде, Белгородом, белгородских, Белгородщина, Белгородщине"),
        ("Белгород", "Бєлгород, Бєлгороді, Білгород, Білгорода, білгородського, Білгородщини"),
        ("Грайворон", "Грайворона, Грайвороне, грайворонский, Грайворонской, Грайворонського"),
        ("Козинка", "Козинке, Козинку, козинского, Козинці, Козинку"),
        ("козинка", "Козинке, Козинку, козинского, Козинці"),
        ("Шебекино", "Шебекина, Шебекину, Шебекином, Шебекине, шебекинский, Шебекіно, Шебекиному"),
        ("Антоновка", "Антоновке, антоновский, Антонівка, Антонівці, Антонівку"),
        ("Замостье", "Замостья, Замостью, Замостьем, Замостя"),
        ("Харків", "Харкова, Харкові, харківський, Харківщина, Харьков, Харькове, харьковский"),
        ("Суми", "Сум, Сумах, сумський, Сумщина, Сумы, Сумам, сумский"),
        ("Тернопіль", "Тернополя, Тернополем, тернопільський, Тернополь, тернопольский"),
        ("Білгород", "Білгорода, Белгород, Белгорода, белгородский"),
        ("Понуры", "Понур, Понуров, Понурах, понурский"),
        ("Тополи", "Тополей, Тополям, Тополях"),
        ("Валуйки", "Валуек, Валуйках, валуйский, валуйского"),
        ("Губкин", "Губкина, Губкином, губкинский"),
        ("Короча", "Корочи, Короче, корочанский, корочанского"),
        ("Яковлево", "Яковлева, Яковлеве, яковлевский"),
        ("Курск", "Курска, курский, Курщина, Курськ, Курську, курський"),
        ("Дорогощь", "Дорогощи, Дорогоща, Дорогощью, Дорогощем"),
        ("Мощеное", "Мощеного, Мощёном, Мощеному"),
        ("Рівне", "Рівного, Рівному, Рівним"),
        ("Лахор", "Лахоре, Лахора"),
        ("Ханой", "Ханоя, Ханое, ханойский"),
        ("Мериленд", "Мэриленд, Мэриленда"),
        ("российский", "российского, российско"),
    ],
)
def test_forms_of_a_word(term: str, texts: str) -> None:
    """A word finds its forms, a name its adjectives, its land and its spelling across the border too."""
    assert found(term, texts) == texts.split(", ")


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("Гора-Подол", "Горы-Подола, Горе-Подоле, Гору-Подол, Гора-Поділ, Горі-Подолі, Гора-Подольский"),
        ("Гора-Подол", "ГораПодол, гореподоле"),
        ("Новая Таволжанка", "Новой Таволжанке, Новую Таволжанку, Нова Таволжанка, Новій Таволжанці"),
        ("Новая Таволжанка", "НоваяТаволжанка"),
        ("Старый Оскол", "Старом Осколе, Старого Оскола, Старий Оскіл, Старому Осколі"),
        ("Ростов-на-Дону", "Ростове-на-Дону, Ростовом-на-Дону"),
        ("Нью-Йорк", "Нью-Йорка, Нью-Йорке, Нью-Йорком, нью-йоркский"),
        ("Нова Таволжанка", "Новій Таволжанці, Новая Таволжанка, Новой Таволжанкой"),
        ("23-й", "23-я, 23-го"),
    ],
)
def test_forms_of_several_words(term: str, texts: str) -> None:
    """A name of several words inflects in all of them, and can be joined to one."""
    assert found(term, texts) == texts.split(", ")


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("Белгородская область", "Белгородской обл., Белгородскую область, Бєлгородській області"),
        ("Грайворонский р-н", "Грайворонского района, Грайворонском р-не, Грайворонский рн"),
        ("Грайворонский городской округ", "Грайворонского г. о., Грайворонского горокруга"),
        ("район", "района, р-н"),
        ("г. Грайворон", "города Грайворона, г. Грайвороне"),
    ],
)
def test_abbreviations(term: str, texts: str) -> None:
    """The word for a kind of place finds its abbreviations, and they the word."""
    assert found(term, texts) == texts.split(", ")


@pytest.mark.parametrize(
    ("term", "texts"),
    [
        ("Строитель", "строительство, строительный, строительного, стройка"),
        ("Козинка", "Козинкин, Козинкина, козина, Козино, Козинцев"),
        ("Суми", "сума, сумою, сумма"),
        ("Губкин", "губка, губки, губок"),
        ("Донец", "Донецк, Донецке"),
        ("Орёл", "орлята, орлан"),
        ("Белгород", "город, Белгорай, Бел"),
        ("Гора-Подол", "гора, подол"),
        ("Мен", "Мінська"),
        ("Смородино", "смородиной, смородин"),
        ("Тополи", "тополем, тополю"),
        ("Доброе", "добрая, доброй, добрее"),
        ("Совхозный", "совхозненський, совхоз"),
        ("город", "г, гор"),
        ("США", "сшами, сше"),
        ("бпла", "бпле, бплу"),
        ("Путин", "путинщина, путинский"),
    ],
)
def test_no_forms(term: str, texts: str) -> None:
    """A term finds no other word that only looks like it."""
    assert found(term, texts) == []


def test_languages_of_the_region() -> None:
    """A common word has forms in the region's languages only; a name crosses over always."""
    russian = Forms(("ru",))
    assert found("дорога", "дороге, дорозі", russian) == ["дороге"]
    assert found("Козинка", "Козинке, Козинці", russian) == ["Козинке", "Козинці"]
    assert found("дорога", "дорога, дороге", Forms(("nl",))) == ["дорога"]


def test_a_long_name_has_bounded_forms() -> None:
    """A name of many words is found joined too, without every form with every other."""
    ways = FORMS.of(written("Белгород Козинка Шебекино Грайворон Антоновка Елец"))
    (joined,) = [way[0] for way in ways if len(way) == 1]
    assert "белгородкозинкашебекинограйворонантоновкаелец" in joined
    assert len(joined) <= 600


def test_latin_letters() -> None:
    """A word without Cyrillic letters finds itself."""
    assert stands(FORMS.of(("Grayvoron",)), "grayvoron")


@given(st.lists(WORDS, min_size=1, max_size=3))
def test_a_term_finds_itself(term: list[str]) -> None:
    """Whatever a term is, it stands as it is written."""
    words = tuple(word for word in term if len(fold.words(word)) == 1)
    assert not words or stands(FORMS.of(words), " ".join(words))


@given(st.lists(WORDS, min_size=1, max_size=3))
@example(["Ёa"])
def test_forms_are_canonical(term: list[str]) -> None:
    """Every form of a term is one word in its canonical spelling."""
    words = tuple(word for word in term if len(fold.words(word)) == 1)
    forms = {form for way in FORMS.of(words) for slot in way for form in slot}
    assert {form for form in forms if fold.words(form) != [form]} == set()
