"""Records that may be of one person: the list of pairs, and the button that tells two people apart."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people import actions
from training.people.models import Merge, Person
from training.people.queries import Pair, contacts_as_written, duplicates, matching, resolve
from training.people.states import Likeness
from training.people.viewsets.people import TEMPLATES, institutions_of, posts_of, with_posts
from training.ui.admin import HeaderButton
from training.ui.columns import CSS
from training.ui.policies import ModelPermissionMixin

PER_PAGE = 25


class MergingView(ModelPermissionMixin, WagtailAdminTemplateMixin):
    """A screen for those who may merge records."""

    model = Merge
    permission_required = "add"
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict]:
        items = [*self.breadcrumbs_items, {"url": reverse("kompas_duplicate:index"), "label": _("Duplicates")}]
        if self.get_page_title() != _("Duplicates"):
            items.append({"url": "", "label": self.get_page_title()})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["media"] = context.get("media", Media()) + Media(css=CSS)
        return context


def describe_record(person: Person) -> dict[str, Any]:
    """What is shown of one record, loaded ``with_posts``."""
    return {
        "person": person,
        "posts": posts_of(person),
        "institutions": institutions_of(person),
        "has_account": person.user_id is not None,
    }


class DuplicatesView(MergingView, TemplateView):
    """Pairs with why each is offered, the likeliest first."""

    page_title = _("Duplicates")
    template_name = f"{TEMPLATES}/duplicates.html"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Told apart"), url=reverse("kompas_distinct:index"), icon_name="cross")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.request.GET.get("q", "").strip()
        reason = self.request.GET.get("reason", "")
        reason = reason if reason in Likeness.values else ""
        pairs = duplicates()
        searched = matching(pairs, text=text)
        page = Paginator(matching(searched, reason=reason), PER_PAGE).get_page(self.request.GET.get("p"))
        tabs = [("", _("All"), len(searched))]
        tabs += [(likeness.value, likeness.label, len(matching(searched, reason=likeness))) for likeness in Likeness]
        return super().get_context_data(
            **kwargs,
            pairs=self._describe(list(page)),
            page_obj=page,
            text=text,
            reason=reason,
            is_empty=not pairs,
            tabs=[{"value": value, "label": label, "count": count} for value, label, count in tabs],
        )

    def _describe(self, pairs: list[Pair]) -> list[dict[str, Any]]:
        keys = {key for pair in pairs for key in (pair.first, pair.second)}
        people = {
            person.pk: describe_record(person) for person in with_posts(Person.objects.filter(pk__in=keys).order_by())
        }
        written = contacts_as_written(pairs)
        return [
            {
                "first": people[pair.first],
                "second": people[pair.second],
                "grounds": [
                    {"label": reason.label, "what": written.get((reason, what), what)} for reason, what in pair.grounds
                ],
                "compare_url": reverse("kompas_duplicate:compare", args=[pair.first, pair.second]),
                "not_duplicates_url": reverse("kompas_duplicate:apart", args=[pair.first, pair.second]),
            }
            for pair in pairs
        ]


class NotDuplicatesView(MergingView, View):
    """The button “two different people”."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, first: int, second: int) -> HttpResponse:
        person, other = (resolve(get_object_or_404(Person, pk=key)) for key in (first, second))
        try:
            pair = actions.mark_distinct(first=person, second=other, actor=Actor.of_user(request.user))
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            message = _("%(one)s and %(other)s are two people. They are not offered again.")
            undo = messages.button(reverse("kompas_distinct:offer", args=[pair.pk]), _("Undo"))
            messages.success(request, message % {"one": person, "other": other}, buttons=[undo])
        return redirect(get_valid_next_url_from_request(request) or reverse("kompas_duplicate:index"))
