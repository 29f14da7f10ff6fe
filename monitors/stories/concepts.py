"""Words of four languages that mean one thing in news, so that reports in other words are found alike.

A line is one meaning: what happens in the field and in the news, countries with their people and
adjectives, units and abbreviations. Words stand in those forms whose stems differ; the stem of each counts
as the line's first word. Only words that hardly mean anything else: what is nearly the same is left apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EVENTS = """
    die died dies dead death deaths killed kill kills fatal fatalities умер умерла умерли умерло умирает умерший умерших скончался скончалась скончались скончавшийся погиб погибла погибли погибло погибнет погибших погибший погибшие гибель гибели смерть смерти смертью жертв жертвы жертва убит убита убиты убито убитых погибают загинув загинула загинули загиблих загиблі помер померла померли вбито вбитих смерть жертви overleden omgekomen dood doden dode gedood slachtoffers
    wounded injured injuries hurt wounds ранен ранена ранены раненых раненые ранения ранение ранений пострадал пострадала пострадали пострадавших пострадавшие травмы травмирован травмированы поранено поранені поранених поранення постраждав постраждала постраждали постраждалих gewond gewonden verwond verwondingen
    murder murdered kills убил убила убили убийство убийства убийстве убийца застрелил застрелили застрелен зарезал вбив вбивство вбили moord vermoord doodgeschoten
    shelling shelled shells обстрел обстрелы обстрела обстреляли обстрелян обстреливают обстреляла обстріл обстріли обстрілу обстріляли обстрілюють beschieting beschietingen beschoten
    explosion explosions exploded explodes blast blasts взрыв взрывы взрыва взорвался взорвалась взорвались взорвали взорван прогремел вибух вибухи вибуху вибухнув вибухнула пролунав explosie explosies ontploffing ontploffingen ontplofte
    fire fires burning blaze пожар пожара пожары пожаром загорелся загорелась загорелось загорелись горит горят сгорел сгорела сгорели возгорание возгорания пожежа пожежі пожежу загорівся загорілася горить згорів brand branden brandde afgebrand
    extinguish extinguished потушили потушен потушить тушат ликвидировали погасили загасили гасять geblust blussen
    drone drones uav uavs unmanned беспилотник беспилотники беспилотника беспилотников бпла дрон дроны дронов квадрокоптер безпілотник безпілотники безпілотника безпілотників onbemand onbemande
    downed сбит сбиты сбили сбито сбил збито збили збив neergehaald neergeschoten
    missile missiles rocket rockets ракета ракеты ракет ракетный ракетная ракетной ракетного ракети ракетна ракетний raket raketten raketaanval
    attack attacks attacked атака атаки атаку атаковал атаковали атакован атакована напал напали нападение удар удары ударил ударили атакували атаковано напад aanval aanvallen aangevallen aanslag
    alarm alert sirens siren тревога тревоги тревогу сирена сирены опасность опасности тривога тривоги тривогу сирени небезпека luchtalarm alarm sirene sirenes
    power electricity электричество электричества электроснабжение электроснабжения свет света электроэнергия электроэнергии обесточен обесточены світло світла електрика електропостачання електроенергія stroom elektriciteit stroomuitval
    damaged damage damages поврежден повреждена повреждены повреждено повреждения повреждение повредил пошкоджено пошкоджені пошкодження пошкоджений beschadigd schade
    destroyed destroys destroy destruction разрушен разрушена разрушены разрушения разрушил разрушили уничтожен уничтожены уничтожил уничтожили зруйновано зруйновані знищено знищили знищив vernietigd verwoest
    evacuate evacuated evacuation эвакуация эвакуации эвакуировали эвакуированы эвакуирован эвакуировать евакуація евакуації евакуювали евакуйовано evacuatie geevacueerd geëvacueerd
    hospital hospitals hospitalized hospitalised больница больницы больнице больницу госпиталь госпитализирован госпитализирована госпитализированы госпитализировали лікарня лікарні лікарню госпіталізовано ziekenhuis ziekenhuizen
    crash crashed accident авария аварии аварию дтп аварія аварії авиакатастрофа катастрофа крушение крушения разбился разбилась разбились ongeluk ongeval verkeersongeval
    earthquake quake землетрясение землетрясения землетрус aardbeving
    arrest arrested arrests detained detain задержан задержана задержаны задержали задержал задержание арестован арестована арестовали арестованы арест ареста пойман поймали затримано затримали заарештовано gearresteerd aangehouden opgepakt arrestatie
    sentence sentenced convicted jailed prison jail приговор приговорен приговорили приговорил осужден осудили осуждена тюрьма тюрьмы тюрьме тюремный засуджено вирок veroordeeld gevangenis celstraf
    court суд суда судом судебный rechtbank rechter
    kidnapped kidnap abducted похитили похищен похищена похищены похитил похищение похищенный похищенных викрадено викрали ontvoerd
    steal stolen theft украли украл украден украдены кража кражи похищено вкрали крадіжка gestolen diefstal
    resign resigned resigns resignation отставка отставки отставку отставке уволился відставка відставку afgetreden ontslag aftreden
    police полиция полиции полицией полицию полицейские полицейских полицейский полицейского поліція поліції поліцейські politie agenten
    rescuers спасатели спасателей мчс рятувальники рятувальників дснс brandweer hulpdiensten
    deny denied denies опроверг опровергла опровергли опровергают опровержение спростував спростували ontkent ontkend
    vote elections election выборы выборах выборов проголосовали вибори виборах verkiezingen verkiezing
    meet meeting met встретился встретится встретились встреча встречи зустріч зустрівся ontmoet ontmoeting
    agreement deal договор договора соглашение соглашения договорились угода угоди домовились akkoord overeenkomst
    ban banned bans запрет запрета запретил запретили запретила запретят запрещен запрещено запрещены заборона заборонили заборонив verbod verboden
    allow allowed permitted разрешил разрешили разрешила разрешат разрешено разрешен дозволили дозволив дозволено toegestaan
    legalise легализовал легализовали легализация легализовала узаконили
    propose proposed proposes предложил предложила предложили предлагает предлагают предложение запропонував запропонували voorgesteld
    refuse refused refuses отказался отказалась отказались откажется отказ отказывается відмовився відмовилася weigert geweigerd
    demand demanded demands требует потребовал потребовала потребовали требуют вимагає вимагають eist eisen
    ask asks asked просит попросил попросила попросили просят попросит просить просят попросив vraagt
    promise promised promises обещает пообещал пообещала обещают пообіцяв beloofd
    say says said told tells announced announces announce заявил заявила заявили заявляет сообщил сообщила сообщили сообщает сообщают рассказал рассказала рассказали объявил объявила объявили объявлено объявят объявит повідомив повідомила повідомили повідомляє повідомляють заявив заявила розповів розповіла zegt zei meldt melden gemeld aangekondigd
    find found finds нашел нашла нашли найден найдена найдено найдены найдут найдет обнаружил обнаружили обнаружен обнаружена обнаружено обнаружены знайшли знайдено виявили виявлено gevonden vinden vindt
    buy buys bought acquired acquire купил купила купили купит приобрел приобрела приобретет покупка купив придбав gekocht koopt
    begin begins began started start starts начал начала начали начался началась начались начнет начнется начинается начало стартовал стартовала стартует розпочав розпочали почався почалася begonnen begint gestart
    finish finished ended ends complete completed закончил закончился закончилась завершил завершился завершилась завершились завершили завершен завершено окончен закінчився завершився завершено beëindigd voltooid
    rise rises rose grew increase increased вырос выросла выросли выросло возросло возрос возросла увеличился увеличилось увеличилась увеличили увеличил увеличит увеличение повысил повысили повысится рост зріс зросла зросли збільшився збільшено gestegen stijgt stijging
    fall falls fell dropped decline decreased упал упала упали упало снизился снизилась снизились снизилось снизил снизили снизит понизил понизила понизили опустил опустила опустился сократил сократился сократилась сокращение подешевел впав знизився знизилася gedaald daalt daling
    exceed exceeded exceeds превысило превысил превысила превысили достигло достиг достигла достигли перевищила перевищило
    suspect suspected suspects подозревает подозревают заподозрил заподозрили подозреваемый подозреваемого подозрению подозрение підозрюють підозра підозрюваний verdacht verdachte
    accuse accused accuses charged charges обвинил обвинила обвинили обвинен обвинение обвинения обвиняемый обвиняют обвиняет звинуватив звинуватили beschuldigd beschuldigt aangeklaagd
    search searches обыск обыски обыскали обыскивают обшук обшуки huiszoeking
    win wins won victory победил победила победили победа победу победы выиграл выиграла выиграли обыграл обыграла обыграли переміг перемогла перемога виграв gewonnen wint overwinning
    lose loses lost defeat проиграл проиграла проиграли поражение програв програла поразка verloren verliest nederlaag
    build building построят построили построит строит строительство построен строят збудують будівництво gebouwd bouwen
    launch launched launches запустил запустила запустили запустят запустит запуск запущен запустив gelanceerd
    return returned returns вернулся вернулась вернулись вернется вернут вернули вернул возвращение возвращается повернувся повернулася повернули teruggekeerd terug
    leave leaves left покинул покинула покинули ушел ушла уехал выехал уйдет вышел покинув vertrokken vertrekt
    arrive arrives arrived прибыл прибыла прибыли приехал приехала прилетел приедет прибув прибула прибули aangekomen
    visit visited visits посетил посетила посетит посещение визит візит відвідав bezoek bezocht bezoekt
    send sent отправил отправила отправили отправит направил направила направили направит направлен отправлен надіслав відправив gestuurd verzonden
    cancel cancelled canceled отменил отменили отменила отменен отменено отменят скасував скасували скасовано geannuleerd afgelast
    postpone postponed перенес перенесли перенесен перенесена отложил отложили отложен відклали перенесли uitgesteld
    open opened opens открыл открыла открыли открыт открыта открылся откроется откроют открытие відкрив відкрили відкрито geopend opent
    close closed закрыл закрыла закрыли закрыт закрыта закроют закроют закрытие закрив закрили закрито gesloten sluit
    appoint appointed назначен назначена назначил назначили назначит назначение призначив призначено призначили benoemd
    dismiss dismissed sacked уволен уволена уволили уволил увольнение звільнили звільнено ontslagen
    sink sank sunk затонул затонула затонули потонул затонувшего затонув gezonken
    import ввоз ввоза импорт импорта імпорт invoer
    export вывоз экспорт экспорта експорт uitvoer
    shot shooting shootings стрельба стрельбы стрельбу перестрелка перестрелке расстрелял расстреляли стрілянина schietpartij schoten
    terrorist terrorists terrorism теракт теракта теракты терактов террорист террористы террористов терорист терористи terreur
    protest protests protesters protested протест протесты протеста протестующие митинг митинга митинги демонстрация демонстранты протестувальники мітинг protesten demonstratie demonstranten
