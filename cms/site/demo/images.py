"""The drawings of the demo site, made for it: light, calm, the same every time."""

from collections.abc import Callable
from importlib.resources import as_file, files

from PIL import ImageFont

from cms.site.demo import indoor_scenes, outdoor_scenes
from cms.site.demo.drawing import (
    BRAND,
    CLAY,
    FINE,
    GREY,
    INK,
    MEADOW,
    SUN,
    WHITE,
    Drawing,
)

# The first is the picture of the front page; from the fourth on they follow the good practices one by one.
ALT: dict[str, str] = {
    "droga": "Rysunek: troje ludzi idzie krętą drogą między wzgórzami, nad nimi duży kompas wskazuje kierunek.",
    "tablica": "Rysunek: osoba prowadząca pokazuje wykres na tablicy, trzy osoby słuchają.",
    "dlonie": "Rysunek: dwie dłonie osłaniają sadzonkę rosnącą w garstce ziemi.",
    "ogrod": "Rysunek: dwie osoby podlewają podniesione grządki z kwiatami i warzywami przed domem.",
    "telefon": "Rysunek: dwie osoby rozmawiają przez telefon, ich okna łączy linia rozmowy.",
    "stol": "Rysunek: pięć osób siedzi przy wspólnym stole, przed nimi jedna kartka z planem.",
    "dom": "Rysunek: dom z oświetlonymi oknami, do którego prowadzi ścieżka, obok duży klucz.",
    "warsztat": "Rysunek: osoba pracuje przy stole warsztatowym, na ścianie narzędzia i trzy karty z obrazkami.",
    "fotel": "Rysunek: starsza osoba w fotelu rozmawia z gościem przy stoliku z dwoma kubkami.",
    "mapa": "Rysunek: rozłożona mapa miasta z kolorowymi znacznikami i kompasem.",
    "kuchnia": "Rysunek: dwie osoby gotują przy dużym garnku, obok stoją gotowe posiłki na wynos.",
    "czytanie": "Rysunek: osoba dorosła i dziecko siedzą na kanapie pod lampą nad otwartą książką.",
    "tablet": "Rysunek: dwie osoby przy stole patrzą razem na ekran tabletu.",
    "krag": "Rysunek: cztery osoby siedzą w półkolu, nad nimi dymki rozmowy.",
    "biblioteka": "Rysunek: osoba układa książki na regale, druga stoi obok i jej towarzyszy.",
    "schody": "Rysunek: osoba wchodzi po coraz wyższych stopniach w stronę chorągiewki i słońca.",
}
STRIP_ALT = "Pasek przykładowych znaków: Projekt przykładowy, Program przykładowy, Samorząd przykładowy."
SCENES: dict[str, Callable[[], Drawing]] = {
    "droga": outdoor_scenes.way,
    "tablica": indoor_scenes.board,
    "dlonie": outdoor_scenes.hands,
    "ogrod": outdoor_scenes.garden,
    "telefon": indoor_scenes.phone,
    "stol": indoor_scenes.meeting,
    "dom": outdoor_scenes.home,
    "warsztat": indoor_scenes.workshop,
    "fotel": indoor_scenes.armchair,
    "mapa": outdoor_scenes.town_map,
    "kuchnia": indoor_scenes.kitchen,
    "czytanie": indoor_scenes.reading,
    "tablet": indoor_scenes.tablet,
    "krag": indoor_scenes.circle,
    "biblioteka": indoor_scenes.library,
    "schody": outdoor_scenes.steps,
}


def illustration(kind: str) -> bytes:
    """The drawing of a kind of ``ALT`` as a PNG of 1200 × 675, the same bytes every time."""
    return SCENES[kind]().png()


def funding_strip() -> bytes:
    """Three plain signs with words in one picture, where a real project shows the strip of its programme."""
    drawing = Drawing(WHITE, 1200, 150)
    drawing.dot(96, 75, 46, BRAND)
    drawing.shape(SUN, (96, 42), (128, 96), (64, 96))
    drawing.box(452, 34, 112, 82, MEADOW, 12)
    drawing.curve(WHITE, 12, (474, 88), (508, 60), (542, 84))
    drawing.shape(CLAY, (832, 116), (832, 34), (944, 34), (916, 75), (944, 116))
    for x in (410, 790):
        drawing.box(x, 30, 3, 90, GREY)
    with as_file(files("training.kernel") / "fonts" / "Lato-Bold.ttf") as path:
        bold = ImageFont.truetype(path, 30 * FINE, layout_engine=ImageFont.Layout.BASIC)
    with as_file(files("training.kernel") / "fonts" / "Lato-Regular.ttf") as path:
        regular = ImageFont.truetype(path, 22 * FINE, layout_engine=ImageFont.Layout.BASIC)
    for x, first, second in (
        (160, "Projekt", "przykładowy"), (584, "Program", "przykładowy"), (964, "Samorząd", "przykładowy"),
    ):  # fmt: skip
        drawing.draw.text((x * FINE, 38 * FINE), first, INK, bold)
        drawing.draw.text((x * FINE, 80 * FINE), second, INK, regular)
    return drawing.png()
