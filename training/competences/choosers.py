"""Picker of competences in the admin."""

from django.utils.translation import gettext_lazy as _

from training.competences.models import Competence
from training.ui.choosers import KompasChooserViewSet


class CompetenceChooser(KompasChooserViewSet):
    model = Competence
    icon = "tasks"
    permission = "kompas_training.view_competence"
    search_fields = ("code", "name_pl", "name_en")
    choose_one_text = _("Choose a competence")
    choose_another_text = _("Choose another competence")
    edit_item_text = _("Show this competence")


competence_chooser = CompetenceChooser("kompas_competence_chooser", url_prefix="kompas/choose/competence")
