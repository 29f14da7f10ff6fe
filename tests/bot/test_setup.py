"""A configuration checked as a whole: every problem at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import ConfigError
from bot.setup import check, load, target_of
from monitors.rules import RuleError
from monitors.sources import FED, KINDS
from storage.model import EVERY_TOPIC, Severity, Voice
from tests.desks import VALUES, setup_of


def problems(**values: Any) -> list[str]:  # noqa: ANN401 - anything that TOML can say
    """Return what is wrong with the example configuration, parts of it replaced."""
    return [str(problem) for problem in check(VALUES | values, Path())[1]]


def source(name: object = "open_belgorod", kind: str = "telegram", **more: object) -> dict[str, object]:
    """Return a source's table."""
    return {"kind": kind, "name": name, **more}


def topic(name: str, rule: str, **more: object) -> dict[str, object]:
    """Return a topic's table."""
    return {"name": name, "rule": rule, **more}


def test_the_rooms_get_plain_values() -> None:
    """Sources with their addresses and hosts, topics with their rules, targets of the terminal."""
    setup = setup_of(console={"follow": ["SHELLING", "дым"]})
    assert setup.watched["telegram:open_belgorod"].urls == (
        "https://t.me/s/open_belgorod",
        "https://telegram.me/s/open_belgorod",
    )
    assert [one.host for one in setup.sources] == ["telegram", "example.org"]
    assert [one.voice for one in setup.sources] == [Voice.CHANNEL, Voice.MEDIA]
    assert [(one.name, one.severity) for one in setup.topics] == [
        ("shelling", Severity.CRITICAL),
        ("power cut", Severity.WARNING),
    ]
    assert setup.console_targets == ("topic:shelling", "rule:дым")


def test_sources_of_one_host_share_its_allowance() -> None:
    """Forty channels at one request in two seconds are polled every eighty seconds."""
    setup = setup_of(sources=[source(f"channel_{n}") for n in range(40)])
    assert {one.interval for one in setup.rhythms.values()} == {timedelta(seconds=80)}


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            source("https://t.me/open_belgorod"),
            "sources[0].name: expected a public name like open_belgorod, got 'https://t.me/open_belgorod'",
        ),
        (source("@open_belgorod"), "sources[0].name: expected a public name like open_belgorod"),
        (source(""), "sources[0].name: expected a name of 1 to 64 characters, got ''"),
        (source("x" * 9999), "sources[0].name: expected a name of 1 to 64 characters, got 'xxx"),
        (source(kind="tg"), f"sources[0].kind: expected one of {', '.join((*KINDS, *FED))}, got 'tg'"),
        (source(url="https://t.me/x"), "sources[0].url: expected no url, the name is enough"),
        (source("a", "feed"), "sources[0].url: expected an http(s) address, got ''"),
        (source("a", "feed", url="x" * 9999), "sources[0].url: expected an http(s) address, got 'xxx"),
        (source(voice="radio"), "sources[0].voice: expected 'official', 'media', 'channel' or 'person'"),
        (source(5), "sources[0].name: expected a name of 1 to 64 characters, got 5"),
        ({"name": "open_belgorod"}, "sources[0].kind: expected a value, got nothing"),
    ],
)
def test_a_wrong_source_is_told_with_its_place(entry: dict[str, object], told: str) -> None:
    """One problem, short and printable."""
    [problem] = problems(sources=[entry])
    assert problem.startswith(told)
    assert len(problem) < 300
    assert problem.isprintable()


def test_two_sources_alike_are_told() -> None:
    """The same name in other capitals, and the same address."""
    feed = "https://example.org/rss"
    entries = [source(), source("OPEN_belgorod"), source("a", "feed", url=feed)]
    assert problems(sources=[*entries, source("b", "feed", url=f"{feed}/")]) == [
        "sources[1].name: expected another name than in sources[0], got 'telegram:OPEN_belgorod'",
        f"sources[3].url: expected another url than in sources[2], got '{feed}/'",
    ]


