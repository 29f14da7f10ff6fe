"""The recording's files: what they hold, and what is said of a wrong one."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.day import Day
from bot.demo.reading import DayError, load_day
from storage.model import Forward, Voice

HEAD = """
start = 2023-05-22 08:00:00
end = 2023-05-22 20:00:00
[region]
timezone = "Europe/Moscow"
[[places]]
name = "Козинка"
[[topics]]
name = "fire"
rule = "пожар AND place:region"
"""
CHANNEL = """
kind = "telegram"
name = "demo_one"
title = "Один (demo)"
description = "Выдумано"
voice = "channel"
language = "ru"
audience = 1000
"""
ALBUM = 'media = [{ kind = "photo" }, { kind = "photo" }]\n'
POST = '[[posts]]\nid = 5\nat = 2023-05-22 09:00:00\ntext = "Пожар"\ntopics = ["fire"]\n'


@pytest.fixture(scope="module")
def day() -> Day:
    """Return the day that comes with the package."""
    return load_day()


def read(folder: Path, channel: str = CHANNEL, posts: str = POST, head: str = HEAD) -> Day:
    """Write a recording and read it."""
    (folder / "day.toml").write_text(head, encoding="utf-8")
    (folder / "demo_one.toml").write_text(channel + posts, encoding="utf-8")
    return load_day(folder)


def problems(folder: Path, **files: str) -> str:
    """Return what is said of a wrong recording."""
    with pytest.raises(DayError) as raised:
        read(folder, **files)
    return str(raised.value)


def test_the_day_is_the_one_in_may(day: Day) -> None:
    """It lasts from 07:30 to 01:30 of the next day, Moscow time, which is UTC+3."""
    assert day.start == datetime(2023, 5, 22, 4, 30, tzinfo=UTC)
    assert day.end == datetime(2023, 5, 22, 22, 30, tzinfo=UTC)


def test_every_outlet_says_that_it_is_invented(day: Day) -> None:
    """A reader sees it in the title and in the description."""
    assert all("(demo)" in outlet.channel.title for outlet in day.outlets)
    words = ("ыдуман", "игадан", "erzonnen", "nvented")
    assert all(any(word in outlet.channel.description for word in words) for outlet in day.outlets)


def test_outlets_differ_in_voice_language_and_kind(day: Day) -> None:
    """There are an official, media and channels; four languages; a feed."""
    assert {outlet.voice for outlet in day.outlets} == {Voice.OFFICIAL, Voice.MEDIA, Voice.CHANNEL}
    assert {outlet.language for outlet in day.outlets} == {"ru", "uk", "nl", "en"}
    assert Counter(outlet.kind for outlet in day.outlets)["feed"] == 1


def test_most_kinds_of_post_occur(day: Day) -> None:
    """Copies, forwards, edits, a deletion, an album without a caption and the rest are there."""
    posts = [recorded.post for recorded in day.posts]
    assert any(len(post.media) > 1 and not post.text for post in posts)
    assert any(post.forward and post.forward.link for post in posts)
    assert any(post.forward and not post.forward.link for post in posts)
    assert {"created", "pinned", "photo"} <= {post.service for post in posts}
    assert {"photo", "video", "voice", "document", "sticker"} <= {
        one.kind for post in posts for one in post.media
    }
    for field in ("poll", "preview", "reply", "author", "via", "needs_app", "bold", "anchors"):
        assert any(getattr(post, field) for post in posts), field
    assert any(recorded.edited_at for recorded in day.posts)
    assert any(recorded.deleted_at for recorded in day.posts)


def test_much_of_the_day_is_off_topic(day: Day) -> None:
    """At least a third of the posts concern nobody."""
    assert sum(not recorded.topics for recorded in day.posts) * 3 >= len(day.posts) >= 110


def test_a_copy_has_the_text_of_its_original(day: Day) -> None:
    """Text and topics are taken over, the time is its own."""
    posts = {f"{recorded.outlet}/{recorded.post.id}": recorded for recorded in day.posts}
    copies = [recorded for recorded in day.posts if recorded.origin]
    assert len(copies) >= 6
    for copy in copies:
        original = posts[copy.origin]
        assert (copy.post.text, copy.topics, copy.story) == (
            original.post.text,
            original.topics,
            original.story,
        )
        assert copy.post.published > original.post.published


def test_every_post_that_concerns_somebody_tells_of_an_event(day: Day) -> None:
    """And no other; one village is shelled twice, and warnings come twice."""
    assert [one for one in day.posts if bool(one.topics) != bool(one.story)] == []
    stories = Counter(one.story for one in day.posts if one.story)
    assert len(stories) >= 14
    assert {"shelling of Grayvoron district", "second shelling of Kozinka"} <= stories.keys()


def test_a_copy_of_a_copy_is_refused(tmp_path: Path) -> None:
    """The original is named instead, so that a copy's text is found in one step."""
    copies = "".join(
        f'[[posts]]\nid = {number}\nat = 2023-05-22 1{number}:00:00\ncopy_of = "demo_one/{number - 1}"\n'
        for number in (6, 7)
    )
    assert problems(tmp_path, posts=POST + copies) == (
        "demo_one posts[2]: demo_one/6 is a copy itself: name its original, demo_one/5"
    )


