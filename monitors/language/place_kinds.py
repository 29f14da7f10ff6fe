"""What districts and regions are called in several languages: the word beside the name.

``Грайворонский округ`` is also городской округ, район, р-н, міський округ, urban district, rejon: news
of one place uses several of them, reforms rename them, and each language has its own.
The words are base forms; their inflected forms are made where rules are compiled.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CYRILLIC: Mapping[str, tuple[str, ...]] = {
    "region": ("область", "обл", "регион", "край", "губерния", "регіон", "приграничье"),
    "district": (
        *("район", "р-н", "округ", "городской округ", "муниципальный округ", "муниципальный район"),
        *("г. о.", "го", "м. о.", "горокруг", "мо", "окр", "городская территория", "міський округ"),
        *("муніципальний округ", "міськокруг", "громада", "територіальна громада", "міська громада"),
        *("муниципалитет", "муніципалітет"),
    ),
}
"""By kind, what stands behind a name in Russian and Ukrainian."""

LATIN: Mapping[str, tuple[str, ...]] = {
    "region": (
        *("oblast", "oblast'", "region", "border region", "province", "territory", "regio", "grensregio"),
        *("provincie", "gebied", "grensgebied", "gebiet", "grenzgebiet", "grenzregion", "obwód", "région"),
        *("kraj", "regione", "provincia", "región", "óblast", "região", "oblasti", "oblastí"),
    ),
    "district": (
        *("district", "urban district", "city district", "municipal district", "municipality", "okrug"),
        *("urban okrug", "city okrug", "municipal okrug", "raion", "rayon", "rajon", "raïon", "county"),
        *("bezirk", "stadtbezirk", "kreis", "stadtkreis", "landkreis", "munizipalkreis", "stadsdistrict"),
        *("gemeente", "rejon", "okręg", "powiat", "okres", "rajón", "okruh", "distretto", "circondario"),
        *("comune", "distrito", "raión", "arrondissement", "kommun", "kommune"),
    ),
}
"""By kind, what stands before or behind a name in languages of Latin letters."""

OF = frozenset({"of", "van", "von", "de", "di", "du", "del", "da", "in", "w", "v", "im"})
"""What may stand between the word and the name: region of Belgorod."""

SETTLEMENT = frozenset(
    {
        *(
            "село",
            "сели",
            "села",
            "селе",
            "селу",
            "с",
            "хутор",
            "хуторе",
            "хутора",
            "х",
            "поселок",
            "поселка",
        ),
        *("поселке", "п", "пос", "пгт", "деревня", "деревне", "деревни", "д", "станица", "станице", "город"),
        *("городе", "города", "г", "селище", "селищі", "смт", "місто", "місті", "village", "dorp", "dorf"),
        *("wieś", "wsi"),
    }
)
"""Words that say of the next one that it is a place; canonical."""

NAMED_AFTER_PEOPLE = re.compile(
    r"им|имени|ім|імені|академик\w*|академік\w*|профессор\w*|улиц\w*|ул|вулиц\w*|вул|проспект\w*|пр|просп"
    r"|площад\w*|пл|переул\w*|пер"
)
"""Words after which a name that people bear too is a person's: имени Губкина; canonical."""

_STEMS = ("нов", "стар", "верхн", "нижн", "больш", "мал", "велик", "красн", "бел", "перв", "втор")
_ENDINGS = (
    *(
        "ый",
        "ая",
        "ое",
        "ой",
        "ого",
        "ому",
        "ую",
        "ым",
        "ом",
        "ые",
        "ых",
        "ий",
        "яя",
        "ее",
        "ей",
        "его",
        "ему",
    ),
    *("юю", "им", "ем", "а", "е", "у", "ої", "ій", "я", "є", "ю"),
)
_LATIN_QUALIFIERS = (
    *("novaya", "nova", "novyy", "novy", "novoe", "stary", "staraya", "staroe", "verkhny", "verkhnyaya"),
    *("nizhny", "nizhnyaya", "bolshoy", "bolshaya", "maly", "malaya", "velyka", "velykyi", "mala"),
    *("verkhnia", "nyzhnia"),
)

QUALIFIERS = frozenset(stem + ending for stem in _STEMS for ending in _ENDINGS) | frozenset(_LATIN_QUALIFIERS)
"""Words that make another name of a name, written with a capital before it (Новая Козинка); canonical."""
