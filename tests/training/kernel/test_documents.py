"""PDF by typst: Polish text, our own fonts, archival and accessible, from several threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pikepdf
import pypdfium2
import pytest
import typst

from training.kernel.documents import FONTS, render_pdf

TEMPLATE = """
#set document(title: data.title, date: datetime(year: 2026, month: 1, day: 1))
#set text(font: "Lato", lang: "pl")
= #data.title
*#data.name* _kursywa_ #text(weight: "light")[Zażółć gęślą jaźń]
#if "qr" in data { image(bytes(data.qr), format: "svg", alt: "QR") }
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "letter.typ"
    path.write_text(TEMPLATE)
    return path


def text_of(content):
    return pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()


def test_polish_text_can_be_read_out_of_the_document(template):
    text = text_of(render_pdf(template, {"title": "Zaświadczenie", "name": "Łucja Żółkiewska"}))
    assert "Zaświadczenie" in text
    assert "Łucja Żółkiewska" in text
    assert "Zażółć gęślą jaźń" in text


def test_the_document_says_that_it_is_archival_and_accessible(template, tmp_path):
    (tmp_path / "out.pdf").write_bytes(render_pdf(template, {"title": "Tytuł", "name": "Ł"}))
    with pikepdf.open(tmp_path / "out.pdf") as pdf, pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert str(pdf.Root.Lang) == "pl"
        fonts = {str(font.BaseFont) for _name, font in pdf.pages[0].Resources.Font.items()}
    assert fonts and all("Lato" in font for font in fonts)


def test_the_same_data_gives_the_same_bytes(template):
    data = {"title": "Tytuł", "name": "Żak", "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'}
    assert render_pdf(template, data) == render_pdf(template, data)


def test_two_threads_make_documents_at_once(template):
    together = Barrier(2)

    def make(name):
        together.wait()
        return [render_pdf(template, {"title": "T", "name": f"{name} {n}"}) for n in range(20)]

    with ThreadPoolExecutor(2) as pool:
        made = dict(zip(("Łucja", "Michał"), pool.map(make, ("Łucja", "Michał")), strict=True))
    # Read in one thread only: PDFium, which reads here, is not safe from several (typst, which writes, is).
    wrong = [
        (name, n)
        for name, contents in made.items()
        for n, content in enumerate(contents)
        if f"{name} {n}" not in text_of(content)
    ]
    assert (wrong, [len(contents) for contents in made.values()]) == ([], [20, 20])


def test_a_template_cannot_read_files_outside_its_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    inside = tmp_path / "templates"
    inside.mkdir()
    path = inside / "bad.typ"
    path.write_text('#read("../secret.txt")')
    with pytest.raises(typst.TypstError):
        render_pdf(path, {}, standards=())


def test_a_document_that_breaks_the_standard_is_an_error(tmp_path):
    path = tmp_path / "untitled.typ"
    path.write_text("bez tytułu")
    with pytest.raises(typst.TypstError):
        render_pdf(path, {})


def test_the_fonts_come_with_their_licence():
    assert "SIL Open Font License" in (FONTS / "LICENSE").read_text()
    assert {path.name for path in FONTS.glob("*.ttf")} == {
        "Lato-Bold.ttf",
        "Lato-Italic.ttf",
        "Lato-Light.ttf",
        "Lato-Regular.ttf",
    }


@pytest.mark.parametrize(
    "name", ['"', "\\", '\\"', '"))\n#panic("read as code', "\\u{41} \\n", "#data.title", "\u2028"]
)
def test_what_is_printed_is_never_read_as_code(template, name):
    text = text_of(render_pdf(template, {"title": "T", "name": f"<{name}>"}))
    assert "".join(f"<{name}>".split()) in "".join(text.split())
