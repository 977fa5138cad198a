"""A staff list of any size, the same each time: for measuring by hand and for counting queries."""

import io

from openpyxl import Workbook

HEAD = [
    "Lp.", "Nazwisko i imię", "Stanowisko", "Nazwa instytucji", "Powiat", "Adres e-mail", "Telefon", "Zatrudniony od",
    "Uwagi",
]  # fmt: skip
_SYLLABLES = ("ba", "ce", "do", "fi", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "to", "wi", "zu", "ły")
_FIRST = ("Anna", "Maria", "Katarzyna", "Małgorzata", "Agnieszka", "Barbara", "Ewa", "Krystyna", "Elżbieta", "Łucja")
POSTS = ("pracownik socjalny", "starszy pracownik socjalny", "asystent rodziny", "terapeuta zajęciowy", "opiekun")


def surname(number: int) -> str:
    letters = ""
    for _place in range(4):
        number, rest = divmod(number, len(_SYLLABLES))
        letters += _SYLLABLES[rest]
    return f"{letters}ska".capitalize()


def institution(number: int) -> str:
    return f"Gminny Ośrodek Pomocy Społecznej w {surname(number * 7 + 3)}"


def rows(count: int, institutions: int):
    for number in range(count):
        yield [
            number + 1,
            f"{surname(number % 9000)} {_FIRST[number % len(_FIRST)]}",
            POSTS[number % len(POSTS)],
            institution(number % institutions),
            "tomaszowski",
            f"osoba{number}@example.org",
            f"84 {number % 900 + 100} {number % 90 + 10} {number % 80 + 10}",
            f"{number % 28 + 1:02d}.{number % 12 + 1:02d}.{2000 + number % 25}",
            None,
        ]


def workbook(count: int, institutions: int) -> bytes:
    book = Workbook(write_only=True)
    worksheet = book.create_sheet("Arkusz1")
    worksheet.append(HEAD)
    for row in rows(count, institutions):
        worksheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
