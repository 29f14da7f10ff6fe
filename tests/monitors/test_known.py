"""What the fields of a rule can name."""

from __future__ import annotations

import pytest

from monitors.known import ATTACHMENTS, Known
from monitors.language.detect import LANGUAGES
from monitors.rules import RuleError, parse
from storage.model import Field, Or

PLACES = {"Козинка": "Козинка", "Новая Таволжанка": "Новая Таволжанка", "Таволжанка": "Новая Таволжанка"}
KNOWN = Known(
    {"shelling": parse("обстрел", Known()), "Power cut": parse("свет*", Known())},
    frozenset({"telegram:open_belgorod", "feed:BBC Russian"}),
    PLACES | {"Королёв": "Королёв", "козиха": "Козиха"},
)


def problem(text: str, known: Known = KNOWN) -> tuple[str, int | None]:
    """Return what is wrong with a rule, and where."""
    with pytest.raises(RuleError) as caught:
        parse(text, known)
    return caught.value.message, caught.value.position


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("source:open_belgorod", Field("source", "open_belgorod")),
        ("source:Telegram:Open_Belgorod", Field("source", "telegram:open_belgorod")),
        ('source:"bbc russian"', Field("source", "BBC Russian")),
        ('source:"feed:bbc russian"', Field("source", "feed:BBC Russian")),
        ("Voice:OFFICIAL", Field("voice", "official")),
        ("kind:Mastodon", Field("kind", "mastodon")),
        ("lang:UK", Field("lang", "uk")),
        ("has:Video", Field("has", "video")),
        ("place:КОЗИНКА", Field("place", "Козинка")),
        ("place:козиха", Field("place", "Козиха")),
        ("place:королев", Field("place", "Королёв")),
        ("place:таволжанка", Field("place", "Новая Таволжанка")),
        ("place:новая-таволжанка", Field("place", "Новая Таволжанка")),
        ("home:Козинка", Field("home", "Козинка")),
        ("place:Region", Field("place", "region")),
        ("after:2023-05-22", Field("after", "2023-05-22T00:00:00+00:00")),
        ("before:2023-05-22T10:30", Field("before", "2023-05-22T10:30:00+00:00")),
        ("after:2023-05-22t10:30:15z", Field("after", "2023-05-22T10:30:15+00:00")),
        ("after:2023-05-22T01:30+03:00", Field("after", "2023-05-21T22:30:00+00:00")),
        ("after:2023-05-22T01:30-0330", Field("after", "2023-05-22T05:00:00+00:00")),
        ('after:"2023-05-22 10:30"', Field("after", "2023-05-22T10:30:00+00:00")),
        ("after:2024-02-29", Field("after", "2024-02-29T00:00:00+00:00")),
    ],
)
def test_names_are_found_as_configured(text: str, field: Field) -> None:
    """A name is found without regard to capitals, a place in any spelling; a date is in UTC."""
    assert parse(text, KNOWN).root == field


def test_several_values() -> None:
    """Each of several values in brackets is found."""
    expected = Or((Field("place", "Козинка"), Field("place", "Королёв")))
    assert parse("place:(козинка OR королев)", KNOWN).root == expected


@pytest.mark.parametrize(
    ("text", "message", "position"),
    [
        ("p topic:sheling", 'there is no topic "sheling"; did you mean shelling?', 8),
        ("topic:xyz", 'there is no topic "xyz" (there are shelling, Power cut)', 6),
        ("source:open_belgrod", 'there is no source "open_belgrod"; did you mean open_belgorod?', 7),
        ("p OR voice:oficial", 'there is no voice "oficial"; did you mean official?', 11),
        ("voice:x", 'there is no voice "x" (there are official, media, channel, person)', 6),
        ("kind:telegramm", 'there is no kind "telegramm"; did you mean telegram?', 5),
        ("has:image", 'there is no attachment "image"; did you mean photo?', 4),
        ("has:x", 'there is no attachment "x" (there are photo, video, link, poll)', 4),
        ("lang:ua", 'there is no language "ua"; did you mean uk?', 5),
        ("p place:Казинка", 'there is no place "Казинка"; did you mean Козинка or Козиха?', 8),
        ("home:Козынка", 'there is no place "Козынка"; did you mean Козинка or Козиха?', 5),
        (
            "place:❗",
            'there is no place "❗" (there are Козинка, Новая Таволжанка, Королёв, Козиха, region)',
            6,
        ),
    ],
)
def test_unknown_names(text: str, message: str, position: int) -> None:
    """A name that is not known is told with the nearest, or with those there are."""
    assert problem(text) == (message, position)


WRITE = "(write 2023-05-22, or 2023-05-22T10:30 for a time in UTC)"


@pytest.mark.parametrize(
    ("value", "rest"),
    [
        ("yesterday", WRITE),
        ("2023-05", WRITE),
        ("2023-02-30", WRITE),
        ("2023-05-22T25:00", WRITE),
        ("2023-05-22T10:30:60", WRITE),
        ("2023-05-22T10", WRITE),
        ("2023-05-22T10:30+99:00", WRITE),
        ("0001-01-01T00:00+05:00", WRITE),
        ("２023-05-22", WRITE),
        ("99.99.2023", WRITE),
        ("22.05.2023", "did you mean 2023-05-22?"),
        ("2023/5/2", "did you mean 2023-05-02?"),
    ],
)
def test_what_is_no_date(value: str, rest: str) -> None:
    """What is no day or time of day is told with how to write one."""
    message, position = problem(f"p after:{value}")
    assert (message.rpartition(rest)[1:], position) == ((rest, ""), 8)
    assert message.startswith(f'"{value}" is no date')


def test_unknown_names_where_there_are_none_or_many() -> None:
    """Of many names eight are listed; that there are none is said."""
    assert problem("topic:x", Known())[0] == 'there is no topic "x" (none is configured)'
    many = Known(sources=frozenset(f"telegram:channel{i:02}" for i in range(20)))
    assert problem("source:x", many)[0].endswith("channel06, channel07 and 32 more)")


def test_near_names_among_thousands() -> None:
    """Of a gazetteer's many names the nearest is found, too."""
    many = {f"Место {number}": "Место" for number in range(5000)} | {"Козинка": "Козинка"}
    assert (
        problem("place:Казинка", Known(places=many))[0]
        == 'there is no place "Казинка"; did you mean Козинка?'
    )


def test_long_names_are_not_compared() -> None:
    """A value of thousands of letters is told without looking for what it is like."""
    assert "did you mean" not in problem(f"place:{'Козинка' * 500}")[0]


@pytest.mark.parametrize(("field", "values"), [("has", ATTACHMENTS), ("lang", sorted(LANGUAGES))])
def test_every_value_that_is_told_is_understood(field: str, values: tuple[str, ...]) -> None:
    """What is listed as possible can be written."""
    assert all(parse(f"{field}:{value}", Known()).root == Field(field, value) for value in values)
