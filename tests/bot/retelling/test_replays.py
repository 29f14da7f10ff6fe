"""Recorded days once more: what a chat gets of copies, floods and edits, and when."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storage.growing import REST
from tests.bot.retelling.replays import actions, line, replayed

if TYPE_CHECKING:
    from tests.trials.command import Ended

DATA = Path(__file__).parents[2] / "data" / "replays"
SHELLING = [json.loads(text) for text in (DATA / "shelling.jsonl").read_text(encoding="utf-8").splitlines()]
"""Forty copies of one post, another witness, and an official voice: in the order of their channels."""


@pytest.fixture(scope="module")
def shelling(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return what a chat gets of the shelling."""
    return replayed(tmp_path_factory.mktemp("shelling"), *SHELLING).records


def moments(records: list[dict[str, Any]]) -> list[datetime]:
    """Return when things come."""
    return [datetime.fromisoformat(record["at"]) for record in records]


def test_forty_copies_of_a_post_are_one_message(shelling: list[dict[str, Any]]) -> None:
    """It comes with the first post, and by its last edit it has all of them."""
    (new,) = (record for record in shelling if record["action"] == "new")
    assert (new["at"], new["posts"]) == ("2023-05-22T06:00:00.000Z", ["telegram:neighbours/101"])
    assert {record["story"] for record in shelling} == {new["story"]}
    assert len(shelling[-1]["posts"]) == len(SHELLING)
    assert len(set(shelling[-1]["posts"])) == len(SHELLING)


def test_copies_confirm_nothing(shelling: list[dict[str, Any]]) -> None:
    """Trust rises with the other witness, and with the official voice; never else."""
    steps = dict.fromkeys(
        (record["trust"], any(post.startswith("telegram:over") for post in record["posts"]))
        for record in shelling
        if record["trust"] != "official"
    )
    assert list(steps) == [("unconfirmed", False), ("corroborated", True)]
    assert shelling[-1]["trust"] == "official"


def test_it_sounds_again_when_an_official_voice_confirms_it(shelling: list[dict[str, Any]]) -> None:
    """Once, at once; everything else is an edit in its place."""
    assert [record["action"] for record in shelling].count("sound") == 1
    (sound,) = (record for record in shelling if record["action"] == "sound")
    assert (sound["at"], sound["trust"]) == ("2023-05-22T06:25:00.000Z", "official")
    assert "telegram:gov_news/900" in sound["posts"]
    assert "Пострадавших нет" in sound["text"]


def test_a_message_rests_between_its_edits(shelling: list[dict[str, Any]]) -> None:
    """So long at least, and it is not edited where nothing is new."""
    grown = [record for record in shelling if record["action"] != "sound"]
    times = moments(grown)
    assert all(later - earlier >= REST for earlier, later in pairwise(times))
    assert len({record["text"] for record in grown}) == len(grown)
    assert len(grown) < len(SHELLING)


def test_the_order_of_lines_makes_no_difference(tmp_path: Path, shelling: list[dict[str, Any]]) -> None:
    """Posts come in the order of their times."""
    lines = sorted(SHELLING, key=lambda one: str(one["published"]))
    assert replayed(tmp_path, *lines).records == shelling


def test_the_first_copies_are_in_a_message_that_is_not_critical(tmp_path: Path) -> None:
    """Since it waits for them, it needs no edit for them."""
    text = "Уровень воды в реке у Козинки поднялся на сорок сантиметров, низкие берега уже залиты"
    ended = replayed(tmp_path, *(line(9 * n, str(n), text, f"copyist_{n}") for n in range(3)))
    assert actions(ended) == ["new"]
    assert len(ended.records[0]["posts"]) == 3


def flood(count: int) -> list[dict[str, Any]]:
    """Return the posts of a gauge that tells every half minute how high the water is."""
    text = "Гидропост у Козинки: уровень воды {} см, температура {} градусов, ветер {} м/с"
    return [line(30 * n, str(n), text.format(200 + n, 5 + n % 9, 1 + n % 7), "gauge") for n in range(count)]


def test_a_template_filled_in_again_and_again_is_one_message(tmp_path: Path) -> None:
    """It is edited, and never sounds again."""
    ended = replayed(tmp_path, *flood(60))
    assert actions(ended).count("new") == 1
    assert set(actions(ended)) == {"new", "edit"}
    assert len(ended.records[-1]["posts"]) == 60


def test_an_edit_that_brings_a_post_into_a_rule_is_told(tmp_path: Path) -> None:
    """When it comes, and not before."""
    first = line(0, "1", "Громко в Козинке, подробности позже")
    edit = line(300, "2", "Громко в Козинке: обстрел, повреждены крыши", edited_of="1")
    (record,) = replayed(tmp_path, first, edit).records
    assert (record["action"], record["at"]) == ("new", "2023-05-22T06:05:00.000Z")
    assert record["posts"] == ["telegram:neighbours/1"]
    assert "повреждены крыши" in record["text"]


def test_an_edit_of_what_was_told_changes_the_message(tmp_path: Path) -> None:
    """In its place, silently."""
    first = line(0, "1", "Обстрел Козинки, повреждён один дом")
    edit = line(300, "1", "Обстрел Козинки, повреждены три дома", edited_of="1")
    ended = replayed(tmp_path, first, edit)
    assert actions(ended) == ["new", "edit"]
    assert "три дома" in ended.records[1]["text"]


def test_two_shellings_of_one_village_are_two_messages(tmp_path: Path) -> None:
    """One in the morning, one in the evening."""
    morning = line(0, "1", "Обстрел Козинки, повреждён дом на улице Мира")
    evening = line(12 * 3600, "2", "Снова обстрел Козинки, горит сарай у школы")
    assert actions(replayed(tmp_path, morning, evening)) == ["new", "new"]


def ended_after(ended: Ended) -> timedelta:
    """Return how long after the morning began the last thing came."""
    return moments(ended.records)[-1] - moments(ended.records)[0]


def test_the_last_edits_are_told_as_well(tmp_path: Path) -> None:
    """A recording ends when its messages show all that was in it, not with its last post."""
    text = "Обстрел Козинки: повреждены две крыши и забор у дороги на Грайворон, свет отключён"
    ended = replayed(tmp_path, line(0, "1", text), line(1, "2", text, "copyist"))
    assert actions(ended) == ["new", "edit"]
    assert ended_after(ended) == REST