"""

_PEOPLE_AND_THINGS = """
    former ex бывший бывшего бывшая бывшей бывшему экс колишній колишнього екс voormalig voormalige
    head chief leader глава главы главой главу главе руководитель руководителя начальник начальника начальника лидер лидера лидером гендиректор директор директора директором голова голови керівник hoofd leider directeur baas
    deputies deputy mps lawmakers депутат депутаты депутатов депутата госдума госдумы госдуме дума думы думе думу парламент парламента депутати депутатів kamerleden parlement
    president президент президента президентом президентский президентского президентских presidentieel
    government правительство правительства правительстве власти властей влада влади уряд уряду regering overheid autoriteiten
    minister министр министра министром министерство минист міністр міністра міністерство ministerie
    prosecutor prosecutors прокурор прокурора прокуратура прокуратуры прокуратуру прокуратура прокурори aanklager officier
    army military troops soldiers soldier военный военные военных военного военнослужащие военнослужащий военнослужащих солдат солдаты солдата армия армии військові військових військовий армія leger militairen soldaten militair
    militants боевик боевики боевиков боевика исламист исламисты исламистов бойовики strijders
    people человек человека людей люди людям чел жители жителей житель жителя граждан граждане гражданам осіб жителів мешканці мешканців residents resident civilians persons mensen personen inwoners bewoners burgers
    man мужчина мужчины мужчину мужчине чоловік чоловіка
    woman женщина женщины женщину женщине жінка жінки жінку vrouw
    child children kids ребенок ребенка детей дети детский детского дитина дитини дітей діти kind kinderen
    wife жена жены жену супруга супругу супруги дружина
    teenager teen teenagers teens подросток подростка подростки подростков підліток підлітка підлітки tiener tieners
    car cars vehicle vehicles автомобиль автомобиля автомобили автомобилей машина машины машину машин авто иномарка автомобіль автомобіля автомобілі auto autos voertuig voertuigen
    plane aircraft airplane самолет самолета самолеты лайнер лайнера літак літака vliegtuig
    ship vessel boat корабль корабля судно судна судне паром катер корабель schip
    house houses home homes дом дома домов доме домовладение домовладения будинок будинки будинків будинку huis huizen woning woningen
    flat flats apartment apartments квартира квартиры квартире квартир квартири appartement appartementen
    school schools школа школы школе школьник школьники школу школі
    village villages село села селе селу деревня деревни dorp dorpen
    town city cities город города городе городской городская місто міста місті stad
    region oblast область области областной регион региона області обласний регіон
    border граница границы границе границу пограничный приграничье кордон кордону кордоні grens
    internet интернет интернете интернета сеть сети інтернет мережа
    media сми зми змі
    central_bank цб центробанк центробанка нбу
    football футбол футбольный футболист футболиста футболисты soccer voetbal
    metro метро метрополитен метрополитена подземка подземке подземки метрополітен subway
    shopping_mall тц трц
    church церковь церкви церковный рпц церква kerk
    coast берег берега берегов побережье побережья узбережжя kust
    name назвал назвала назвали названы названа named
    number число количество числа количества кількість aantal
    scientists ученые ученых учёные исследователи вчені науковці researchers wetenschappers onderzoekers
    doctors врач врачи врача врачей медик медики медиков медработник медработники медработников лікар лікарі медики doctor artsen arts
    coronavirus covid коронавирус коронавируса коронавирусом коронавирусный covid19 коронавірус
    firms company компания компании компанию компаний фирма корпорация компанія компанії bedrijf firm
    actor actress актер актера актриса актрисы актрису актор акторка acteur actrice
    airport аэропорт аэропорта аэропорту аеропорт аеропорту luchthaven vliegveld
    ceasefire truce перемирие перемирия перемирии перемир'я wapenstilstand staakt
    talks negotiations переговоры переговоров переговорах переговори onderhandelingen
    sanctions санкции санкций санкциям санкції sancties
    budget бюджет бюджета бюджете begroting
    weapons weapon arms оружие оружия оружием вооружение зброя зброї wapens
    pope папа понтифик понтифика папы paus
    oil нефть нефти нефтяной нефтяная нафта нафти olie
    gas газ газа газовый газовая газу
    dollar доллар доллара долларов долларах долл доллары долар долари доларів dollars usd
    rouble рубль рубля рублей рублях руб рублю рубли rubles roubles ruble
    euro евро евровалюта євро euros
    hryvnia гривна гривны гривен гривень гривня грн
    thousand тыс тысяч тысячи тысяча тысячами тис тисяч тисячі duizend thousands
    million млн миллион миллиона миллионов миллионах мільйон мільйони мільйонів miljoen millions mln
    billion млрд миллиард миллиарда миллиардов миллиардах мільярд мільярди мільярдів miljard billions
    trillion трлн триллион триллиона триллионов трильйон
    percent процент процента процентов проц відсоток відсотки відсотків procent
    year years год года лет годы году рік роки років року jaar jaren
    month months месяц месяца месяцев місяць місяці місяців maand maanden
    week weeks неделя недели неделю недель тиждень тижні тижнів weken
    day days день дня дней сутки суток днів доба добу dag dagen
    hour hours час часа часов година години годин uur uren
    km километр километра километров кілометр кілометрів kilometers kilometres kilometer
