"""How numbers look, in the Wagtail admin."""

from django.db.models import Model
from django.forms import Form
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from certificates.register import actions as register
from certificates.register.forms import SeriesForm
from certificates.register.models import Series
from training.kernel.actors import Actor
from training.ui.admin import KompasViewSet


class SeriesViewSet(KompasViewSet):
    model = Series
    name = "kompas_series"
    url_prefix = "kompas/certificate-series"
    menu_name = "kompas-certificate-series"
    menu_label = gettext_lazy("Series of numbers")
    icon = "order"
    add_item_label = gettext_lazy("Add a series")
    ordering = ["-year", "code"]
    list_display = [
        "__str__",
        "pattern",
        Column("first_number", label=gettext_lazy("first number")),
        Column(
            "last_number", label=gettext_lazy("last number given"), accessor=lambda series: series.last_number or "–"
        ),
    ]
    inspect_view_fields = ["code", "year", "pattern", "first_number", "last_number", "design"]
    list_export = ["code", "year", "pattern", "first_number", "last_number", "design"]

    def get_form_class(self, for_update: bool = False) -> type:
        return SeriesForm

    def save(self, form: Form, *, actor: Actor, instance: Model | None = None) -> Series:
        series = instance if isinstance(instance, Series) else None
        return register.save_series(series=series, actor=actor, **form.cleaned_data)
