"""Verbs of the profiles of posts: say what a post requires from a day on, and end that."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.competences.models import Competence, Framework, Requirement, RoleProfile
from training.competences.refusals import (
    CompetenceNotInFramework,
    LevelNotInFramework,
    ProfileHasNoFramework,
    ProfileIsSuperseded,
    ProfileStartsTooEarly,
)
from training.competences.states import FrameworkState
from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.date_texts import short_day_text
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.history import note, note_saved
from training.people.models import Position


def _copy_of(profile: RoleProfile, *, now: datetime, **changes: Any) -> RoleProfile:
    """A fresh row saying the same as ``profile`` but for ``changes``."""
    kept = {
        name: getattr(profile, name)
        for name in (
            "framework",
            "code",
            "name_pl",
            "name_en",
            "legal_basis",
            "valid_from",
            "valid_until",
            "requirement_count",
            "position_count",
        )
    }
    copy = RoleProfile.objects.create(recorded_at=now, **{**kept, **changes})
    copy.positions.set(profile.positions.all())
    Requirement.objects.bulk_create(
        Requirement(profile=copy, competence_id=line.competence_id, level=line.level)
        for line in profile.requirements.all()
    )
    return copy


@transaction.atomic
def save_profile(
    *,
    profile: RoleProfile | None = None,
    actor: Actor,
    framework: Framework,
    code: str,
    name_pl: str,
    name_en: str = "",
    positions: Sequence[Position] = (),
    levels: Mapping[Competence, int],
    valid_from: date = BEFORE_RECORDS,
    legal_basis: str = "",
    now: datetime | None = None,
) -> RoleProfile:
    """Say which levels a post requires, from a day on.

    A profile is never overwritten.  With the same ``valid_from`` the row is
    mended: the old one is superseded.  With a later day the old one ends the
    day before, and both stand.  Saving the same again changes nothing.

    What a post requires goes by lines of competences.  A profile written in
    an older version of the framework is saved in the newest, and may keep
    what it required of a competence that the newest no longer has.

    Raises:
        ProfileHasNoFramework: the framework is not published.
        CompetenceNotInFramework, LevelNotInFramework: a line means nothing in this framework.
        ProfileIsSuperseded: a newer version of this row exists.
        ProfileStartsTooEarly: the new version would start before the one it follows.
    """
    moment = now or time.now()
    if framework.state != FrameworkState.PUBLISHED:
        raise ProfileHasNoFramework
    lines = {competence: level for competence, level in levels.items() if level}
    _check_lines(framework, lines, profile)
    facts = {"framework": framework, "name_pl": name_pl, "name_en": name_en, "legal_basis": legal_basis}
    until = None
    is_new = profile is None
    if profile is not None:
        profile = RoleProfile.objects.select_for_update(no_key=True).get(pk=profile.pk)
        if profile.superseded_at is not None:
            raise ProfileIsSuperseded
        if _says_the_same(profile, facts, code, positions, lines, valid_from):
            return profile
        if valid_from < profile.valid_from:
            raise ProfileStartsTooEarly(first=profile.valid_from)
        until = profile.valid_until
        profile.superseded_at = moment
        profile.save(update_fields=["superseded_at"])
        if code != profile.code:
            # The row that follows has another code: history says, at that moment, where this one went.
            note(profile, _("Code changed"), actor=actor, reason=f"{profile.code} → {code}", now=moment)
        if valid_from > profile.valid_from:
            _copy_of(profile, now=moment, valid_until=valid_from - timedelta(days=1))
    positions = list({position.pk: position for position in positions}.values())
    fresh = RoleProfile.objects.create(
        code=code,
        valid_from=valid_from,
        valid_until=until,
        recorded_at=moment,
        requirement_count=len(lines),
        position_count=len(positions),
        **facts,
    )
    fresh.positions.set(positions)
    Requirement.objects.bulk_create(
        Requirement(profile=fresh, competence=competence, level=level) for competence, level in lines.items()
    )
    required = "; ".join(f"{competence.code}: {level}" for competence, level in lines.items())
    note_saved(fresh, is_new=is_new, actor=actor, reason=required)
    return fresh


def _check_lines(framework: Framework, lines: Mapping[Competence, int], profile: RoleProfile | None) -> None:
    """Each line means something in this framework, or is kept from an older version of it."""
    numbers = set(framework.levels.values_list("number", flat=True))
    kept = set()
    if profile is not None and profile.framework.code == framework.code:
        here = framework.competences.order_by().values("line")
        ended = profile.requirements.exclude(competence__line__in=here)
        kept = set(ended.order_by().values_list("competence_id", flat=True))
    for competence, level in lines.items():
        if competence.framework_id != framework.pk and competence.pk not in kept:
            raise CompetenceNotInFramework(competence=competence)
        if level not in numbers:
            raise LevelNotInFramework(level=level)


def _says_the_same(
    profile: RoleProfile,
    facts: Mapping[str, Any],
    code: str,
    positions: Iterable[Position],
    lines: Mapping[Competence, int],
    valid_from: date,
) -> bool:
    """By lines: a newer version of the framework alone is no change of what the post requires."""
    return (
        profile.valid_from == valid_from
        and profile.code == code
        and profile.framework.code == facts["framework"].code
        and all(getattr(profile, name) == value for name, value in facts.items() if name != "framework")
        and {position.pk for position in positions} == set(profile.positions.values_list("pk", flat=True))
        and {competence.line_id: level for competence, level in lines.items()}
        == dict(profile.requirements.order_by().values_list("competence__line_id", "level"))
    )


@transaction.atomic
def end_profile(*, profile: RoleProfile, last_day: date, actor: Actor, now: datetime | None = None) -> RoleProfile:
    """The post requires nothing any more after ``last_day``.

    Raises:
        ProfileIsSuperseded: a newer version of this row exists.
        ProfileStartsTooEarly: ``last_day`` lies before the profile's first day.
    """
    moment = now or time.now()
    profile = RoleProfile.objects.select_for_update(no_key=True).get(pk=profile.pk)
    if profile.superseded_at is not None:
        raise ProfileIsSuperseded
    if profile.valid_until == last_day:
        return profile
    if last_day < profile.valid_from:
        raise ProfileStartsTooEarly(first=profile.valid_from)
    profile.superseded_at = moment
    profile.save(update_fields=["superseded_at"])
    ended = _copy_of(profile, now=moment, valid_until=last_day)
    note(ended, _("Ended"), actor=actor, reason=short_day_text(last_day))
    return ended
