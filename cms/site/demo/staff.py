"""Invented staff: how many work where, and in which posts."""

from random import Random

# kind: (share of the staff, posts with weights); the first post heads the unit.
POSTS = {
    "OPS": (7, "kierownik:1 pracownik socjalny:6 starszy pracownik socjalny:2 specjalista pracy socjalnej:1 asystent rodziny:2 opiekun środowiskowy:2"),
    "CUS": (8, "dyrektor:1 pracownik socjalny:4 organizator społeczności lokalnej:1 specjalista pracy socjalnej:1 asystent rodziny:1"),
    "PCPR": (8, "dyrektor:1 koordynator rodzinnej pieczy zastępczej:3 specjalista pracy socjalnej:2 psycholog:1 pedagog:1"),
    "MOPR": (24, "dyrektor:1 pracownik socjalny:10 starszy pracownik socjalny:3 specjalista pracy socjalnej:2 asystent rodziny:3 koordynator rodzinnej pieczy zastępczej:2"),
    "DPS": (9, "dyrektor:1 opiekun w domu pomocy społecznej:6 terapeuta zajęciowy:1 pielęgniarka:1 pracownik socjalny:1"),
    "SDS": (5, "kierownik:1 terapeuta zajęciowy:3 instruktor terapii zajęciowej:1 psycholog:1"),
    "DDP": (3, "kierownik:1 opiekun osoby starszej:2 terapeuta zajęciowy:1"),
    "OIK": (4, "kierownik:1 psycholog:2 pracownik socjalny:1"),
    "OW": (3, "kierownik:1 psycholog:1 pracownik socjalny:1"),
    "POW": (5, "dyrektor:1 wychowawca:4 pedagog:1"),
    "PWD": (2, "kierownik:1 wychowawca:2"),
    "RPZ": (3, "kierownik:1 koordynator rodzinnej pieczy zastępczej:3"),
    "OA": (3, "dyrektor:1 psycholog:1 pedagog:1"),
    "WTZ": (5, "kierownik:1 instruktor terapii zajęciowej:4 psycholog:1"),
    "ZAZ": (7, "dyrektor:1 instruktor zawodu:3 trener pracy:1 psycholog:1"),
    "CIS": (6, "kierownik:1 instruktor zawodu:2 pracownik socjalny:1 doradca zawodowy:1"),
    "KIS": (2, "kierownik:1 doradca zawodowy:1 pracownik socjalny:1"),
    "OWES": (6, "dyrektor:1 animator ekonomii społecznej:3 doradca ekonomii społecznej:2"),
    "PS": (2, "prezes:1 instruktor zawodu:2"),
    "NGO": (2, "prezes:1 asystent osoby z niepełnosprawnościami:1 trener pracy:1"),
    "PUP": (4, "dyrektor:1 pośrednik pracy:2 doradca zawodowy:2"),
    "WUP": (5, "dyrektor:1 doradca zawodowy:2"),
    "OHP": (4, "kierownik:1 doradca zawodowy:2"),
    "ROPS": (14, "dyrektor:1 specjalista ROPS:6"),
    "JST": (2, "kierownik:1 inspektor:2"),
    "SZK": (2, "dyrektor:1 pedagog:2 psycholog:1"),
    "INN": (2, "kierownik:1 policjant:1 pielęgniarka:1"),
}  # fmt: skip


def posts_of(kind: str) -> list[tuple[str, int]]:
    """[(post, weight)], head first."""
    posts = []
    words = POSTS[kind][1].replace(":", " : ").split(" : ")
    # "kierownik : 1 pracownik socjalny : 6 …" → names carry the weight of the following number.
    name = words[0]
    for part in words[1:]:
        number, _, rest = part.partition(" ")
        posts.append((name, int(number)))
        name = rest
    return posts


def headcounts(kinds: list[str], total: int, rng: Random) -> list[int]:
    """How many people each institution employs: at least one, together exactly ``total``."""
    weights = [POSTS[kind][0] * rng.uniform(0.6, 1.4) for kind in kinds]
    share = (total - len(kinds)) / sum(weights)
    counts = [1 + int(weight * share) for weight in weights]
    order = sorted(range(len(kinds)), key=lambda i: -(weights[i] * share % 1))
    for i in order[: total - sum(counts)]:
        counts[i] += 1
    return counts
