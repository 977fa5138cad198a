"""*Notify me* and *I want such a training*: one tap, taken back the same way."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from courses.catalogue.models import Course
from courses.catalogue.registry import url_of
from courses.demand import actions, queries
from courses.demand.models import Wish
from courses.enrolment.views import PersonView
from training.competences.models import Competence
from training.competences.queries import scales_of
from training.kernel.refusals import Refusal


def page_of_course(course: Course) -> str:
    """Where the course's dates stand; a course without a page is named in *My development*."""
    page = url_of(course)
    return f"{page}#terminy" if page else reverse("kompas_training:my_development")


class WishView(PersonView):
    """What is asked for and what follows, with one button; other pages have the same button and send it here."""

    template_name = ""
    done = ""

    def get(self, request: HttpRequest, **captured: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **captured: Any) -> HttpResponse:
        try:
            self.ask()
        except Refusal as refusal:
            return self.page(refusal=refusal, status=refusal.status)
        messages.success(request, self.done)
        return redirect(self.back())

    def page(self, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
        context = {**self.subject(), "back_url": self.back(), "refusal": refusal}
        return render(self.request, self.template_name, context, status=status)

    def ask(self) -> None:
        """Write the wish and say in ``done`` what follows: each kind of wish has its own verb."""
        raise NotImplementedError

    def back(self) -> str:
        """Where the reader came from: the page of the course, or My development."""
        raise NotImplementedError

    def subject(self) -> dict[str, Any]:
        """What is wished for, with the open wish, for the template of the kind."""
        raise NotImplementedError


class CourseWishView(WishView):
    template_name = "kompas_courses/demand/wish_course.html"

    @cached_property
    def course(self) -> Course:
        course = get_object_or_404(Course, pk=self.kwargs["pk"])
        if not queries.is_shown(course):
            raise Http404
        return course

    def ask(self) -> None:
        actions.wish_for_course(person=self.person, course=self.course, actor=self.actor)
        self.done = _("Saved: we will write to you once, when recruitment opens.")

    def back(self) -> str:
        return page_of_course(self.course)

    def subject(self) -> dict[str, Any]:
        return {"course": self.course, "wish": queries.open_wish_for_course(self.person, self.course)}


class LevelWishView(WishView):
    template_name = "kompas_courses/demand/wish_level.html"

    @cached_property
    def competence(self) -> Competence:
        competence = queries.competence_to_wish(self.kwargs["line"])
        if competence is None or not queries.has_level(competence, self.kwargs["level"]):
            raise Http404
        return competence

    def ask(self) -> None:
        actions.wish_for_level(
            person=self.person, competence=self.competence, level=self.kwargs["level"], actor=self.actor
        )
        self.done = _("Saved: ROPS sees that such a training is wanted, and we will write to you once, when one opens.")

    def back(self) -> str:
        return reverse("kompas_training:my_development") + "#profile"

    def subject(self) -> dict[str, Any]:
        level = self.kwargs["level"]
        return {
            "competence": self.competence,
            "level": level,
            "level_name": scales_of([self.competence]).get(self.competence.framework_id, {}).get(level, ""),
            "wish": queries.open_wish_for_level(self.person, self.competence.line_id, level),
        }


class WithdrawWishView(PersonView):
    """Takes a wish back.  Its message leads to the same wish again, for who tapped by mistake."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(_asking(self.wish))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        wish = actions.withdraw(wish=self.wish, actor=self.actor)
        messages.success(
            request, format_html('{} <a href="{}">{}</a>', _("Taken back."), _asking(wish), _("I want it after all"))
        )
        if wish.course and request.POST.get("back") != "desk":
            return redirect(page_of_course(wish.course))
        return redirect("kompas_training:my_development")

    @cached_property
    def wish(self) -> Wish:
        """The person's own; somebody else's key is not found."""
        return get_object_or_404(Wish.objects.of_person(self.person).select_related("course"), pk=self.kwargs["pk"])


def _asking(wish: Wish) -> str:
    """Where the same can be wished for again."""
    if wish.course_id:
        return reverse("kompas_courses:wish_course", args=[wish.course_id])
    return reverse("kompas_courses:wish_level", args=[wish.line_id, wish.level])
