"""How each system and each language's press writes Cyrillic names in Latin letters.

A table says ``unit:spelling/spelling``, the usual spelling first; ``-`` is nothing. A unit is a letter
or a group (``кс``), with what stands around it where that matters; what a table does not name falls
back on the unit with less around it, then on its single letters, then on the table that all share:

====== ================================================================================
``#е`` at the beginning of the word
``^е`` after a vowel, ``й``, ``ь``, ``ъ`` or an apostrophe: the letter is read with a j
``!е`` after ``ж ш ч щ ц``
``=е`` after ``л``
``*е`` after ``б п в м ф д т н``
``ий.`` at the end of the word
``-с`` between vowels
``л+`` before ``е ё и і ї є ю я ь``
====== ================================================================================

Sources: BGN/PCGN 1947 (Russian) and 1965 (Ukrainian; since 2019 it is the national system); ISO 9:1995;
GOST 7.79-2000, system B; GOST R 52535.1-2006 and ICAO Doc 9303 (passports), which ALA-LC without
ligatures differs from only in the soft sign; the resolution of Ukraine's Cabinet No. 55 of 2010;
scholarly transliteration (DIN 1460:1982, ISO/R 9:1968); for the press the orthographies' own rules: Duden,
Taalunie's "Namen in het Latijnse alfabet", the Polish language council's rules (PWN, 2008), the Czech
Academy's "Pravidla", the French press as in the Petit Larousse, SFS 4900 (Finnish), TT-språket (Swedish),
the Fundéu (Spanish) and the Portuguese press.
"""

from __future__ import annotations

from typing import NamedTuple

Table = dict[str, tuple[str, ...]]


class System(NamedTuple):
    """One way of writing Cyrillic in Latin letters.

    ``cost`` tells how much rarer it is than the usual ones; ``foreign`` holds spellings that other
    systems lend to it, for words in which habits are mixed (Beslyudovka: a German s, an English yu);
    ``stressed`` says that it may mark the stressed vowel.
    """

    name: str
    table: Table
    cost: int = 0
    foreign: Table = {}  # noqa: RUF012 - of a NamedTuple; nothing writes to it
    stressed: bool = False


def _table(*texts: str) -> Table:
    pairs = (item.rsplit(":", 1) for text in texts for item in text.split())
    return {unit: tuple(s.replace("-", "") for s in spellings.split("/")) for unit, spellings in pairs}


_SHARED = (
    "а:a б:b в:v г:g ґ:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh"
    " ц:ts ч:ch ш:sh щ:shch ъ:- ы:y ь:- э:e ю:yu я:ya і:i ї:yi є:ye ':-"
)
_HOOKS = "ж:ž й:j ц:c ч:č ш:š щ:šč"
_POLISH = (
    "в:w #е:je ^е:je !е:e =е:e #ё:jo ^ё:jo !ё:o =ё:o ж:ż/z !и:y й:j ий.:ij/i ый.:yj/y л:ł/l л+:l нь:ń сь:ś"
    " зь:ź ть:ć/t дь:dź/d х:ch ц:c ч:cz ш:sz щ:szcz ю:iu #ю:ju ^ю:ju !ю:u =ю:u я:ia #я:ja ^я:ja !я:a =я:a"
)
_UNMARKED = "ж:z й:j ц:c ч:c ш:s щ:sc"
_HUNGARIAN = "ж:zs й:j с:sz х:h ц:c ч:cs ш:s щ:scs ю:ju я:ja"
_TURKISH = "ж:j х:h ч:ç ш:ş щ:şç ю:yu я:ya"
_UKRAINIAN = "г:h/g и:y ї:ji"

_LENT_TO_ENGLISH = _table(
    "в:w ж:j/ž/zj/sch з:s й:j х:ch ц:c/tz ч:tch/tsch/č ш:sch/sj/š щ:sch/chtch ы:i ю:ju/iu я:ja/ia"
    " #е:je/ie ^е:je/ie е:ye/ie/je/yo !е:o ё:jo/io є:je ї:ji"
)
_LENT_TO_GERMAN = _table(
    "в:v ж:zh/j/sh з:z й:y х:kh/h ц:ts/c ч:ch/tch ш:sh/s щ:shch/sch ё:yo ю:yu/iu я:ya/ia #е:ye ^е:ye"
)


