"""Certificates to issue in the Wagtail admin: names to check, edition by edition."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from django_tasks.base import TaskResultStatus
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from certificates.register import actions as register
from certificates.register import queries, tasks
from certificates.register.filters import PreparedFilterSet
from certificates.register.forms import CheckNameForm
from certificates.register.models import Certificate, Prepared
from certificates.register.queries import facts
from certificates.register.states import PreparedState
from courses.catalogue.models import Edition
from courses.catalogue.queries import edition_title
from courses.enrolment.queries.recorded import RecordedNames
from courses.records import queries as records
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.input_text import number_of
from training.kernel.polish import squeeze
from training.kernel.refusals import Refusal
from training.ui.admin import AdminAction, KompasIndexView, KompasViewSet, LocalInspectView, WhenColumn, media
from training.ui.policies import ModelPermissionMixin
from training.ui.searching import FoldedSearchMixin

TEMPLATES = "kompas_certificates/register/admin"
STOPPED = gettext_lazy("Issuing has stopped. Issue once more: it goes on where it stopped, and no number is lost.")
# Seconds without a new certificate after which the page no longer says that they are being issued.
SECONDS_WITHOUT_PROGRESS = 60
# An address says how many were to be issued; more than any edition has is a mistake.
MOST_ISSUED = 100_000


class PreparedIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = (
        "enrolment__person__name_fold",
        "enrolment__edition__own_title_fold",
        "enrolment__edition__course__title_fold",
    )
    search_fields = ["name", "enrolment__edition__code"]

    def get_base_queryset(self) -> QuerySet[Prepared]:
        prepared = super().get_base_queryset().select_related("enrolment__edition__course", "enrolment__completion")
        # The institution of the edition's record: a later name does not reach the list.
        return prepared.annotate(
            edition_title=edition_title("enrolment__edition__"),
            institution=F("enrolment__completion__institution"),
            open_since=records.open_since("enrolment__edition"),
        )


class PreparedInspectView(LocalInspectView):
    def get_object(self, *args: Any, **kwargs: Any) -> Prepared:
        prepared = super().get_object(*args, **kwargs)
        prepared.enrolment = RecordedNames().put(prepared.enrolment)
        return prepared


class PreparedViewSet(KompasViewSet):
    """Certificates somebody is entitled to: names to check, then to issue, usually edition by edition."""

    model = Prepared
    name = "kompas_prepared"
    url_prefix = "kompas/prepared-certificates"
    menu_name = "kompas-prepared-certificates"
    menu_label = gettext_lazy("Certificates to issue")
    icon = "edit"
    add_enabled = edit_enabled = False
    index_view_class = PreparedIndexView
    inspect_view_class = PreparedInspectView
    filterset_class = PreparedFilterSet
    ordering = ["-prepared_at", "enrolment__person__sort_key"]
    list_display = [
        TitleColumn(
            "name",
            label=gettext_lazy("Name on the certificate"),
            sort_key="enrolment__person__sort_key",
            get_url=lambda prepared: reverse("kompas_prepared:inspect", args=[prepared.pk]),
        ),
        TitleColumn(
            "edition",
            label=gettext_lazy("Edition"),
            accessor=lambda prepared: str(prepared.enrolment.edition),
            get_url=lambda prepared: reverse("kompas_prepared:edition", args=[prepared.enrolment.edition_id]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        WhenColumn("prepared_at", label=gettext_lazy("Prepared"), sort_key="prepared_at"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda prepared: prepared.state in {PreparedState.PREPARED, PreparedState.CHECKED},
        ),
    ]
    list_export = [
        "name",
        "get_kind_display",
        "edition_title",
        "enrolment.edition.code",
        "institution",
        "get_state_display",
        "prepared_at",
        "checked_by",
        "checked_at",
        "open_since",
    ]
    export_headings = {
        "get_kind_display": gettext_lazy("Kind"),
        "edition_title": gettext_lazy("Course"),
        "enrolment.edition.code": gettext_lazy("Edition"),
        "institution": gettext_lazy("Sending institution"),
        "open_since": gettext_lazy("Edition open for a correction since"),
        "get_state_display": gettext_lazy("State"),
    }
    inspect_view_fields = ["name", "kind", "state", "enrolment", "prepared_at", "checked_by", "checked_at"]
    actions = [
        AdminAction(
            "check",
            gettext_lazy("Check the name"),
            act=lambda prepared, form, actor: (
                register.check_name(prepared=prepared, name=form.cleaned_data["name"], actor=actor) and None
            ),
            form_class=CheckNameForm,
            icon="check",
            is_offered=lambda prepared: prepared.state in {PreparedState.PREPARED, PreparedState.CHECKED},
        ),
        AdminAction(
            "issue",
            gettext_lazy("Issue"),
            act=lambda prepared, form, actor: reverse(
                "kompas_certificate:inspect", args=[register.issue(prepared=prepared, actor=actor).pk]
            ),
            explain=gettext_lazy("It gets the next number, is stored as it stands, and the person is told by e-mail."),
            icon="doc-full",
            is_offered=lambda prepared: prepared.state == PreparedState.CHECKED,
        ),
        AdminAction(
            "drop",
            gettext_lazy("Set aside"),
            act=lambda prepared, form, actor: register.drop(prepared=prepared, actor=actor) and None,
            explain=gettext_lazy("It will not be issued. It can be taken up again."),
            icon="bin",
            is_offered=lambda prepared: prepared.state in {PreparedState.PREPARED, PreparedState.CHECKED},
        ),
        AdminAction(
            "take-back",
            gettext_lazy("Take up again"),
            act=lambda prepared, form, actor: register.take_back(prepared=prepared, actor=actor) and None,
            explain=gettext_lazy("The name waits to be checked again."),
            icon="undo",
            is_offered=lambda prepared: (
                prepared.state in {PreparedState.CHECKED, PreparedState.DROPPED}
                or (prepared.state == PreparedState.PREPARED and not queries.follows_decision(prepared))
            ),
        ),
    ]

    def get_urlpatterns(self) -> list[Any]:
        view = self.construct_view(EditionCertificatesView)
        return [*super().get_urlpatterns(), path("edition/<int:edition_pk>/", view, name="edition")]


class EditionCertificatesView(ModelPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """One edition: all names on one page, saved together; then everything checked is issued."""

    template_name = f"{TEMPLATES}/edition.html"
    model = Prepared
    permission_required = "change"
    header_icon = "edit"
    index_url_name = ""

    def get_page_title(self) -> str:
        return _("Certificates of an edition")

    def get_page_subtitle(self) -> str:
        return str(self.edition)

    def get_breadcrumbs_items(self) -> list[dict]:
        index = {"url": reverse("kompas_prepared:index"), "label": _("Certificates to issue")}
        return [*super().get_breadcrumbs_items(), index, {"url": "", "label": str(self.edition)}]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.edition = get_object_or_404(Edition.objects.select_related("course"), pk=kwargs["edition_pk"])
        self.refused: dict[int, str] = {}
        self.typed: dict[int, str] = {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = request.path
        if request.POST.get("do") != "issue":
            self._check_names(self._ticked())
        elif unsaved := self._ticked(only_changed=True):
            # What is frozen for ever is what was looked at: a name just typed is shown once more.
            self._check_names(unsaved)
            messages.warning(request, _("Names were changed, so nothing is issued yet. Look at them once more."))
        else:
            address += self._issue()
        if self.refused:
            return self.render_to_response(self.get_context_data(), status=422)
        return redirect(address)

    def _ticked(self, *, only_changed: bool = False) -> list[tuple[Prepared, str, str]]:
        """Rows ticked as right, each with the name typed and the one that was shown."""
        data, rows = self.request.POST, []
        ticked = set(data.getlist("checked"))
        for prepared in queries.prepared_of(self.edition):
            if str(prepared.pk) not in ticked:
                continue
            seen = data.get(f"seen-{prepared.pk}", prepared.name)
            typed = data.get(f"name-{prepared.pk}", seen)
            if not only_changed or squeeze(typed) != seen:
                rows.append((prepared, typed, seen))
        return rows

    def _check_names(self, rows: list[tuple[Prepared, str, str]]) -> None:
        actor, checked = Actor.of_user(self.request.user), 0
        for prepared, name, seen in rows:
            try:
                register.check_name(prepared=prepared, name=name, seen=seen, actor=actor)
                checked += 1
            except Refusal as refusal:
                self.refused[prepared.pk], self.typed[prepared.pk] = refusal.sentence, name
        if checked:
            text = ngettext("%(count)d name is checked.", "%(count)d names are checked.", checked)
            messages.success(self.request, text % {"count": checked})

    def _issue(self) -> str:
        """Start issuing; what the address gains when a worker goes on with it."""
        actor = Actor.of_user(self.request.user)
        waiting = queries.counts(self.edition).checked
        result = tasks.issue_checked.enqueue(self.edition.pk, actor.name, actor.user_id)
        if not result.is_finished:
            return f"?{urlencode({'issuing': waiting, 'since': int(time.now().timestamp())})}" if waiting else ""
        done = waiting - queries.counts(self.edition).checked
        if done:
            text = ngettext("%(count)d certificate was issued.", "%(count)d certificates were issued.", done)
            messages.success(self.request, text % {"count": done})
        if result.status == TaskResultStatus.FAILED:
            messages.error(self.request, STOPPED)
        else:
            outcome = result.return_value
            self.refused = dict(outcome["refused"]) if outcome else {}
        return ""

    def _progress(self, counts: queries.EditionCounts) -> dict[str, Any]:
        """How far a worker is: until everything is issued, or nothing was for a while."""
        parameters = self.request.GET
        issuing, since = number_of(parameters.get("issuing"), most=MOST_ISSUED), number_of(parameters.get("since"))
        if not counts.checked or issuing is None or since is None:
            return {}
        total = max(issuing, counts.checked)
        last = queries.last_issued_at(self.edition)
        last_progress = max(since, int(last.timestamp()) if last else 0)
        is_issuing = time.now().timestamp() - last_progress < SECONDS_WITHOUT_PROGRESS
        return {"is_issuing": is_issuing, "has_stopped": not is_issuing, "done": total - counts.checked, "total": total}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = []
        issued = dict(
            Certificate.objects.filter(enrolment__edition=self.edition)
            .order_by("issued_at")
            .values_list("enrolment_id", "pk")
        )
        # What today's list of people says does not matter any more: the record is what a certificate rests on.
        recorded = facts.recorded_names(self.edition)
        for prepared in queries.prepared_of(self.edition):
            name_in_record = recorded.get(prepared.enrolment_id, "")
            rows.append(
                {
                    "prepared": prepared,
                    "name": self.typed.get(prepared.pk, prepared.name),
                    "seen": prepared.name,
                    "refusal": self.refused.get(prepared.pk, ""),
                    "is_open": prepared.state in {PreparedState.PREPARED, PreparedState.CHECKED},
                    "is_checked": prepared.state == PreparedState.CHECKED,
                    "recorded": name_in_record if name_in_record != prepared.name else "",
                    "certificate": issued.get(prepared.enrolment_id),
                }
            )
        counts = queries.counts(self.edition)
        context.update(edition=self.edition, rows=rows, counts=counts, stopped=STOPPED, **self._progress(counts))
        context["media"] = context.get("media", media()) + media()
        return context
