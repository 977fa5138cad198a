"""Verbs of certificates."""

from certificates.register import actions as register
from certificates.register.models import Prepared
from tests.actors.scenario import NOW, OTHER, scenario

ACTIONS = "certificates.register.actions"


@scenario(f"{ACTIONS}.series.save_series")
def _(w, actor):
    register.save_series(code="ROPS", year=2031, pattern="{number}/{series}/{year}", actor=actor)


@scenario(f"{ACTIONS}.preparing.check_name")
def _(w, actor):
    register.check_name(prepared=w.prepared, actor=actor, now=NOW)


@scenario(f"{ACTIONS}.preparing.drop")
def _(w, actor):
    register.drop(prepared=w.prepared, actor=actor)


@scenario(f"{ACTIONS}.preparing.take_back")
def _(w, actor):
    register.drop(prepared=w.prepared, actor=OTHER)
    register.take_back(prepared=w.prepared, actor=actor)


@scenario(f"{ACTIONS}.preparing.prepare")
def _(w, actor):
    Prepared.objects.filter(pk=w.prepared.pk).delete()
    assert register.prepare(completion_ids=[w.prepared.enrolment.completion.pk], actor=actor, now=NOW) == 1


@scenario(
    f"{ACTIONS}.issuing.issue",
    f"{ACTIONS}.issuing.issue_many",
    f"{ACTIONS}.history.remember",
    f"{ACTIONS}.writing.write_certificate",
)
def _(w, actor):
    checked = register.check_name(prepared=w.prepared, actor=OTHER, now=NOW)
    register.issue_many(prepared=[checked], actor=actor, now=NOW)


@scenario(f"{ACTIONS}.correcting.revoke")
def _(w, actor):
    register.revoke(certificate=w.certificate, reason="Pomyłka", actor=actor, now=NOW)


@scenario(f"{ACTIONS}.correcting.replace")
def _(w, actor):
    register.replace(certificate=w.certificate, reason="Pomyłka", name="Anna Inna", actor=actor, now=NOW)


@scenario(f"{ACTIONS}.history.note_download")
def _(w, actor):
    register.note_download(certificate=w.certificate, actor=actor, now=NOW)
