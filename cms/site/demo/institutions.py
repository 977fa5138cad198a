"""Invented institutions with real-looking names, and the five ZAZ and three CIS of the region."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from random import Random

from cms.site.demo.places import CITIES, HOPES, LOCALITIES, PATRONS, STREETS, TOWNS

# How many of each kind in a region of 400 (S) and of 1 300 institutions (M); OPS take what is left.
QUOTAS = {
    "S": {
        "CUS": 4, "PCPR": 20, "MOPR": 4, "DPS": 28, "SDS": 32, "DDP": 16, "OIK": 8, "OW": 5, "POW": 20, "PWD": 16,
        "RPZ": 8, "OA": 2, "WTZ": 30, "KIS": 8, "OWES": 4, "PS": 14, "NGO": 18, "PUP": 14, "WUP": 1, "OHP": 1,
        "ROPS": 1, "JST": 10, "SZK": 8, "INN": 3,
    },
    "M": {
        "CUS": 8, "PCPR": 20, "MOPR": 4, "DPS": 70, "SDS": 90, "DDP": 70, "OIK": 20, "OW": 20, "POW": 80, "PWD": 150,
        "RPZ": 20, "OA": 3, "WTZ": 90, "KIS": 30, "OWES": 4, "PS": 110, "NGO": 180, "PUP": 20, "WUP": 1, "OHP": 1,
        "ROPS": 1, "JST": 90, "SZK": 90, "INN": 3,
    },
}  # fmt: skip
TOTAL = {"S": 400, "M": 1300}

# {w}: „w/we” and the locality; {hope}: a name in quotes; {patron}: „im. …”.
TEMPLATES = {
    "CUS": ("Centrum Usług Społecznych {w}",),
    "DPS": ("Dom Pomocy Społecznej {w}", "Dom Pomocy Społecznej {patron} {w}"),
    "SDS": ("Środowiskowy Dom Samopomocy {w}", "Środowiskowy Dom Samopomocy „{hope}” {w}"),
    "DDP": ("Dzienny Dom „Senior+” {w}", "Dzienny Dom Pomocy {w}"),
    "OIK": ("Ośrodek Interwencji Kryzysowej {w}",),
    "OW": ("Ośrodek Wsparcia „{hope}” {w}",),
    "POW": ("Dom Dziecka {patron} {w}", "Placówka Opiekuńczo-Wychowawcza „{hope}” {w}"),
    "PWD": ("Świetlica Środowiskowa „{hope}” {w}", "Placówka Wsparcia Dziennego „{hope}” {w}"),
    "OA": ("Ośrodek Adopcyjny {w}",),
    "WTZ": ("Warsztat Terapii Zajęciowej {w}", "Warsztat Terapii Zajęciowej „{hope}” {w}"),
    "KIS": ("Klub Integracji Społecznej {w}",),
    "PS": ("Spółdzielnia Socjalna „{hope}” {w}", "Przedsiębiorstwo Społeczne „{hope}” {w}"),
    "NGO": ("Stowarzyszenie „{hope}” {w}", "Fundacja „{hope}” {w}"),
    "JST": ("Urząd Gminy {w}",),
    "SZK": ("Poradnia Psychologiczno-Pedagogiczna {w}", "Szkoła Podstawowa {patron} {w}"),
    "INN": ("Komenda Powiatowa Policji {w}", "Zakład Opiekuńczo-Leczniczy {w}"),
}
SINGLE = {
    "WUP": "Wojewódzki Urząd Pracy w Lublinie",
    "OHP": "Ochotnicze Hufce Pracy – Lubelska Wojewódzka Komenda w Lublinie",
    "ROPS": "Regionalny Ośrodek Polityki Społecznej w Lublinie",
}
COUNTY_KINDS = {
    "PCPR": "Powiatowe Centrum Pomocy Rodzinie {w}",
    "PUP": "Powiatowy Urząd Pracy {w}",
    "RPZ": "Organizator Rodzinnej Pieczy Zastępczej {w}",
}
# Land counties whose seat is a city of its own.
SEATS = {
    "0601": ("Biała Podlaska", "Białej Podlaskiej"),
    "0603": ("Chełm", "Chełmie"),
    "0609": ("Lublin", "Lublinie"),
    "0620": ("Zamość", "Zamościu"),
}


@dataclass(frozen=True)
class Made:
    kind: str
    name: str
    county: str
    locality: str
    address: str = ""
    aliases: tuple[str, ...] = field(default=())


def _within(locative: str) -> str:
    """„w” becomes „we” before W or F with another consonant."""
    return f"we {locative}" if locative[:2].casefold() in {"wł", "wr", "ws", "wz", "fr"} else f"w {locative}"


def _ops(county: str, locality: str, locative: str) -> Made:
    if locality in TOWNS:
        short, name = ("MOPS", "Miejski") if county not in ("0618", "0602") else ("MGOPS", "Miejsko-Gminny")
    else:
        short, name = "GOPS", "Gminny"
    return Made(
        "OPS",
        f"{name} Ośrodek Pomocy Społecznej {_within(locative)}",
        county,
        locality,
        aliases=(f"{short} {locality}", f"{short} {_within(locative)}"),
    )


def _seed() -> Iterator[Made]:
    """The institutions named in the region's own plan."""
    text = (files("cms.site.demo") / "institutions_seed.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield Made(row["kind"], row["name"], row["county_teryt"], row["locality"])


def institutions(size: str) -> list[Made]:
    """All institutions of a region of ``size``, in a stable order, names unique."""
    rng = Random(f"institutions {size}")
    everywhere = [(county, *place) for county, places in LOCALITIES.items() for place in places]
    made = list(_seed())
    names = {institution.name for institution in made}

    def add(institution: Made) -> bool:
        if institution.name in names:
            return False
        names.add(institution.name)
        address = f"{rng.choice(STREETS)} {rng.randint(1, 90)}, {institution.locality}"
        made.append(
            Made(
                institution.kind,
                institution.name,
                institution.county,
                institution.locality,
                address,
                institution.aliases,
            )
        )
        return True

    for county in CITIES:
        locality, locative = LOCALITIES[county][0]
        add(Made("MOPR", f"Miejski Ośrodek Pomocy Rodzinie {_within(locative)}", county, locality,
                 aliases=(f"MOPR {locality}",)))  # fmt: skip
    lands = [county for county in LOCALITIES if county not in CITIES]
    for kind, template in COUNTY_KINDS.items():
        for county in lands[: QUOTAS[size][kind]]:
            locality, locative = SEATS.get(county, LOCALITIES[county][0])
            add(Made(kind, template.format(w=_within(locative)), county, locality, aliases=(f"{kind} {locality}",)))
    for kind, name in SINGLE.items():
        add(Made(kind, name, "0663", "Lublin"))
    for number, name in enumerate(("Lublinie", "Zamościu", "Chełmie", "Białej Podlaskiej")):
        county = ("0663", "0664", "0662", "0661")[number]
        add(Made("OWES", f"Ośrodek Wsparcia Ekonomii Społecznej w {name}", county, LOCALITIES[county][0][0]))

    wanted = dict(QUOTAS[size])
    for kind, templates in TEMPLATES.items():
        left = wanted.get(kind, 0)
        places = [place for place in everywhere if kind != "JST" or place[1] not in TOWNS]
        rng.shuffle(places)
        turn = 0
        while left and turn < 20 * len(places):
            county, locality, locative = places[turn % len(places)]
            template = templates[(turn // len(places) + turn) % len(templates)]
            name = template.format(w=_within(locative), hope=rng.choice(HOPES), patron=rng.choice(PATRONS))
            left -= add(Made(kind, name, county, locality))
            turn += 1

    centres = {institution.locality for institution in made if institution.kind == "CUS"}
    first = ("Ulhówek", "Przeorsk", "Tyszowce", "Łęczna")
    places = [place for place in everywhere if place[0] not in CITIES and place[1] not in centres]
    rng.shuffle(places)
    places.sort(key=lambda place: place[1] not in first)
    for place in places:
        if len(made) < TOTAL[size]:
            add(_ops(*place))
    # What the communes could not fill, societies do.
    while len(made) < TOTAL[size]:
        county, locality, locative = rng.choice(everywhere)
        add(Made("NGO", f"Stowarzyszenie „{rng.choice(HOPES)}” {_within(locative)}", county, locality))
    return made
