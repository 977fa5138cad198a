"""*My development*, self-assessments, and the screens of a manager."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from training.accounts.access import manager_required, person_required
from training.accounts.queries import (
    estimates_closed_at,
    managed_organisations,
    managed_people,
    relations_of,
    signed_in_person,
)
from training.accounts.refusals import EstimatesClosed
from training.assessments import actions as assessments
from training.assessments.queries import newest_statements, sharing
from training.assessments.states import AssessmentKind
from training.competences.models import Competence
from training.competences.queries import scales_of
from training.desk import panels
from training.desk.forms import LevelsForm, SharingForm, TakingBackForm, field_of
from training.desk.queries import competences_to_assess, development, team
from training.desk.registry import PanelContext
from training.desk.registry import panels as registered
from training.desk.sheets import team_xlsx as write_team_xlsx
from training.kernel import sheets, time
from training.kernel.actors import Actor
from training.kernel.date_texts import day_text
from training.kernel.input_text import number_of
from training.kernel.page_cache import page_cache
from training.kernel.refusals import Refusal
from training.people.models import Organisation, Person
from training.ui.access import AUTOSAVE


@never_cache
@require_GET
@person_required
def my_development(request: HttpRequest) -> HttpResponse:
    """Where I stand, what to do next, and what other rooms know about me."""
    person, now = signed_in_person(request.user), time.now()
    on = time.today(now)
    relations_of(request.user)  # appointments and steps of trainers and assessors are asked only of those
    with page_cache():
        answer = development(person, on)
        agenda = panels.agenda(person, now, panels.own_steps(answer))
        context = PanelContext(request=request, person=person, on=on, now=now)
        beside = panels.beside_gaps(context, answer)
        shown = [panel for panel in (make(context) for make in registered) if panel]
    rows = panels.rows(answer, beside)
    return render(
        request,
        "kompas_training/desk/my_development.html",
        {
            "person": person,
            "development": answer,
            "rows": rows,
            # What is missing first, the most of it before the rest.
            "missing": sorted((row for row in rows if row["gap"].missing), key=lambda row: -row["gap"].missing),
            "unassessed": [row for row in rows if row["gap"].is_unknown],
            "met": [row for row in rows if row["gap"].is_met],
            "others": panels.other_rows(answer),
            "legend": panels.legend(),
            "growth": panels.growth_figure(answer, until=on),
            "agenda": agenda,
            "panels": shown,
        },
    )


# ---- self-assessments ---------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def estimates(request: HttpRequest) -> HttpResponse:
    """The person's own level in each competence of the post: one page, saved as one goes."""
    person, now = signed_in_person(request.user), time.now()
    competences = competences_to_assess(person, time.today(now))
    form = _form(request, competences)

    def save(levels: dict[Competence, int]) -> int:
        return len(assessments.estimate(person=person, levels=levels, actor=Actor.of_user(request.user), now=now))

    def take_back(competence: Competence) -> bool:
        actor = Actor.of_user(request.user)
        return bool(
            assessments.take_back(
                person=person, competence=competence, kind=AssessmentKind.SELF, assessor=person, actor=actor, now=now
            )
        )

    here = reverse("kompas_training:estimates")
    if request.method == "POST" and (answer := _answered(request, form, save, take_back, here, now)):
        return answer
    stated = newest_statements(person, kind=AssessmentKind.SELF)
    if closed_at := estimates_closed_at(person):
        stated = {key: row for key, row in stated.items() if row.recorded_at > closed_at}
    return render(
        request,
        "kompas_training/desk/estimates.html",
        {
            "form": form,
            "domains": _by_domain(form, stated, person),
            "is_shared": sharing(person) is not None,
            "closed_at": closed_at,
            "done": len({competence.line_id for competence in competences} & set(stated)),
            "count": len(competences),
        },
    )


@never_cache
@require_POST
@person_required
def estimates_sharing(request: HttpRequest) -> HttpResponse:
    """Show self-assessments to the manager, or stop it."""
    form = SharingForm(request.POST)
    is_shared = form.is_valid() and form.cleaned_data["is_shared"]
    if is_shared and estimates_closed_at(signed_in_person(request.user)):
        messages.error(request, EstimatesClosed().sentence)
        return redirect(reverse("kompas_training:estimates") + "#sharing")
    assessments.share_estimates(
        person=signed_in_person(request.user), is_shared=is_shared, actor=Actor.of_user(request.user)
    )
    if is_shared:
        messages.success(request, _("From now on your manager sees your self-assessments."))
    else:
        messages.success(request, _("Only you see your self-assessments."))
    return redirect(reverse("kompas_training:estimates") + "#sharing")


# ---- the manager's screens ---------------------------------------------------------------------------------------


def _chosen(request: HttpRequest) -> tuple[Organisation | None, list[Organisation]]:
    """The institution asked for among one's own; somebody else's is not found."""
    mine = list(managed_organisations(request.user))
    asked = request.GET.get("institution")
    if asked:
        for organisation in mine:
            if str(organisation.pk) == asked:
                return organisation, mine
        raise Http404
    return (mine[0] if len(mine) == 1 else None), mine


def _position(request: HttpRequest) -> int | None:
    asked = request.GET.get("post", "")
    if not asked:
        return None
    key = number_of(asked)
    if key is None:
        raise Http404
    return key


