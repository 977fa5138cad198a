"""The document: archival, accessible, legible, on two pages, whatever the name and title."""

import io
import re

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from certificates.designs.documents import pictures, texts
from certificates.designs.documents import render_classic as render
from certificates.designs.payload import VERSION
from certificates.register.states import CertificateKind
from training.kernel.printing import printable_name
from training.kernel.refusals import CannotBeDrawn

LONGEST = "Aleksandra Małgorzata Brzęczyszczykiewicz-Chrząszczyżewoszycka z domu Gżegżółkowska-Wróbel"


def payload(**changes):
    base = {
        "version": VERSION,
        "design": "classic",
        "number": "17/KK/2026",
        "series": "KK",
        "ordinal": 17,
        "kind": "competence",
        "language": "pl",
        "name": "Łucja Wiśniewska-Zażółć",
        "issued_on": "2026-11-23",
        "verification_url": "https://kompas.example.org/sprawdz/abcdefghijklmnopqrstuvwx/",
        "replaces": "",
        "course": {
            "code": "DM",
            "title": "Dialog motywujący w pracy z osobami i rodzinami w kryzysie",
            "edition": "2/2026",
            "mode": "on_site",
            "venue": "Lublin, ul. Diamentowa 2",
            "starts_on": "2026-10-12",
            "ends_on": "2026-11-13",
            "minutes": 1440,
            "didactic_hour": 45,
            "trainers": ["dr Piotr Ćwikła", "Anna Żurek"],
        },
        "outcomes": [
            {
                "kind": "skill",
                "text": "Prowadzi rozmowę motywującą z osobą, która waha się przed zmianą.",
                "method": "case_task",
                "competence": "C1.1",
                "level": 2,
            }
        ],
        "verified_on": "2026-11-16",
        "programme": [{"title": "Język zmiany", "minutes": 1440}],
        "issuer": {
            "name": "Regionalny Ośrodek Polityki Społecznej w Lublinie",
            "short_name": "ROPS w Lublinie",
            "address": "ul. Diamentowa 2, 20-447 Lublin",
            "place": "Lublin",
            "signatory_name": "Małgorzata Nowicka",
            "signatory_function": "Dyrektor",
            "legal_basis": "art. 21 pkt 2 ustawy o pomocy społecznej",
        },
        "funding": [],
    }
    return {**base, **changes}


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    sides = []
    for page in document:
        textpage = page.get_textpage()
        sides.append(re.sub(r"\s+", " ", textpage.get_text_range().replace("\xa0", " ").replace("\r\n", " ")))
        textpage.close()
        page.close()
    document.close()
    return sides


def letters(text):
    """Only the letters: where a line is broken, the reader leaves out hyphen and space."""
    return "".join(mark for mark in text if mark.isalpha())


def strip():
    drawn = Image.new("RGBA", (2400, 240), (0, 51, 153, 120))
    content = io.BytesIO()
    drawn.save(content, "PNG")
    return content.getvalue()


@pytest.mark.parametrize("kind", CertificateKind.values)
def test_every_kind_has_its_words(kind):
    front, _back = pages(render(payload(kind=kind)))
    assert all(texts.headings(kind))
    assert "Łucja Wiśniewska-Zażółć" in front and "17/KK/2026" in front


def test_an_issuer_without_signatory_and_legal_basis_leaves_a_line_to_sign_on():
    issuer = {**payload()["issuer"], "signatory_name": "", "signatory_function": "", "legal_basis": ""}
    front, _back = pages(render(payload(issuer=issuer)))
    assert "podpis" in front
    assert "Podstawa prawna" not in front and "Małgorzata Nowicka" not in front


def test_the_front_names_person_course_dates_hours_issuer_and_signatory():
    front, _back = pages(render(payload()))
    for part in (
        "Łucja Wiśniewska-Zażółć",
        "Dialog motywujący w pracy z osobami i rodzinami w kryzysie",
        "12 października 2026",
        "13 listopada 2026",
        "32",
        "Lublin, ul. Diamentowa 2",
        "23 listopada 2026",
        "Małgorzata Nowicka",
        "Regionalny Ośrodek Polityki Społecznej w Lublinie",
        "art. 21 pkt 2",
    ):
        assert part in front, part


def test_the_back_lists_outcomes_with_method_and_the_programme_with_hours():
    front, back = pages(render(payload()))
    for part in (
        "Prowadzi rozmowę motywującą",
        "Język zmiany",
        "16 listopada 2026",
        "dr Piotr Ćwikła, Anna Żurek",
        "https://kompas.example.org/sprawdz/abcdefghijklmnopqrstuvwx/",
        "17/KK/2026",
    ):
        assert part in back, part
    assert "Prowadzi rozmowę" not in front


