"""How names that no dictionary knows are inflected in Russian and Ukrainian, by their endings.

The tables follow the school grammars: for Russian the classes of Zaliznyak's dictionary, for
Ukrainian the orthography of 2019, §§ 82-88 (nouns) and 100 (adjectives). Where the ending leaves
open which class a name belongs to (Дорогощь can be of either gender, Шебекино is declined by some and
not by others), the forms of each are given.
"""

from __future__ import annotations

import re

from monitors.language import endings

_NOUNS = {
    "ru": endings.table("""
        ово ево ино ыно         | о  | а у ом е
        ье                      | е  | я ю ем и
        ие                      | е  | я ю ем и
        ще це же че ше          | е  | а у ем
        ле ре не                | е  | я ю ем
        е э у ю                 | -  | -
        о                       | о  | о а у ом е
        ия                      | я  | и ю ей ею
        ка га ха                | а  | и е у ой ою
        жа ча ша ща             | а  | и е у ей ею ой
        ца                      | а  | ы е у ей ею ой
        а                       | а  | ы е у ой ою
        я                       | я  | и е ю ей ею
        цы                      | ы  | ев ов - ам ами ах
        ы                       | ы  | - ов ам ами ах
        ии                      | и  | й ям ями ях
        аи еи ои уи ьи          | и  | ев ям ями ях
        йки                     | йки | ек йков йкам йками йках
        нки лки рки вки тки дки ски | ки | ок ек ков кам ками ках
        ки ги хи                | и  | - ов ам ами ах
        жи чи ши щи             | и  | ей ам ами ах
        и                       | и  | ей ям ями ях
        жь чь шь щь             | ь  | а у ем и е ью
        ь                       | ь  | я ю ем и е ью
        ай ей ой уй яй юй эй    | й  | я ю ем е
        ий                      | й  | я ю ем и
        лец                     | ец | ьца ьцу ьцем ьцом ьце
        аец еец оец             | ец | йца йцу йцем йцом йце
        ец                      | ец | ца цу цем цом це
        чок шок жок             | ок | ка ку ком ке
        ок                      | ок | ка ку ком ке ока оку оком оке
        ж ч ш щ ц               | -  | а у ем ом е
        б в г д з к л м н п р с т ф х | - | а у ом е
    """),
    "uk": endings.table("""
        ове еве єве             | е  | а у ом ому ого им і ім
        ине іне їне             | е  | а у ом им ому ого і ім
        ово ево іно їно         | о  | а у ом і
        ське цьке зьке          | е  | ого ому им ім
        ще це же че ше          | е  | а у ем і
        не ве                   | е  | ого ому им ім
        е                       | е  | я ю ем а у і
        у ю є ї                 | -  | -
        о                       | о  | а у ом і
        ія                      | я  | ї ю єю
        ая ея оя уя             | я  | ї ю єю
        ка                      | ка | ки ці ку кою
        га                      | га | ги зі гу гою
        ха                      | ха | хи сі ху хою
        жа ча ша ща             | а  | і у ею
        а                       | а  | и і у ою
        я                       | я  | і ю ею е ям
        йки                     | йки | йок йків йкам йками йках
        нки лки рки вки тки дки ськи | ки | ок ків кам ками ках
        и                       | и  | - ів ам ами ах
        жі чі ші щі             | і  | ів ей ам ами ах
        ці                      | і  | ів ь ям ями ях
        і                       | і  | ь ів ей ям ями ях
        ів                      | ів | ова ову овом ові
        їв                      | їв | єва єву євом єві
        іль                     | іль | оля олю олем олі олеві іля ілю ілем ілі ілеві
        іл                      | іл | ола олу олом олові олі іла ілу ілом ілі
        іг                      | іг | ога огу огом огові озі іга ігу ігом ізі
        ід                      | ід | оду ода одом одові оді іда іду ідом іді
        ль                      | ь  | я ю ем еві і лю
        ть                      | ь  | і ю я ем еві
        ь                       | ь  | я ю ем еві і
        й                       | й  | я ю єм єві ї
        лець                    | ець | ьця ьцю ьцем ьцеві ьці
        аєць їєць оєць          | єць | йця йцю йцем йцеві йці
        ець                     | ець | ця цю цем цеві ці
        чок шок жок             | ок | ка ку ком кові
        ок                      | ок | ка ку ком кові ока оку оком окові оці
        ж ч ш щ                 | -  | а у ем еві і
        к                       | -  | а у ом ові
        г                       | г  | га гу гом гові зі
        х                       | х  | ха ху хом хові сі
        б в д з л м н п р с т ф ц | - | а у ом ові і
    """),
}
_ADJECTIVES = {
    "ru": endings.table("""
        жий чий ший щий         | ий | его ему им ем ая ей ую ею ее ие их ими
        кий гий хий             | ий | ого ому им ом ая ой ую ою ое ие их ими
        ний                     | ий | его ему им ем яя ей юю ею ее ие их ими
        кой гой хой жой чой шой щой | ой | ого ому им ом ая ой ую ою ое ие их ими
        ый                      | ый | ого ому ым ом ая ой ую ою ое ые ых ыми
        ой                      | ой | ого ому ым ом ая ой ую ою ое ые ых ыми
        жая чая шая щая         | ая | ей ую ею ой
        ая                      | ая | ой ую ою
        яя                      | яя | ей юю ею
        кое гое хое жое шое     | ое | ого ому им ом
        ое                      | ое | ого ому ым ом
        ее                      | ее | его ему им ем
        ые                      | ые | ых ым ыми
        ие                      | ие | их им ими
    """),
    "uk": endings.table("""
        ій                      | ій | я є ього ьої ьому ю ьою ім і іх іми
        ий                      | ий | а е ого ої ому у ою им ім і их ими ій
        а                       | а  | ої ій у ою
        е                       | е  | ого ому им ім
        ні                      | і  | их им ими іх ім іми
        і                       | і  | их им ими
        я                       | я  | ьої ій ю ьою
        є                       | є  | ього ьому ім
    """),
}
_LOOKS_ADJECTIVAL = {
    "ru": re.compile(r"(?:[кгхжчшщн]ий|ый|[бвгджзклмнпрстфхцчшщ]ой|ая|яя|ое|ее|ые|[кгхжчшщн]ие)$"),
    "uk": re.compile(r"(?:ий|[нсз]ій|[сзц]ьк[аеі])$"),
}


def looks_adjectival(word: str, language: str) -> bool:
    """Return whether a name (canonical) ends as an adjective does."""
    return bool(_LOOKS_ADJECTIVAL[language].search(word))


def declined(word: str, language: str) -> frozenset[str]:
    """Return the forms of a name (canonical), as a noun, as an adjective, or as either, by its ending."""
    found = {word}
    adjectival = looks_adjectival(word, language)
    if adjectival:
        found |= adjective(word, language)
    if not adjectival or word.endswith(("ой", "ие", "ее")):
        found |= noun(word, language)
    return frozenset(found)


def noun(word: str, language: str) -> frozenset[str]:
    """Return the forms of a name that is a noun."""
    return endings.apply(_NOUNS[language], word) | {word}


def adjective(word: str, language: str) -> frozenset[str]:
    """Return the forms of an adjective: all of a masculine, else those of its gender or number."""
    return endings.apply(_ADJECTIVES[language], word) | {word}
