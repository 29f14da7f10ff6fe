"""Names of places: which of them is meant, and how they are told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitors.place_names import PlaceNames, canonical
from storage.model import Place

TWO_OF_A_NAME = (
    Place("Область"),
    Place("Округ", "Область"),
    Place("Район", "Область"),
    Place("Доброе", "Округ", also=("Dobroye", "Гора")),
    Place("Доброе", "Район"),
    Place("Гора-Подол", "Округ", also=("Гора",)),
)
NAMES = st.sampled_from(["A", "B", "Ё", "е"])


def test_a_name_that_one_place_bears_is_its_key() -> None:
    """Others have the key of the parent behind them, or ``region`` at the top."""
    places = (*TWO_OF_A_NAME, Place("Доброе"))
    assert PlaceNames(places).keys[3:] == ("Доброе, Округ", "Доброе, Район", "Гора-Подол", "Доброе, region")


def test_every_way_to_name_a_place() -> None:
    """Without capitals; a name of several places is a value of its own, and so is a further name."""
    spellings = PlaceNames(TWO_OF_A_NAME).spellings
    assert spellings["гора-подол"] == spellings["гора подол"] == "Гора-Подол"
    assert spellings["гора-подол, округ"] == "Гора-Подол"
    assert spellings["доброе, район"] == "Доброе, Район"
    assert spellings["доброе"] == "Доброе"
    assert spellings["dobroye"] == "Доброе, Округ"
    assert spellings["гора"] == "Гора"
    assert spellings["region"] == "region"


def test_what_a_value_means() -> None:
    """One place, any of those of a name, or any of all."""
    meanings = PlaceNames(TWO_OF_A_NAME).meanings
    assert meanings["Доброе, Район"] == (4,)
    assert meanings["Доброе"] == (3, 4)
    assert meanings["Гора"] == (3, 5)
    assert meanings["region"] == (0, 1, 2, 3, 4, 5)
    assert set(PlaceNames(TWO_OF_A_NAME).spellings.values()) == set(meanings)


def test_parents() -> None:
    """By their key, also where a place bears its parent's name."""
    names = PlaceNames([Place("A"), Place("A", "A, region"), Place("B", "A, A, region")])
    assert [names.parent(i) for i in range(3)] == [None, 0, 1]
    assert names.keys == ("A, region", "A, A, region", "B")


def test_no_places() -> None:
    """The region can still be named."""
    assert PlaceNames([]).meanings == {"region": ()}
    assert PlaceNames([]).spellings == {"region": "region"}


@given(st.lists(st.tuples(NAMES, st.integers(0, 3)), max_size=8))
def test_keys_tell_every_place_apart(drawn: list[tuple[str, int]]) -> None:
    """Whatever the tree, if no two of one name have one parent; and each key is understood."""
    places: list[Place] = []
    for name, above in drawn:
        keys = ["", *PlaceNames(places).keys]
        place = Place(name, keys[above % len(keys)])
        if all((canonical(name), place.within) != (canonical(p.name), p.within) for p in places):
            places = renamed([*places, place], PlaceNames(places))
    names = PlaceNames(places)
    assert len(set(names.keys)) == len(places)
    assert [names.named(key) for key in names.keys] == [(i,) for i in range(len(places))]
    assert {names.spellings[key.casefold()] for key in names.keys} == set(names.keys)


def renamed(places: list[Place], before: PlaceNames) -> list[Place]:
    """Return the places with the keys of parents as they are once the last one has joined."""
    parents = [before.keys.index(p.within) if p.within else None for p in places]
    bare = [
        Place(p.name, places[i].name if i is not None else "") for p, i in zip(places, parents, strict=True)
    ]
    for _ in places:
        keys = _keys(bare, parents)
        bare = [Place(p.name, keys[i] if i is not None else "") for p, i in zip(places, parents, strict=True)]
    return bare


def _keys(places: list[Place], parents: list[int | None]) -> list[str]:
    shared = [canonical(p.name) for p in places]
    found: list[str] = []
    for place, above in zip(places, parents, strict=True):
        is_shared = shared.count(canonical(place.name)) > 1
        tail = "region" if above is None else found[above]
        found.append(f"{place.name}, {tail}" if is_shared else place.name)
    return found
