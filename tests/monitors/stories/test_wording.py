"""How sure a post is by its own words, in four languages; every sentence is invented."""

import pytest

from monitors.language.fold import words
from monitors.stories.words.phrases import Phrases, PhraseSet, words_of
from monitors.stories.words.wording import denies, hedge_in, is_hearsay

PRELIMINARY = {
    "По предварительным данным, снаряд упал в огороде.": "по предварительным данным",
    "Дрон упал в поле. По предварительной информации, никто не пострадал": "по предварительной информации",
    "ПВО отработала. Предварительно, пострадавших нет": "предварительно пострадавших",
    "По первым данным, выбиты стёкла в школе": "по первым данным",
    "Прилёт на улице Садовой, информация уточняется": "информация уточняется",
    "За попередніми даними, уламки впали на подвір'я": "за попередніми даними",
    "За попередньою інформацією, горить склад": "за попередньою інформацією",
    "Приліт у Степовому, дані уточнюються.": "дані уточнюються",
    "Volgens voorlopige gegevens zijn twee schuren afgebrand": "volgens voorlopige gegevens",
    "Volgens de eerste berichten is een dak weggeslagen": "volgens de eerste berichten",
    "According to preliminary information the depot is on fire": "according to preliminary information",
    "Initial reports point to a gas main": "initial reports",
}
GUESSES = {
    "Громко на юге, предположительно работа ПВО": "предположительно",
    "Опять гремит, похоже на миномёт": "похоже на",
    "Скорее всего, это гроза": "скорее всего",
    "Возможно, прилёт за рекой": "возможно прилет",
    "Гупнуло за лісом, ймовірно дрон": "ймовірно",
    "Мабуть, працює ППО": "мабуть",
    "Vermoedelijk een drone boven de haven": "vermoedelijk",
    "Mogelijk gewonden na een inslag": "mogelijk gewonden",
    "The bang was apparently a transformer": "apparently",
    "A drone may have hit the silo": "may have hit",
}
HEARSAY = {
    "В Степном якобы слышны выстрелы": "якобы",
    "По неподтверждённым сообщениям, обстреляна ферма": "неподтвержденным",
    "Неподтвержденная информация: взрыв у моста": "неподтвержденная",
    "Непроверенные сведения о пожаре на складе": "непроверенные",
    "Ходят слухи об эвакуации хутора": "ходят слухи",
    "Взрыв у вокзала, информация пока не подтверждена": "не подтверждена",
    "Официального подтверждения взрыву пока нет": "официального подтверждения взрыву пока нет",
    "Сообщения о дроне над заводом проверяются": "сообщения о дроне над заводом проверяются",
    "Стрельба у брода пока не подтверждается": "пока не подтверждается",
    "Местные каналы пишут о стрельбе у брода": "местные каналы пишут",
    "Стрельба у брода, сообщают местные паблики": "сообщают местные паблики",
    "Пишут, что у брода стреляют": "пишут что",
    "Канал «Брод» сообщает о стрельбе": "канал брод сообщает",
    "По сообщениям соседских чатов, стреляют у брода": "по сообщениям соседских чатов",
    "У Степовому нібито чули постріли": "нібито",
    "За непідтвердженими даними, обстріляно ферму": "непідтвердженими",
    "Вибух біля мосту, підтвердження поки немає": "підтвердження поки немає",
    "За чутками, хутір евакуюють": "за чутками",
    "Пишуть, що біля броду стріляють": "пишуть що",
    "Стрілянина біля броду, повідомляє місцевий канал": "повідомляє місцевий канал",
    "Volgens onbevestigde berichten is de brug geraakt": "onbevestigde",
    "Naar verluidt is er geschoten bij de sluis": "naar verluidt",
    "Er zouden drie huizen zijn geraakt": "zouden drie huizen zijn geraakt",
    "De molen zou in brand geschoten zijn": "zou in brand geschoten zijn",
    "Er wordt geschoten, schrijft een buurtkanaal": "schrijft een buurtkanaal",
    "Geruchten over een ontploffing bij de dijk": "geruchten over",
    "De beschieting is nog niet bevestigd": "niet bevestigd",
    "Unconfirmed reports of a blast near the ferry": "unconfirmed",
    "Shells reportedly landed near the mill": "reportedly",
    "The farm was allegedly shelled twice": "allegedly",
    "A strike on the mill has not been independently verified": "not been independently verified",
    "Shots at the ford, according to a local channel": "according to a local channel",
    "Rumours of an evacuation of the hamlet": "rumours of",
}
SURE = [
    "Снаряд упал в огороде, видели трое соседей",
    "Очевидцы сообщают о взрыве у моста",
    "По словам жителей, снаряд попал в сарай",
    "Обстрел Степного. Информация о пострадавших не подтверждена",
    "Число раненых уточняется",
    "Подписывайтесь на наш канал, пишите в чат",
    "Пишут из Степного: слышна стрельба",
    "Предварительная запись к врачу открыта",
    "По возможности оставайтесь дома",
    "По данным пресс-службы, повреждены две крыши",
    "Вибух біля мосту, бачили сусіди",
    "Очевидці розповідають про влучання в сарай",
    "Кількість поранених уточнюється",
    "Попередній запис до лікаря відкрито",
    "Buren zagen hoe de schuur werd geraakt",
    "Kom zo snel mogelijk naar de sporthal",
    "We zouden blij zijn als u water meeneemt",
    "Ik zou graag zijn gekomen",
    "Residents saw two shells land near the mill",
    "The mill is closed until May",
    "Confirm your place by Friday",
    "Video of a shell by the mill, time not confirmed",
    "",
]
DENYING = [
    "Губернатор опроверг сообщения о взрыве",
    "Мэрия опровергает слухи об эвакуации",
    "Информация об обстреле хутора не подтверждается",
    "Сообщение о дроне не подтвердилось",
    "Это не соответствует действительности, в Степном тихо",
    "Фейк! Никакого пожара на складе нет",
    "Рассылка об отключении воды оказалась фейком",
    "Взрывов в Степном не было",
    "Обстрелов за час не зафиксировано",
    "Взрыва у моста в Степном этой ночью не было",
    "На площади тихо, никакого взрыва не слышали",
    "Никаких прилётов нет, это гроза",
    "Эвакуация не объявлялась",
    "Не верьте слухам: мост цел",
    "Міськрада спростувала повідомлення про вибух",
    "Інформація про обстріл не відповідає дійсності",
    "Обстріл хутора не підтверджується",
    "Вибухів у Степовому не було",
    "Вибуху біля мосту в Степовому не було",
    "Це неправда, міст цілий",
    "Жодних прильотів у Степовому немає",
    "De burgemeester ontkent dat er geschoten is",
    "Het bericht over de brand is niet waar",
    "Dat klopt niet: de brug is open",
    "De politie spreekt berichten over een inslag tegen",
    "Er was geen beschieting, het was onweer",
    "The mayor denies any shelling of the hamlet",
    "Reports of a blast at the ferry are false",
    "There was no shelling in Stepnoe tonight",
    "Police dismissed the reports as rumours",
    "It is a hoax, the bridge stands",
]
TELLING = [
    "Взрывы в Степном, все в подвалы",
    "Обстрел Степного. Информация о пострадавших не подтверждается",
    "Обстрел Степного, пострадавших не было",
    "Мэр не подтвердил и не опроверг сообщения о взрыве",
    "Пока обстрел официально не подтверждается",
    "Обвинения опровергает адвокат: вину он не признал",
    "Осуждён за фейк о погоде",
    "Это не фейк, горит склад",
    "Света не было два часа",
    "После обстрела в Степном не было связи",
    "Снаряд попал в сети, из-за взрыва света не было два часа",
    "До взрыва там никого не было",
    "Вибухи у Степовому, всі в укриття",
    "Обстріл Степового, постраждалих немає",
    "Мер не спростовує повідомлень про вибух",
    "Beschieting van de haven, geen gewonden",
    "De burgemeester kan het niet ontkennen",
    "Hij ontkent betrokkenheid bij de inslag",
    "Shelling of the harbour, no casualties",
    "The army denies involvement in the strike",
    "Reporters were denied access to the mill",
    "The mayor did not deny the blast",
    "",
]


