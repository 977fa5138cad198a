"""Competences as a form offers them to be chosen: of a course, of a page, of an outcome."""

from django import forms
from django.utils.translation import gettext as _

from training.competences.models import Competence
from training.competences.queries import current_competences, offered_competences
from training.ui.fields import choosing, label_rows


def competence_in_version(competence: Competence) -> str:
    """A competence with its version, where several versions stand in one list."""
    facts = {"code": competence.code, "name": competence.name, "version": competence.framework.version}
    return _("%(code)s %(name)s (version %(version)d)") % facts


def competence_to_choose(competence: Competence) -> str:
    """Its code and name; one of ``offered_competences`` that is offered no more says its version too."""
    if not getattr(competence, "is_offered", True):
        return competence_in_version(competence)
    return f"{competence.code} {competence.name}"


def offer_competences(form: forms.ModelForm, name: str = "competences") -> None:
    """Let a form of something tagged with competences offer those in force, and keep the tags that it has.

    Whatever version it was tagged in, it is shown, and saved again, as the
    newest version of each line has it; a competence that ended stays where
    it was chosen.  Without this a form whose choices are those in force
    would drop the others with the next save of anything else.
    """
    field = choosing(form, name)
    tagged = current_competences(getattr(form.instance, name).all()) if form.instance.pk else []
    form.initial[name] = [competence.pk for competence in tagged]
    field.queryset = offered_competences(form.initial[name])
    label_rows(field, competence_to_choose)
