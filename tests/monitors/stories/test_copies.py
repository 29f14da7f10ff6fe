"""Which earlier post a post repeats."""

from __future__ import annotations

from typing import Any

import pytest

from monitors.language import fold
from monitors.stories.copies import Copies
from monitors.stories.telling import Telling
from storage.model import BondKind, Voice

SHELLING = (
    "Сегодня утром вражеская артиллерия обстреляла окраину села. Повреждены крыши трёх частных домов, "
    "посечён осколками автомобиль, оборвана линия электропередачи. Пострадавших нет. На месте работают "
    "экстренные службы, жителей просят оставаться в укрытиях до отбоя опасности."
)
OTHER = (
    "Вечером в доме культуры открылась выставка местных художников. Гости увидели пейзажи, портреты и "
    "работы учеников детской школы искусств. Вход для всех свободный, выставка работает до конца месяца."
)


def telling(post: int, text: str, **told: Any) -> Telling:  # noqa: ANN401 - any field of a telling
    """Return what a post with this text tells."""
    known: dict[str, Any] = {"source": "telegram:a", "speaker": "a", "voice": Voice.CHANNEL, "moment": 0.0}
    return Telling(post, words=tuple(fold.words(text)), **known | told)


def kept(*tellings: Telling) -> Copies:
    """Return copies with some posts in the window."""
    copies = Copies(most=1_000)
    for one in tellings:
        copies.add(one)
    return copies


def found(copies: Copies, text: str, **told: Any) -> tuple[int, BondKind] | None:  # noqa: ANN401 - as above
    """Return which post a new post repeats, and by what."""
    copy = copies.find(telling(99, text, **told))
    return copy and (copy.post, copy.bond.kind)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SHELLING[:120], id="shortened"),
        pytest.param(SHELLING + "\n\nПодписаться на наш канал, прислать новость", id="signature"),
        pytest.param("Молния! " + SHELLING.replace("утром", "рано").replace("крыши", "кровли"), id="changed"),
        pytest.param(OTHER + " " + SHELLING[100:] + " Следите за новостями вместе с нами!", id="half inside"),
        pytest.param(SHELLING.replace("а", "a").replace("е", "e"), id="letters of another script"),
        pytest.param("❗️" + SHELLING.upper().replace(".", " ⚡"), id="other signs"),
    ],
)
def test_a_changed_text_is_a_copy(text: str) -> None:
    """However channels change what they take over."""
    assert found(kept(telling(1, SHELLING), telling(2, "Совсем другое")), text) in (
        (1, BondKind.NEAR_TEXT),
        (1, BondKind.SAME_TEXT),
    )


def test_the_same_text_is_a_copy() -> None:
    """And is called so."""
    assert found(kept(telling(1, SHELLING)), SHELLING) == (1, BondKind.SAME_TEXT)


@pytest.mark.parametrize("text", ["", "Отбой", "Ракетная опасность"])
def test_few_words_are_anybodys_own(text: str) -> None:
    """Two who write the same three words need not have read each other."""
    assert found(kept(telling(1, text)), text) is None


def test_another_text_is_no_copy() -> None:
    """Even about the same day."""
    assert found(kept(telling(1, SHELLING)), OTHER) is None


def test_a_post_does_not_repeat_itself() -> None:
    """One that was edited is looked for while it still stands in the window."""
    assert kept(telling(99, SHELLING)).find(telling(99, SHELLING)) is None


def test_to_find_adds_nothing() -> None:
    """Whoever asks twice gets the same answer."""
    copies = kept()
    assert [found(copies, SHELLING), found(copies, SHELLING), len(copies)] == [None, None, 0]


def test_a_post_that_was_forgotten_is_repeated_by_nobody() -> None:
    """Its text is found no more."""
    copies = kept(telling(1, SHELLING))
    copies.forget(1)
    assert found(copies, SHELLING) is None


def test_what_two_posts_of_a_channel_end_with_makes_no_copy() -> None:
    """Thanks and links at the end are the channel's."""
    ending = "\nСпасибо всем, кто с нами! Подписаться на канал: https://t.me/example_channel"
    first, second = (
        "Вечером открылась выставка художников края." + ending,
        "Дорогу перекрыли до утра." + ending,
    )
    assert found(kept(telling(1, first)), second) is None


def test_an_edited_post_is_repeated_by_its_new_text() -> None:
    """Though most of its words are as they were."""
    copies = kept(telling(1, OTHER), telling(2, SHELLING))
    copies.forget(2)
    copies.add(telling(2, SHELLING + " Обновлено в полдень"))
    assert found(copies, SHELLING) == (2, BondKind.NEAR_TEXT)