def _system(name: str, *texts: str, cost: int = 0, foreign: Table | None = None) -> System:
    return System(name, _table(_SHARED, *texts), cost, foreign or {}, stressed=name == "Spanish")


# --- Russian ----------------------------------------------------------------------------------

_RUSSIAN = (
    _system(
        "English",
        "#е:ye/e ^е:ye/e ё:yo/e/ye !ё:o/yo/e й:y/i ий.:y/iy/i/ii/ij ый.:y/yy/iy/i кс:ks/x х:kh/h щ:shch/sch",
        "^и:i/yi ъ:-/' ь:-/'",
        foreign=_LENT_TO_ENGLISH,
    ),
    _system("passport", "ё:e/io й:i ий.:ii/iy/i ый.:yi/y/yy ъ:ie/- ь:-/' ю:iu я:ia"),
    _system(
        "scholarly",
        _HOOKS,
        "#е:e/je ^е:e/je ё:ë/jo/e !ё:o/ë/e х:ch/x/h/kh ий.:ij/i ый.:yj/y ъ:-/' ь:-/' э:è/ė/e ю:ju я:ja",
    ),
    _system(
        "German",
        "в:w #е:je/e ^е:je/e е:e/je ё:jo/e !ё:o/jo/e ж:sch/sh з:s/z й:i/j #й:j ий.:i/ij/y ый.:y/yj/i",
        "кс:x/ks -с:s/ss х:ch ц:z/ts ч:tsch ш:sch щ:schtsch ю:ju я:ja",
        foreign=_LENT_TO_GERMAN,
    ),
    _system("Polish", _POLISH, "е:ie/e ё:io/o"),
    _system("Polish, hard", _POLISH, "е:e ё:o"),
    _system(
        "Dutch",
        "#е:je/e ^е:je/e ё:jo/e !ё:o/jo ж:zj/zh й:j/i ий.:i/y/ij ый.:y/yj/i у:oe/u х:ch/kh ч:tsj ш:sj",
        "щ:sjtsj ю:joe/ju я:ja",
    ),
    _system(
        "French",
        "г+:gu/g е:e/é #е:ie/e ^е:ie/ïe/e ё:io/e ж:j й:ï/i #й:i ий.:i/iï/y ый.:y/yï кс:x/ks -с:ss/s у:ou",
        "ч:tch ш:ch щ:chtch ю:iou #я:ia ^я:ïa/ia я:ia",
    ),
    _system(
        "Czech",
        _HOOKS,
        "*е:ě/e #е:je/e ^е:je/e ё:jo/o !ё:o дь:ď/d нь:ň/n ть:ť/t х:ch ий.:ij/ý ый.:yj/ý ю:ju я:ja",
    ),
    _system("BGN/PCGN", "#е:ye ^е:ye ё:ë #ё:yë ^ё:yë ъ:' ь:' ий.:iy ый.:yy", foreign=_table("е:ë")),
    _system("ISO 9", _HOOKS, "ё:ë х:h щ:ŝ ъ:ʺ/' ь:ʹ/'/- э:è ю:û я:â"),
    _system("GOST 7.79 B", "й:j х:x ц:c/cz щ:shh ь:-/' ъ:-/'", cost=1),
    _system(
        "Swedish",
        "#е:je ^е:je ё:jo/e ж:zj й:j ий.:ij/y ый.:yj/y х:ch ч:tj ш:sj щ:sjtj ю:ju я:ja",
        cost=1,
    ),
    _system(
        "Finnish",
        "#е:je ^е:je ё:jo ж:ž й:i/j ий.:i ый.:yi х:h ц:ts ч:tš ш:š щ:štš ю:ju я:ja",
        cost=1,
    ),
    _system(
        "Spanish",
        "#е:ye/ie ^е:ye/ie/e ё:io/yo/e ж:zh/y й:i/y ий.:i/y ый.:y/i х:j/h щ:shch/sch ю:yu/iu я:ya/ia",
        cost=1,
    ),
    _system("scholarly without marks", _UNMARKED, "х:h/ch ий.:ij/i ый.:yj/y ю:ju я:ja ё:jo/e", cost=2),
    _system("Hungarian", _HUNGARIAN, "#е:je ^е:je ё:jo ий.:ij ый.:ij ы:i", cost=2),
    _system("Turkish", _TURKISH, "#е:ye ^е:ye ий.:iy/i ый.:ıy ы:ı/i", cost=2),
    _system(
        "Portuguese",
        "^е:ie/e ё:io й:i ий.:i/y ый.:y ж:j х:kh/h ч:tch ш:ch щ:chtch ю:iu я:ia",
        cost=1,
    ),
)

