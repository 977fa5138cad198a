"""The list of synonyms in the settings of the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from training.kernel.actors import Actor
from training.synonyms import actions
from training.synonyms.forms import SynonymForm
from training.synonyms.models import Synonym
from training.ui.admin import KompasIndexView, KompasViewSet
from training.ui.searching import FoldedSearchMixin


class SynonymIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = ("term_fold", "meaning_fold")


class SynonymViewSet(KompasViewSet):
    model = Synonym
    name = "kompas_synonym"
    url_prefix = "kompas/synonyms"
    menu_name = "kompas-synonyms"
    menu_label = _("Synonyms of the search")
    icon = "search"
    add_to_settings_menu = True
    add_item_label = _("Add a synonym")
    index_view_class = SynonymIndexView
    delete_enabled = True
    search_fields = ["term"]
    list_display = [
        TitleColumn("term", label=_("Word"), url_name="kompas_synonym:edit", sort_key="sort_key"),
        Column("meaning", label=_("Means"), sort_key="meaning_fold"),
    ]
    list_export = ["term", "meaning"]
    inspect_view_fields = ["term", "meaning"]

    def get_form_class(self, for_update: bool = False) -> type:
        return SynonymForm

    def save(self, form: SynonymForm, *, actor: Actor, instance: Synonym | None = None) -> Synonym:
        return actions.save_synonym(synonym=instance, actor=actor, **form.cleaned_data)

    def delete(self, instance: Synonym, *, actor: Actor) -> None:
        actions.delete_synonym(synonym=instance, actor=actor)
