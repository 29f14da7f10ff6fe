"""The wordings by which posts say that they are not sure.

Collected from the habits of news desks, press offices and channels in Russian, Ukrainian, Dutch and English;
:mod:`monitors.stories.words.phrases` tells how they are written, :mod:`.wording` what they mean.
"""

from monitors.stories.words.phrases import phrases_in, words_in

COMMON = words_in("""
не по за это є це из в о об про и і та пока поки еще ще ни ані никак эта этой этому ми мы is are was
were be been no to the a an of in it by we has have had niet nog geen er zijn een de het dat dit te
wordt werd было було
""")
"""Words that are everywhere: none gives a phrase away."""

DETAILS = words_in("""
пострада* погиб* жертв* ранен* убит* разруш* поврежд* людей людях причаст* вин{у,ы,е} винов* обвинен*
участи{е,я} ответственност* постражд* загибл* поранен* вбит* руйнуван* пошкодж* жертви причетн*
звинувач* відповідальніст* slachtoffer* gewond* dod{e,en} schade betrokken* schuld* aansprak*
beschuldig* casualt* injur* victim* death* dead
killed wounded damage* involvement responsib* guilt* charge{,s} wrongdoing accus* access entry
boarding bail visa
""")
"""Words for what is only a detail of an event, or a matter of guilt.

That nobody knows of any hurt, or that a side did not do it, says nothing against the event.
"""

MOMENTS = words_in("""
врем{я,ени} час часу дат{а,у,ы} tijd{,stip} time date
""")
"""Words for when a picture was taken: that it is not known is no doubt of what it shows."""

SUPPLIES = words_in("""
свет{,а} вод{а,ы} газ{,а} тепл{о,а} связ{ь,и} электр* світл{о,а} вод{а,и} тепл{о,а} зв'язк{у,ок} електр*
интернет{,а} інтернет{,у} пожар{,а} пожеж{а,і}
""")
"""Words for what fails after an event: that there was no light says nothing of the blast named before."""

STOPS = words_in("""
ik wij we je jij u ze als
""")
"""Words that no gap bridges, besides details: what follows is another clause, or a wish (``zou ik``)."""

PRELIMINARY = phrases_in("""
# Russian
по самым|всем|нашим предварительным данн*|сведен*|оценк*|подсчет*
по предварительн{ым,ой,ому} ..1 данн*|информаци*|сведен*|оценк*|верси*|подсчет*
предварительн{ая,ые,ой,ую,ых} информаци*|данн*|сведен*|верси*|оценк*
информация|данные|сведения|цифры ..1 предварительн{ая,ые}
по первы{м,ми}|первой|первоначальн{ым,ой} данн*|информаци*|сведен*|сообщен*
предварительно без|нет|никто|известно|обошлось|пострада*|погиб*|жертв*|ранен*|прилет*|удар*|сбит*|дрон*
  |бпла|беспилотн*|взрыв*|атак*|ракет*|поврежд*
информация|данные|сведения|обстоятельства ..1 уточня{ется,ются}
уточня{ется,ются} информация|данные|сведения|обстоятельства
# Ukrainian
за попередн{іми,ьою} ..1 дан*|інформаці*|відомост*|оцінк*|версі*|підрахунк*
попередн{я,і,ю,ьої,іх} інформаці*|дан*|відомост*|версі*|оцінк*
інформація|дані|відомості ..1 попередн{я,і}
за першими|первинн{ими,ою}|першою дан*|інформаці*|відомост*|повідомлен*
попередньо без|ніхто|відомо|минулося|обійшлося|постражд*|загибл*|жертв*|поранен*|приліт*|прильот*|удар*
  |збит*|дрон*|бпла|безпілотн*|вибух*|атак*|ракет*|пошкодж*
інформація|дані|відомості|обставини ..1 уточню{ється,ються}
уточню{ється,ються} інформація|дані|відомості|обставини
# Dutch
volgens|uit|blijkens ..3 voorlopige ..1 informatie|gegevens|berichten|cijfers|schatting*|meldingen
  |telling
volgens|uit ..1 eerste ..1 informatie|gegevens|berichten|meldingen|schatting*
voorlopige informatie|gegevens|berichten|cijfers|schatting*
eerste berichten|meldingen
# English
according ..3 preliminary|initial|early|first ..2 reports|report|information|data|findings|estimate*
  |accounts
preliminary ..1 reports|report|information|data|findings|estimate*|figures
initial|early|first reports|accounts|indications
""")
"""The speaker stands for the event; what is known of it is early and may change."""