"""

_COUNTRIES = """
    russia russian russians россия россии россию россией рф российский российская российские российских российского россиян россияне россиянин росія росії російський російська російські росіяни rusland russisch russische russen
    ukraine ukrainian ukrainians украина украины украине украину украинский украинская украинские украинских украинцы украинцев україна україни україні україну український українська українські українці oekraïne oekraine oekraïens oekraïense oekrainse
    usa us_ american americans america сша америка америки американский американская американские американских американцы американец американцев американца америка американський американські amerika amerikaanse amerikaans amerikanen вашингтон вашингтона washington
    britain british uk_ britons британия британии великобритания великобритании британский британская британские британцы британец британія великобританія британський brits britse
    france french франция франции францию французский французская французские французы француз франція франції французький frankrijk franse frans
    germany german germans германия германии германию немецкий немецкая немецкие немцы фрг німеччина німеччини німецький duitsland duitse duits
    china chinese китай китая китае китайский китайская китайские китайцы китай китаю китайський chinees chinese кнр
    japan japanese япония японии японский японская японские японцы японія японський japanse
    italy italian италия италии итальянский итальянская итальянские итальянцы італія італії італійський italië italiaanse
    spain spanish испания испании испанский испанская испанские испанцы іспанія іспанський spanje spaanse
    poland polish польша польши польше польский польская поляки польща польщі польський polen poolse
    turkey turkish турция турции турцию турецкий турецкая турецкие турки туреччина туреччини турецький turkije turkse
    syria syrian сирия сирии сирию сирийский сирийская сирийские сирийцы сирія сирії сирійський syrië syrische
    israel israeli израиль израиля израиле израильский израильская израильские израильтяне ізраїль ізраїлю ізраїльський israël israëlische
    egypt egyptian египет египта египте египетский египетская египетские египтяне єгипет єгипту єгипетський egypte egyptische
    india indian индия индии индию индийский индийская индийские індія індії індійський indiase
    iran iranian иран ирана иране иранский иранская иранские іран ірану іранський iraanse
    north_korea кндр
    belarus belarusian белоруссия белоруссии беларусь беларуси белорусский белорусские білорусь білорусі білоруський
    georgia georgian грузия грузии грузинский грузинская грузинские грузія грузії грузинський
    nepal непал непала непале непальский
    greece greek греция греции греческий греческая греки греція греції грецький griekenland griekse
    mexico mexican мексика мексики мексиканский мексиканская мексика
    moscow москва москвы москве москву московский московская московские московских москвич москвичи москвичей столичный столичная столичные столица москві московський moskou
    petersburg петербург петербурга петербурге петербургский петербургская петербургские спб петербурзі
    kyiv kiev киев киева киеве киевский киевские київ києва києві київський
    europe european европа европы европейский европейская европейские євросоюз еврокомиссия європа європи європейський europa europese
    eu ес евросоюз евросоюза евросоюзе єс євросоюзу
"""


def concepts(reduce: Callable[[str], str], letters: range) -> Mapping[str, str]:
    """Return the meaning of each stem as a stemmer makes it, of the words that begin with some letters."""
    lines = (line.split() for line in (_EVENTS + _PEOPLE_AND_THINGS + _COUNTRIES).splitlines() if line.split())
    return {
        reduce(word): line[0]
        for line in lines
        for word in line
        if ord(word[0]) in letters
    }
