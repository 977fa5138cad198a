"""The document: archival, accessible, legible, on two pages, whatever the name and title."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from certificates.designs import pictures, words
from certificates.designs.payload import VERSION
from certificates.designs.rendering import render
from certificates.register.states import CertificateKind

LONGEST = "Aleksandra Małgorzata Brzęczyszczykiewicz-Chrząszczyżewoszycka z domu Gżegżółkowska-Wróbel"


def payload(**changes):
    base = {
        "version": VERSION,
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
    found = []
    for page in document:
        textpage = page.get_textpage()
        found.append(re.sub(r"\s+", " ", textpage.get_text_range().replace("\xa0", " ").replace("\r\n", " ")))
        textpage.close()
        page.close()
    document.close()
    return found


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
    assert all(words.headings(kind))
    assert "Łucja Wiśniewska-Zażółć" in front and "17/KK/2026" in front


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
    fonts = {str(font.BaseFont) for page in document.pages for font in page.resources.Font.values()}
    assert fonts and all("Lato" in font for font in fonts)


def test_the_same_facts_give_the_same_bytes():
    assert render(payload()) == render(payload())


@pytest.mark.parametrize("name", [LONGEST, "Łucja Ż", "X" * 40])
def test_a_long_name_and_title_stay_on_the_front(name):
    course = {**payload()["course"], "title": "Organizowanie społeczności lokalnej i koordynacja usług " * 3}
    found = pages(render(payload(name=name, course=course)))
    assert len(found) == 2
    assert letters(name) in letters(found[0])
    assert "Małgorzata Nowicka" in found[0] and "Małgorzata Nowicka" not in found[1]
    assert len(name) <= 90


def test_many_outcomes_and_modules_run_on_to_further_pages():
    many = payload(
        outcomes=[
            {**payload()["outcomes"][0], "text": f"Efekt {number}. " + "Opisuje zadanie. " * 8} for number in range(25)
        ],
        programme=[{"title": f"Moduł {number}", "minutes": 90} for number in range(30)],
    )
    found = pages(render(many))
    assert len(found) >= 3 and "Efekt 24" in " ".join(found) and "Moduł 29" in " ".join(found)


def test_without_outcomes_and_funding_there_are_no_empty_headings():
    document = words.printed(payload(kind="participation", outcomes=[], verified_on=""))
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
    alts = [str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert any("Fundusze Europejskie dla Lubelskiego" in alt for alt in alts)


def test_the_qr_code_carries_the_address_and_its_alternative_text():
    drawing = pictures.qr_code("https://kompas.example.org/sprawdz/x/")
    assert drawing.startswith("<svg") and "xmlns" in drawing


def test_one_letter_words_do_not_end_a_line():
    assert words.tied("praca w domu i z rodziną") == "praca w\xa0domu i\xa0z\xa0rodziną"
    assert words.tied("Iwona, A. Kos") == "Iwona, A. Kos"


def test_an_english_course_gets_an_english_document():
    front, back = pages(render(payload(language="en")))
    assert "Certificate" in front and "23 November 2026" in front and "LEARNING OUTCOME" in back