@pytest.mark.parametrize(("text", "hedge"), [*PRELIMINARY.items(), *GUESSES.items(), *HEARSAY.items()])
def test_a_hedge_is_given_as_the_post_words_it(text: str, hedge: str) -> None:
    """The words are the post's own, in their canonical spelling."""
    assert hedge_in(words(text)) == hedge


def test_a_doubt_is_given_before_early_data() -> None:
    """Who says both does not stand for it."""
    text = "По первым данным, горит склад. Информация не подтверждена."
    assert hedge_in(words(text)) == "не подтверждена"
    assert is_hearsay(hedge_in(words(text)))


@pytest.mark.parametrize("text", SURE)
def test_what_is_told_as_certain_has_no_hedge(text: str) -> None:
    """Eyewitnesses, and doubts about a detail alone, are none."""
    assert hedge_in(words(text)) == ""


@pytest.mark.parametrize("hedge", [*PRELIMINARY.values(), *GUESSES.values(), ""])
def test_who_gives_early_data_or_guesses_stands_for_the_event(hedge: str) -> None:
    """It is his own testimony."""
    assert not is_hearsay(hedge)


@pytest.mark.parametrize("hedge", HEARSAY.values())
def test_who_passes_on_what_others_say_does_not(hedge: str) -> None:
    """He says so himself."""
    assert is_hearsay(hedge)


@pytest.mark.parametrize("text", DENYING)
def test_a_denial_says_that_the_event_or_the_report_is_not_true(text: str) -> None:
    """Whoever denies, in whatever words."""
    assert denies(words(text))


@pytest.mark.parametrize("text", [*TELLING, *PRELIMINARY, *GUESSES, *HEARSAY])
def test_no_hurt_no_guilt_and_no_denial_deny_nothing(text: str) -> None:
    """The event stands; a hedge is no denial either."""
    assert not denies(words(text))


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("опроверг{,ла}", "мэр опроверг", (1, 2)),
        ("не было", "света не было", (1, 3)),
        ("по первым дан*", "по первым данным", (0, 3)),
        ("взрыва ..2 не было", "взрыва тут и не было", (0, 5)),
        ("взрыва ..2 не было", "взрыва тут и там и не было", None),
        ("взрыва ..2 не было", "взрыва стоп не было", None),
        ("не * взрыва", "не слышал взрыва", (0, 3)),
        ("взрыва не", "взрыва", None),
        ("не взрыва", "взрыва не", None),
    ],
)
def test_a_phrase_is_found_as_it_is_written(phrase: str, text: str, found: tuple[int, int] | None) -> None:
    """Endings, stars and gaps; a stop word ends a gap."""
    phrases = Phrases({"any": PhraseSet([phrase], words_of(["стоп"]))}, ["не", "по"])
    assert [(one.start, one.end) for one in phrases.find(text.split())] == ([found] if found else [])


def test_a_phrase_of_common_words_alone_is_refused() -> None:
    """It would be looked for everywhere."""
    with pytest.raises(ValueError, match=r"gives it away, got 'не \.\.3 взрыва'"):
        Phrases({"any": PhraseSet(["не ..3 взрыва"], words_of([]))}, ["не"])