def test_it_says_to_be_pdf_a_3a_and_pdf_ua_1_tagged_with_title_and_language():
    document = pikepdf.open(io.BytesIO(render(payload())))
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert "17/KK/2026" in metadata["dc:title"]
    assert bool(document.Root.MarkInfo.Marked) and str(document.Root.Lang) == "pl"
    assert "/StructTreeRoot" in document.Root and document.Root.ViewerPreferences.DisplayDocTitle
    fonts = {str(font.BaseFont) for page in document.pages for _name, font in page.resources.Font.items()}
    assert fonts and all("Lato" in font for font in fonts)


def test_the_same_facts_give_the_same_bytes():
    assert render(payload()) == render(payload())


@pytest.mark.parametrize("name", [LONGEST, "Łucja Ż", "X" * 40])
def test_a_long_name_and_title_stay_on_the_front(name):
    course = {**payload()["course"], "title": "Organizowanie społeczności lokalnej i koordynacja usług " * 3}
    sides = pages(render(payload(name=name, course=course)))
    assert len(sides) == 2
    assert letters(name) in letters(sides[0])
    assert "Małgorzata Nowicka" in sides[0] and "Małgorzata Nowicka" not in sides[1]
    assert len(name) <= 90


def much(outcomes, topics, words=4):
    """A payload of so many outcomes, of two lines each or more, and so many topics."""
    text = "Rozpoznaje etapy zmiany i dobiera do nich sposób rozmowy" + " oraz wsparcia osoby" * (words - 3)
    return payload(
        name=LONGEST,
        outcomes=[{**payload()["outcomes"][0], "text": f"Efekt {number}. {text}."} for number in range(outcomes)],
        programme=[
            {"title": f"Moduł {number}: planowanie usług i współpraca z rodziną", "minutes": 90}
            for number in range(topics)
        ],
    )


@pytest.mark.parametrize(("outcomes", "topics"), [(15, 25), (0, 40), (20, 3), (9, 14), (6, 7)])
def test_a_long_back_is_set_closer_and_stays_one_page(outcomes, topics):
    sides = pages(render(much(outcomes, topics)))
    assert len(sides) == 2
    for part in [f"Efekt {number}." for number in range(outcomes)] + [f"Moduł {number}:" for number in range(topics)]:
        assert part in sides[1], part
    assert f" {topics * 2} " in sides[1] and "17/KK/2026" in sides[1]


