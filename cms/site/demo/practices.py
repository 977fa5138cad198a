"""Twelve good practices of the demo region: invented, written the way an institution would tell its neighbour."""

from dataclasses import dataclass


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


PRACTICES: tuple[PracticeText, ...] = (
    PracticeText(
        "ogrod-ktory-kazdy-moze-uprawiac",
        "Ogród, który każdy może uprawiać",
        "Zaniedbany plac za budynkiem zamienił się w ogród z podniesionymi grządkami. Pracują w nim uczestnicy domu i sąsiedzi, którzy wcześniej tylko przechodzili obok.",
        "SDS",
        "Kodeń",
        ("C3.2", "C3.4", "C1.2"),
        (
            ("heading", "Od czego się zaczęło"),
            (
                "paragraph",
                "Przez osiem lat za naszym domem leżał plac, na którym rosły pokrzywy. Uczestnicy wychodzili tylko na ławkę przed wejściem, a sąsiedzi znali nas głównie z tablicy na płocie. Kiedy zapytaliśmy na zebraniu społeczności, czego brakuje, sześć osób powiedziało to samo: własnego kawałka ziemi.",
            ),
            ("heading", "Co zrobiliśmy, krok po kroku"),
            (
                "list",
                "W lutym uczestnicy narysowali plan: cztery grządki, kompostownik, stół i ścieżka na szerokość wózka.\nW marcu instruktor stolarni zbudował z nimi skrzynie o wysokości 70 cm, żeby można było pracować na siedząco.\nW kwietniu zaprosiliśmy sąsiadów na wymianę sadzonek. Przyszło jedenaście osób, każda dostała pół skrzyni pod opiekę.\nOd maja w każdy czwartek działa dyżur: jedna osoba z domu i jedna z ulicy razem podlewają, plewią i zapisują w zeszycie, co zrobiły.",
            ),
            (
                "paragraph",
                "Zeszyt okazał się najważniejszy. Dzięki niemu nikt nie musi pytać terapeuty, co dziś jest do zrobienia, a osoby, które mówią mało, mogą zostawić rysunek.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Około 3 200 zł: deski, ziemia, wąż i narzędzia. Dwie trzecie pokryliśmy z budżetu domu, resztę z funduszu sołeckiego. Terapeuta poświęca na ogród mniej więcej trzy godziny w tygodniu.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Po dwóch sezonach z ogrodu korzysta 19 z 30 uczestników i siedem rodzin z sąsiedztwa. Dwie osoby, które wcześniej nie wychodziły same, przychodzą w czwartki przed czasem. Sąsiadka z naprzeciwka zaprosiła nas na dożynki, pierwszy raz jako gospodarzy stoiska.",
            ),
            (
                "quote",
                "Najpierw pilnowałam swoich pomidorów. Teraz pilnuję, czy pan Marek już przyszedł, bo bez niego podlewanie się nie uda.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "W lipcu grządki łatwo zarastają, bo wszyscy wyjeżdżają: plan dyżurów na wakacje trzeba ułożyć już w maju. Warto też od razu ustalić, kto zabiera plony. U nas połowa idzie do kuchni domu, połowa do opiekuna skrzyni.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od dwóch skrzyń, nie od całego ogrodu.\nOd jednej sąsiadki, która już coś uprawia.\nOd zeszytu na sznurku przy drzwiach.",
            ),
        ),
    ),
    PracticeText(
        "telefon-ktory-dzwoni-pierwszy",
        "Telefon, który dzwoni pierwszy",
        "Dwa razy w tygodniu to ośrodek dzwoni do osób starszych mieszkających samotnie. Krótka rozmowa pozwala zauważyć kłopot, zanim stanie się kryzysem.",
        "OPS",
        "Biłgoraj",
        ("C1.2", "C1.1", "C3.3"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "Zimą trzy razy dowiedzieliśmy się o upadku starszej osoby dopiero po kilku dniach, od listonosza. Wszystkie te osoby znaliśmy, ale żadna nie zadzwoniła sama: nie chciały przeszkadzać. Uznaliśmy, że skoro czekanie na telefon nie działa, to my zadzwonimy pierwsi.",
            ),
            ("heading", "Jak to działa"),
            (
                "list",
                "Pracownik socjalny w czasie zwykłej wizyty pyta o zgodę i o porę dnia, która odpowiada.\nDzwoni zawsze ta sama osoba: wolontariusz albo pracownik, we wtorki i piątki.\nRozmowa trwa od pięciu do dziesięciu minut. Pytamy o zdrowie, opał, leki i o to, co się wydarzyło dobrego.\nPo rozmowie na karcie zostaje jeden znak: wszystko w porządku, do sprawdzenia albo pilne.\nGdy nikt nie odbiera, dzwonimy drugi raz po godzinie, a potem do wskazanego sąsiada.",
            ),
            (
                "paragraph",
                "Wolontariusze przeszli u nas dwa spotkania po cztery godziny: o słuchaniu, o granicach i o tym, czego nie zapisujemy. Co miesiąc siadamy razem przy kawie i omawiamy trudniejsze rozmowy.",
            ),
            ("heading", "Ile to kosztuje"),
            (
                "paragraph",
                "Dwa abonamenty telefoniczne i materiały to około 110 zł miesięcznie. Sześcioro wolontariuszy poświęca po dwie godziny w tygodniu, koordynatorka mniej więcej cztery.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Rozmawiamy z 34 osobami. W ciągu roku dziewięć razy znak „pilne” uruchomił wizytę tego samego dnia. Kilkanaście osób zaczęło korzystać z usług opiekuńczych albo z klubu seniora, bo ktoś spokojnie im o nich opowiedział. Nie wszystkim to odpowiadało: cztery osoby zrezygnowały i uszanowaliśmy to.",
            ),
            (
                "quote",
                "Czekam na wtorek. Mam komu powiedzieć, że zakwitła mi pelargonia, a przy okazji że boli biodro.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Wolontariusz nie zastępuje pracownika socjalnego i musi wiedzieć, komu przekazać sprawę. Numery i karty trzymamy w ośrodku, nikt nie zabiera ich do domu. Zastępstwo na czas urlopu trzeba przedstawić wcześniej, bo obcy głos potrafi przestraszyć.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od pięciu osób i jednego miesiąca próby.\nOd krótkiej listy pytań, która mieści się na pół kartki.\nOd umowy, co robimy, gdy nikt nie odbiera.",
            ),
        ),
    ),
    PracticeText(
        "jeden-stol-zamiast-pieciu-pism",
        "Jeden stół zamiast pięciu pism",
        "Raz w miesiącu wszystkie służby, które znają daną rodzinę, spotykają się z nią przy jednym stole. Plan powstaje w godzinę i mieści się na jednej stronie.",
        "MOPR",
        "Chełm",
        ("C3.1", "C1.3", "C4.3"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "Policzyliśmy kiedyś pisma w sprawie jednej rodziny: przez kwartał było ich czterdzieści siedem. Pisała szkoła, kurator, poradnia, spółdzielnia i my. Każdy miał swój plan, a rodzina dostała pięć terminów w jednym tygodniu i na żaden nie zdążyła.",
            ),
            ("heading", "Co zrobiliśmy"),
            (
                "paragraph",
                "Umówiliśmy się, że w trudnych sprawach zaczynamy od spotkania, a nie od pisma. Rodzina jest na nim od początku do końca i decyduje, kogo zaprosić.",
            ),
            (
                "list",
                "Pracownik socjalny rozmawia z rodziną: co już działa, co jest najpilniejsze, kto ma usiąść przy stole.\nZaproszenie wychodzi dziesięć dni wcześniej i mówi, jaką jedną informację każdy ma przynieść.\nSpotkanie trwa godzinę i prowadzi je osoba, która nie zna sprawy.\nNa końcu powstaje jedna strona: trzy cele, kto co robi, do kiedy i kiedy sprawdzamy.\nPo sześciu tygodniach rozmawiamy krótko jeszcze raz, w tym samym składzie.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Pieniędzy prawie wcale: sala jest nasza, herbata też. Kosztem jest czas, łącznie około dziewięciu godzin pracy różnych osób na jedną rodzinę. Osoby prowadzące przeszły dwudniowe szkolenie z moderowania spotkań.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Przez rok odbyły się 22 spotkania. W czternastu rodzinach po pół roku zrealizowano przynajmniej dwa z trzech celów. Liczba pism w tych sprawach spadła mniej więcej o połowę. W trzech rodzinach nie udało się nic i uczciwie o tym piszemy: zabrakło mieszkania albo leczenia, a tego przy stole nie wyczarujemy.",
            ),
            (
                "quote",
                "Pierwszy raz ktoś zapytał mnie przy wszystkich, od czego ja bym zaczęła. Powiedziałam, że od prądu.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Nie wszystko wolno powiedzieć przy wszystkich. Przed spotkaniem ustalamy z rodziną zakres informacji i zapisujemy zgodę. Dzieci zapraszamy tylko wtedy, gdy same tego chcą i ktoś je przygotował.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od jednej sprawy, w której wszyscy są już zmęczeni.\nOd prowadzącego z innego działu.\nOd zegara na stole: godzina naprawdę wystarcza.",
            ),
        ),
    ),
    PracticeText(
        "mieszkanie-na-probe",
        "Mieszkanie na próbę",
        "Zanim młoda osoba wyprowadzi się z pieczy zastępczej, przez trzy miesiące prowadzi prawdziwe gospodarstwo. Z kluczem, rachunkami i kimś, kogo można zapytać o pralkę.",
        "PCPR",
        "Krasnystaw",
        ("C1.3", "C2.2", "C1.2"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "Nasi wychowankowie kończyli osiemnaście lat z dobrym planem w teczce i bez pojęcia, ile kosztuje prąd. Zdarzało się, że po pół roku oddawali wynajęte pokoje, bo zadłużenie rosło szybciej niż odwaga, żeby o nim powiedzieć.",
            ),
            ("heading", "Co zrobiliśmy"),
            (
                "paragraph",
                "Powiat przekazał nam w użyczenie dwupokojowe mieszkanie po remoncie. Mieszkają w nim jednocześnie dwie osoby, każda przez trzy miesiące. To nie jest egzamin: można się pomylić i nikt za to nie odbiera klucza.",
            ),
            (
                "list",
                "Miesiąc wcześniej wspólnie spisujemy, co już umiem, a czego się boję.\nNa start każdy dostaje teczkę z licznikami, numerami telefonów i zeszytem wydatków.\nCo tydzień w środę przychodzi opiekun usamodzielnienia. Nie sprząta i nie kontroluje szafek, tylko pyta, co było najtrudniejsze.\nRachunki przychodzą na nazwisko mieszkańca. Połowę pokrywa on, połowę my, w trzecim miesiącu już całość on.\nNa koniec powstaje list do siebie: co robię, gdy zabraknie do pierwszego.",
            ),
            ("heading", "Ile to kosztuje"),
            (
                "paragraph",
                "Utrzymanie mieszkania to około 1 400 zł miesięcznie. Wyposażenie kosztowało 11 tysięcy, z czego meble w dużej części pochodziły z darowizn. Opiekun poświęca na to pięć godzin w tygodniu.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Przez trzy lata z mieszkania skorzystało 17 osób. Trzynaście z nich rok później mieszka samodzielnie i nie ma zaległości. Dwie wróciły do rodzin zastępczych na kilka miesięcy i potem spróbowały ponownie.",
            ),
            (
                "quote",
                "Najbardziej zdziwiło mnie, że papier toaletowy się kończy. Śmieję się z tego, ale w domu dziecka on po prostu był.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Dobór par ma znaczenie: łączymy osoby, które się wcześniej poznały. Zasady dotyczące gości i ciszy trzeba ustalić na piśmie, razem z sąsiadami z klatki. Bez ich życzliwości mieszkanie nie przetrwa.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od weekendu próbnego, jeśli nie ma mieszkania.\nOd zeszytu wydatków jeszcze w rodzinie zastępczej.\nOd rozmowy z sąsiadami przed pierwszą przeprowadzką.",
            ),
        ),
    ),
    PracticeText(
        "instrukcja-w-obrazkach",
        "Instrukcja w obrazkach",
        "Na każdym stanowisku wisi instrukcja ze zdjęciami, którą pracownicy zrobili sami. Mniej pytań, mniej pomyłek i więcej dumy z własnej pracy.",
        "ZAZ",
        "Stoczek Łukowski",
        ("C2.3", "C4.4", "C3.4"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "W pralni i pakowalni pracują u nas osoby, z których część nie czyta albo czyta z trudem. Instrukcje na ścianach miały po dwie strony drobnego druku. Wszyscy pytali więc instruktora, a gdy był na urlopie, praca stawała. Pomyłki zdarzały się po kilka razy w tygodniu.",
            ),
            ("heading", "Co zrobiliśmy, krok po kroku"),
            (
                "list",
                "Instruktor i dwie osoby pracujące rozłożyli jedną czynność na kroki, najwyżej osiem.\nKażdy krok sfotografowaliśmy na prawdziwym stanowisku, z rękami osoby, która tę pracę wykonuje.\nPod zdjęciem jest jedno krótkie zdanie dużym drukiem i kolor: zielony „dobrze”, czerwony „stop, zawołaj”.\nInstrukcję sprawdzała osoba z innego działu, która nie znała tej pracy. Jeśli utknęła, poprawialiśmy krok.\nLaminowana karta wisi na wysokości oczu osoby siedzącej, a obok jest kod do krótkiego filmu.",
            ),
            (
                "paragraph",
                "Przygotowanie jednej karty zajmuje nam dziś około trzech godzin, pierwsza zajęła cały tydzień.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Laminator i folie 480 zł, wydruki kolorowe około 200 zł. Zdjęcia robimy zwykłym telefonem. Jedno szkolenie z tekstu łatwego do czytania odbyło się dzięki wsparciu z regionu.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Mamy 26 kart. Reklamacje z pralni spadły z dziewięciu do trzech w kwartale. Siedem osób przeszło na stanowisko, o którym wcześniej mówiły „to nie dla mnie”. Jedna z autorek kart poszła do pracy na otwartym rynku i swoją instrukcję zabrała ze sobą.",
            ),
            ("quote", "Na zdjęciu są moje ręce. Jak ktoś nowy pyta, pokazuję i mówię: rób jak ja."),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Karta się starzeje. Gdy zmienia się maszyna albo środek, trzeba zdjąć ją tego samego dnia. Dlatego każda ma datę i imię opiekuna. Na wizerunek, nawet samych rąk, prosimy o zgodę.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od czynności, o którą najczęściej ktoś pyta.\nOd wspólnego liczenia kroków na głos.\nOd próby z osobą, która tego jeszcze nie robiła.",
            ),
        ),
    ),
    PracticeText(
        "rozmowa-przed-przeprowadzka",
        "Rozmowa przed przeprowadzką",
        "Zanim ktoś zamieszka w domu pomocy, odwiedzamy go u niego w domu i pytamy o codzienność. Pierwsze tygodnie stają się przez to mniej obce.",
        "DPS",
        "Turobin",
        ("C1.2", "C4.2", "C1.3"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "Nowi mieszkańcy przyjeżdżali do nas z decyzją, walizką i wypisem ze szpitala. Wiedzieliśmy, jakie biorą leki. Nie wiedzieliśmy, że pani Zofia przez czterdzieści lat wstawała o piątej do krów, a pan Jan nie pije z kubka z uchem. Pierwszy miesiąc bywał dla wszystkich ciężki.",
            ),
            ("heading", "Co zrobiliśmy"),
            (
                "paragraph",
                "Przed przyjęciem dwie osoby z domu, opiekun i ktoś z zespołu terapeutycznego, jadą z wizytą. Rozmawiają przy stole gospodarza, nie przy biurku.",
            ),
            (
                "list",
                "Zabieramy album ze zdjęciami pokoju, jadalni i ludzi, którzy będą obok.\nPytamy o zwykły dzień: o której śniadanie, jakie radio, co uspokaja, czego nie lubię.\nWspólnie wybieramy trzy rzeczy, które przyjadą pierwsze, na przykład fotel, obraz albo kołdrę.\nZapisujemy to na jednej kartce „Ja i mój dzień”, którą czyta i poprawia sama osoba.\nW dniu przyjazdu te trzy rzeczy stoją już w pokoju, a wita ktoś, kto był z wizytą.",
            ),
            ("heading", "Ile to kosztuje"),
            (
                "paragraph",
                "Wizyta zajmuje przeciętnie pół dnia pracy dwóch osób i paliwo. Przy osiemnastu przyjęciach w roku to koszt, który mieścimy w zwykłym grafiku. Album wydrukowaliśmy za 150 zł.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "W ankiecie po trzech miesiącach mieszkańcy częściej mówią, że „ktoś na mnie czekał”. Rodziny dzwonią rzadziej z pytaniem, czy wszystko w porządku. Opiekunowie zauważyli, że w pierwszym tygodniu jest mniej bezsennych nocy i mniej kłótni o rzeczy z pozoru drobne. Dwie osoby po wizycie uznały, że wolą jeszcze zostać w domu z usługami, i to też jest dobry wynik.",
            ),
            ("quote", "Przywieźli mi fotel przede mną. Usiadłam i pomyślałam: no dobrze, to spróbujemy."),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Nie obiecujemy niczego, czego dom nie może dać. Kartka „Ja i mój dzień” wisi w szafie, nie na drzwiach, bo jest prywatna. Gdy przyjęcie jest pilne, wizytę zastępuje dłuższa rozmowa w szpitalu.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od kartki z dziesięcioma pytaniami o zwykły dzień.\nOd zdjęć prawdziwych pokoi, nie z folderu.\nOd jednej osoby, która wita i zostaje do kolacji.",
            ),
        ),
    ),
    PracticeText(
        "mapa-uslug-na-jednej-kartce",
        "Mapa usług na jednej kartce",
        "Mieszkańcy nie wiedzieli, dokąd iść, a instytucje nie wiedziały o sobie nawzajem. Dziś wszystko mieści się na jednej mapie, którą co kwartał poprawiają sami sąsiedzi.",
        "CUS",
        "Świdnik",
        ("C3.2", "C3.3", "C3.1"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "W naszym mieście działa ponad czterdzieści miejsc, w których można dostać wsparcie: od jadłodzielni po poradnię. Żadna lista nie obejmowała wszystkich. Osoby z małym dzieckiem na ręku odsyłano od drzwi do drzwi, a każda instytucja miała własną ulotkę.",
            ),
            ("heading", "Co zrobiliśmy, krok po kroku"),
            (
                "list",
                "Zaprosiliśmy mieszkańców na trzy spacery po dzielnicach. Zaznaczali miejsca, które naprawdę im pomogły.\nOrganizator społeczności lokalnej zadzwonił do każdego z nich i sprawdził godziny, schody i telefon.\nUłożyliśmy miejsca według potrzeb, nie według urzędów: „nie mam z kim zostawić dziecka”, „kończą mi się pieniądze”, „jest mi ciężko”.\nMapa ma format A3, składa się do kieszeni i jest też na stronie, w wersji do odczytu przez program czytający.\nCo kwartał spotyka się pięcioro opiekunów mapy i zgłasza poprawki.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Projekt graficzny wykonały uczennice technikum w ramach praktyk. Druk dwóch tysięcy egzemplarzy to 1 900 zł, dodruki robimy dwa razy w roku. Najwięcej czasu, około dwóch tygodni, zajęło sprawdzanie danych.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Mapa wisi w przychodniach, bibliotece, dwóch parafiach i na komisariacie. Gdy pytamy nowe osoby, skąd o nas wiedzą, co czwarta mówi o mapie. Organizacje zauważyły, że dublują dyżury prawnika, i podzieliły się dniami. Przez rok wykreśliliśmy sześć miejsc, a dopisaliśmy jedenaście.",
            ),
            ("quote", "Dałam ją sąsiadce przez płot. Nie musiałam pytać, co się stało, sama znalazła właściwy numer."),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Nieaktualna mapa szkodzi bardziej niż jej brak. Dlatego ma datę ważności i jedną osobę odpowiedzialną. Adresów, pod którymi przebywają osoby doświadczające przemocy, nie umieszczamy nigdy: jest tylko telefon czynny całą dobę.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od pytania do dziesięciu osób: kto Ci ostatnio pomógł?\nOd jednego osiedla i zwykłej kartki.\nOd daty następnej poprawki wydrukowanej w rogu.",
            ),
        ),
    ),
    PracticeText(
        "kuchnia-ktora-karmi-i-uczy",
        "Kuchnia, która karmi i uczy",
        "Uczestnicy centrum gotują obiady dla osób starszych z gminy. Uczą się zawodu na prawdziwych zamówieniach, a posiłek dojeżdża tam, gdzie nie dociera żaden bar.",
        "CIS",
        "Ulhówek",
        ("C2.2", "C2.4", "C2.1"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "W gminie nie było ani jednego miejsca z ciepłym obiadem, a autobus do miasta jeździ dwa razy dziennie. Równocześnie w naszym centrum kilkanaście osób uczyło się gotować „na sucho”: przygotowane dania zjadaliśmy sami. Brakowało im powodu, żeby zdążyć na dwunastą.",
            ),
            ("heading", "Co zrobiliśmy"),
            (
                "list",
                "Podpisaliśmy z ośrodkiem pomocy porozumienie na dwadzieścia obiadów dziennie.\nUporządkowaliśmy kuchnię w dawnej szkole i uzgodniliśmy ją z inspekcją sanitarną.\nPodzieliliśmy pracę na pięć ról: zakupy, przygotowanie, gotowanie, pakowanie, dowóz. Co dwa tygodnie role się zmieniają.\nInstruktor na koniec tygodnia wypełnia z każdą osobą kartę „co już robię samodzielnie”.\nPo czterech miesiącach każdy odbywa pięć dni próby w stołówce albo restauracji w powiecie.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Doposażenie kuchni 38 tysięcy złotych, w większości z dotacji. Obiad kosztuje 17 zł i tyle płaci gmina, więc po dwóch latach wydatki bieżące się równoważą. Zysku nie ma i nie taki jest cel.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Gotujemy dziś 46 obiadów. Z pierwszych trzech grup, łącznie 31 osób, zajęcia ukończyły 24, a 13 pracuje, w tym cztery w spółdzielni socjalnej, która powstała z naszego zespołu dowożącego. Kierowca, który zawozi posiłki, trzy razy jako pierwszy zauważył, że ktoś potrzebuje lekarza.",
            ),
            (
                "quote",
                "Jak nie przyjdę, to pani Helena nie zje. Nikt mi tego nie musi tłumaczyć, po prostu wstaję.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Presja czasu bywa trudna dla osób, które wracają do aktywności po latach. Pierwszy miesiąc każda osoba pracuje w parze. Trzeba też mieć plan na dzień, w którym zabraknie połowy zespołu: u nas to zupa i pierogi z zamrażarki.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od dziesięciu obiadów dwa razy w tygodniu.\nOd rozmowy z inspekcją, zanim kupi się sprzęt.\nOd jednej restauracji, która przyjmie na próbę.",
            ),
        ),
    ),
    PracticeText(
        "godzina-z-jednym-doroslym",
        "Godzina z jednym dorosłym",
        "Raz w tygodniu każde dziecko ma w świetlicy godzinę tylko z jedną, zawsze tą samą dorosłą osobą. Czytają, lutują, pieką albo milczą.",
        "PWD",
        "Milejów",
        ("C1.2", "C1.4", "C3.3"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "W naszej świetlicy jest gwarno: dwadzieścioro dzieci, dwie wychowawczynie, lekcje, kanapki, piłka. Lubimy ten gwar. Zauważyłyśmy jednak, że o rzeczach ważnych dzieci mówią dopiero przy zakładaniu butów, kiedy nie ma już na to czasu.",
            ),
            ("heading", "Co zrobiłyśmy"),
            (
                "paragraph",
                "Zaprosiłyśmy dorosłych z okolicy: emerytowaną nauczycielkę, elektryka, piekarkę, studenta, dwie osoby z uniwersytetu trzeciego wieku. Każda osoba spotyka się z jednym dzieckiem przez cały rok szkolny.",
            ),
            (
                "list",
                "Każdy dorosły przechodzi rozmowę, sprawdzenie w rejestrze i sześć godzin przygotowania, także o tym, jak reagować na krzywdę.\nDziecko wybiera, co chce robić. Dorosły może zaproponować, ale nie narzuca.\nSpotkania odbywają się w świetlicy, przy otwartych drzwiach, zawsze w tym samym dniu i o tej samej godzinie.\nPo spotkaniu jest pięć minut z wychowawczynią: co się działo, czy coś niepokoi.\nGdy dorosły nie może przyjść, sam dzwoni do dziecka i umawia inny termin.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Materiały to około 90 zł miesięcznie, ubezpieczenie wolontariuszy 340 zł rocznie. Wychowawczyni koordynująca ma na to trzy godziny w tygodniu, zapisane w grafiku, a nie „przy okazji”.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Ze spotkań korzysta czternaścioro dzieci. Dwanaście par wytrwało cały rok. Szkoła widzi mniej nieobecności w dni spotkań. Dwa razy dziecko powiedziało swojemu dorosłemu coś, co wymagało szybkiej reakcji, i dzięki przygotowaniu wszyscy wiedzieli, co robić.",
            ),
            ("quote", "Pan Stefan nie pyta o oceny. Naprawiliśmy razem lampkę i teraz stoi u mnie przy łóżku."),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Najgorsze, co może się zdarzyć, to dorosły, który znika. Wolimy odmówić komuś niepewnemu, niż zacząć i przerwać w grudniu. Zasady ochrony dzieci czytamy wspólnie co pół roku, nie tylko na początku.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od trzech par i trzech miesięcy.\nOd osób, które dzieci już znają z widzenia.\nOd stałej godziny w kalendarzu, której nic nie przesuwa.",
            ),
        ),
    ),
    PracticeText(
        "wywiad-bez-przepisywania",
        "Wywiad bez przepisywania",
        "Notatki z wizyty powstają od razu na tablecie, razem z rozmówcą. Pracownicy odzyskali kilka godzin w tygodniu i oddali je ludziom.",
        "OPS",
        "Bychawa",
        ("C5.2", "C4.3", "C1.1"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "Każdą wizytę zapisywaliśmy trzy razy: w notesie, w formularzu i w programie. Przez dwa tygodnie mierzyliśmy czas. Samo przepisywanie zajmowało średnio siedem godzin tygodniowo na osobę, a pomyłki w datach i kwotach wychodziły dopiero przy decyzji.",
            ),
            ("heading", "Co zrobiliśmy, krok po kroku"),
            (
                "list",
                "Spisaliśmy pola, które naprawdę są potrzebne, i te, które powtarzają się z poprzedniej wizyty.\nInspektor ochrony danych pomógł ustalić, co wolno mieć na urządzeniu poza biurem i jak je zabezpieczyć.\nTrzy osoby przez miesiąc testowały tablet z klawiaturą. Po każdym tygodniu poprawialiśmy układ.\nWprowadziliśmy zasadę wspólnego ekranu: rozmówca widzi, co zapisujemy, i może to sprostować.\nReszta zespołu uczyła się w parach, osoba sprawna cyfrowo z osobą, która zna się na wywiadach najlepiej.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Osiem tabletów z szyfrowaniem i etui to 13 600 zł, karty do internetu 160 zł miesięcznie. Szkolenie z dostępności i bezpieczeństwa było bezpłatne. Najdroższy był czas na początku: przez sześć tygodni pracowało się wolniej.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Przepisywanie skróciło się do około dwóch godzin tygodniowo. Braków formalnych w aktach jest mniej więcej o jedną trzecią mniej. Nie spodziewaliśmy się, że wspólny ekran zmieni rozmowę: ludzie częściej dopowiadają, czego potrzebują, bo widzą, że ktoś to naprawdę zapisuje.",
            ),
            (
                "quote",
                "Bałam się, że tablet stanie między nami. A pan Kazimierz poprawił mi nazwę ulicy i dalej poszło samo.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Są rozmowy, przy których urządzenie trzeba odłożyć: o przemocy, żałobie, wstydzie. Notes dalej jest w torbie. Zdjęć dokumentów nie robimy telefonem prywatnym nigdy, nawet gdy brakuje zasięgu.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od zmierzenia czasu przez dwa tygodnie.\nOd wykreślenia pól, których nikt nie czyta.\nOd dwóch osób, które chcą, a nie od tych, które muszą.",
            ),
        ),
    ),
    PracticeText(
        "superwizja-dla-malych-zespolow",
        "Superwizja dla małych zespołów",
        "W trzyosobowym ośrodku trudno o superwizję, bo wszyscy wszystko o sobie wiedzą. Pięć gmin połączyło siły i spotyka się raz w miesiącu, za każdym razem u kogoś innego.",
        "PCPR",
        "Puławy",
        ("C5.3", "C5.4", "C3.1"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "W mniejszych gminach powiatu pracują dwie, trzy osoby. Kiedy sprawa jest trudna, nie ma z kim jej obejrzeć z boku, a superwizor dla tak małego zespołu to duży wydatek. W ankiecie połowa pracowników napisała, że o pracy śni po nocach.",
            ),
            ("heading", "Co zrobiliśmy"),
            (
                "paragraph",
                "Zaproponowaliśmy pięciu ośrodkom wspólną grupę. Żaden kierownik nie jest w niej razem ze swoimi pracownikami: kierownicy mają osobne spotkania, raz na kwartał.",
            ),
            (
                "list",
                "Zebraliśmy dwanaście osób i spisaliśmy umowę: poufność, obecność, prawo do milczenia.\nWybraliśmy superwizorkę wspólnie, po rozmowie z trzema osobami.\nSpotkanie trwa trzy godziny. Jedna osoba przynosi sprawę, bez nazwisk i bez szczegółów, po których można kogoś rozpoznać.\nGospodarz się zmienia, więc każdy raz na pięć miesięcy widzi, jak pracują inni.\nPo roku sprawdziliśmy w krótkiej rozmowie, czy warto dalej.",
            ),
            ("heading", "Ile to kosztuje"),
            (
                "paragraph",
                "Jedno spotkanie to 900 zł, czyli 75 zł na osobę. Gminy dzielą się po równo, dojazd opłaca pracodawca. Kluczowe było to, że superwizja odbywa się w godzinach pracy i jest wpisana do grafiku na cały rok.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Po dwóch latach z dwunastu osób w grupie jest jedenaście. W powtórzonej ankiecie o kłopotach ze snem wspomniały trzy. Między ośrodkami powstało coś, czego nie planowaliśmy: gdy ktoś ma kłopot, dzwoni do gminy obok, zanim napisze pismo.",
            ),
            (
                "quote",
                "Usłyszałam, że inni też nie wiedzieli, co wtedy powiedzieć. Od tamtej pory łatwiej mi wejść na tę klatkę.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Superwizja to nie kontrola i nie narada. Jeśli ktoś oczekuje po niej sprawozdania o pracownikach, lepiej nie zaczynać. Trzeba też przewidzieć sytuację, w której dwie gminy znają tę samą rodzinę: wtedy sprawę przynosi się gdzie indziej.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od telefonu do jednego sąsiedniego ośrodka.\nOd trzech spotkań na próbę z jasnym końcem.\nOd umowy o poufności, którą wszyscy czytają na głos.",
            ),
        ),
    ),
    PracticeText(
        "dzien-probny-u-pracodawcy",
        "Dzień próbny u pracodawcy",
        "Uczestnicy warsztatu spędzają jeden dzień w prawdziwej firmie, z trenerem obok. Bez zobowiązań, za to z rozmową o tym, co dalej.",
        "WTZ",
        "Łęczna",
        ("C2.3", "C2.1", "C3.3"),
        (
            ("heading", "Jaki był problem"),
            (
                "paragraph",
                "Przez lata nasi uczestnicy słyszeli, że kiedyś pójdą do pracy. „Kiedyś” trwało średnio jedenaście lat. Pracodawcy mówili nam, że się boją: co zrobić, gdy ktoś się zdenerwuje, kto odpowiada, jak rozmawiać. Rodziny bały się tego samego.",
            ),
            ("heading", "Co zrobiliśmy, krok po kroku"),
            (
                "list",
                "Zapytaliśmy każdą osobę, jakie miejsce pracy chciałaby zobaczyć od środka. Wyszło dziewięć: od piekarni po bibliotekę.\nTrener pracy odwiedził firmy i umówił jeden dzień, od czterech do sześciu godzin.\nTydzień wcześniej uczestnik i trener razem przeszli drogę: autobus, wejście, szatnia, toaleta.\nW dniu próby trener jest obok, ale polecenia wydaje pracownik firmy. Uczestnik ma jedno zadanie od początku do końca.\nNastępnego dnia rozmawiamy we troje: co się podobało, co męczyło, czy chcę jeszcze raz.",
            ),
            ("heading", "Ile to kosztowało"),
            (
                "paragraph",
                "Bilety, ubezpieczenie i odzież robocza to około 140 zł na osobę. Trener poświęca na jeden dzień próbny mniej więcej dwanaście godzin, razem z przygotowaniem.",
            ),
            ("heading", "Co się zmieniło"),
            (
                "paragraph",
                "Przez dwa lata odbyły się 33 dni próbne w czternastu firmach. Sześć osób ma dziś umowę na część etatu, dwie przeszły do zakładu aktywności zawodowej. Ważne jest też co innego: kilka osób przekonało się, że danej pracy nie chce, i mówi o tym spokojnie, bo to ich wybór.",
            ),
            (
                "quote",
                "W bibliotece okładałem książki. Pani kierownik powiedziała: do zobaczenia. Nie: dziękujemy, tylko: do zobaczenia.",
            ),
            ("heading", "Na co uważać"),
            (
                "paragraph",
                "Dzień próbny nie może być darmową pracą, dlatego jest jeden i ma opiekuna. Rodzinę zapraszamy do rozmowy wcześniej, z informacją o rencie i zarobkach na piśmie. Po nieudanej próbie robimy przerwę, ale od razu ustalamy datę następnej rozmowy.",
            ),
            ("heading", "Od czego zacząć"),
            (
                "list",
                "Od firmy, w której ktoś z zespołu robi zakupy.\nOd zadania, które ma widoczny koniec.\nOd wspólnego przejścia drogi na przystanek.",
            ),
        ),
    ),
)
