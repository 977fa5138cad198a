"""Merging two records in the Wagtail admin: side by side, then done, then undone for thirty days."""

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.date_texts import short_day_text
from training.kernel.refusals import Refusal
from training.people import actions, rules
from training.people.forms import MergeForm, UndoMergeForm
from training.people.models import Merge, Person
from training.people.queries import is_same_person, resolve
from training.people.registry import merge_parts
from training.people.viewsets.duplicate_list import MergingView
from training.people.viewsets.people import TEMPLATES
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, LocalInspectView, WhenColumn, refuse
from training.ui.searching import FoldedSearchMixin


class CompareView(MergingView, FormView):
    """Two records side by side, with what each has, and the form that merges them."""

    page_title = _("Compare and merge")
    template_name = f"{TEMPLATES}/compare.html"
    form_class = MergeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user_has_permission("add"):
            return super().dispatch(request, *args, **kwargs)
        asked = [get_object_or_404(Person, pk=kwargs[name]) for name in ("first", "second")]
        people = [resolve(person) for person in asked]
        if is_same_person(*people):
            messages.info(request, _("This is one record already."))
            return redirect("kompas_person:inspect", people[0].pk)
        if people != sorted(asked, key=lambda person: person.pk):
            older, newer = sorted(person.pk for person in people)
            return redirect("kompas_duplicate:compare", older, newer)
        self.first, self.second = people
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return ", ".join(dict.fromkeys((self.first.list_name, self.second.list_name)))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "first": self.first, "second": self.second}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        try:
            with transaction.atomic():
                merge = actions.merge_people(**form.decision(), actor=Actor.of_user(self.request.user))
        except Refusal as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("The record of %(merged)s was merged into that of %(kept)s. This can be undone until %(day)s.")
            % {"merged": merge.merged, "kept": merge.kept, "day": last_day(merge)},
        )
        return redirect("kompas_merge:inspect", merge.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {"label": part.label, "first": list(part.describe(self.first)), "second": list(part.describe(self.second))}
            for part in merge_parts
        ]
        context = super().get_context_data(
            **kwargs,
            first=self.first,
            second=self.second,
            rows=[row for row in rows if row["first"] or row["second"]],
            undo_days=rules.UNDO_DAYS,
            not_duplicates_url=reverse("kompas_duplicate:apart", args=[self.first.pk, self.second.pk]),
        )
        context["media"] = context["media"] + context["form"].media
        return context


def last_day(merge: Merge) -> str:
    """Until when a merge can be undone."""
    return short_day_text(merge.merged_at + timedelta(days=rules.UNDO_DAYS))


def _may_undo(merge: Merge) -> bool:
    return merge.undone_at is None and rules.may_undo_merge(merge.merged_at, time.now())


def state_of(merge: Merge) -> str:
    if merge.undone_at:
        return gettext("undone on %(day)s") % {"day": short_day_text(merge.undone_at)}
    if _may_undo(merge):
        return gettext("can be undone until %(day)s") % {"day": last_day(merge)}
    return gettext("final")


class MergeFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", _("can be undone")), ("final", _("final")), ("undone", _("taken back"))],
        method="by_state",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = Merge
        fields = ["state"]

    def by_state(self, rows: QuerySet[Merge], name: str, value: str) -> QuerySet[Merge]:
        since = time.now() - timedelta(days=rules.UNDO_DAYS)
        if value == "undone":
            return rows.filter(undone_at__isnull=False)
        rows = rows.filter(undone_at__isnull=True)
        return rows.filter(merged_at__gte=since) if value == "open" else rows.filter(merged_at__lt=since)


class MergeIndexView(FoldedSearchMixin, KompasIndexView):
    page_title = _("Merged records")
    folded_fields = ("kept__name_fold", "merged__name_fold")

    def get_base_queryset(self) -> QuerySet[Merge]:
        return Merge.objects.select_related("kept", "merged").order_by("-merged_at", "-pk")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        item.state = state_of(item)
        return super().to_row_dict(item)


class MergeInspectView(LocalInspectView):
    template_name = f"{TEMPLATES}/merge.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_undo = _may_undo(self.object) and self.user_has_permission("change")
        return super().get_context_data(**kwargs, may_undo=may_undo)

    def _link(self, person: Person) -> str:
        return format_html('<a href="{}">{}</a>', reverse("kompas_person:inspect", args=[person.pk]), person.list_name)

    def get_kept_display_value(self) -> str:
        return self._link(self.object.kept)

    def get_merged_display_value(self) -> str:
        return self._link(self.object.merged)

    def get_ended_display_value(self) -> str:
        return "; ".join(self.object.ended) or "–"

    def get_fields_context(self) -> list[dict[str, Any]]:
        # What did not happen is not listed: most merges end nothing and close no account.
        facts = [fact for fact in super().get_fields_context() if fact["value"] != "–"]
        return [{"label": gettext("State"), "value": state_of(self.object)}, *facts]


def explain_undo(merge: Merge) -> str:
    """What comes back, and what does not."""
    lines = [
        gettext(
            "Both records stand alone again, with what was written of each before. "
            "Accounts and addresses go back to where they were, unless they were given elsewhere since."
        ),
        gettext("What was written of %(person)s since the merge stays with that record.") % {"person": merge.kept},
    ]
    if merge.ended:
        lines.append(gettext("Not brought back, because the place may be somebody else's by now:"))
        lines += [f"– {line}" for line in merge.ended]
    return "\n".join(lines)


def _undo(merge: Merge, form: UndoMergeForm, actor: Actor) -> None:
    actions.undo_merge(merge=merge, reason=form.cleaned_data["reason"], actor=actor)
    if form.cleaned_data["marks_not_duplicates"]:
        actions.mark_distinct(first=merge.kept, second=merge.merged, actor=actor)


class MergeViewSet(KompasViewSet):
    model = Merge
    name = "kompas_merge"
    url_prefix = "kompas/merges"
    menu_name = "kompas-merges"
    menu_label = _("Merged records")
    icon = "group"
    add_enabled = False
    edit_enabled = False
    index_view_class = MergeIndexView
    inspect_view_class = MergeInspectView
    filterset_class = MergeFilterSet
    search_fields: list[str] = []
    list_display = [
        TitleColumn("merged", label=_("Merged"), accessor="merged.list_name", url_name="kompas_merge:inspect"),
        Column("kept", label=_("Into"), accessor="kept.list_name"),
        WhenColumn("merged_at", label=_("Merged on"), sort_key="merged_at"),
        Column("actor_name", label=_("Who")),
        Column("reason", label=_("Reason")),
        Column("state", label=_("State"), accessor=state_of),
    ]
    list_export = ["merged.list_name", "kept.list_name", "merged_at", "actor_name", "reason", "state"]
    export_headings = {"merged.list_name": _("Merged"), "kept.list_name": _("Into"), "state": _("State")}
    inspect_view_fields = [
        "merged",
        "kept",
        "merged_at",
        "actor_name",
        "reason",
        "ended",
        "deactivated_user",
        "moved_email",
        "undone_at",
        "undone_by",
        "undone_reason",
    ]
    actions = [
        AdminAction(
            "undo",
            _("Undo the merge"),
            act=_undo,
            form_class=UndoMergeForm,
            explain=explain_undo,
            icon="undo",
            is_serious=True,
            is_offered=_may_undo,
        ),
    ]
