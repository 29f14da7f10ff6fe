"""What a channel ends its posts with is learnt and left out."""

from __future__ import annotations

import pytest

from monitors.stories.boilerplate import SOURCES, Boilerplate

ENDING = "Наша область — самые свежие известия края"


def taught(lines: str, count: int = 6) -> Boilerplate:
    """Return what is learnt of some posts that end with the same lines."""
    boilerplate = Boilerplate()
    for post in range(count):
        boilerplate.learn("telegram:a", f"Сообщение о событии {post} в городе\n{lines}")
    return boilerplate


def test_what_many_posts_end_with_is_left_out() -> None:
    """After a few posts, in that source alone."""
    boilerplate, text = taught(ENDING), f"Перекрыта главная улица города\n\n{ENDING}"
    assert boilerplate.strip("telegram:a", text).strip() == "Перекрыта главная улица города"
    assert boilerplate.strip("telegram:b", text) == text


def test_three_posts_teach_nothing() -> None:
    """A line may stand in some posts by chance."""
    text = f"Перекрыта главная улица города\n{ENDING}"
    assert taught(ENDING, 3).strip("telegram:a", text) == text


@pytest.mark.parametrize(
    "call",
    [
        "Подписаться: @kanal",
        "Підписуйтесь на нас https://t.me/kanal",
        "Abonneer op @kanaal",
        "Subscribe",
        "https://t.me/kanal",
        "#новости #край",
    ],
)
def test_a_call_to_subscribe_is_left_out_from_the_first_post_on(call: str) -> None:
    """In four languages, and addresses too."""
    assert Boilerplate().strip("telegram:a", f"Дорога закрыта\n{call}") == "Дорога закрыта"


@pytest.mark.parametrize("text", ["Подписаться @kanal", "https://t.me/kanal", "", "Город\nОтбой"])
def test_a_text_of_nothing_else_stays(text: str) -> None:
    """There is always what was published."""
    assert taught("Отбой").strip("telegram:a", text) == text


def test_whether_it_begins_or_is_over_is_never_left_out() -> None:
    """Though a channel of alerts ends every second post with it."""
    text = "Воздушная опасность в городе\nОтбой тревоги"
    assert taught("Отбой тревоги").strip("telegram:a", text) == text


def test_old_habits_are_forgotten() -> None:
    """A channel that changed its ending is known by the new one."""
    boilerplate = taught(ENDING)
    for post in range(30):
        boilerplate.learn("telegram:a", f"Новое сообщение {post}\nДругой конец каждого сообщения")
    text = f"Перекрыта главная улица города\n{ENDING}"
    assert boilerplate.strip("telegram:a", text) == text


def test_only_so_many_sources_are_remembered() -> None:
    """The one that was silent longest is forgotten."""
    boilerplate = taught(ENDING)
    for source in range(SOURCES):
        boilerplate.learn(f"telegram:{source}", "Раз\nДва")
    text = f"Перекрыта главная улица города\n{ENDING}"
    assert boilerplate.strip("telegram:a", text) == text
