"""A name of the one language as the other writes it: Козинка, Козинка; Шебекино, Шебекине; Поділ, Подол.

Names of places are partly transcribed by letters and partly adapted by their parts (Белгород is
Бєлгород by the letters and Білгород by its root; Антоновка is Антонівка). No text says which a writer
takes, so both are given; rules after the Ukrainian orthography of 2019, §§ 144-153. A name that
is another word in the other language (Германия, Німеччина) is none of this module's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from monitors.language.slavic import canonical, dictionary


def ukrainian(word: str) -> frozenset[str]:
    """Return how Ukrainian writes a Russian name (one lower-case word): canonical spellings, 1 to 18."""
    return frozenset(_IRREGULAR.get(canonical(word), ())) or _crossed(word, "uk")


def russian(word: str) -> frozenset[str]:
    """Return how Russian writes a Ukrainian name (one lower-case word): canonical spellings, 1 to 18."""
    return frozenset(_IRREGULAR_BACK.get(word, ())) or _crossed(word, "ru") | _adjectival(word)


# Whole endings: what the source language has, and what the other can have for it.
_ENDINGS = {
    "uk": """
        овка=івка,овка евка=івка,евка ёвка=івка,ьовка,евка аевка=аївка оевка=оївка еевка=еївка,іївка,єєвка
        ово=ове,ово ево=еве,ево аево=аєве,аєво оево=оєве,оєво ино=ине,іно аино=аїне,аїно ыно=ине
        ское=ське цкое=цьке ская=ська цкая=цька ский=ський цкий=цький ские=ські цкие=цькі
        овский=івський,овський евский=івський,ївський,евський жский=жський,зький
        овская=івська,овська евская=івська,ївська,евська жская=жська,зька
        ск=ськ цк=цьк
        ое=е ее=є ая=а яя=я ый=ий ий=ій,ий ые=і ие=і чья=ча жья=жа
        ия=ія
        аев=аїв,аєв оев=оїв,оєв еев=еїв,еєв ьков=ків ов=ів,ов ев=ів,ев
        поль=піль,поль ол=іл,ол ог=іг,ог
        овец=овець,івець ец=ець
        стье=стя вье=в'я бье=б'я мье=м'я пье=п'я рье=р'я ожье=іжжя ечье=іччя,еччя есье=ісся,есся
        олье=ілля,олля лье=лля нье=ння тье=ття дье=ддя сье=сся зье=ззя чье=ччя жье=жжя шье=шшя
        ица=иця ца=ця овцы=івці,овці цы=ці
        ки=ки ги=ги хи=хи жи=жі чи=чі ши=ші ни=ні ли=лі ри=рі ти=ті ди=ді
    """,
    "ru": """
        аївка=аевка оївка=оевка еївка=еевка іївка=еевка ївка=евка івка=овка,евка
        аєве=аево оєве=оево ове=ово еве=ево єве=ево ине=ино,ыно іне=ино їне=ино
        ське=ское цьке=цкое зьке=зкое ська=ская цька=цкая ський=ский цький=цкий ські=ские цькі=цкие
        івський=овский,евский івська=овская,евская
        ськ=ск цьк=цк
        аїв=аев оїв=оев їв=ев ків=ков,ьков ів=ов,ев
        піль=поль іл=ол,ил іг=ог,иг івець=овец ець=ец
        ілля=олье,илье лля=лье ння=нье ття=тье ддя=дье іжжя=ожье ісся=есье іччя=ечье,очье
        сся=сье ззя=зье ччя=чье жжя=жье шшя=шье стя=стье в'я=вье б'я=бье м'я=мье п'я=пье р'я=рье
        ія=ия иця=ица ця=ца івці=овцы,евцы ці=цы,ци
        ий=ый,ий ій=ий инка=инка ин=ин
        ни=ны ли=лы ри=ры ти=ты ди=ды ми=мы си=сы зи=зы ви=вы би=бы пи=пы ци=цы
    """,
}
# Not by any rule of letters; towns of a million, and the countries themselves.
_IRREGULAR = {
    "киев": ("київ",),
    "днепр": ("дніпро", "дніпр"),
    "николаев": ("миколаїв",),
    "ровно": ("рівне",),
    "одесса": ("одеса",),
    "россия": ("росія",),
    "белоруссия": ("білорусь", "білорусія"),
}
_IRREGULAR_BACK = {name: (word,) for word, names in _IRREGULAR.items() for name in names}

_RULES = {
    language: {
        before: tuple(after.split(",")) for before, after in (rule.split("=") for rule in rules.split())
    }
    for language, rules in _ENDINGS.items()
}
_LONGEST = 6
_LETTERS = {
    "uk": tuple(
        (re.compile(pattern), instead)
        for pattern, instead in (
            (r"ъе", "'є"),
            (r"ье", "ьє"),
            (r"(?<=[жчшщ])ё", "о"),
            (r"(?<=[бвгджзклмнпрстфхц])ё", "ьо"),
            (r"ё", "йо"),
            (r"(?<![бвгджзклмнпрстфхцчшщь'])е", "є"),
            (r"э", "е"),
            (r"ы", "и"),
            (r"ъ", "'"),
            (r"(?<=[аеиоуюяєї])и", "ї"),
            (r"^и", "і"),
            (r"(?<=[жчшщц])и", "и"),
        )
    ),
    "ru": tuple(
        (re.compile(pattern), instead)
        for pattern, instead in (
            (r"йо|ьо", "е"),
            (r"ї", "и"),
            (r"є", "е"),
            (r"ґ", "г"),
            (r"'", "ъ"),
            (r"^е", "э"),
        )
    ),
}
# A vowel that can stand for several: the first of the word (an old ѣ, or an о that closed), and all others.
_FIRST = {"uk": ("е", ("е", "є", "і")), "ru": ("і", ("и", "е", "о"))}
_OTHERS = {"uk": re.compile(r"(?<=[бвгґдзклмнпрстфх])и"), "ru": re.compile(r"(?<=[бвдзлмнпрстфц])и")}
_OTHER = {"uk": ("і", "ы"), "ru": ("и", "ы")}
_HUSHING = frozenset("йжчшщц")
# An apostrophe that is not between two letters is none of a word's.
_LOOSE = re.compile("^'+|'+$|'(?=')")
_VOWEL = re.compile(r"[аеиоуыэюяіїє]")


@lru_cache(maxsize=4096)
def _crossed(word: str, language: str) -> frozenset[str]:
    stem, tails = _split(word, language)
    # The dots are a letter's of its own in Russian alone: Весёлая is Весела.
    stems = {stem, stem.replace("ё", "е")}
    firsts = (first for one in stems for first in _by_first_vowel(one, language))
    heads = {head for first in firsts for head in _by_letters(first, language)}
    crossed = (_LOOSE.sub("", canonical(head + tail)) for head, tail in product(heads, tails))
    return frozenset(spelling or canonical(word) for spelling in crossed)


def _split(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    """Return the word without its longest known ending, and what the ending can become."""
    rules = _RULES[language]
    for length in range(min(_LONGEST, len(word) - 1), 1, -1):
        if word[-length:] in rules:
            return word[:-length], rules[word[-length:]]
    return word, ("",)


def _by_first_vowel(stem: str, language: str) -> list[str]:
    vowel, instead = _FIRST[language]
    found = _VOWEL.search(stem)
    # In a name of three letters another vowel makes another name: Мен, Мін.
    if not found or found[0] != vowel or len(stem) <= found.end() + 1 or stem[found.start() - 1] in _HUSHING:
        return [stem]
    return [stem[: found.start()] + other + stem[found.end() :] for other in instead]


def _by_letters(stem: str, language: str) -> set[str]:
    if language == "ru":
        # Ukrainian и is either; і, by now only и, must not be taken for it.
        either = {_OTHERS["ru"].sub(other, stem) for other in _OTHER["ru"]}
        return {_by_rules(one, "ru").replace("і", "и") for one in either}
    # Before ы becomes и too: as і, or as ы, which becomes и.
    return {_by_rules(_OTHERS["uk"].sub(other, stem), "uk") for other in _OTHER["uk"]}


def _by_rules(stem: str, language: str) -> str:
    for pattern, instead in _LETTERS[language]:
        stem = pattern.sub(instead, stem)
    return stem


def _adjectival(word: str) -> frozenset[str]:
    """Return the Russian of a Ukrainian adjective, whose endings are shorter: Нова, Новая."""
    tail = {"а": "ая", "я": "яя", "е": "ое", "є": "ее", "і": "ые"}.get(word[-1:])
    if tail is None or all(entry.part != "ADJF" for entry in dictionary("uk").lexemes(word)):
        return frozenset()
    tails = (tail, "ие") if tail == "ые" else (tail,)
    return frozenset(stem + end for stem in _crossed(word[:-1], "ru") for end in tails)
