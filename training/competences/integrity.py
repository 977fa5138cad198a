"""What ``kompas_check`` asks of this room: what was published stays, and a line is one competence."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q

from training.competences.models import (
    Competence,
    CompetenceOrigin,
    Domain,
    Framework,
    Level,
    Requirement,
    RoleProfile,
)
from training.competences.queries import content_of
from training.competences.states import FrameworkState
from training.kernel.canonical_json import fingerprint
from training.kernel.integrity import Fault, unprintable
from training.kernel.successors import moments_of, superseded_by_nobody


def check_frameworks() -> Iterator[Fault]:
    """What was published is as its hash says, and was published when its history says so."""
    published = list(Framework.objects.exclude(state=FrameworkState.DRAFT).order_by("pk"))
    told = moments_of(Framework, {framework.pk for framework in published})
    for framework in published:
        if (framework.pk, framework.published_at) not in told:
            sentence = "a framework counts as published, and its history says nothing of that moment"
            yield Fault("frameworks", sentence, {"framework": framework.pk})
        if fingerprint(content_of(framework)) != framework.content_hash:
            yield Fault(
                "frameworks",
                "a published framework differs from what was published",
                {"framework": framework.pk, "code": framework.code, "version": framework.version},
            )


def check_printed_texts() -> Iterator[Fault]:
    """Certificates, registers and profiles can name competences, their levels and domains."""
    for model in (Framework, Domain, Level, Competence):
        columns = ("name_pl", "name_en") if model is Level else ("code", "name_pl", "name_en")
        yield from unprintable(model, *columns)


def check_profiles() -> Iterator[Fault]:
    """Lines and posts that joined a profile, or left it, after it was made; profiles that only vanished."""
    yield from superseded_by_nobody("profiles", RoleProfile, "code")
    for name, count in (("requirements", "requirement_count"), ("positions", "position_count")):
        profiles = RoleProfile.objects.annotate(counted=Count(name)).exclude(counted=F(count)).order_by("pk")
        for pk, counted, declared in profiles.values_list("pk", "counted", count):
            keys = {"profile": pk, name: counted, "made with": declared}
            yield Fault("profiles", "a profile has other requirements or posts than it was made with", keys)


def check_lines() -> Iterator[Fault]:
    """What continues is in the line of what it continues, a version later; a level is carried on from elsewhere."""
    continuing = Competence.objects.filter(continues__isnull=False).order_by("pk")
    wrong = continuing.filter(~Q(line=F("continues__line")) | ~_is_earlier("continues__framework", "framework"))
    for pk in wrong.values_list("pk", flat=True):
        yield Fault("frameworks", "a competence continues one, and is not in its line", {"competence": pk})
    begun = Competence.objects.filter(continues__isnull=True).order_by("pk").values_list("pk", "line_id")
    lines: dict[int, int] = {}
    for pk, line_id in begun:
        if line_id in lines:
            keys = {"competence": pk, "other": lines[line_id], "line": line_id}
            yield Fault("frameworks", "two competences begin one line", keys)
        lines[line_id] = pk
    origins = CompetenceOrigin.objects.order_by("pk")
    strange = origins.filter(
        Q(competence__line=F("origin__line")) | ~_is_earlier("origin__framework", "competence__framework")
    )
    for pk in strange.values_list("pk", flat=True):
        yield Fault("frameworks", "a competence has an origin that is not in an earlier version", {"origin": pk})
    carried = origins.filter(carries=True)
    twice = carried.filter(competence__continues__isnull=False)
    uncounted = carried.filter(carried_since__isnull=True, competence__framework__published_at__isnull=False)
    for pk in (twice | uncounted).values_list("pk", flat=True):
        yield Fault("frameworks", "a level is carried on in a way that cannot be", {"origin": pk})


def check_scales() -> Iterator[Fault]:
    """The versions of a framework have one length of scale: a level that somebody holds means a step of it."""
    published = Framework.objects.exclude(state=FrameworkState.DRAFT).order_by("code", "version")
    lengths = published.annotate(length=Count("levels")).values_list("pk", "code", "version", "length")
    kept: dict[str, int] = {}
    for pk, code, version, length in lengths:
        if kept.setdefault(code, length) != length:
            keys = {"framework": pk, "code": code, "version": version, "levels": length, "before": kept[code]}
            yield Fault("frameworks", "a version has a scale of another length than the one before", keys)
    tops = Level.objects.filter(framework=OuterRef("competence__framework"), number=OuterRef("level"))
    beyond = Requirement.objects.filter(~Exists(tops), profile__superseded_at__isnull=True).order_by("pk")
    for pk, profile in beyond.values_list("pk", "profile_id"):
        yield Fault(
            "frameworks",
            "a profile requires a level that its framework does not have",
            {"requirement": pk, "profile": profile},
        )


def _is_earlier(earlier: str, later: str) -> Q:
    return Q(**{f"{earlier}__code": F(f"{later}__code"), f"{earlier}__version__lt": F(f"{later}__version")})
