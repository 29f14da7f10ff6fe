"""Words that say nothing of what a post is about: they stand in nearly every one.

Articles, prepositions, conjunctions, pronouns, particles and the forms of "to be", in canonical
spelling. Few on purpose, as a rule of such words alone is refused: what means something in another of
these languages (Dutch *door*, English *us* and *may*) is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_LISTS = {
    "ru": """
        а без более бы был была были было быть в вам вас ведь весь во вот все всего всех всю вы где да
        для до его ее если есть еще же за здесь и из или им их к как какой когда которая которые который
        кто куда ли либо между меня мне мной может можно мы на над нам нас не него нее ней нет ни них но
        ну о об один он она они оно от очень перед по под после потом потому при про с сам свой себя
        сейчас со так также такой там то того тоже только том ты у уже чего чем через что чтобы эта эти
        это этого этой этом этот я
    """,
    "uk": """
        а або адже але б без би був була були було бути в вам вас вже ви вона вони воно все всі від він
        да де для до ж же з за зі й його коли крім ледве лише мене мені ми між на над нам нас не ним них
        ну ні о об один от перед по при про під після саме свій себе собою та так такий також там те ти
        тим то того тоді той тому тут у це цей цього цьому ця ці чи чого чому ще що щоб я як яка який
        якщо які є і із їй їм їх її
    """,
    "nl": """
        aan al als bij dan dat de deze die dit dus een en er ge had heb hebben heeft hem het hij hoe hun
        ik in is je jij kan maar me men met mij mijn na naar niet nog nu of om ook op te tegen tot u uit
        van voor waar was wat we wel werd wie wij worden wordt zal ze zich zij zijn zo zou
    """,
    "en": """
        a about after all also am an and any are as at be because been before but by can could did do
        does for from had has have he her him his how i if in into is it its me more my no not of on or
        our she so some such than that the their them then there these they this those to too was we
        were what when where which while with would you your
    """,
    "de": """
        aber als am an auch auf aus bei bin bis da das dass dem den der des die du durch ein eine einem
        einen einer er es für hat ich ihr im in ist ja kein mit nach nicht noch nur ob oder sich sie
        sind so um und uns von vor war was wenn wer wie wir wird wo zu zum zur über
    """,
    "pl": """
        a albo ale bo by być był była było były co czy dla do gdy go i ich im ja jak jako je jego jej
        jest już która które który lub ma mi może my na nad nie nim niż o od on ona one oni oraz po pod
        przed przez przy się są ta tak także tam te tego tej ten to tu ty tylko w we więc z za ze że
    """,
}

STOP_WORDS: Mapping[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _LISTS.items()}
"""Stop words by language (ISO 639-1)."""


def only_stop_words(words: Collection[str]) -> bool:
    """Tell whether all of these folded words are stop words of one language."""
    return any(known.issuperset(words) for known in STOP_WORDS.values())
