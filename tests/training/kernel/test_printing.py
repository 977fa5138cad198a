"""What can be printed is what the fonts draw: decided once, and true of the PDFs."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError

from training.kernel import printing
from training.kernel.documents import render_pdf
from training.kernel.printing import BULLET, SIGN, drawable, missing, printable, printable_name, tidied, with_signs
from training.kernel.refusals import CannotBeDrawn, NameCannotBeDrawn

TEMPLATE = """
#set document(title: "t", date: datetime(year: 2026, month: 1, day: 1))
#set text(font: "Lato")
#data.line *#data.line* _#data.line _ #text(weight: "light")[#data.line]
"""


def test_every_character_that_may_be_printed_is_drawn(tmp_path):
    template = tmp_path / "line.typ"
    template.write_text(TEMPLATE)
    letters = sorted(drawable())
    assert len(letters) > 2000
    # A letter between: marks need something to stand on.
    for first in range(0, len(letters), 300):
        render_pdf(template, {"line": "a".join(letters[first : first + 300])})


@pytest.mark.parametrize("letter", ["王", "😀", "\uf0b7", "\ue000"])
def test_what_may_not_be_printed_is_not_drawn(tmp_path, letter):
    template = tmp_path / "line.typ"
    template.write_text(TEMPLATE)
    assert missing(letter) == letter
    with pytest.raises(CannotBeDrawn):
        render_pdf(template, {"line": f"a{letter}b"})


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("\uf0b7 omawia\n\uf0b7 planuje", "• omawia\n• planuje"),
        ("\uf0a7\tomawia", "•\tomawia"),
        ("\uf0d8 omawia, \uf0fc planuje", "• omawia, • planuje"),
        ("  \uf02d omawia", "  • omawia"),
        ("a\r\nb\vc\u2028d", "a\nb\nc\nd"),
        ("Nowak\u2011Bąk", "Nowak-Bąk"),
        ("za\u00adświad\u200bczenie\ufeff", "zaświadczenie"),
        ("Ło\u0301dz\u0301", "Łódź"),
        ("Zażółć gęślą jaźń — „tak” • ½", "Zażółć gęślą jaźń — „tak” • ½"),
    ],
)
def test_what_comes_from_a_word_processor_is_put_right(pasted, meant):
    assert printable(pasted) == tidied(pasted) == meant
    assert printable(meant) == meant


def test_a_refusal_says_which_letter_and_where():
    with pytest.raises(CannotBeDrawn) as refused:
        printable("Omawia zasady pracy metodą 王 w zespole socjalnym", field="text")
    assert refused.value.field == "text"
    assert refused.value.facts == {"text": "王", "where": "…awia zasady pracy metodą 王 w zespole socjalnym"}
    assert "王" in refused.value.sentence


def test_a_name_is_to_be_written_as_in_the_passport():
    with pytest.raises(NameCannotBeDrawn) as refused:
        printable_name("王 小明")
    assert refused.value.facts["text"] == "王 小 明"
    assert "jak w paszporcie" in refused.value.sentence
    with pytest.raises(ValidationError):
        printing.validate_name("王")
    printing.validate_name("Nguyễn Thị Ánh")


def test_a_control_character_is_named_by_its_code():
    with pytest.raises(CannotBeDrawn) as refused:
        printable("Jan\u0000Kos")
    assert refused.value.facts["text"] == "U+0000"


def test_a_list_is_drawn_with_signs_where_no_font_has_the_letter():
    data = {"people": [{"name": "王 小明"}, {"name": "Łucja"}], "count": 2, "picture": [1, 2], "on": True}
    drawn, was_replaced = with_signs(data)
    assert drawn == {
        "people": [{"name": f"{SIGN} {SIGN}{SIGN}"}, {"name": "Łucja"}], "count": 2, "picture": [1, 2], "on": True
    }  # fmt: skip
    assert was_replaced
    assert with_signs({"name": "Łucja \uf0b7"}) == ({"name": f"Łucja {BULLET}"}, False)


def test_a_setting_that_no_font_has_is_an_error_of_the_site(settings):
    def ids():
        return [message.id for message in run_checks() if message.id == "kompas_training.E003"]

    assert ids() == []
    settings.KOMPAS = {**settings.KOMPAS, "ORGANISER": {"signatory_name": "王"}}
    assert ids() == ["kompas_training.E003"]
