"""Certificates outlive the shape of their facts: those of version 1 render, verify and are replaced for ever."""

import json
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from certificates.designs import payload
from certificates.designs.payload import STEPS, VERSION, Payload, read, upgrade
from certificates.designs.refusals import DesignIsMissing
from certificates.designs.registry import Design, designs, render
from certificates.register import actions as register
from certificates.register import integrity
from certificates.register.models import Certificate, Series
from certificates.verification.queries import answer_by_number, answer_by_token
from tests import factories as make
from training.kernel import triggers
from training.kernel.canonical_json import canonical, sha256

GOLDEN = Path(__file__).parents[2] / "data" / "certificates"
# The files are what was issued: whoever changes one has not understood what it is for.
HASHES = {
    "version_1_competence": "bdfbf3039ae2932cd467c6c12ffba7893669388a6188529f0eb734ee60477a83",
    "version_1_completion": "c6539ce89751c4a0b7b8ee2fcf1e428cce53d89e57c33dea12a088d907257244",
    "version_1_participation": "195874abf340c0fee89624a7edc15a3323c32ba9704d68b65c52736237e39dbf",
}


def frozen(name):
    return (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("name", HASHES)
def test_the_golden_facts_are_as_they_were_issued(name):
    assert sha256((GOLDEN / f"{name}.json").read_bytes()) == HASHES[name]
    assert canonical(json.loads(frozen(name))).decode() == frozen(name)


def test_every_version_has_golden_facts_and_a_step():
    assert {json.loads(path.read_text())["version"] for path in GOLDEN.glob("*.json")} == set(range(1, VERSION))
    assert set(STEPS) == set(range(1, VERSION))


@pytest.mark.parametrize("name", HASHES)
def test_old_facts_are_read_in_the_present_shape(name):
    facts = read(frozen(name))
    assert set(facts) == set(Payload.__annotations__)
    assert facts["version"] == VERSION
    old = json.loads(frozen(name))
    assert {key: facts[key] for key in old if key != "version"} == {key: old[key] for key in old if key != "version"}
    assert upgrade(facts) == facts


@pytest.mark.parametrize("name", HASHES)
def test_old_facts_are_drawn(name):
    facts = read(frozen(name))
    text = text_of(render(facts))
    assert facts["number"] in text and "Wiśniewska" in text


def test_facts_of_a_release_to_come_are_not_guessed():
    with pytest.raises(ValueError, match="not known"):
        upgrade({**read(frozen("version_1_competence")), "version": VERSION + 1})


# ---- in the register -------------------------------------------------------------------------------------------


@pytest.fixture
def old(issued):
    """A certificate whose facts are those of version 1, as an earlier release stored them."""
    (certificate,) = issued()
    facts = json.loads(certificate.payload)
    facts = {**{key: value for key, value in facts.items() if key != "design"}, "version": 1}
    stored = canonical(facts)
    triggers.remove()
    Certificate.objects.filter(pk=certificate.pk).update(payload=stored.decode(), payload_hash=sha256(stored))
    triggers.install()
    return Certificate.objects.get(pk=certificate.pk)


@pytest.mark.django_db
def test_an_old_certificate_verifies(old, client):
    assert list(integrity.check_facts()) == []
    assert answer_by_token(old.token) == answer_by_number(old.number)
    with translation.override("pl"):
        assert client.get(reverse("kompas_certificates:verify", args=[old.token])).status_code == 200


@pytest.mark.django_db
def test_an_old_certificate_is_replaced_by_one_of_the_present_shape(old):
    new = register.replace(certificate=old, reason="Literówka.", name="Łucja Wiśniewska-Nowak", actor=make.ACTOR)
    facts = json.loads(new.payload)
    assert (facts["version"], facts["design"], facts["replaces"]) == (VERSION, "classic", old.number)
    assert set(facts) == set(Payload.__annotations__)
    before = json.loads(old.payload)
    assert [facts[key] for key in ("course", "outcomes", "programme", "issuer")] == [
        before[key] for key in ("course", "outcomes", "programme", "issuer")
    ]
    old.refresh_from_db()
    assert json.loads(old.payload)["version"] == 1
    assert list(integrity.check_facts()) == []


@pytest.mark.django_db
def test_replacing_goes_on_working_after_a_field_is_added(old, monkeypatch):
    """As the next version will do it: one step more, and nobody else changes."""
    monkeypatch.setattr(payload, "VERSION", VERSION + 1)
    monkeypatch.setitem(STEPS, VERSION, lambda facts: {**facts, "added": "something"})
    new = register.replace(certificate=old, reason="Literówka.", actor=make.ACTOR)
    facts = json.loads(new.payload)
    assert (facts["version"], facts["added"]) == (VERSION + 1, "something")


@pytest.mark.django_db
def test_facts_of_an_unknown_version_are_found(old):
    facts = {**json.loads(old.payload), "version": 99}
    stored = canonical(facts)
    triggers.remove()
    Certificate.objects.filter(pk=old.pk).update(payload=stored.decode(), payload_hash=sha256(stored))
    triggers.install()
    assert [fault.sentence for fault in integrity.check_facts()] == [
        "The frozen facts are of a version that this release cannot read."
    ]


# ---- designs ---------------------------------------------------------------------------------------------------


@pytest.fixture
def plain():
    """A second design, that says so."""
    design = Design("plain", lambda facts, *, strip="": b"%PDF-1.7 plain " + facts["number"].encode())
    with designs.without():
        designs.register("plain", design)
        yield "plain"


@pytest.mark.django_db
def test_a_series_names_the_design_of_its_certificates(checked, plain):
    register.save_series(code="KK", year=2026, pattern="{number}/{year}", design=plain, actor=make.ACTOR)
    (prepared,) = checked()
    certificate = register.issue(prepared=prepared, actor=make.ACTOR, now=make.NOW)
    assert json.loads(certificate.payload)["design"] == plain
    assert certificate.file_size == len(b"%PDF-1.7 plain 1/2026")


@pytest.mark.django_db
def test_a_design_that_is_not_there_is_refused_and_found(checked):
    with pytest.raises(DesignIsMissing):
        register.save_series(code="KK", year=2026, pattern="{number}/{year}", design="gone", actor=make.ACTOR)
    assert list(integrity.check_designs()) == []
    register.save_series(code="KK", year=2026, pattern="{number}/{year}", actor=make.ACTOR)
    Series.objects.update(design="gone")
    assert [fault.keys["design"] for fault in integrity.check_designs()] == ["gone"]
    (prepared,) = checked()
    with pytest.raises(DesignIsMissing):
        register.issue(prepared=prepared, actor=make.ACTOR, now=make.NOW)
    assert Series.objects.get().last_number is None
