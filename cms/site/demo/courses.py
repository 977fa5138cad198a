"""Forty courses as a regional centre runs them (topics: domain list of the region's own material)."""

from dataclasses import dataclass

ON_SITE, REMOTE, HYBRID = "on_site", "remote", "hybrid"


@dataclass(frozen=True)
class Topic:
    """``aims`` are (competence code, level); a course without a standard ends with participation."""

    code: str
    title: str
    summary: str
    aims: tuple[tuple[str, int], ...]
    modules: tuple[str, ...]
    days: int = 2
    mode: str = ON_SITE
    kinds: str = ""
    has_standard: bool = True


def _topic(line: str) -> Topic:
    code, title, summary, aims, modules, days, mode, kinds, standard = (part.strip() for part in line.split("|"))
    return Topic(
        code,
        title,
        summary,
        tuple((aim.split(":")[0], int(aim.split(":")[1])) for aim in aims.split()),
        tuple(part.strip() for part in modules.split(";")),
        int(days),
        mode,
        kinds,
        standard == "wzorzec",
    )


TOPICS = tuple(
    _topic(line)
    for line in """
DM|Dialog motywujący w pracy socjalnej|Jak rozmawiać, żeby zmiana wyszła od osoby, a nie od pracownika. Dużo ćwiczeń w trójkach, nagrania rozmów i informacja zwrotna.|C1.2:2 C1.3:2|Duch dialogu motywującego; Pytania otwarte, dowartościowania, odzwierciedlenia; Praca z oporem i ambiwalencją; Rozmowa od początku do końca|2|on_site|OPS CUS PCPR MOPR CIS KIS|wzorzec
DM2|Dialog motywujący – poziom zaawansowany|Dla osób, które pracują już metodą dialogu motywującego i chcą prowadzić trudne rozmowy świadomie.|C1.2:3|Język zmiany i język podtrzymania; Rozmowy z osobami w kryzysie; Superwizja własnych nagrań|2|on_site|OPS CUS PCPR MOPR|wzorzec
WYP|Stres i wypalenie zawodowe w służbach społecznych|Rozpoznawanie przeciążenia, techniki regulacji napięcia i plan dbania o siebie w zespole.|C5.4:2|Skąd się bierze wypalenie; Sygnały ostrzegawcze; Techniki regulacji napięcia; Plan na co dzień|1|on_site||wzorzec
SUP|Superwizja – jak z niej korzystać|Czym jest superwizja pracy socjalnej, jak zawrzeć kontrakt i przygotować się do spotkania.|C5.3:2|Prawo do superwizji; Kontrakt i granice; Przygotowanie pytania superwizyjnego|1|remote|OPS CUS PCPR MOPR|udział
NK|Procedura „Niebieskie Karty” w praktyce zespołu interdyscyplinarnego|Zadania członków zespołu krok po kroku, dokumenty, ocena ryzyka i współpraca z policją oraz oświatą.|C1.4:2 C3.1:2|Podstawy prawne i role; Formularze A–D; Ocena ryzyka; Plan pomocy i monitorowanie|2|on_site|OPS CUS MOPR OIK SZK INN|wzorzec
INT|Interwencja kryzysowa – podstawy|Pierwszy kontakt z osobą w kryzysie, bezpieczeństwo i uruchamianie właściwych służb.|C1.4:2|Czym jest kryzys; Pierwszy kontakt; Bezpieczeństwo; Współpraca służb; Ćwiczenia symulacyjne|2|on_site|OPS PCPR MOPR OIK OW DPS|wzorzec
INT3|Interwencja kryzysowa w sytuacjach złożonych|Przemoc, próba samobójcza, śmierć bliskiej osoby: prowadzenie interwencji i odprawa po zdarzeniu.|C1.4:3|Ocena ryzyka samobójczego; Przemoc wobec dzieci; Odprawa zespołu; Studia przypadków|3|on_site|OIK PCPR MOPR|wzorzec
DIA|Diagnoza w pracy socjalnej – wywiad, zasoby, ryzyka|Jak prowadzić wywiad środowiskowy, który daje plan, a nie tylko wypełniony formularz.|C1.1:2|Wywiad jako rozmowa; Genogram i ekomapa; Zasoby i ryzyka; Zapis wniosków|2|on_site|OPS CUS PCPR MOPR|wzorzec
DIA3|Diagnoza sytuacji złożonych|Przemoc, choroba psychiczna, bezdomność: łączenie źródeł, hipotezy i decyzje.|C1.1:3|Fakty i hipotezy; Rodzina wieloproblemowa; Diagnoza w zespole|2|on_site|OPS CUS PCPR MOPR|wzorzec
KON|Kontrakt socjalny i indywidualny plan wsparcia|Wspólne ustalanie celów z osobą, zapisy, które da się sprawdzić, i terminowe przeglądy.|C1.3:2|Cele, które należą do osoby; Zapisy kontraktu; Przegląd i zmiana planu|2|on_site|OPS CUS MOPR CIS KIS|wzorzec
PSY|Praca z osobami z zaburzeniami psychicznymi|Objawy, które utrudniają kontakt, sposób rozmowy i współpraca z ochroną zdrowia.|C1.2:2 C1.3:2|Zaburzenia psychiczne bez stereotypów; Rozmowa z osobą w psychozie; Sieć wsparcia|2|on_site|SDS OPS DPS WTZ|wzorzec
UZA|Osoba uzależniona i jej rodzina – plan wsparcia|Motywowanie do leczenia, współuzależnienie, redukcja szkód i współpraca z asystentem rodziny.|C1.3:2|Mechanizmy uzależnienia; Rodzina; Plan wsparcia; Redukcja szkód|2|on_site|OPS MOPR CIS KIS|wzorzec
WIE|Powrót po zakładzie karnym – integracja krok po kroku|Mieszkanie, praca, dokumenty i relacje: pierwsze sto dni po opuszczeniu zakładu.|C2.2:2|Przygotowanie przed zwolnieniem; Pierwsze sto dni; Współpraca z kuratorem|1|on_site|OPS PCPR CIS KIS NGO|wzorzec
SDSM|Motywowanie uczestników środowiskowych domów samopomocy|Metody pracy, które pozwalają uczestnikom wybierać i próbować w swoim tempie.|C2.2:2 C1.2:2|Motywacja a choroba; Trening umiejętności; Plan wspierająco-aktywizujący|2|on_site|SDS WTZ|wzorzec
USL|Usługi społeczne i centrum usług społecznych|Jak zbudować program usług społecznych i lokalny indywidualny plan usług.|C1.3:3 C4.4:2|Ustawa o CUS; Diagnoza potrzeb; Koordynowanie planu usług; Jakość|2|hybrid|OPS CUS JST|wzorzec
DEI|Deinstytucjonalizacja – od DPS do usług w środowisku|Lokalny plan deinstytucjonalizacji: mieszkania wspomagane, usługi, opieka wytchnieniowa.|C3.2:3 C1.3:3|Dlaczego deinstytucjonalizacja; Mieszkania wspomagane; Plan lokalny|2|hybrid|DPS PCPR CUS JST|wzorzec
ASY|Asystencja osobista osób z niepełnosprawnościami|Rola asystenta, granice, samodzielność i bezpieczeństwo w codziennych czynnościach, także osób w spektrum autyzmu.|C2.3:2 C3.4:2|Niezależne życie; Rola i granice; Technika pomocy; Komunikacja|2|on_site|OPS NGO DPS WTZ|wzorzec
TRP|Zatrudnienie wspomagane – trener pracy|Profil zawodowy, dobór stanowiska, wsparcie w miejscu pracy i wycofywanie się trenera.|C2.3:3 C2.1:2|Profil zawodowy; Rozmowa z pracodawcą; Wsparcie w miejscu pracy; Utrzymanie zatrudnienia|3|on_site|ZAZ WTZ PUP NGO CIS|wzorzec
ZAZ|Rehabilitacja zawodowa w ZAZ – indywidualny program|Tworzenie, realizacja i ocena indywidualnych programów rehabilitacji oraz przejście na otwarty rynek.|C2.3:3|Program indywidualny; Zespół programowy; Przejście na otwarty rynek|2|on_site|ZAZ WTZ|wzorzec
IPZS|Indywidualny program zatrudnienia socjalnego w CIS|Od diagnozy do wyjścia na rynek pracy: program, warsztat, praca socjalna.|C2.2:3|Diagnoza uczestnika; Warsztat jako narzędzie; Praca socjalna w CIS; Wyjście|2|on_site|CIS KIS|wzorzec
DOR|Doradztwo zawodowe dla osób oddalonych od rynku pracy|Bilans mocnych stron, cel zawodowy, dokumenty i pierwsze kroki.|C2.1:2|Bilans kompetencji; Cel i plan; Dokumenty i rozmowa|2|remote|PUP CIS KIS OHP NGO|wzorzec
KLA|Klauzule społeczne w zamówieniach publicznych|Jak stosować klauzule zatrudnieniowe i zamówienia zastrzeżone w gminie.|C2.4:3 C4.1:2|Podstawy prawne; Zamówienia zastrzeżone; Opis kryteriów; Kontrola wykonania|1|remote|JST OWES PS PCPR|wzorzec
PSP|Zakładanie przedsiębiorstwa społecznego|Status, model działalności, wsparcie OWES i pierwsze dwanaście miesięcy.|C2.4:2|Status przedsiębiorstwa społecznego; Model działalności; Wsparcie OWES|2|hybrid|OWES PS NGO CIS|wzorzec
ANI|Animacja lokalna i partnerstwa ekonomii społecznej|Budowanie partnerstw gminy, organizacji i przedsiębiorców wokół konkretnej potrzeby.|C2.4:3 C3.1:3|Mapa aktorów; Rola animatora; Partnerstwo i jego zasady|2|on_site|OWES NGO JST|wzorzec
OSL|Organizowanie społeczności lokalnej|Od mapy zasobów do wspólnego działania: metoda krok po kroku.|C3.2:2|Wejście w społeczność; Mapa zasobów; Liderzy; Pierwsze działanie|3|on_site|OPS CUS NGO|wzorzec
ZES|Zespół interdyscyplinarny – praca i komunikacja|Uzgadnianie zadań, protokoły, trudne spotkania i wymiana informacji zgodna z prawem.|C3.1:2|Role i zadania; Prowadzenie spotkania; Wymiana informacji|1|on_site|OPS PCPR SZK INN|wzorzec
ZLE|Zlecanie zadań organizacjom pozarządowym|Konkurs od ogłoszenia do rozliczenia, z kryteriami i wskaźnikami, które coś znaczą.|C3.3:2|Formy zlecania; Ogłoszenie i kryteria; Rozliczenie|1|remote|JST PCPR OPS NGO|wzorzec
ROW|Równe traktowanie i dostępność w instytucji|Prosty język, tłumacz PJM, dostępność architektoniczna i cyfrowa w codziennej pracy.|C3.4:2|Zakaz dyskryminacji; Dostępność; Racjonalne usprawnienia|1|hybrid||wzorzec
PJM|Polski język migowy – podstawy|Pierwszy kontakt z osobą głuchą: podstawowe zwroty i współpraca z tłumaczem.|C3.4:2|Kultura Głuchych; Podstawowe zwroty; Współpraca z tłumaczem|3|on_site||udział
PRO|Prosty język w pismach i rozmowach|Pisma, które ludzie rozumieją: decyzje, wezwania, informacje o prawach.|C3.4:2 C4.3:2|Zasady prostego języka; Warsztat na własnych pismach|1|remote||wzorzec
ROD|RODO w pomocy społecznej|Podstawy prawne, udostępnianie danych, obowiązek informacyjny i naruszenia.|C4.3:2|Podstawy i role; Udostępnianie danych; Naruszenia i prawa osób|1|remote||wzorzec
KPA|Postępowanie administracyjne w pomocy społecznej|Terminy, dowody, decyzja i odwołanie na przykładach z praktyki ośrodków.|C4.1:2|Wszczęcie i terminy; Dowody i wywiad; Decyzja; Odwołanie|2|remote|OPS CUS PCPR MOPR|wzorzec
ETY|Dylematy etyczne w pracy socjalnej|Model podejmowania decyzji etycznych i ćwiczenia na przypadkach uczestników.|C4.2:2|Kodeks i wartości; Model decyzji; Przypadki|1|on_site|OPS CUS PCPR MOPR DPS|wzorzec
EWA|Monitorowanie i ewaluacja usług społecznych|Od pytania do rekomendacji: wskaźniki, dane, wnioski dla gminy i powiatu.|C4.4:3|Pytania i wskaźniki; Zbieranie danych; Wnioski i rekomendacje|2|hybrid|PCPR CUS JST ROPS|wzorzec
KZ|Kontrola zarządcza w jednostce pomocy społecznej|Cele, ryzyka, mechanizmy kontroli i samoocena w małej jednostce.|C4.4:2 C5.1:3|Standardy; Ryzyka; Samoocena|1|remote|OPS PCPR DPS CUS|wzorzec
LID|Kierowanie zespołem w instytucji pomocy|Podział zadań, informacja zwrotna, trudne rozmowy i zmiana w zespole.|C5.1:3|Rola kierownika; Informacja zwrotna; Konflikt; Zmiana|3|on_site||wzorzec
CYF|Arkusz kalkulacyjny i bezpieczna praca z danymi|Porządkowanie danych, proste zestawienia i bezpieczne przesyłanie plików.|C5.2:2|Porządek w danych; Zestawienia; Bezpieczne przesyłanie|1|remote||wzorzec
BEZ|Bezpieczeństwo pracownika w terenie|Ocena ryzyka przed wizytą, deeskalacja i zachowanie w razie napaści.|C5.4:2|Przygotowanie wizyty; Deeskalacja; Samoobrona – podstawy|1|on_site|OPS CUS PCPR MOPR|udział
PP|Pierwsza pomoc w instytucji|Resuscytacja, zadławienie, drgawki, AED: ćwiczenia na fantomach.|C5.4:2|Łańcuch przeżycia; Resuscytacja i AED; Nagłe zachorowania|1|on_site||udział
MED|Mediacje w rodzinie – pierwsze kroki|Czym są mediacje, kiedy kierować i jak rozmawiać z osobami w konflikcie.|C1.2:3 C3.1:2|Konflikt; Rola mediatora; Kierowanie do mediacji|2|on_site|PCPR OPS OIK RPZ|wzorzec
""".strip().splitlines()
)
