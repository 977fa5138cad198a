"""Localities of the region with the form that follows „w” in an institution's name."""

# county code: [(locality, locative)]; the first is the seat.
LOCALITIES: dict[str, list[tuple[str, str]]] = {
    code: [tuple(pair.split("/")) for pair in pairs.split(", ")]
    for code, pairs in {
        "0601": "Międzyrzec Podlaski/Międzyrzecu Podlaskim, Terespol/Terespolu, Janów Podlaski/Janowie Podlaskim, "
        "Konstantynów/Konstantynowie, Łomazy/Łomazach, Wisznice/Wisznicach, Piszczac/Piszczacu, Kodeń/Kodniu",
        "0602": "Biłgoraj/Biłgoraju, Tarnogród/Tarnogrodzie, Frampol/Frampolu, Józefów/Józefowie, "
        "Goraj/Goraju, Aleksandrów/Aleksandrowie, Księżpol/Księżpolu, Turobin/Turobinie",
        "0603": "Rejowiec Fabryczny/Rejowcu Fabrycznym, Siedliszcze/Siedliszczu, Dorohusk/Dorohusku, "
        "Sawin/Sawinie, Wojsławice/Wojsławicach, Żmudź/Żmudzi, Ruda-Huta/Rudzie-Hucie",
        "0604": "Hrubieszów/Hrubieszowie, Dołhobyczów/Dołhobyczowie, Horodło/Horodle, Mircze/Mirczu, "
        "Trzeszczany/Trzeszczanach, Uchanie/Uchaniach, Werbkowice/Werbkowicach",
        "0605": "Janów Lubelski/Janowie Lubelskim, Modliborzyce/Modliborzycach, Batorz/Batorzu, "
        "Chrzanów/Chrzanowie, Dzwola/Dzwoli, Godziszów/Godziszowie, Potok Wielki/Potoku Wielkim",
        "0606": "Krasnystaw/Krasnymstawie, Fajsławice/Fajsławicach, Gorzków/Gorzkowie, Izbica/Izbicy, "
        "Łopiennik Górny/Łopienniku Górnym, Siennica Różana/Siennicy Różanej, Żółkiewka/Żółkiewce",
        "0607": "Kraśnik/Kraśniku, Annopol/Annopolu, Urzędów/Urzędowie, Dzierzkowice/Dzierzkowicach, "
        "Gościeradów/Gościeradowie, Szastarka/Szastarce, Trzydnik Duży/Trzydniku Dużym, Zakrzówek/Zakrzówku",
        "0608": "Lubartów/Lubartowie, Kock/Kocku, Ostrów Lubelski/Ostrowie Lubelskim, Abramów/Abramowie, "
        "Firlej/Firleju, Kamionka/Kamionce, Michów/Michowie, Niedźwiada/Niedźwiadzie, Serniki/Sernikach",
        "0609": "Bychawa/Bychawie, Bełżyce/Bełżycach, Garbów/Garbowie, Głusk/Głusku, Jabłonna/Jabłonnie, "
        "Jastków/Jastkowie, Konopnica/Konopnicy, Krzczonów/Krzczonowie, Niemce/Niemcach, Strzyżewice/Strzyżewicach, "
        "Wólka/Wólce, Zakrzew/Zakrzewie, Wojciechów/Wojciechowie",
        "0610": "Łęczna/Łęcznej, Cyców/Cycowie, Ludwin/Ludwinie, Milejów/Milejowie, Puchaczów/Puchaczowie, Spiczyn/Spiczynie",
        "0611": "Łuków/Łukowie, Stoczek Łukowski/Stoczku Łukowskim, Adamów/Adamowie, Krzywda/Krzywdzie, "
        "Serokomla/Serokomli, Stanin/Staninie, Trzebieszów/Trzebieszowie, Wojcieszków/Wojcieszkowie",
        "0612": "Opole Lubelskie/Opolu Lubelskim, Poniatowa/Poniatowej, Chodel/Chodlu, Józefów nad Wisłą/Józefowie nad Wisłą, "
        "Karczmiska/Karczmiskach, Łaziska/Łaziskach, Wilków/Wilkowie",
        "0613": "Parczew/Parczewie, Dębowa Kłoda/Dębowej Kłodzie, Jabłoń/Jabłoniu, Milanów/Milanowie, Siemień/Siemieniu, Sosnowica/Sosnowicy",
        "0614": "Puławy/Puławach, Nałęczów/Nałęczowie, Kazimierz Dolny/Kazimierzu Dolnym, Baranów/Baranowie, "
        "Janowiec/Janowcu, Końskowola/Końskowoli, Kurów/Kurowie, Markuszów/Markuszowie, Wąwolnica/Wąwolnicy, Żyrzyn/Żyrzynie",
        "0615": "Radzyń Podlaski/Radzyniu Podlaskim, Borki/Borkach, Czemierniki/Czemiernikach, Kąkolewnica/Kąkolewnicy, "
        "Komarówka Podlaska/Komarówce Podlaskiej, Ulan-Majorat/Ulanie-Majoracie, Wohyń/Wohyniu",
        "0616": "Ryki/Rykach, Dęblin/Dęblinie, Kłoczew/Kłoczewie, Nowodwór/Nowodworze, Stężyca/Stężycy, Ułęż/Ułężu",
        "0617": "Świdnik/Świdniku, Piaski/Piaskach, Mełgiew/Mełgwi, Rybczewice/Rybczewicach, Trawniki/Trawnikach",
        "0618": "Tomaszów Lubelski/Tomaszowie Lubelskim, Tyszowce/Tyszowcach, Łaszczów/Łaszczowie, Ulhówek/Ulhówku, "
        "Bełżec/Bełżcu, Jarczów/Jarczowie, Krynice/Krynicach, Lubycza Królewska/Lubyczy Królewskiej, "
        "Przeorsk/Przeorsku, Rachanie/Rachaniach, Susiec/Suścu, Tarnawatka/Tarnawatce",
        "0619": "Włodawa/Włodawie, Hanna/Hannie, Hańsk/Hańsku, Stary Brus/Starym Brusie, Urszulin/Urszulinie, "
        "Wola Uhruska/Woli Uhruskiej, Wyryki/Wyrykach",
        "0620": "Szczebrzeszyn/Szczebrzeszynie, Zwierzyniec/Zwierzyńcu, Krasnobród/Krasnobrodzie, Adamów/Adamowie, "
        "Grabowiec/Grabowcu, Komarów-Osada/Komarowie-Osadzie, Łabunie/Łabuniach, Nielisz/Nieliszu, "
        "Sitno/Sitnie, Skierbieszów/Skierbieszowie, Sułów/Sułowie",
        "0661": "Biała Podlaska/Białej Podlaskiej",
        "0662": "Chełm/Chełmie",
        "0663": "Lublin/Lublinie",
        "0664": "Zamość/Zamościu",
    }.items()
}
TOWNS = frozenset(
    [
        "Międzyrzec Podlaski",
        "Terespol",
        "Biłgoraj",
        "Tarnogród",
        "Frampol",
        "Józefów",
        "Rejowiec Fabryczny",
        "Siedliszcze",
        "Hrubieszów",
        "Janów Lubelski",
        "Modliborzyce",
        "Krasnystaw",
        "Kraśnik",
        "Annopol",
        "Urzędów",
        "Lubartów",
        "Kock",
        "Ostrów Lubelski",
        "Bychawa",
        "Bełżyce",
        "Łęczna",
        "Łuków",
        "Stoczek Łukowski",
        "Opole Lubelskie",
        "Poniatowa",
        "Parczew",
        "Puławy",
        "Nałęczów",
        "Kazimierz Dolny",
        "Radzyń Podlaski",
        "Ryki",
        "Dęblin",
        "Świdnik",
        "Piaski",
        "Tomaszów Lubelski",
        "Tyszowce",
        "Łaszczów",
        "Lubycza Królewska",
        "Włodawa",
        "Szczebrzeszyn",
        "Zwierzyniec",
        "Krasnobród",
        "Biała Podlaska",
        "Chełm",
        "Lublin",
        "Zamość",
    ]
)
CITIES = ("0661", "0662", "0663", "0664")
PATRONS = [
    "im. św. Brata Alberta",
    "im. Jana Pawła II",
    "im. św. Faustyny",
    "im. Matki Teresy z Kalkuty",
    "im. Janusza Korczaka",
    "im. Marii Grzegorzewskiej",
    "im. św. Jadwigi",
    "im. Kazimierza Lisieckiego",
    "im. św. Antoniego",
    "im. Heleny Radlińskiej",
]
HOPES = [
    "Nadzieja",
    "Przystań",
    "Razem",
    "Pomocna Dłoń",
    "Krokus",
    "Słonecznik",
    "Misericordia",
    "Jutrzenka",
    "Arka",
    "Dobry Start",
    "Most",
    "Horyzont",
    "Złota Jesień",
    "Bliżej",
    "Szansa",
    "Wspólny Dom",
    "Tęcza",
    "Otwarte Drzwi",
    "Pod Dębami",
    "Krok po kroku",
    "Integracja",
    "Ostoja",
]
STREETS = [
    "ul. Lubelska",
    "ul. Kościuszki",
    "ul. 3 Maja",
    "ul. Szkolna",
    "ul. Partyzantów",
    "ul. Mickiewicza",
    "ul. Sienkiewicza",
    "ul. Piłsudskiego",
    "ul. Ogrodowa",
    "ul. Kościelna",
    "ul. Parkowa",
    "ul. Zamojska",
    "ul. Rynek",
    "ul. Polna",
]