@never_cache
@require_GET
@manager_required
def team_map(request: HttpRequest) -> HttpResponse:
    """Own institution's people by the competences their posts require."""
    organisation, mine = _chosen(request)
    if organisation is None:
        return render(request, "kompas_training/desk/team_choose.html", {"organisations": mine})
    on, position_id = time.today(), _position(request)
    shown = team(organisation, on, position_id=position_id)
    return render(
        request,
        "kompas_training/desk/team.html",
        {
            "team": shown,
            "several": len(mine) > 1,
            "position_id": position_id,
            "heat": panels.team_heat(shown, manager=signed_in_person(request.user)),
            "needs": panels.needs(shown),
            "on": on,
        },
    )


@never_cache
@require_GET
@manager_required
def team_xlsx(request: HttpRequest) -> HttpResponse:
    """The same map as a workbook."""
    organisation, _mine = _chosen(request)
    if organisation is None:
        raise Http404
    on = time.today()
    content = write_team_xlsx(team(organisation, on, position_id=_position(request)))
    response = HttpResponse(content, content_type=sheets.XLSX)
    name = slugify(f"{organisation.short_name or organisation.name}")[:60] or "kompas"
    response["Content-Disposition"] = f'attachment; filename="{name}-{on:%Y-%m-%d}.xlsx"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def team_assess(request: HttpRequest, pk: int) -> HttpResponse:
    """The superior's assessment of one member of staff; people of other institutions are not found."""
    manager, now = signed_in_person(request.user), time.now()
    on = time.today(now)
    person = get_object_or_404(managed_people(request.user), pk=pk)
    if person == manager:
        return redirect("kompas_training:estimates")
    mine = managed_organisations(request.user)
    competences = competences_to_assess(person, on, organisations=mine)
    form = _form(request, competences)

    def save(levels: dict[Competence, int]) -> int:
        actor = Actor.of_user(request.user)
        return len(assessments.assess(person=person, assessor=manager, levels=levels, actor=actor, now=now))

    def take_back(competence: Competence) -> bool:
        kind, actor = AssessmentKind.SUPERVISOR, Actor.of_user(request.user)
        return bool(
            assessments.take_back(
                person=person, competence=competence, kind=kind, assessor=manager, actor=actor, now=now
            )
        )

    here = reverse("kompas_training:team_assess", args=[person.pk])
    if request.method == "POST" and (answer := _answered(request, form, save, take_back, here, now)):
        return answer
    stated = newest_statements(person, kind=AssessmentKind.SUPERVISOR)
    own = newest_statements(person, kind=AssessmentKind.SELF) if sharing(person) else {}
    return render(
        request,
        "kompas_training/desk/team_assess.html",
        {
            "person": person,
            "form": form,
            "domains": _by_domain(form, stated, manager, own),
            "done": len({competence.line_id for competence in competences} & set(stated)),
            "count": len(competences),
        },
    )


# ---- a page of levels --------------------------------------------------------------------------------------------


def _form(request: HttpRequest, competences: list[Competence]) -> LevelsForm:
    data = request.POST if request.method == "POST" else None
    return LevelsForm(data, competences=competences, scales=scales_of(competences))


def _by_domain(form: LevelsForm, stated: dict, reader: Person, own: dict | None = None) -> list[dict]:
    """Cards grouped by domain, in the framework's order; what ``reader`` said can be taken back."""
    notes = {}
    for line_id, row in (own or {}).items():
        notes[line_id] = _("Self-assessment: level %(level)d, %(day)s") % {
            "level": row.level,
            "day": day_text(row.valid_on),
        }
    groups: dict[int, dict] = {}
    days = {line_id: row.valid_on for line_id, row in stated.items() if row.assessor_id == reader.pk}
    for card in form.cards({line_id: row.level for line_id, row in stated.items()}, notes, days):
        domain = card.competence.domain
        groups.setdefault(domain.pk, {"domain": domain, "cards": []})["cards"].append(card)
    return list(groups.values())


def _answered(request: HttpRequest, form: LevelsForm, save, take_back, here: str, now: datetime) -> HttpResponse | None:
    """Take back or save, whichever button was pressed; other choices on the page are saved with either."""
    if "take_back" not in request.POST:
        return _saved(request, form, save, here, now)
    asked = TakingBackForm(request.POST, competences=form.competences)
    if not asked.is_valid():
        raise Http404
    competence = asked.cleaned_data["take_back"]
    if form.is_valid():
        save({other: level for other, level in form.chosen().items() if other != competence})
    if take_back(competence):
        text = _("Taken back: “%(competence)s”. What was said before, if anything, counts again.")
        messages.success(request, text % {"competence": competence})
    else:
        messages.info(request, _("Nothing has changed, so nothing was saved."))
    return redirect(f"{here}#{field_of(competence)}")


def _saved(request: HttpRequest, form: LevelsForm, save, here: str, now: datetime) -> HttpResponse | None:
    """Save what was sent and answer in the way it was asked; nothing when the form must be shown again."""
    is_autosave = request.headers.get("X-Requested-With") == AUTOSAVE
    refusal = ""
    if form.is_valid():
        try:
            count = save(form.chosen())
        except Refusal as reason:
            refusal = reason.sentence
            form.add_error(None, refusal)
        else:
            if is_autosave:
                clock = formats.time_format(now.astimezone(time.zone()), "TIME_FORMAT")
                return JsonResponse({"saved": _("Saved at %(clock)s") % {"clock": clock}})
            if count:
                text = ngettext("Saved %(count)d level.", "Saved %(count)d levels.", count)
                messages.success(request, text % {"count": count})
            else:
                messages.info(request, _("Nothing has changed, so nothing was saved."))
            after = request.POST.get("after", "")
            return redirect(here + (f"#domain-{after}" if number_of(after) is not None else ""))
    if is_autosave:
        return JsonResponse({"error": refusal or _("Choose one of the levels shown.")}, status=422)
    return None
