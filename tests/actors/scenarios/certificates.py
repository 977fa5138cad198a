"""Verbs of certificates."""

from certificates.register import actions as register
from certificates.register.models import Prepared
from tests.actors.scenario import NOW, OTHER, scenario

REGISTER, PREPARING = "certificates.register.actions", "certificates.register.preparing"


@scenario(f"{PREPARING}.save_series")
def _(w, actor):
    register.save_series(code="ROPS", year=2031, pattern="{number}/{series}/{year}", actor=actor)


@scenario(f"{PREPARING}.check_name")
def _(w, actor):
    register.check_name(prepared=w.prepared, actor=actor, now=NOW)


@scenario(f"{PREPARING}.drop")
def _(w, actor):
    register.drop(prepared=w.prepared, actor=actor)


@scenario(f"{PREPARING}.take_back")
def _(w, actor):
    register.drop(prepared=w.prepared, actor=OTHER)
    register.take_back(prepared=w.prepared, actor=actor)


@scenario(f"{PREPARING}.prepare")
def _(w, actor):
    Prepared.objects.filter(pk=w.prepared.pk).delete()
    assert register.prepare(completion_ids=[w.prepared.enrolment.completion.pk], actor=actor, now=NOW) == 1


@scenario(
    f"{REGISTER}.issue",
    f"{REGISTER}.issue_many",
    "certificates.register.writing.remember",
    "certificates.register.writing.write_certificate",
)
def _(w, actor):
    checked = register.check_name(prepared=w.prepared, actor=OTHER, now=NOW)
    register.issue_many(prepared=[checked], actor=actor, now=NOW)


@scenario(f"{REGISTER}.revoke")
def _(w, actor):
    register.revoke(certificate=w.certificate, reason="Pomyłka", actor=actor, now=NOW)


@scenario(f"{REGISTER}.replace")
def _(w, actor):
    register.replace(certificate=w.certificate, reason="Pomyłka", name="Anna Inna", actor=actor, now=NOW)


@scenario(f"{REGISTER}.note_download")
def _(w, actor):
    register.note_download(certificate=w.certificate, actor=actor, now=NOW)
