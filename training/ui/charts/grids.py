"""Tile grids: a region as squares of one size, one per county, placed about where the county lies.

Equal squares do not make a large empty county look important, need no
geometry and no licence, and keep their labels readable.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """One county: its TERYT code, its square (from the top left), its name and a short one."""

    code: str
    column: int
    row: int
    name: str
    short: str


LUBELSKIE_GRID = (
    Tile("0611", 1, 0, "łukowski", "ŁUK"),
    Tile("0615", 2, 0, "radzyński", "RAD"),
    Tile("0601", 3, 0, "bialski", "BIA"),
    Tile("0661", 4, 0, "m. Biała Podlaska", "m. BP"),
    Tile("0616", 0, 1, "rycki", "RYK"),
    Tile("0608", 2, 1, "lubartowski", "LUBA"),
    Tile("0613", 3, 1, "parczewski", "PAR"),
    Tile("0619", 4, 1, "włodawski", "WŁO"),
    Tile("0614", 0, 2, "puławski", "PUŁ"),
    Tile("0609", 1, 2, "lubelski", "LBL"),
    Tile("0663", 2, 2, "m. Lublin", "m. LUB"),
    Tile("0610", 3, 2, "łęczyński", "ŁĘC"),
    Tile("0603", 4, 2, "chełmski", "CHE"),
    Tile("0662", 5, 2, "m. Chełm", "m. CHE"),
    Tile("0612", 0, 3, "opolski", "OPO"),
    Tile("0607", 1, 3, "kraśnicki", "KRAŚ"),
    Tile("0617", 2, 3, "świdnicki", "ŚWI"),
    Tile("0606", 3, 3, "krasnostawski", "KRN"),
    Tile("0605", 1, 4, "janowski", "JAN"),
    Tile("0602", 2, 4, "biłgorajski", "BIŁ"),
    Tile("0664", 3, 4, "m. Zamość", "m. ZAM"),
    Tile("0620", 4, 4, "zamojski", "ZAM"),
    Tile("0604", 5, 4, "hrubieszowski", "HRU"),
    Tile("0618", 4, 5, "tomaszowski", "TOM"),
)