def test_a_base_address_may_be_shared() -> None:
    """Where the name says which account of a server is meant, its address is no source by itself."""
    server = "https://social.example.org"
    entries = [{"kind": "mastodon", "name": f"{name}@example.org", "url": server} for name in "ab"]
    assert problems(sources=entries) == []
    same = [{"kind": "feed", "name": n, "url": u} for n, u in (("a", f"{server}/F"), ("b", f"{server}/f"))]
    assert problems(sources=same) == []
    spelt = [{"kind": "feed", "name": n, "url": f"{server}{u}"} for n, u in (("a", "/f"), ("b", ":443/f#x"))]
    assert len(problems(sources=spelt)) == 1


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("(дрон", "the bracket is never closed, at character 1"),
        ("дрон and дым", "write AND in capitals"),
        ("topic:fir", 'there is no topic "fir"; did you mean fire?, at character 7'),
        ("source:nobody", 'there is no source "nobody"'),
        ("topic:new", "topics name each other in a circle: new → new, at character 7"),
        ("topic:" + "z" * 4000, 'there is no topic "zzz'),
        ("", "the rule is empty"),
    ],
)
def test_a_wrong_rule_is_told_with_the_position(rule: str, told: str) -> None:
    """Under the topic that holds it, whatever is wrong elsewhere."""
    [problem] = problems(topics=[topic("fire", "пожар"), topic("new", rule)])
    assert problem.startswith(f"topics[1].rule: {told}")
    assert len(problem) < 300


def test_topics_need_names_of_their_own() -> None:
    """Other capitals do not make another name, and ``all`` stands for every topic."""
    entries = [topic("fire", "a"), topic("Fire", "b"), topic("All", "c"), topic("a:b", "d"), topic("", "e")]
    told = problems(topics=entries)
    assert "topics[1].name: expected another name than in topics[0], got 'Fire'" in told
    assert any(one.startswith("topics[2].name: expected a name of its own") for one in told)
    assert sum('like "power cut", without colons' in one for one in told) == 2
    assert len(told) == 4


def test_topics_in_a_circle_are_both_told() -> None:
    """Whichever the reader looks at first."""
    told = problems(topics=[topic("one", "topic:two"), topic("two", "topic:one")])
    assert [one.partition(":")[0] for one in told] == ["topics[0].rule", "topics[1].rule"]


def test_what_else_can_be_wrong() -> None:
    """What the terminal follows, private addresses, intervals that cross."""
    told = problems(
        console={"follow": ["all", "", "topic:no"]},
        fetch={"allow_private": ["localhost", "10.0.0.1/8", "::1"]},
        polling={"min_interval": "1h", "max_interval": "5s"},
    )
    assert [one.partition(": ")[0] for one in told] == [
        "fetch.allow_private[0]",
        "fetch.allow_private[1]",
        "console.follow[1]",
        "console.follow[2]",
        "polling.max_interval",
    ]
    assert told[-1].endswith("expected at least polling.min_interval (3600s), got 5s")


def test_one_typo_hides_nothing_else() -> None:
    """What is right beside it is still checked, also with the rest, and counts as there."""
    told = problems(
        sources=[source("https://t.me/x", voice="radio")],
        topics=[
            topic("fire", "(", severity="high"),
            topic("smoke", "дым", colour=1),
            topic("b", "topic:smoke"),
        ],
        polling={"min_interval": "soon", "max_interval": "1s"},
    )
    assert sorted(one.partition(": ")[0] for one in told) == [
        "polling.min_interval",
        "sources[0].name",
        "sources[0].voice",
        "topics[0].rule",
        "topics[0].severity",
        "topics[1].colour",
    ]


def test_loading_lists_every_problem_a_line(tmp_path: Path) -> None:
    """Below the file's name; and a right file gives its set-up."""
    path = tmp_path / "config.toml"
    path.write_text("[storage]\nkeep_other = 5\n[[sources]]\nkind = 'x'\nname = 'y'\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    first, *others = str(caught.value).splitlines()
    assert first == f"{path} cannot be used:"
    assert [one.partition(": ")[0] for one in others] == ["storage.keep_other", "sources[0].kind"]
    path.write_text("", encoding="utf-8")
    assert load(path).config.folder == tmp_path


def test_what_somebody_wants_to_follow() -> None:
    """Everything, a topic in any capitals, or a rule; nothing else."""
    known = setup_of().known
    assert target_of(" ALL ", known) == EVERY_TOPIC
    assert target_of("POWER cut", known) == "topic:power cut"
    assert target_of("дрон  дым", known) == "rule:дрон  дым"
    with_places = replace(known, places={"гора подол": "Гора-Подол", "region": "region"})
    assert target_of("гора-подол", with_places) == "rule:place:Гора-Подол"
    assert target_of("region", with_places) == "rule:place:region"
    with pytest.raises(RuleError):
        target_of("topic:none", known)