HEARSAY = phrases_in("""
# Russian
якобы
неподтвержденн{ая,ой,ую,ые,ых,ым,ыми,ое,ого}|непроверенн{ая,ой,ую,ые,ых,ым,ыми,ое,ого}
не подтвержденн{ая,ой,ую,ые,ых,ым,ыми}|проверенн{ая,ой,ую,ые,ых,ым,ыми} информаци*|данн*|сведен*
  |сообщен*
по|из неофициальн{ым,ой,ых} данн*|информаци*|сведен*|источник*|сообщен*
по слухам
ход{ят,или}|появились|распространяются|идут слухи
слухи о|об|про
пишут|говорят|передают|рассказывают что
канал|паблик|телеграмканал ..3 пишет|сообщает|передает|публикует
будто бы
пиш{ет,ут}|сообща{ет,ют}|переда{ет,ют} ..1 местн{ый,ые} ..1 канал{,ы}|паблик{,и}|чат{,ы}|телеграм*
пишут|сообщают|передают каналы|паблики|телеграмканалы|телеграм|соцсети
местн{ый,ые} канал{,ы}|паблик{,и}|чат{,ы}|телеграм* ..2 пиш*|сообща*|переда*|публику*
каналы|паблики|телеграмканалы|соцсети ..1 пишут|сообщают|передают|публикуют
по сообщени{ям,ю}|данным|информации|словам ..2 канал{а,ов}|паблик{а,ов}|телеграм*|соцсетей|чат{а,ов}
в|из соцсетях|сети|чатах ..1 пишут|сообщают|публикуют|распространяют|появил*
пишут|сообщают|публикуют в соцсетях|сети|чатах|пабликах|каналах|телеграм*
если верить слухам|сообщениям|соцсетям|каналам|пабликам
# Ukrainian
нібито|начебто|буцімто
непідтверджен{а,ої,у,і,их,им,ими,е,ого,ій,ою}|неперевірен{а,ої,у,і,их,им,ими,е,ого,ій,ою}
за|з неофіційн{ими,ою,их} дан*|інформаці*|відомост*|джерел*
за чутками
пиш{е,уть}|повідомля{є,ють} ..1 місцев{ий,і} ..1 канал{,и}|паблік{,и}|чат{,и}|телеграм*
пишуть|повідомляють канали|пабліки|соцмережі
пишуть|кажуть|розповідають що
канал|паблік|телеграмканал ..3 пише|повідомляє|публікує
місцев{ий,і} канал{,и}|паблік{,и}|чат{,и}|телеграм* ..2 пиш*|повідомля*|публіку*
канали|пабліки|соцмережі ..1 пишуть|повідомляють|публікують
за повідомленн{ями,ям}|даними|інформацією|словами ..2 канал{у,ів}|паблік{у,ів}|телеграм*|соцмереж|чат{у,ів}
в|у соцмережах|мережі|чатах ..1 пишуть|повідомляють|публікують|поширю*|з'явил*
пишуть|повідомляють|публікують в|у соцмережах|мережі|чатах|пабліках|каналах
ходять|поширюються|з'явилися|йдуть чутки
чутки про
# Dutch
onbevestigd{,e}|ongeverifieerd{,e}
naar verluid{t,}
naar het schijnt
volgens|schrij{ft,ven}|mel{dt,den} ..2 kanaal|kanalen|buurtkanaal|buurtkanalen|telegramkanaal|telegramkanalen
op sociale media ..2 gaat|gaan|wordt|worden|verschijnen|circuleren
vermeende
volgens|op ..1 geruchten
er|de gaan ..2 geruchten
gaan|doen geruchten
geruchten over|dat|van|als
het gerucht dat|gaat
zou{,den} ..8 zijn|hebben|worden ge*|ver*|be*|ont*|her*|neerge*|inge*|uitge*|afge*|aange*|omge*|opge*
zou{,den} ..8 ge*|ver*|be*|ont*|neerge*|inge*|uitge*|afge*|aange*|omge*|opge* zijn|hebben|worden
# English
unconfirmed|unverified|unsubstantiated
reportedly|allegedly|purportedly|supposedly
alleged|purported|rumou{red}|rumo{red}
rumours|rumors|rumour|rumor of|that|about|has|have|say|suggest
unofficial reports|data|information|sources|accounts
according to ..3 channel{,s}|telegram
channels|channel ..1 say|says|report|reports|write|writes|claim|claims
on social media ..2 claim{,s}|say|show|appear
posts on social media
is|are|was|were said to have|be
""")
"""The speaker passes on what others say, whom nobody can ask, and does not stand for it."""

