"""The form of a pair; what it may be, the rules decide."""

from wagtail.admin.forms import WagtailAdminModelForm

from training.synonyms.models import Synonym


class SynonymForm(WagtailAdminModelForm):
    class Meta:
        model = Synonym
        fields = ["term", "meaning"]