@pytest.mark.parametrize(
    "text", ["efekt", "ROZPOZNAJE ETAPY ZMIANY U OSOBY W", "Rozpoznaje etapy zmiany u osoby, która się waha."]
)
@pytest.mark.parametrize("rows", [6, 9, 18])
def test_a_back_that_is_guessed_to_be_short_is_one_page(text, rows):
    short = payload(
        name=LONGEST,
        outcomes=[{**payload()["outcomes"][0], "text": text}] * (rows // 2),
        programme=[{"title": f"{text} {number:02}", "minutes": 90} for number in range(rows - rows // 2)],
        course={**payload()["course"], "title": "Organizowanie społeczności lokalnej " * 6, "trainers": [LONGEST] * 6},
    )
    sides = pages(render(short))
    assert len(sides) == 2 and "strona 1 z 2" in sides[0] and "strona 2 z 2" in sides[1]


def test_outcomes_and_modules_beyond_a_page_run_on_to_further_ones():
    sides = pages(render(much(30, 40, words=12)))
    pages_of = len(sides)
    assert pages_of >= 3 and all(f"strona {n} z {pages_of}" in page for n, page in enumerate(sides, start=1))
    assert "Efekt 29." in " ".join(sides) and "Moduł 39:" in " ".join(sides)


def test_without_outcomes_and_funding_there_are_no_empty_headings():
    document = texts.printed(payload(kind="participation", outcomes=[], verified_on=""))
    _front, back = pages(render(payload(kind="participation", outcomes=[], verified_on="")))
    assert document["outcomes"]["heading"] not in back


def test_the_funding_strip_is_one_picture_with_words_for_it():
    source = {
        "name": "FELU",
        "sentence": "Dofinansowane przez Unię Europejską.",
        "project_title": "Kompetentne kadry",
        "project_number": "FELU.08.05-IP.02-0001/25",
        "strip": "a" * 64,
        "strip_alt": "Fundusze Europejskie dla Lubelskiego",
    }
    png = pictures.flattened(strip())
    with Image.open(io.BytesIO(png)) as flat:
        assert flat.mode == "RGB" and flat.width == pictures.STRIP_WIDTH
    content = render(payload(funding=[source]), strip=pictures.strip_drawing(png))
    front, _ = pages(content)
    assert "FELU.08.05-IP.02-0001/25" in front and "Dofinansowane przez Unię Europejską." in front
    document = pikepdf.open(io.BytesIO(content))
    alts = [
        str(element.Alt)
        for element in document.objects
        if isinstance(element, pikepdf.Dictionary) and "/Alt" in element
    ]
    assert any("Fundusze Europejskie dla Lubelskiego" in alt for alt in alts)


@pytest.mark.parametrize("dots_per_inch", [100, 300])
@pytest.mark.parametrize(
    "address",
    [
        "https://kompas.example.org/sprawdz/abcdefghijklmnopqrstuvwx/",
        "https://szkolenia.rops.wojewodztwo-kujawsko-pomorskie.example.pl/en/sprawdz/Zq-_4kYw0aB3dE5fG7hJ9kLm/",
    ],
)
def test_a_reader_of_qr_codes_finds_the_address_on_the_page(address, dots_per_inch):
    document = pypdfium2.PdfDocument(render(payload(verification_url=address)))
    seen = document[0].render(scale=dots_per_inch / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(seen)
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, address)
    # Nothing is in the four modules of white that readers ask for.
    corners = [(at.x, at.y) for at in (code.position.top_left, code.position.bottom_right)]
    module = (corners[1][0] - corners[0][0]) / int(pictures.qr_code(address).split('height="')[1].split('"')[0])
    left, top, right, bottom = (
        corners[0][0] - 3.5 * module,
        corners[0][1] - 3.5 * module,
        corners[1][0] + 3.5 * module,
        corners[1][1] + 3.5 * module,
    )
    page = seen.convert("L")
    for strip in (
        (left, top, right, corners[0][1] - module),
        (left, corners[1][1] + module, right, bottom),
        (left, top, corners[0][0] - module, bottom),
        (corners[1][0] + module, top, right, bottom),
    ):
        assert page.crop(tuple(round(edge) for edge in strip)).getextrema()[0] > 200
    document.close()


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("praca w domu i z rodziną", "praca w~domu i~z~rodziną"),
        ("Iwona, A. Kos", "Iwona, A. Kos"),
        ("art. 21 pkt 2 ustawy, Lublin, ul. Diamentowa 2", "art.~21 pkt~2 ustawy, Lublin, ul.~Diamentowa 2"),
        ("dr Piotr Ćwikła, projekt nr 7 z 2026 r. na 50 %", "dr~Piotr Ćwikła, projekt nr~7 z~2026~r. na 50~%"),
        ("kadr Lublina", "kadr Lublina"),
    ],
)
def test_what_leans_on_its_neighbour_does_not_end_a_line(text, printed):
    assert texts.tied(text).replace("\xa0", "~") == printed


def test_days_are_said_as_in_documents_and_not_broken():
    front = texts.printed(payload())
    assert front["place_and_date"] == "Lublin, 23\xa0listopada\xa02026\xa0r."
    assert texts.printed(payload(language="en"))["place_and_date"] == "Lublin, 23\xa0November\xa02026"


@pytest.mark.parametrize("name", ["李小龙", "Jan 😀 Kos", "Jan\u0000Kos"])
def test_a_character_without_a_font_is_refused_in_words(name):
    with pytest.raises(CannotBeDrawn) as refused:
        render(payload(name=name))
    assert "nie ma tego znaku" in refused.value.sentence


@pytest.mark.parametrize("name", ["Оксана Шевченко-Ґалаґан", "Nguyễn Thị Ánh", "O’Neil “Zoë” Đorđe", "Ελένη"])
def test_names_of_neighbours_and_newcomers_are_printed(name):
    printable_name(name)
    front, _back = pages(render(payload(name=name)))
    assert letters(name) in letters(front)


@pytest.mark.parametrize("name", ["李小龙", "Jan\u0000Kos", "Jan \U0001f600", "Jan\ue000Kos"])
def test_a_name_that_cannot_be_printed_is_known_beforehand(name):
    with pytest.raises(CannotBeDrawn):
        printable_name(name)


def test_an_english_course_gets_an_english_document():
    front, back = pages(render(payload(language="en")))
    assert "Certificate" in front and "23 November 2026" in front and "LEARNING OUTCOME" in back
