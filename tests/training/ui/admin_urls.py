"""A site with one viewset and one report of the test beside Wagtail's admin."""

from django import forms
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.utils.urlpatterns import decorate_urlpatterns

from training.kernel.refusals import Refusal
from training.people.models import County
from training.ui.admin import AdminAction, KompasViewSet, MeterColumn, ReasonForm, WhenColumn


class NameTaken(Refusal):
    code = "name_taken"
    message = _("There is already a county called %(name)s.")
    field = "name"


class NotToday(Refusal):
    code = "not_today"
    message = _("Not today.")


class CountyForm(forms.ModelForm):
    class Meta:
        model = County
        fields = ["code", "name"]


class CountyViewSet(KompasViewSet):
    model = County
    name = "kompas_test_county"
    url_prefix = "kompas/test-county"
    menu_name = "kompas-test-county"
    add_item_label = _("Add a county")
    list_display = [
        "name",
        Column("code"),
        MeterColumn("taken", value=lambda county: len(county.name), limit=lambda county: 20),
        WhenColumn("when", accessor=lambda county: None),
        Column("seat", label=_("where it is")),
    ]
    list_export = ["name", "code", "is_city"]
    delete_enabled = True
    seen = []
    actions = [
        AdminAction("rename", _("Rename"), act=lambda county, form, actor: CountyViewSet.rename(county, form, actor)),
        AdminAction(
            "close",
            _("Close the county"),
            act=lambda county, form, actor: CountyViewSet.close(county, form, actor),
            form_class=ReasonForm,
            explain=_("It closes for ever."),
            is_serious=True,
            is_offered=lambda county: county.name != "Lublin",
        ),
    ]

    def get_form_class(self, for_update=False):
        return CountyForm

    def save(self, form, *, actor, instance=None):
        name = form.cleaned_data["name"]
        self.seen.append((actor.kind, actor.name, instance.name if instance else None, name))
        county = instance or County(code=form.cleaned_data["code"])
        county.name = name
        county.save()
        if name == "Zajęty":
            raise NameTaken(name=name)  # after writing: the write is taken back
        if name == "Jutro":
            raise NotToday
        return county

    def delete(self, instance, *, actor):
        if instance.name == "Lublin":
            raise NotToday
        instance.delete()

    @staticmethod
    def rename(county, form, actor):
        county.name = "Nowy"
        county.save()

    @staticmethod
    def close(county, form, actor):
        if form.cleaned_data["reason"] == "no":
            raise NotToday
        county.name = f"{actor.name}: {form.cleaned_data['reason']}"
        county.save()


viewset = CountyViewSet()
ours = [
    path("kompas/test-county/", include((viewset.get_urlpatterns(), "kompas_test_county"))),
]
# The menu of an account leads to our page of the password.
urlpatterns = [
    path("", include("training.urls")),
    path("admin/", include(decorate_urlpatterns(ours, require_admin_access))),
    path("admin/", include(wagtailadmin_urls)),
]
