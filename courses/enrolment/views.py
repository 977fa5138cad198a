"""Applying, and one's own applications: thin screens over the actions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from courses.catalogue.models import Edition
from courses.catalogue.queries import meetings_not_cancelled
from courses.catalogue.queries.recorded import as_held
from courses.catalogue.registry import url_of
from courses.enrolment import actions, queries
from courses.enrolment.columns import rows, tone
from courses.enrolment.forms import ApplyForm, WithdrawForm
from courses.enrolment.models import Enrolment, Recruitment
from courses.enrolment.queries import deadlines, explain, outlook, rule_for, rule_in_words, workplaces
from courses.enrolment.queries.recorded import RecordedNames
from courses.enrolment.refusals import ChooseInstitution
from courses.enrolment.registry import enrolment_panels
from courses.enrolment.states import HOLDS_A_SEAT, LIVE, EnrolmentState
from training.accounts.access import person_required
from training.accounts.queries import person_of
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.refusals import Refusal
from training.people.models import Employment, Person
from training.people.states import Identity


@method_decorator([never_cache, person_required], name="dispatch")
class PersonView(View):
    """A screen of the signed-in person; ``person`` is who they are."""

    @cached_property
    def person(self) -> Person:
        person = person_of(self.request.user)
        if person is None:
            raise Http404
        return person

    @cached_property
    def actor(self) -> Actor:
        return Actor.of_user(self.request.user)

    @cached_property
    def enrolment(self) -> Enrolment:
        """The person's own; somebody else's key is not found."""
        return get_object_or_404(queries.enrolments_of(self.person), pk=self.kwargs["pk"])


class ApplyView(PersonView):
    """What will happen, then one button.  Sending it twice leads to the same application."""

    @cached_property
    def offered(self) -> queries.OfferedEdition:
        shown = Edition.objects.shown().filter(pk=self.kwargs["pk"])
        offers = queries.offers_of_editions(shown)
        if not offers or offers[self.kwargs["pk"]].recruitment is None:
            raise Http404
        return offers[self.kwargs["pk"]]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        live = queries.live_of(self.person, self.offered.edition)
        if live:
            return redirect("kompas_courses:enrolment", live.pk)
        return self.page(ApplyForm(workplaces=self.workplaces))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, chosen = None, None
        if "employment" in request.POST:
            form = ApplyForm(request.POST, workplaces=self.workplaces)
            if not form.is_valid():
                return self.page(form, status=422)
            chosen = form.cleaned_data.get("employment")
        try:
            # By its key: what is not shown takes nobody, and the page that says so does not find it.
            enrolment = actions.apply(person=self.person, edition=pk, actor=self.actor, employment=chosen)
        except ChooseInstitution:
            # Most work in one institution, so whoever chose none is asked where only when it matters.
            return self.page(ApplyForm(request.POST, workplaces=self.workplaces), status=422)
        except Refusal as refusal:
            form = form or ApplyForm(request.POST, workplaces=self.workplaces)
            return self.page(form, refusal=refusal, status=refusal.status)
        level, words = landed(enrolment)
        messages.add_message(request, level, words)
        return redirect("kompas_courses:enrolment", enrolment.pk)

    @cached_property
    def recruitment(self) -> Recruitment:
        if self.offered.recruitment is None:
            raise Http404
        return self.offered.recruitment

    @cached_property
    def workplaces(self) -> list[Employment]:
        return workplaces(self.person, time.today())

    def page(self, form: ApplyForm, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        recruitment = self.recruitment
        # The window first: of an edition that is over nobody asks whether it is full.
        now = time.now()
        refusal = refusal or queries.refusal_of_window(recruitment, now) or self.outlook.refusal
        meetings = list(meetings_not_cancelled(self.offered.edition))
        can_be_sent = self.offered.is_open and self.outlook.refusal is None
        return render(
            self.request,
            "kompas_courses/enrolment/apply.html",
            {
                "form": form,
                "offered": self.offered,
                "edition": self.offered.edition,
                "course_url": url_of(self.offered.edition.course),
                "workplaces": self.workplaces,
                "outcome": self.outlook.state,
                "rule": rule_for(recruitment, self.person, self.outlook, self.workplaces)
                if can_be_sent
                else rule_in_words(recruitment),
                "is_unconfirmed": self.person.identity == Identity.UNCONFIRMED,
                "withdraw_until": deadlines.withdrawal_deadline_of(recruitment, self.offered.starts_at),
                "meetings": meetings,
                "clashes": queries.clashes_of(self.person, self.offered.edition, meetings, now) if can_be_sent else [],
                "refusal": refusal,
                "has_limits": bool(recruitment.organisation_limit or recruitment.county_limit),
                "can_be_sent": can_be_sent,
            },
            status=status,
        )

    @cached_property
    def outlook(self) -> queries.Outlook:
        """Where an application sent now would land, so that nobody is surprised."""
        return outlook(self.recruitment, self.person, self.workplaces)


def landed(enrolment: Enrolment) -> tuple[int, str]:
    if enrolment.state == EnrolmentState.CONFIRMED:
        return messages.SUCCESS, _("The place is confirmed. The details come by e-mail.")
    if enrolment.state == EnrolmentState.WAITING:
        return messages.INFO, _("The application is on the reserve list.")
    return messages.INFO, _("The application has been received and waits for a decision.")


class EnrolmentView(PersonView):
    """State, position, rule, what happens next, and the whole history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page()

    def page(self, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        enrolment, now = self.enrolment, time.now()
        meetings = as_held(enrolment.edition, meetings_not_cancelled(enrolment.edition))
        # Once the course is over, how it ended is what there is to say.
        result = queries.results_of([enrolment], time.today(now)).get(enrolment.pk)
        is_live = enrolment.state in LIVE
        context = {
            "enrolment": enrolment,
            "edition": enrolment.edition,
            "course_url": url_of(enrolment.edition.course),
            "now": now,
            "result": result,
            "explanation": explain(enrolment, now=now),
            "meetings": meetings,
            "clashes": queries.clashes_of(self.person, enrolment.edition, meetings, now) if is_live else [],
            "changes": queries.history_of(enrolment),
            "takes_part": enrolment.state == EnrolmentState.CONFIRMED,
            "is_live": is_live,
            "tone": tone(enrolment.state),
            "moved_to": Enrolment.objects.filter(moved_from=enrolment).first(),
            "refusal": refusal,
            "panels": [panel for make in enrolment_panels if (panel := make(enrolment))],
        }
        # Last: what is decided above goes by the rows themselves.
        RecordedNames().put(enrolment)
        return render(self.request, "kompas_courses/enrolment/enrolment.html", context, status=status)


class StepView(EnrolmentView):
    """A button on the enrolment's page: does one thing, then shows that page again."""

    done = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("kompas_courses:enrolment", self.enrolment.pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            self.step()
        except Refusal as refusal:
            del self.enrolment  # as it stands after the refusal
            return self.page(refusal=refusal, status=refusal.status)
        messages.success(request, self.done)
        return redirect("kompas_courses:enrolment", pk)

    def step(self) -> None:
        raise NotImplementedError


class AcceptOfferView(StepView):
    def step(self) -> None:
        actions.accept(enrolment=self.enrolment, actor=self.actor)
        self.done = _("The place is confirmed. The details come by e-mail.")


class ConfirmedStepView(StepView):
    """A step that says its consequence on a page of its own first."""

    template_name = ""
    form_class = WithdrawForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        explanation = explain(self.enrolment)
        if not self.is_offered(explanation):
            return redirect("kompas_courses:enrolment", pk)
        context = {
            "enrolment": self.enrolment,
            "edition": self.enrolment.edition,
            "explanation": explanation,
            "holds_a_seat": self.enrolment.state in HOLDS_A_SEAT,
            "form": self.form_class(),
        }
        return render(request, self.template_name, context)

    def is_offered(self, explanation) -> bool:
        raise NotImplementedError


class WithdrawView(ConfirmedStepView):
    template_name = "kompas_courses/enrolment/withdraw.html"

    def is_offered(self, explanation) -> bool:
        return explanation.can_withdraw

    def step(self) -> None:
        form = WithdrawForm(self.request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.withdraw(enrolment=self.enrolment, actor=self.actor, reason=reason)
        self.done = _("The withdrawal has been accepted.")


class DeclineOfferView(ConfirmedStepView):
    template_name = "kompas_courses/enrolment/decline.html"

    def is_offered(self, explanation) -> bool:
        return explanation.can_accept

    def step(self) -> None:
        actions.decline(enrolment=self.enrolment, actor=self.actor)
        self.done = _("The place has been declined.")


class MyEnrolmentsView(PersonView):
    def get(self, request: HttpRequest) -> HttpResponse:
        now, names = time.now(), RecordedNames()
        own = queries.nearest_first(queries.with_positions(queries.enrolments_of(self.person)), now)
        mine = rows(own, time.today(now))
        names.read(row.enrolment for row in mine)
        for row in mine:
            names.put(row.enrolment)
        context = {
            "current": [row for row in mine if row.is_current],
            "past": [row for row in mine if not row.is_current],
        }
        return render(request, "kompas_courses/enrolment/mine.html", context)