# --- Ukrainian --------------------------------------------------------------------------------

_UKRAINIAN_SYSTEMS = (
    _system(
        "national 2010",
        "г:h и:y зг:zgh ї:i #ї:yi є:ie #є:ye й:i #й:y ий.:yi/y ій.:ii ю:iu #ю:yu я:ia #я:ya",
    ),
    _system(
        "English",
        _UKRAINIAN,
        "и:y/i ї:yi/i є:ye/e/ie й:y/i ий.:y/yy/yi/iy ій.:iy/ii кс:ks/x ь:-/' ':-/' х:kh/h",
        "щ:shch/sch ю:yu/iu я:ya/ia",
        foreign=_LENT_TO_ENGLISH,
    ),
    _system("scholarly", _HOOKS, _UKRAINIAN, "ї:ï/ji/i є:je х:ch/x/h ий.:yj/y ій.:ij ь:-/' ':-/' ю:ju я:ja"),
    _system("ISO 9", _HOOKS, "г:g и:i і:ì ї:ï є:ê х:h щ:ŝ ь:ʹ/' ю:û я:â", cost=1),
    _system(
        "German",
        _UKRAINIAN,
        "в:w ж:sch/sh з:s/z ї:ji/i/ï є:je й:j/i ий.:yj/y ій.:ij кс:x/ks -с:s/ss х:ch ц:z/ts ч:tsch ш:sch",
        "щ:schtsch ю:ju я:ja",
        foreign=_LENT_TO_GERMAN,
    ),
    _system(
        "Polish",
        _UKRAINIAN,
        "в:w ж:ż/z ї:ji/i є:ie #є:je ^є:je й:j ий.:yj/y ій.:ij/i л:ł/l л+:l нь:ń сь:ś зь:ź ть:ć/t дь:dź/d",
        "ць:ć/c х:ch ц:c ч:cz ш:sz щ:szcz ю:iu #ю:ju ^ю:ju =ю:u я:ia #я:ja ^я:ja =я:a",
    ),
    _system(
        "Dutch",
        _UKRAINIAN,
        "ж:zj/zh ї:ji/i є:je й:j/i ий.:yj/y ій.:ij у:oe/u х:ch/kh ч:tsj ш:sj щ:sjtsj ю:joe/ju я:ja",
    ),
    _system(
        "French",
        _UKRAINIAN,
        "ж:j ї:ï є:ie/e й:ï/i ий.:yï/y кс:x/ks -с:ss/s у:ou ч:tch ш:ch щ:chtch ю:iou я:ia ^я:ïa/ia",
    ),
    _system("Czech", _HOOKS, _UKRAINIAN, "ї:ji є:je х:ch ий.:yj/ý дь:ď/d нь:ň/n ть:ť/t ю:ju я:ja"),
    _system("Swedish", _UKRAINIAN, "ж:zj ї:ji є:je й:j х:ch ч:tj ш:sj щ:sjtj ю:ju я:ja", cost=1),
    _system("Finnish", _UKRAINIAN, "ж:ž ї:ji є:je й:i/j х:h ч:tš ш:š щ:štš ю:ju я:ja", cost=1),
    _system("GOST 7.79 B", _UKRAINIAN, "й:j х:x ц:c/cz щ:shh ь:-/' є:ye", cost=1),
    _system("scholarly without marks", _UKRAINIAN, _UNMARKED, "х:h/ch ий.:yj/y є:je ю:ju я:ja", cost=2),
    _system("Hungarian", _UKRAINIAN, _HUNGARIAN, "и:i ий.:ij є:je", cost=2),
    _system("Turkish", _UKRAINIAN, _TURKISH, "и:ı/i ий.:iy є:ye", cost=2),
    _system("Spanish", _UKRAINIAN, "ж:zh/y ї:i є:ye/ie й:i/y х:j/h ю:yu/iu я:ya/ia", cost=1),
)

SYSTEMS: dict[str, tuple[System, ...]] = {"ru": _RUSSIAN, "uk": _UKRAINIAN_SYSTEMS}
"""The systems for each language (ISO 639-1), the most used first."""

ALPHABETS = {
    "ru": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "uk": frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'"),
}
"""The letters of each language; the apostrophe is one of Ukrainian's."""
