"""Pages of the admin beside the list: a step for a whole filtered group, adding somebody, the terms of recruitment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.catalogue.models import Edition
from courses.catalogue.queries import has_standard_in_time
from courses.enrolment import actions as enrolment
from courses.enrolment import queries, rules
from courses.enrolment.actions import RecruitmentTerms, deciding
from courses.enrolment.filters import EnrolmentFilterSet
from courses.enrolment.forms import AddForm, GroupForm, MessageForm, RecruitmentForm, StaffReasonForm
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import workplaces
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.input_text import number_of
from training.kernel.refusals import Refusal
from training.people.models import Person
from training.ui.admin import refuse
from training.ui.columns import CSS
from training.ui.policies import ModelPermissionMixin
from training.ui.searching import search_rows

TEMPLATES = "kompas_courses/enrolment/admin"
# So many are named in the sentence that says why they were refused; more are counted.
NAMED = 5
# What the search box of the list looks in; a step for the group looks in the same.
PHONES = ("person__phone_digits", "organisation__nip")
SEARCHED = (
    "person__name_fold",
    "person__email_fold",
    "organisation__name_fold",
    "edition__own_title_fold",
    "edition__course__title_fold",
)


def contact_of(person: Person) -> str:
    # A number is read in one piece.
    phone = person.phone.replace(" ", "\N{NO-BREAK SPACE}")
    return ", ".join(entry for entry in (person.email, phone) if entry) or "–"


def chosen_edition(request: HttpRequest) -> Edition | None:
    """The edition the list is filtered by."""
    key = number_of(request.GET.get("edition"))
    return None if key is None else Edition.objects.select_related("course").filter(pk=key).first()


class KompasPage(ModelPermissionMixin, WagtailAdminTemplateMixin, FormView):
    """A page of the admin with a form; everybody without the permission is refused, not only kept from the link."""

    model: type[Model] = Enrolment
    permission_required = "change"
    page_title: str | Promise = ""
    index_url_name = "kompas_applicants:index"
    icon = "group"

    @property
    def actor(self) -> Actor:
        return Actor.of_user(self.request.user)

    def back_url(self) -> str:
        raise NotImplementedError

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict]:
        applicants = {"url": reverse(self.index_url_name), "label": _("Applicants")}
        return [*self.breadcrumbs_items, applicants, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["back_url"] = self.back_url()
        context["media"] = context["form"].media + forms.Media(css=CSS)
        return context


# ---- a step for a group -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupStep:
    """One verb for the people of a filtered list; ``act`` gets the ticked ones and says whom it refused, and why."""

    name: str
    label: str | Promise
    explain: str | Promise
    form_class: type[forms.Form]
    act: Callable[[list[Enrolment], dict[str, Any], Actor], Mapping[int, Refusal]]
    states: frozenset[str] | None = None


def _accept(ticked: list[Enrolment], data: dict[str, Any], actor: Actor) -> Mapping[int, Refusal]:
    return enrolment.decide_all(enrolments=ticked, accept=True, actor=actor)


def _refuse(ticked: list[Enrolment], data: dict[str, Any], actor: Actor) -> Mapping[int, Refusal]:
    return enrolment.decide_all(enrolments=ticked, accept=False, reason=data["reason"], actor=actor)


def _write(ticked: list[Enrolment], data: dict[str, Any], actor: Actor) -> Mapping[int, Refusal]:
    letter = {"subject": data["subject"], "body": data["body"], "batch": str(data["batch"])}
    enrolment.write_to(enrolments=ticked, actor=actor, **letter)
    return {}


GROUP_STEPS = {
    step.name: step
    for step in (
        GroupStep(
            "accept",
            gettext_lazy("Accept several"),
            gettext_lazy("Accepted in the order of arrival: free places first, then the reserve list."),
            GroupForm,
            _accept,
            frozenset({"under_decision"}),
        ),
        GroupStep(
            "refuse",
            gettext_lazy("Refuse several"),
            gettext_lazy("Each is told by e-mail, with the reason."),
            StaffReasonForm,
            _refuse,
            frozenset({"under_decision", "waiting"}),
        ),
        GroupStep(
            "write",
            gettext_lazy("Write to this group"),
            gettext_lazy("Each gets a message of their own; nobody sees the others."),
            MessageForm,
            _write,
        ),
    )
}


@dataclass(frozen=True)
class GroupRow:
    """One person of the preview; ``outcome`` and ``clashes`` are filled where somebody would be accepted."""

    enrolment: Enrolment
    is_ticked: bool
    contact: str
    outcome: str
    clashes: list[queries.DateClash]


class GroupStepView(KompasPage):
    """Preview of the filtered people, each with a tick; nobody outside the filter can be slipped in."""

    template_name = f"{TEMPLATES}/group.html"

    @cached_property
    def step(self) -> GroupStep:
        if self.kwargs["step"] not in GROUP_STEPS:
            raise Http404
        return GROUP_STEPS[self.kwargs["step"]]

    @cached_property
    def edition(self) -> Edition:
        if not (edition := chosen_edition(self.request)):
            raise Http404
        return edition

    @cached_property
    def people(self) -> list[Enrolment]:
        """Those of the list as it is filtered in the address, whom the step concerns."""
        rows = self._filtered(queries.applicants().select_related("person__user"))
        if self.step.states is not None:
            rows = rows.filter(state__in=self.step.states)
        return list(rows.order_by("arrival"))

    def _filtered(self, rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
        filters = EnrolmentFilterSet(self.request.GET, queryset=rows, request=self.request)
        if not filters.is_valid():
            raise Http404
        return search_rows(
            filters.qs.filter(edition=self.edition), self.request.GET.get("q", ""), folded=SEARCHED, digits=PHONES
        )

    def get_form_class(self) -> type[forms.Form]:
        return self.step.form_class

    def get_page_title(self) -> str:
        return str(self.step.label)

    def get_page_subtitle(self) -> str:
        return str(self.edition)

    def back_url(self) -> str:
        query = self.request.GET.urlencode()
        return f"{reverse(self.index_url_name)}?{query}"

    def ticked(self) -> list[Enrolment]:
        if self.request.method != "POST":
            return self.people
        keys = set(self.request.POST.getlist("one"))
        return [person for person in self.people if str(person.pk) in keys]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        ticked = self.ticked()
        if not ticked:
            form.add_error(None, _("Tick at least one person."))
            return self.form_invalid(form)
        refusals = self.step.act(ticked, form.cleaned_data, self.actor)
        self._say_why_not([(applicant, refusals[applicant.pk]) for applicant in ticked if applicant.pk in refusals])
        if done := len(ticked) - len(refusals):
            text = ngettext("Done for %(count)d person.", "Done for %(count)d people.", done)
            messages.success(self.request, text % {"count": done})
        return redirect(self.back_url())

    def _say_why_not(self, refused: list[tuple[Enrolment, Refusal]]) -> None:
        """Each reason once: three hundred who found no place are one sentence."""
        people: dict[str, list[str]] = {}
        for applicant, refusal in refused:
            people.setdefault(refusal.sentence, []).append(str(applicant.person))
        for reason, names in people.items():
            if len(names) <= NAMED:
                sentence = _("%(person)s: %(reason)s") % {"person": ", ".join(names), "reason": reason}
            else:
                text = ngettext("%(count)d person: %(reason)s", "%(count)d people: %(reason)s", len(names))
                sentence = text % {"count": len(names), "reason": reason}
            messages.error(self.request, sentence)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        ticked = {applicant.pk for applicant in self.ticked()}
        is_accepting = self.step.name == "accept"
        outcome = deciding.preview_of_accepting(self.people) if is_accepting else {}
        clashes = queries.clashes_of_all(self.people, time.now()) if is_accepting else {}
        context["step"] = self.step
        context["rows"] = [
            GroupRow(
                person,
                person.pk in ticked,
                contact_of(person.person),
                outcome[person.pk].text if person.pk in outcome else "",
                clashes.get(person.pk, []),
            )
            for person in self.people
        ]
        return context


# ---- adding somebody --------------------------------------------------------------------------------------------


class EditionPage(KompasPage):
    """A page about one edition."""

    @cached_property
    def edition(self) -> Edition:
        return get_object_or_404(Edition.objects.select_related("course", "standard"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.edition)

    def back_url(self) -> str:
        return f"{reverse(self.index_url_name)}?edition={self.edition.pk}"


class JoinView(EditionPage):
    """Adds a person on their behalf, also outside the recruitment window."""

    template_name = f"{TEMPLATES}/form.html"
    page_title = gettext_lazy("Add a person")
    form_class = AddForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        key = number_of(self.request.POST.get("person"))
        person = None if key is None else Person.objects.filter(pk=key).first()
        places = workplaces(person, time.today()) if person else []
        several = len({place.organisation_id for place in places}) > 1
        return {**kwargs, "workplaces": places if several else []}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            joined = enrolment.apply(edition=self.edition, actor=self.actor, on_behalf=True, **form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        sentence = _("%(person)s: %(state)s.") % {"person": joined.person, "state": joined.get_state_display()}
        messages.success(self.request, sentence)
        return redirect(self.back_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            explain=_(
                "Possible until the edition is closed, also after the last meeting. "
                "Seats and limits hold; the recruitment window does not. The person is told by e-mail."
            ),
            button=_("Add"),
        )


# ---- recruitment ------------------------------------------------------------------------------------------------


class RecruitmentView(EditionPage):
    """Opens the recruitment of an edition, or changes its terms."""

    template_name = f"{TEMPLATES}/form.html"
    model = Recruitment
    form_class = RecruitmentForm
    index_url_name = "kompas_edition:index"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.recruitment = Recruitment.objects.filter(edition=self.kwargs["pk"]).first()
        self.permission_required = "change" if self.recruitment else "add"

    def get_page_title(self) -> str:
        return _("Terms of recruitment") if self.recruitment else _("Open recruitment")

    def get_breadcrumbs_items(self) -> list[dict]:
        editions = {"url": reverse("kompas_edition:index"), "label": _("Editions")}
        edition = {"url": self.back_url(), "label": str(self.edition)}
        return [*self.breadcrumbs_items, editions, edition, {"url": "", "label": self.get_page_title()}]

    def back_url(self) -> str:
        return reverse("kompas_edition:inspect", args=[self.edition.pk])

    def get_initial(self) -> dict[str, Any]:
        if self.recruitment:
            return {}
        opens_at, closes_at = rules.default_window(time.now(), queries.starts_at(self.edition.pk))
        return {"opens_at": opens_at, "closes_at": closes_at}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.recruitment}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        terms = {name: form.cleaned_data[name] for name in RecruitmentTerms.__annotations__}
        try:
            if self.recruitment:
                enrolment.change_recruitment(recruitment=self.recruitment, actor=self.actor, **terms)
            else:
                enrolment.open_recruitment(edition=self.edition, actor=self.actor, **terms)
        except Refusal as refusal:
            refuse(form, refusal)
            return self.form_invalid(form)
        messages.success(self.request, _("The terms of recruitment are saved."))
        odd = rules.window_warnings(
            closes_at=terms["closes_at"],
            withdraw_until=terms["withdraw_until"],
            starts_at=queries.starts_at(self.edition.pk),
        )
        for warning in [*odd, *filter(None, [self.warning])]:
            messages.warning(self.request, warning)
        return redirect(self.back_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.recruitment:
            explain = _("More places or a raised limit are offered to the reserve list at once.")
        elif self.edition.standard_id:
            explain = _(
                "Opening recruitment locks the standard: from then on people apply for what it promises, "
                "and a change is a new version for later editions."
            )
        else:
            explain = _("This edition has no standard: it will end with a certificate of participation.")
        button = _("Save") if self.recruitment else _("Open recruitment")
        return super().get_context_data(**kwargs, explain=explain, warning=self.warning, button=button)

    @property
    def warning(self) -> str:
        """What the office must know before it opens recruitment, and afterwards."""
        # Before it opens, a standard that others have locked is not this edition's yet.
        if has_standard_in_time(self.edition, opening=time.now()):
            return ""
        return _(
            "The first meeting has already begun, and the standard was not locked before it: "
            "nobody in this edition can get more than a certificate of completion, and no level is recorded."
        )