UNCONFIRMED = phrases_in("""
# Russian
не подтвержд{ен,ена,ено,ены}|проверен{о,а,ы}
пока|еще|официально не подтвержда{ется,ются}|подтвердил{ась,ось,ись,ся}
никто ..2 не подтвердил{,и,а}
официальн{ого,ых} подтвержден{ия,ий} ..3 нет|не
подтвержден{ия,ий} ..3 нет|не
нет ..2 подтвержден{ия,ий}
без подтверждения
без официального подтверждения
информация|данные|сведения|сообщения|сообщение ..7 проверя{ется,ются}
треб{ует,уют} подтверждения|проверки
ждем|ожидаем подтвержден*
ни подтвердить ни опровергнуть
не смог{ла,ли,} ..4 подтвердить|проверить|установить|удостовериться
не можем ..3 подтвердить|проверить
невозможно ..2 подтвердить|проверить
официальн{ой,ых} информации|данных|сообщений ..2 нет|не
# Ukrainian
не підтверджен{о,а,і,ий}|перевірен{о,а,і}
поки|наразі|ще|офіційно не підтверджу{ється,ються}|підтвердил{ася,ось,ися}
ніхто ..2 не підтвердив|підтвердила|підтвердили
підтвердження ..3 немає|нема|не
немає|нема ..2 підтвердження|підтверджень
без підтвердження
інформація|дані|відомості|повідомлення ..7 перевіря{ється,ються}
потребу{є,ють} підтвердження|перевірки
чекаємо|очікуємо ..1 підтвердженн*
не вдалося ..4 підтвердити|перевірити|встановити
встановити ..3 не вдалося
не можемо ..3 підтвердити|перевірити
підтвердити|перевірити ..3 неможливо
неможливо ..2 підтвердити|перевірити
офіційн{ої,их} інформації|даних|повідомлень ..2 немає|нема|не
# Dutch
niet bevestigd{,e}|geverifieerd{,e}
niet officieel|onafhankelijk|formeel bevestigd|geverifieerd|vastgesteld
geen officiële|officiele|onafhankelijke bevestiging
geen bevestiging
kan|kon{,den}|kunnen ..5 niet ..4 bevestig{d,en}|geverifieerd|verifiëren|vastgesteld|vaststellen
wordt|worden nog geverifieerd|gecontroleerd|nagetrokken
wacht{en,} ..3 bevestiging
# English
not ..3 confirmed|verified|corroborated|substantiated
cannot|couldn ..3 confirm|verify|establish|confirmed|verified|established
could|can not ..3 confirm|verify|establish|confirmed|verified|established
no official|independent|immediate confirmation|verification
no confirmation
awaiting|await|pending ..2 confirmation|verification
yet to ..2 confirm|confirmed|verified|verify
being verified|checked
""")
"""It is said in so many words that the report is not confirmed; of a detail alone it says nothing."""

GUESSES = phrases_in("""
предположительно|вероятно|кажется
похоже на|что
по всей видимости|вероятности
скорее всего
судя по всему
вроде бы|как
возможн{о,ы,а,ом,ой,ых} это|есть|прилет*|взрыв*|удар*|атак*|обстрел*|дрон*|бпла|беспилотн*|пво|ракет*
  |сбит*|артиллери*|попадан*|пострада*|погиб*|поврежд*
ймовірно|імовірно|вірогідно|мабуть|здається|напевно|найімовірніше
схоже на|що
скоріш{,е} за все|всього
судячи з|по усього|всього|всьому
можлив{о,і,а,ий} це|є|приліт*|прильот*|вибух*|удар*|атак*|обстріл*|дрон*|бпла|безпілотн*|ппо|ракет*
  |збит*|влучан*|постражд*|загибл*|пошкодж*
vermoedelijk{,e}|waarschijnlijk{,e}|schijnbaar|ogenschijnlijk{,e}
mogelijk een|explosie*|ontploffing*|drone*|aanval*|inslag*|raket*|slachtoffer*|gewond*|dod*|meerdere
  |enkele
mogelijke explosie*|ontploffing*|drone*|aanval*|inslag*|raket*|beschieting*|slachtoffer*
lijkt erop|te dat|zijn|hebben
apparently|presumably|possibly|probably|seemingly|likely|suspected
most|very likely
may|might have ..1 been|hit|struck|fallen|landed|exploded|crashed|caused
believed|thought|feared to
""")
"""The speaker guesses."""
