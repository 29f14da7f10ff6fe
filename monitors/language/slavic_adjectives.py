"""Adjectives from names of places (Грайворон → грайворонский), and the lands named so (Белгородщина).

How a name ends says which stem its adjective has (Russian Grammar, 1980, §§ 632-641; Ukrainian
orthography of 2019, § 33). A stem that is regular for the ending is always taken; a suffix that is a
habit of single names (Ялта → ялтинский) only where the dictionary has that adjective.
"""

from __future__ import annotations

from monitors.language import endings
from monitors.language.slavic import dictionary
from monitors.language.slavic_endings import adjective, looks_adjectival

_STEMS = {
    "ru": endings.table("""
        тель ое ее ая яя ый ий ые ок ек | - |
        ие ье ия                  | - |
        ово ево ино ыно ено       | о  | -
        ея ая оя уя               | я  | й
        ля ли                     | -  |
        ль                        | -  | -
        нка лка рка вка тка дка ска йка зка бка мка пка | ка | -
        нки лки рки вки тки дки ски йки зки бки мки пки | ки | -
        ча ща жа ша               | а  | ан
        га ги                     | -  |
        ка ки ха хи о е у ю э     | -  |
        а                         | а  | -
        я                         | я  | -
        ы                         | ы  | -
        чи щи жи ши               | и  | ев
        и                         | -  |
        щь чь шь жь               | ь  | ан
        ь                         | ь  | -
        л                         | -  | ь
        б в г д ж з к м н п р с т ф х ц ч ш щ й | - | -
    """),
    "uk": endings.table("""
        ій ий ок ське цьке зьке ська цька | - |
        тель                      | - |
        ово ево іно їно           | о  | -
        ове еве єве ине іне їне   | е  | -
        не                        | е  | ен
        ія                        | я  | й
        лля                       | ля | ь
        ння ття ддя ззя           | -  |
        нка лка рка вка тка дка ска йка зка бка мка пка | ка | -
        нки лки рки вки тки дки ськи йки зки бки мки пки | ки | -
        ча ща жа ша               | а  | ан
        нці вці рці йці           | ці | ец
        га ка ха                  | а  | -
        ги ки хи                  | и  | -
        о е у ю є ї і             | -  |
        а                         | а  | -
        и                         | и  | -
        ля                        | я  | ь
        ль                        | -  | -
        я                         | я  | -
        ь                         | ь  | -
        б в г д ж з к л м н п р с т ф х ц ч ш щ й | - | -
    """),
}
# Listed without stems above: no regular adjective, or one that the dictionary must confirm.
_HABITS = {
    "ru": (
        ("ский", "ийский", "йский", "инский", "овский", "евский", "ьский", "цкий", "жский"),
        ("анский", "янский", "енский", "канский", "кинский", "льский"),
    ),
    "uk": (
        ("ський", "ійський", "йський", "инський", "івський", "ївський", "ьський", "цький", "зький"),
        ("анський", "янський", "енський", "канський", "льський"),
    ),
}
_SHORTEST = 3
"""Letters of a stem below which suffixes of habit would make adjectives of other names."""
_FORMS_OF_LAND = {"ru": "а ы е у ой ою", "uk": "а и і у ою о"}
_SUFFIX = {"ru": "ский", "uk": "ський"}


def adjectives(name: str, language: str) -> frozenset[str]:
    """Return the base forms (canonical) of the adjectives from a name ("ru" or "uk")."""
    if looks_adjectival(name, language) and not name.endswith("ой"):  # Ханой
        return frozenset()
    stems = endings.apply(_STEMS[language], name)
    return frozenset(found for stem in stems for found in _with_suffix(stem, language)) | _habitual(
        name, language
    )


def derived(name: str, language: str) -> frozenset[str]:
    """Return every form (canonical) of a name's adjectives and of the land that is named after it."""
    bases = adjectives(name, language)
    forms = {form for base in bases for form in adjective(base, language)}
    lands = {land for base in bases for land in _lands(base, language)}
    return frozenset(forms | lands)


def _with_suffix(stem: str, language: str) -> tuple[str, ...]:
    """Return a stem with -ский, its last consonant and the suffix made one where the language does so."""
    if stem.endswith(("ск", "цк", "ськ", "цьк")):
        return (stem + "ий",)
    if language == "uk":
        merged = {
            "г": "зь",
            "ж": "зь",
            "з": "зь",
            "к": "ць",
            "ч": "ць",
            "ц": "ць",
            "х": "сь",
            "ш": "сь",
            "с": "сь",
        }
        last = merged.get(stem[-1:])
        return (stem[:-1] + last + "кий",) if last else (stem + "ський",)
    if stem.endswith("ц"):
        return (stem + "кий",)
    return (stem + "ский", stem[:-1] + "жский") if stem.endswith("г") else (stem + "ский",)


def _habitual(name: str, language: str) -> frozenset[str]:
    stem = name.rstrip("аеиоуыэюяіїєьй")
    always, of_long_stems = _HABITS[language]
    suffixes = always + of_long_stems if len(stem) > _SHORTEST else always
    stems = {stem, stem.removesuffix("к"), stem.removesuffix("г")} if len(stem) >= _SHORTEST else set()
    candidates = (base + suffix for base in stems if len(base) >= _SHORTEST for suffix in suffixes)
    return frozenset(filter(dictionary(language).has_adjective, candidates))


def _lands(base: str, language: str) -> tuple[str, ...]:
    stem = base.removesuffix(_SUFFIX[language])
    if stem == base or (language == "ru" and not stem.endswith(tuple("бвгдзлмнпрт"))):
        return ()
    # After д and т both are written: Белгородчина, Донетчина.
    suffixes = ("щин", "чин") if stem.endswith(("д", "т")) else ("щин",)
    return tuple(f"{stem}{suffix}{end}" for suffix in suffixes for end in _FORMS_OF_LAND[language].split())