def test_a_forward_shows_the_original_s_name_text_and_picture(tmp_path: Path) -> None:
    """It links to the original post on the network."""
    forward = '[[posts]]\nid = 7\nat = 2023-05-22 10:00:00\nforward = "demo_one/5"\n'
    day = read(tmp_path, posts=POST + ALBUM + forward)
    post = day.posts[1].post
    assert post.forward == Forward("Один (demo)", "https://t.me/demo_one/5")
    assert (post.text, [one.kind for one in post.media]) == ("Пожар", ["photo"])


def test_times_are_local_and_what_is_watched_is_a_configuration(tmp_path: Path) -> None:
    """A time of the file is the region's; its tables are handed on as they stand."""
    day = read(tmp_path)
    assert day.posts[0].post.published == datetime(2023, 5, 22, 6, 0, tzinfo=UTC)
    assert day.watched == {
        "region": {"timezone": "Europe/Moscow"},
        "places": [{"name": "Козинка"}],
        "topics": [{"name": "fire", "rule": "пожар AND place:region"}],
    }


@pytest.mark.parametrize(
    ("posts", "expected"),
    [
        (POST.replace("id = 5", "id = 0"), "demo_one.toml posts[0].id: Input should be greater than 0"),
        (POST + 'colour = "red"\n', "demo_one.toml posts[0].colour: Extra inputs are not permitted"),
        (POST + 'media = [{ kind = "hologram" }]\n', "demo_one.toml posts[0].media[0].kind: Input should be"),
        (
            POST + 'media = [{ kind = "photo", size = "1" }]\n',
            "demo_one.toml posts[0].media[0].size: Unexpected",
        ),
        (POST + POST, "demo_one posts[1].id: expected more than 5, got 5"),
        (POST.replace("fire", "fier"), "demo_one posts[0]: no such topic: fier"),
        (POST + 'forward = "demo_two/3"\n', "demo_one posts[0]: no such post: demo_two/3"),
        (POST + "reply_to = 5\n", "demo_one posts[0]: demo_one/5 is not earlier"),
        (
            POST + "edited_at = 2023-05-22 10:00:00\n",
            "demo_one posts[0]: edited_at and edited_text go together",
        ),
        (
            POST + "deleted_at = 2023-05-22 09:00:00\n",
            "demo_one posts[0]: deleted_at: expected a time after at",
        ),
        (POST.replace('text = "Пожар"', 'text = ""'), "demo_one posts[0]: expected a text, media or a poll"),
        ("[[posts]\n", "demo_one.toml: Expected"),
    ],
)
def test_a_wrong_post_is_named_with_its_place(tmp_path: Path, posts: str, expected: str) -> None:
    """Each problem says which file, which post and what was expected."""
    assert expected in problems(tmp_path, posts=posts)


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """One reading lists what is wrong in the head and in the channels."""
    told = problems(
        tmp_path,
        head=HEAD.replace("place:region", "place:Мценск").replace("Europe/Moscow", "Moscow Time"),
        channel=CHANNEL.replace(" (demo)", "") + 'home = "Козинко"\n',
    ).splitlines()
    assert [line.partition(":")[0] for line in told] == [
        "day.toml region.timezone",
        "day.toml sources[0].home",
        "day.toml topics[0].rule",
        "demo_one title",
    ]


def test_a_folder_without_a_day_is_refused(tmp_path: Path) -> None:
    """The missing file is named."""
    with pytest.raises(DayError, match=r"day\.toml: .*No such file"):
        load_day(tmp_path)
