"""Twelve good practices of the demo region: invented, written the way an institution would tell its neighbour."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

MARKS = {"#": "heading", ">": "quote", "-": "list"}


@dataclass(frozen=True)
class PracticeText:
    """One practice; ``body`` holds (heading | paragraph | quote | list, text), a list with one item a line."""

    slug: str
    title: str
    summary: str
    institution_kind: str
    locality: str
    competences: tuple[str, ...]
    body: tuple[tuple[str, str], ...]


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """A block a line: ``#`` heading, ``>`` quote, ``-`` item of a list, anything else a paragraph."""
    for mark, lines in groupby(text.strip().splitlines(), key=lambda line: line[0]):
        if mark == "-":
            yield "list", "\n".join(line[2:] for line in lines)
        else:
            yield from ((MARKS[mark], line[2:]) if mark in MARKS else ("paragraph", line) for line in lines)


def _practice(slug: str, title: str, summary: str, where: tuple[str, str], codes: str, body: str) -> PracticeText:
    return PracticeText(slug, title, summary, *where, tuple(codes.split()), tuple(_blocks(body)))


PRACTICES: tuple[PracticeText, ...] = (
    _practice(
        "ogrod-ktory-kazdy-moze-uprawiac",
        "Ogród, który każdy może uprawiać",
        "Zaniedbany plac za budynkiem zamienił się w ogród z podniesionymi grządkami. Pracują w nim uczestnicy domu i sąsiedzi, którzy wcześniej tylko przechodzili obok.",
        ("SDS", "Kodeń"),
        "C3.2 C3.4 C1.2",
        """
# Od czego się zaczęło
Przez osiem lat za naszym domem leżał plac, na którym rosły pokrzywy. Uczestnicy wychodzili tylko na ławkę przed wejściem, a sąsiedzi znali nas głównie z tablicy na płocie. Kiedy zapytaliśmy na zebraniu społeczności, czego brakuje, sześć osób powiedziało to samo: własnego kawałka ziemi.
# Co zrobiliśmy, krok po kroku
- W lutym uczestnicy narysowali plan: cztery grządki, kompostownik, stół i ścieżka na szerokość wózka.
- W marcu instruktor stolarni zbudował z nimi skrzynie o wysokości 70 cm, żeby można było pracować na siedząco.
- W kwietniu zaprosiliśmy sąsiadów na wymianę sadzonek. Przyszło jedenaście osób, każda dostała pół skrzyni pod opiekę.
- Od maja w każdy czwartek działa dyżur: jedna osoba z domu i jedna z ulicy razem podlewają, plewią i zapisują w zeszycie, co zrobiły.
Zeszyt okazał się najważniejszy. Dzięki niemu nikt nie musi pytać terapeuty, co dziś jest do zrobienia, a osoby, które mówią mało, mogą zostawić rysunek.
# Ile to kosztowało
Około 3 200 zł: deski, ziemia, wąż i narzędzia. Dwie trzecie pokryliśmy z budżetu domu, resztę z funduszu sołeckiego. Terapeuta poświęca na ogród mniej więcej trzy godziny w tygodniu.
# Co się zmieniło
Po dwóch sezonach z ogrodu korzysta 19 z 30 uczestników i siedem rodzin z sąsiedztwa. Dwie osoby, które wcześniej nie wychodziły same, przychodzą w czwartki przed czasem. Sąsiadka z naprzeciwka zaprosiła nas na dożynki, pierwszy raz jako gospodarzy stoiska.
> Najpierw pilnowałam swoich pomidorów. Teraz pilnuję, czy pan Marek już przyszedł, bo bez niego podlewanie się nie uda.
# Na co uważać
W lipcu grządki łatwo zarastają, bo wszyscy wyjeżdżają: plan dyżurów na wakacje trzeba ułożyć już w maju. Warto też od razu ustalić, kto zabiera plony. U nas połowa idzie do kuchni domu, połowa do opiekuna skrzyni.
# Od czego zacząć
- Od dwóch skrzyń, nie od całego ogrodu.
- Od jednej sąsiadki, która już coś uprawia.
- Od zeszytu na sznurku przy drzwiach.
""",
    ),
    _practice(
        "telefon-ktory-dzwoni-pierwszy",
        "Telefon, który dzwoni pierwszy",
        "Dwa razy w tygodniu to ośrodek dzwoni do osób starszych mieszkających samotnie. Krótka rozmowa pozwala zauważyć kłopot, zanim stanie się kryzysem.",
        ("OPS", "Biłgoraj"),
        "C1.2 C1.1 C3.3",
        """
# Jaki był problem
Zimą trzy razy dowiedzieliśmy się o upadku starszej osoby dopiero po kilku dniach, od listonosza. Wszystkie te osoby znaliśmy, ale żadna nie zadzwoniła sama: nie chciały przeszkadzać. Uznaliśmy, że skoro czekanie na telefon nie działa, to my zadzwonimy pierwsi.
# Jak to działa
- Pracownik socjalny w czasie zwykłej wizyty pyta o zgodę i o porę dnia, która odpowiada.
- Dzwoni zawsze ta sama osoba: wolontariusz albo pracownik, we wtorki i piątki.
- Rozmowa trwa od pięciu do dziesięciu minut. Pytamy o zdrowie, opał, leki i o to, co się wydarzyło dobrego.
- Po rozmowie na karcie zostaje jeden znak: wszystko w porządku, do sprawdzenia albo pilne.
- Gdy nikt nie odbiera, dzwonimy drugi raz po godzinie, a potem do wskazanego sąsiada.
Wolontariusze przeszli u nas dwa spotkania po cztery godziny: o słuchaniu, o granicach i o tym, czego nie zapisujemy. Co miesiąc siadamy razem przy kawie i omawiamy trudniejsze rozmowy.
# Ile to kosztuje
Dwa abonamenty telefoniczne i materiały to około 110 zł miesięcznie. Sześcioro wolontariuszy poświęca po dwie godziny w tygodniu, koordynatorka mniej więcej cztery.
# Co się zmieniło
Rozmawiamy z 34 osobami. W ciągu roku dziewięć razy znak „pilne” uruchomił wizytę tego samego dnia. Kilkanaście osób zaczęło korzystać z usług opiekuńczych albo z klubu seniora, bo ktoś spokojnie im o nich opowiedział. Nie wszystkim to odpowiadało: cztery osoby zrezygnowały i uszanowaliśmy to.
> Czekam na wtorek. Mam komu powiedzieć, że zakwitła mi pelargonia, a przy okazji że boli biodro.
# Na co uważać
Wolontariusz nie zastępuje pracownika socjalnego i musi wiedzieć, komu przekazać sprawę. Numery i karty trzymamy w ośrodku, nikt nie zabiera ich do domu. Zastępstwo na czas urlopu trzeba przedstawić wcześniej, bo obcy głos potrafi przestraszyć.
# Od czego zacząć
- Od pięciu osób i jednego miesiąca próby.
- Od krótkiej listy pytań, która mieści się na pół kartki.
- Od umowy, co robimy, gdy nikt nie odbiera.
""",
    ),
    _practice(
        "jeden-stol-zamiast-pieciu-pism",
        "Jeden stół zamiast pięciu pism",
        "Raz w miesiącu wszystkie służby, które znają daną rodzinę, spotykają się z nią przy jednym stole. Plan powstaje w godzinę i mieści się na jednej stronie.",
        ("MOPR", "Chełm"),
        "C3.1 C1.3 C4.3",
        """
# Jaki był problem
Policzyliśmy kiedyś pisma w sprawie jednej rodziny: przez kwartał było ich czterdzieści siedem. Pisała szkoła, kurator, poradnia, spółdzielnia i my. Każdy miał swój plan, a rodzina dostała pięć terminów w jednym tygodniu i na żaden nie zdążyła.
# Co zrobiliśmy
Umówiliśmy się, że w trudnych sprawach zaczynamy od spotkania, a nie od pisma. Rodzina jest na nim od początku do końca i decyduje, kogo zaprosić.
- Pracownik socjalny rozmawia z rodziną: co już działa, co jest najpilniejsze, kto ma usiąść przy stole.
- Zaproszenie wychodzi dziesięć dni wcześniej i mówi, jaką jedną informację każdy ma przynieść.
- Spotkanie trwa godzinę i prowadzi je osoba, która nie zna sprawy.
- Na końcu powstaje jedna strona: trzy cele, kto co robi, do kiedy i kiedy sprawdzamy.
- Po sześciu tygodniach rozmawiamy krótko jeszcze raz, w tym samym składzie.
# Ile to kosztowało
Pieniędzy prawie wcale: sala jest nasza, herbata też. Kosztem jest czas, łącznie około dziewięciu godzin pracy różnych osób na jedną rodzinę. Osoby prowadzące przeszły dwudniowe szkolenie z moderowania spotkań.
# Co się zmieniło
Przez rok odbyły się 22 spotkania. W czternastu rodzinach po pół roku zrealizowano przynajmniej dwa z trzech celów. Liczba pism w tych sprawach spadła mniej więcej o połowę. W trzech rodzinach nie udało się nic i uczciwie o tym piszemy: zabrakło mieszkania albo leczenia, a tego przy stole nie wyczarujemy.
> Pierwszy raz ktoś zapytał mnie przy wszystkich, od czego ja bym zaczęła. Powiedziałam, że od prądu.
# Na co uważać
Nie wszystko wolno powiedzieć przy wszystkich. Przed spotkaniem ustalamy z rodziną zakres informacji i zapisujemy zgodę. Dzieci zapraszamy tylko wtedy, gdy same tego chcą i ktoś je przygotował.
# Od czego zacząć
- Od jednej sprawy, w której wszyscy są już zmęczeni.
- Od prowadzącego z innego działu.
- Od zegara na stole: godzina naprawdę wystarcza.
""",
    ),
    _practice(
        "mieszkanie-na-probe",
        "Mieszkanie na próbę",
        "Zanim młoda osoba wyprowadzi się z pieczy zastępczej, przez trzy miesiące prowadzi prawdziwe gospodarstwo. Z kluczem, rachunkami i kimś, kogo można zapytać o pralkę.",
        ("PCPR", "Krasnystaw"),
        "C1.3 C2.2 C1.2",
        """
# Jaki był problem
Nasi wychowankowie kończyli osiemnaście lat z dobrym planem w teczce i bez pojęcia, ile kosztuje prąd. Zdarzało się, że po pół roku oddawali wynajęte pokoje, bo zadłużenie rosło szybciej niż odwaga, żeby o nim powiedzieć.
# Co zrobiliśmy
Powiat przekazał nam w użyczenie dwupokojowe mieszkanie po remoncie. Mieszkają w nim jednocześnie dwie osoby, każda przez trzy miesiące. To nie jest egzamin: można się pomylić i nikt za to nie odbiera klucza.
- Miesiąc wcześniej wspólnie spisujemy, co już umiem, a czego się boję.
- Na start każdy dostaje teczkę z licznikami, numerami telefonów i zeszytem wydatków.
- Co tydzień w środę przychodzi opiekun usamodzielnienia. Nie sprząta i nie kontroluje szafek, tylko pyta, co było najtrudniejsze.
- Rachunki przychodzą na nazwisko mieszkańca. Połowę pokrywa on, połowę my, w trzecim miesiącu już całość on.
- Na koniec powstaje list do siebie: co robię, gdy zabraknie do pierwszego.
# Ile to kosztuje
Utrzymanie mieszkania to około 1 400 zł miesięcznie. Wyposażenie kosztowało 11 tysięcy, z czego meble w dużej części pochodziły z darowizn. Opiekun poświęca na to pięć godzin w tygodniu.
# Co się zmieniło
Przez trzy lata z mieszkania skorzystało 17 osób. Trzynaście z nich rok później mieszka samodzielnie i nie ma zaległości. Dwie wróciły do rodzin zastępczych na kilka miesięcy i potem spróbowały ponownie.
> Najbardziej zdziwiło mnie, że papier toaletowy się kończy. Śmieję się z tego, ale w domu dziecka on po prostu był.
# Na co uważać
Dobór par ma znaczenie: łączymy osoby, które się wcześniej poznały. Zasady dotyczące gości i ciszy trzeba ustalić na piśmie, razem z sąsiadami z klatki. Bez ich życzliwości mieszkanie nie przetrwa.
# Od czego zacząć
- Od weekendu próbnego, jeśli nie ma mieszkania.
- Od zeszytu wydatków jeszcze w rodzinie zastępczej.
- Od rozmowy z sąsiadami przed pierwszą przeprowadzką.
""",
    ),
    _practice(
        "instrukcja-w-obrazkach",
        "Instrukcja w obrazkach",
        "Na każdym stanowisku wisi instrukcja ze zdjęciami, którą pracownicy zrobili sami. Mniej pytań, mniej pomyłek i więcej dumy z własnej pracy.",
        ("ZAZ", "Stoczek Łukowski"),
        "C2.3 C4.4 C3.4",
        """
# Jaki był problem
W pralni i pakowalni pracują u nas osoby, z których część nie czyta albo czyta z trudem. Instrukcje na ścianach miały po dwie strony drobnego druku. Wszyscy pytali więc instruktora, a gdy był na urlopie, praca stawała. Pomyłki zdarzały się po kilka razy w tygodniu.
# Co zrobiliśmy, krok po kroku
- Instruktor i dwie osoby pracujące rozłożyli jedną czynność na kroki, najwyżej osiem.
- Każdy krok sfotografowaliśmy na prawdziwym stanowisku, z rękami osoby, która tę pracę wykonuje.
- Pod zdjęciem jest jedno krótkie zdanie dużym drukiem i kolor: zielony „dobrze”, czerwony „stop, zawołaj”.
- Instrukcję sprawdzała osoba z innego działu, która nie znała tej pracy. Jeśli utknęła, poprawialiśmy krok.
- Laminowana karta wisi na wysokości oczu osoby siedzącej, a obok jest kod do krótkiego filmu.
Przygotowanie jednej karty zajmuje nam dziś około trzech godzin, pierwsza zajęła cały tydzień.
# Ile to kosztowało
Laminator i folie 480 zł, wydruki kolorowe około 200 zł. Zdjęcia robimy zwykłym telefonem. Jedno szkolenie z tekstu łatwego do czytania odbyło się dzięki wsparciu z regionu.
# Co się zmieniło
Mamy 26 kart. Reklamacje z pralni spadły z dziewięciu do trzech w kwartale. Siedem osób przeszło na stanowisko, o którym wcześniej mówiły „to nie dla mnie”. Jedna z autorek kart poszła do pracy na otwartym rynku i swoją instrukcję zabrała ze sobą.
> Na zdjęciu są moje ręce. Jak ktoś nowy pyta, pokazuję i mówię: rób jak ja.
# Na co uważać
Karta się starzeje. Gdy zmienia się maszyna albo środek, trzeba zdjąć ją tego samego dnia. Dlatego każda ma datę i imię opiekuna. Na wizerunek, nawet samych rąk, prosimy o zgodę.
# Od czego zacząć
- Od czynności, o którą najczęściej ktoś pyta.
- Od wspólnego liczenia kroków na głos.
- Od próby z osobą, która tego jeszcze nie robiła.
""",
    ),
    _practice(
        "rozmowa-przed-przeprowadzka",
        "Rozmowa przed przeprowadzką",
        "Zanim ktoś zamieszka w domu pomocy, odwiedzamy go u niego w domu i pytamy o codzienność. Pierwsze tygodnie stają się przez to mniej obce.",
        ("DPS", "Turobin"),
        "C1.2 C4.2 C1.3",
        """
# Jaki był problem
Nowi mieszkańcy przyjeżdżali do nas z decyzją, walizką i wypisem ze szpitala. Wiedzieliśmy, jakie biorą leki. Nie wiedzieliśmy, że pani Zofia przez czterdzieści lat wstawała o piątej do krów, a pan Jan nie pije z kubka z uchem. Pierwszy miesiąc bywał dla wszystkich ciężki.
# Co zrobiliśmy
Przed przyjęciem dwie osoby z domu, opiekun i ktoś z zespołu terapeutycznego, jadą z wizytą. Rozmawiają przy stole gospodarza, nie przy biurku.
- Zabieramy album ze zdjęciami pokoju, jadalni i ludzi, którzy będą obok.
- Pytamy o zwykły dzień: o której śniadanie, jakie radio, co uspokaja, czego nie lubię.
- Wspólnie wybieramy trzy rzeczy, które przyjadą pierwsze, na przykład fotel, obraz albo kołdrę.
- Zapisujemy to na jednej kartce „Ja i mój dzień”, którą czyta i poprawia sama osoba.
- W dniu przyjazdu te trzy rzeczy stoją już w pokoju, a wita ktoś, kto był z wizytą.
# Ile to kosztuje
Wizyta zajmuje przeciętnie pół dnia pracy dwóch osób i paliwo. Przy osiemnastu przyjęciach w roku to koszt, który mieścimy w zwykłym grafiku. Album wydrukowaliśmy za 150 zł.
# Co się zmieniło
W ankiecie po trzech miesiącach mieszkańcy częściej mówią, że „ktoś na mnie czekał”. Rodziny dzwonią rzadziej z pytaniem, czy wszystko w porządku. Opiekunowie zauważyli, że w pierwszym tygodniu jest mniej bezsennych nocy i mniej kłótni o rzeczy z pozoru drobne. Dwie osoby po wizycie uznały, że wolą jeszcze zostać w domu z usługami, i to też jest dobry wynik.
> Przywieźli mi fotel przede mną. Usiadłam i pomyślałam: no dobrze, to spróbujemy.
# Na co uważać
Nie obiecujemy niczego, czego dom nie może dać. Kartka „Ja i mój dzień” wisi w szafie, nie na drzwiach, bo jest prywatna. Gdy przyjęcie jest pilne, wizytę zastępuje dłuższa rozmowa w szpitalu.
# Od czego zacząć
- Od kartki z dziesięcioma pytaniami o zwykły dzień.
- Od zdjęć prawdziwych pokoi, nie z folderu.
- Od jednej osoby, która wita i zostaje do kolacji.
""",
    ),
    _practice(
        "mapa-uslug-na-jednej-kartce",
        "Mapa usług na jednej kartce",
        "Mieszkańcy nie wiedzieli, dokąd iść, a instytucje nie wiedziały o sobie nawzajem. Dziś wszystko mieści się na jednej mapie, którą co kwartał poprawiają sami sąsiedzi.",
        ("CUS", "Świdnik"),
        "C3.2 C3.3 C3.1",
        """
# Jaki był problem
W naszym mieście działa ponad czterdzieści miejsc, w których można dostać wsparcie: od jadłodzielni po poradnię. Żadna lista nie obejmowała wszystkich. Osoby z małym dzieckiem na ręku odsyłano od drzwi do drzwi, a każda instytucja miała własną ulotkę.
# Co zrobiliśmy, krok po kroku
- Zaprosiliśmy mieszkańców na trzy spacery po dzielnicach. Zaznaczali miejsca, które naprawdę im pomogły.
- Organizator społeczności lokalnej zadzwonił do każdego z nich i sprawdził godziny, schody i telefon.
- Ułożyliśmy miejsca według potrzeb, nie według urzędów: „nie mam z kim zostawić dziecka”, „kończą mi się pieniądze”, „jest mi ciężko”.
- Mapa ma format A3, składa się do kieszeni i jest też na stronie, w wersji do odczytu przez program czytający.
- Co kwartał spotyka się pięcioro opiekunów mapy i zgłasza poprawki.
# Ile to kosztowało
Projekt graficzny wykonały uczennice technikum w ramach praktyk. Druk dwóch tysięcy egzemplarzy to 1 900 zł, dodruki robimy dwa razy w roku. Najwięcej czasu, około dwóch tygodni, zajęło sprawdzanie danych.
# Co się zmieniło
Mapa wisi w przychodniach, bibliotece, dwóch parafiach i na komisariacie. Gdy pytamy nowe osoby, skąd o nas wiedzą, co czwarta mówi o mapie. Organizacje zauważyły, że dublują dyżury prawnika, i podzieliły się dniami. Przez rok wykreśliliśmy sześć miejsc, a dopisaliśmy jedenaście.
> Dałam ją sąsiadce przez płot. Nie musiałam pytać, co się stało, sama znalazła właściwy numer.
# Na co uważać
Nieaktualna mapa szkodzi bardziej niż jej brak. Dlatego ma datę ważności i jedną osobę odpowiedzialną. Adresów, pod którymi przebywają osoby doświadczające przemocy, nie umieszczamy nigdy: jest tylko telefon czynny całą dobę.
# Od czego zacząć
- Od pytania do dziesięciu osób: kto Ci ostatnio pomógł?
- Od jednego osiedla i zwykłej kartki.
- Od daty następnej poprawki wydrukowanej w rogu.
""",
    ),
    _practice(
        "kuchnia-ktora-karmi-i-uczy",
        "Kuchnia, która karmi i uczy",
        "Uczestnicy centrum gotują obiady dla osób starszych z gminy. Uczą się zawodu na prawdziwych zamówieniach, a posiłek dojeżdża tam, gdzie nie dociera żaden bar.",
        ("CIS", "Ulhówek"),
        "C2.2 C2.4 C2.1",
        """
# Jaki był problem
W gminie nie było ani jednego miejsca z ciepłym obiadem, a autobus do miasta jeździ dwa razy dziennie. Równocześnie w naszym centrum kilkanaście osób uczyło się gotować „na sucho”: przygotowane dania zjadaliśmy sami. Brakowało im powodu, żeby zdążyć na dwunastą.
# Co zrobiliśmy
- Podpisaliśmy z ośrodkiem pomocy porozumienie na dwadzieścia obiadów dziennie.
- Uporządkowaliśmy kuchnię w dawnej szkole i uzgodniliśmy ją z inspekcją sanitarną.
- Podzieliliśmy pracę na pięć ról: zakupy, przygotowanie, gotowanie, pakowanie, dowóz. Co dwa tygodnie role się zmieniają.
- Instruktor na koniec tygodnia wypełnia z każdą osobą kartę „co już robię samodzielnie”.
- Po czterech miesiącach każdy odbywa pięć dni próby w stołówce albo restauracji w powiecie.
# Ile to kosztowało
Doposażenie kuchni 38 tysięcy złotych, w większości z dotacji. Obiad kosztuje 17 zł i tyle płaci gmina, więc po dwóch latach wydatki bieżące się równoważą. Zysku nie ma i nie taki jest cel.
# Co się zmieniło
Gotujemy dziś 46 obiadów. Z pierwszych trzech grup, łącznie 31 osób, zajęcia ukończyły 24, a 13 pracuje, w tym cztery w spółdzielni socjalnej, która powstała z naszego zespołu dowożącego. Kierowca, który zawozi posiłki, trzy razy jako pierwszy zauważył, że ktoś potrzebuje lekarza.
> Jak nie przyjdę, to pani Helena nie zje. Nikt mi tego nie musi tłumaczyć, po prostu wstaję.
# Na co uważać
Presja czasu bywa trudna dla osób, które wracają do aktywności po latach. Pierwszy miesiąc każda osoba pracuje w parze. Trzeba też mieć plan na dzień, w którym zabraknie połowy zespołu: u nas to zupa i pierogi z zamrażarki.
# Od czego zacząć
- Od dziesięciu obiadów dwa razy w tygodniu.
- Od rozmowy z inspekcją, zanim kupi się sprzęt.
- Od jednej restauracji, która przyjmie na próbę.
""",
    ),
    _practice(
        "godzina-z-jednym-doroslym",
        "Godzina z jednym dorosłym",
        "Raz w tygodniu każde dziecko ma w świetlicy godzinę tylko z jedną, zawsze tą samą dorosłą osobą. Czytają, lutują, pieką albo milczą.",
        ("PWD", "Milejów"),
        "C1.2 C1.4 C3.3",
        """
# Jaki był problem
W naszej świetlicy jest gwarno: dwadzieścioro dzieci, dwie wychowawczynie, lekcje, kanapki, piłka. Lubimy ten gwar. Zauważyłyśmy jednak, że o rzeczach ważnych dzieci mówią dopiero przy zakładaniu butów, kiedy nie ma już na to czasu.
# Co zrobiłyśmy
Zaprosiłyśmy dorosłych z okolicy: emerytowaną nauczycielkę, elektryka, piekarkę, studenta, dwie osoby z uniwersytetu trzeciego wieku. Każda osoba spotyka się z jednym dzieckiem przez cały rok szkolny.
- Każdy dorosły przechodzi rozmowę, sprawdzenie w rejestrze i sześć godzin przygotowania, także o tym, jak reagować na krzywdę.
- Dziecko wybiera, co chce robić. Dorosły może zaproponować, ale nie narzuca.
- Spotkania odbywają się w świetlicy, przy otwartych drzwiach, zawsze w tym samym dniu i o tej samej godzinie.
- Po spotkaniu jest pięć minut z wychowawczynią: co się działo, czy coś niepokoi.
- Gdy dorosły nie może przyjść, sam dzwoni do dziecka i umawia inny termin.
# Ile to kosztowało
Materiały to około 90 zł miesięcznie, ubezpieczenie wolontariuszy 340 zł rocznie. Wychowawczyni koordynująca ma na to trzy godziny w tygodniu, zapisane w grafiku, a nie „przy okazji”.
# Co się zmieniło
Ze spotkań korzysta czternaścioro dzieci. Dwanaście par wytrwało cały rok. Szkoła widzi mniej nieobecności w dni spotkań. Dwa razy dziecko powiedziało swojemu dorosłemu coś, co wymagało szybkiej reakcji, i dzięki przygotowaniu wszyscy wiedzieli, co robić.
> Pan Stefan nie pyta o oceny. Naprawiliśmy razem lampkę i teraz stoi u mnie przy łóżku.
# Na co uważać
Najgorsze, co może się zdarzyć, to dorosły, który znika. Wolimy odmówić komuś niepewnemu, niż zacząć i przerwać w grudniu. Zasady ochrony dzieci czytamy wspólnie co pół roku, nie tylko na początku.
# Od czego zacząć
- Od trzech par i trzech miesięcy.
- Od osób, które dzieci już znają z widzenia.
- Od stałej godziny w kalendarzu, której nic nie przesuwa.
""",
    ),
    _practice(
        "wywiad-bez-przepisywania",
        "Wywiad bez przepisywania",
        "Notatki z wizyty powstają od razu na tablecie, razem z rozmówcą. Pracownicy odzyskali kilka godzin w tygodniu i oddali je ludziom.",
        ("OPS", "Bychawa"),
        "C5.2 C4.3 C1.1",
        """
# Jaki był problem
Każdą wizytę zapisywaliśmy trzy razy: w notesie, w formularzu i w programie. Przez dwa tygodnie mierzyliśmy czas. Samo przepisywanie zajmowało średnio siedem godzin tygodniowo na osobę, a pomyłki w datach i kwotach wychodziły dopiero przy decyzji.
# Co zrobiliśmy, krok po kroku
- Spisaliśmy pola, które naprawdę są potrzebne, i te, które powtarzają się z poprzedniej wizyty.
- Inspektor ochrony danych pomógł ustalić, co wolno mieć na urządzeniu poza biurem i jak je zabezpieczyć.
- Trzy osoby przez miesiąc testowały tablet z klawiaturą. Po każdym tygodniu poprawialiśmy układ.
- Wprowadziliśmy zasadę wspólnego ekranu: rozmówca widzi, co zapisujemy, i może to sprostować.
- Reszta zespołu uczyła się w parach, osoba sprawna cyfrowo z osobą, która zna się na wywiadach najlepiej.
# Ile to kosztowało
Osiem tabletów z szyfrowaniem i etui to 13 600 zł, karty do internetu 160 zł miesięcznie. Szkolenie z dostępności i bezpieczeństwa było bezpłatne. Najdroższy był czas na początku: przez sześć tygodni pracowało się wolniej.
# Co się zmieniło
Przepisywanie skróciło się do około dwóch godzin tygodniowo. Braków formalnych w aktach jest mniej więcej o jedną trzecią mniej. Nie spodziewaliśmy się, że wspólny ekran zmieni rozmowę: ludzie częściej dopowiadają, czego potrzebują, bo widzą, że ktoś to naprawdę zapisuje.
> Bałam się, że tablet stanie między nami. A pan Kazimierz poprawił mi nazwę ulicy i dalej poszło samo.
# Na co uważać
Są rozmowy, przy których urządzenie trzeba odłożyć: o przemocy, żałobie, wstydzie. Notes dalej jest w torbie. Zdjęć dokumentów nie robimy telefonem prywatnym nigdy, nawet gdy brakuje zasięgu.
# Od czego zacząć
- Od zmierzenia czasu przez dwa tygodnie.
- Od wykreślenia pól, których nikt nie czyta.
- Od dwóch osób, które chcą, a nie od tych, które muszą.
""",
    ),
    _practice(
        "superwizja-dla-malych-zespolow",
        "Superwizja dla małych zespołów",
        "W trzyosobowym ośrodku trudno o superwizję, bo wszyscy wszystko o sobie wiedzą. Pięć gmin połączyło siły i spotyka się raz w miesiącu, za każdym razem u kogoś innego.",
        ("PCPR", "Puławy"),
        "C5.3 C5.4 C3.1",
        """
# Jaki był problem
W mniejszych gminach powiatu pracują dwie, trzy osoby. Kiedy sprawa jest trudna, nie ma z kim jej obejrzeć z boku, a superwizor dla tak małego zespołu to duży wydatek. W ankiecie połowa pracowników napisała, że o pracy śni po nocach.
# Co zrobiliśmy
Zaproponowaliśmy pięciu ośrodkom wspólną grupę. Żaden kierownik nie jest w niej razem ze swoimi pracownikami: kierownicy mają osobne spotkania, raz na kwartał.
- Zebraliśmy dwanaście osób i spisaliśmy umowę: poufność, obecność, prawo do milczenia.
- Wybraliśmy superwizorkę wspólnie, po rozmowie z trzema osobami.
- Spotkanie trwa trzy godziny. Jedna osoba przynosi sprawę, bez nazwisk i bez szczegółów, po których można kogoś rozpoznać.
- Gospodarz się zmienia, więc każdy raz na pięć miesięcy widzi, jak pracują inni.
- Po roku sprawdziliśmy w krótkiej rozmowie, czy warto dalej.
# Ile to kosztuje
Jedno spotkanie to 900 zł, czyli 75 zł na osobę. Gminy dzielą się po równo, dojazd opłaca pracodawca. Kluczowe było to, że superwizja odbywa się w godzinach pracy i jest wpisana do grafiku na cały rok.
# Co się zmieniło
Po dwóch latach z dwunastu osób w grupie jest jedenaście. W powtórzonej ankiecie o kłopotach ze snem wspomniały trzy. Między ośrodkami powstało coś, czego nie planowaliśmy: gdy ktoś ma kłopot, dzwoni do gminy obok, zanim napisze pismo.
> Usłyszałam, że inni też nie wiedzieli, co wtedy powiedzieć. Od tamtej pory łatwiej mi wejść na tę klatkę.
# Na co uważać
Superwizja to nie kontrola i nie narada. Jeśli ktoś oczekuje po niej sprawozdania o pracownikach, lepiej nie zaczynać. Trzeba też przewidzieć sytuację, w której dwie gminy znają tę samą rodzinę: wtedy sprawę przynosi się gdzie indziej.
# Od czego zacząć
- Od telefonu do jednego sąsiedniego ośrodka.
- Od trzech spotkań na próbę z jasnym końcem.
- Od umowy o poufności, którą wszyscy czytają na głos.
""",
    ),
    _practice(
        "dzien-probny-u-pracodawcy",
        "Dzień próbny u pracodawcy",
        "Uczestnicy warsztatu spędzają jeden dzień w prawdziwej firmie, z trenerem obok. Bez zobowiązań, za to z rozmową o tym, co dalej.",
        ("WTZ", "Łęczna"),
        "C2.3 C2.1 C3.3",
        """
# Jaki był problem
Przez lata nasi uczestnicy słyszeli, że kiedyś pójdą do pracy. „Kiedyś” trwało średnio jedenaście lat. Pracodawcy mówili nam, że się boją: co zrobić, gdy ktoś się zdenerwuje, kto odpowiada, jak rozmawiać. Rodziny bały się tego samego.
# Co zrobiliśmy, krok po kroku
- Zapytaliśmy każdą osobę, jakie miejsce pracy chciałaby zobaczyć od środka. Wyszło dziewięć: od piekarni po bibliotekę.
- Trener pracy odwiedził firmy i umówił jeden dzień, od czterech do sześciu godzin.
- Tydzień wcześniej uczestnik i trener razem przeszli drogę: autobus, wejście, szatnia, toaleta.
- W dniu próby trener jest obok, ale polecenia wydaje pracownik firmy. Uczestnik ma jedno zadanie od początku do końca.
- Następnego dnia rozmawiamy we troje: co się podobało, co męczyło, czy chcę jeszcze raz.
# Ile to kosztowało
Bilety, ubezpieczenie i odzież robocza to około 140 zł na osobę. Trener poświęca na jeden dzień próbny mniej więcej dwanaście godzin, razem z przygotowaniem.
# Co się zmieniło
Przez dwa lata odbyły się 33 dni próbne w czternastu firmach. Sześć osób ma dziś umowę na część etatu, dwie przeszły do zakładu aktywności zawodowej. Ważne jest też co innego: kilka osób przekonało się, że danej pracy nie chce, i mówi o tym spokojnie, bo to ich wybór.
> W bibliotece okładałem książki. Pani kierownik powiedziała: do zobaczenia. Nie: dziękujemy, tylko: do zobaczenia.
# Na co uważać
Dzień próbny nie może być darmową pracą, dlatego jest jeden i ma opiekuna. Rodzinę zapraszamy do rozmowy wcześniej, z informacją o rencie i zarobkach na piśmie. Po nieudanej próbie robimy przerwę, ale od razu ustalamy datę następnej rozmowy.
# Od czego zacząć
- Od firmy, w której ktoś z zespołu robi zakupy.
- Od zadania, które ma widoczny koniec.
- Od wspólnego przejścia drogi na przystanek.
""",
    ),
)
