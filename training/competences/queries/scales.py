"""Questions about the scales of frameworks: what their levels are called, and where they end."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.db.models import Max

from training.competences.models import Competence, Level

Scales = Mapping[int, Mapping[int, str]]


# Long enough that a version in use stays; what is kept never becomes untrue, only unused.
_SCALE_KEPT_FOR = 7 * 24 * 3600  # seconds


def scales_of(competences: Iterable[Competence]) -> Scales:
    """The scale of each framework that these belong to, in the active language: ``{key: {1: "basic", …}}``.

    The competences come with their framework.  Publishing freezes a version
    and fingerprints it, so its scale is kept in the cache under that
    fingerprint; a draft's is read each time.
    """
    frameworks = {competence.framework_id: competence.framework for competence in competences}
    keys = {
        f"kompas_training.scale.{key}.{framework.content_hash}": key
        for key, framework in frameworks.items()
        if framework.content_hash
    }
    kept = cache.get_many(keys) if keys else {}
    levels: dict[int, list[Level]] = {keys[name]: [Level(**values) for values in scale] for name, scale in kept.items()}
    if missing := frameworks.keys() - levels.keys():
        levels |= {key: [] for key in missing}
        for level in Level.objects.filter(framework_id__in=missing).order_by("number"):
            levels[level.framework_id].append(level)
        read = {name: [_frozen(level) for level in levels[key]] for name, key in keys.items() if key in missing}
        if read:
            cache.set_many(read, _SCALE_KEPT_FOR)
    return {key: {level.number: level.name for level in scale} for key, scale in levels.items() if scale}


def _frozen(level: Level) -> dict[str, Any]:
    """Plain values, which another version of Django reads from the cache as well."""
    return {"number": level.number, "name_pl": level.name_pl, "name_en": level.name_en}


def longest_scale() -> int:
    """The highest level of any framework that was ever published: where an axis for all of them ends."""
    levels = Level.objects.filter(framework__published_at__isnull=False)
    return levels.aggregate(top=Max("number"))["top"] or 0


def top_levels(frameworks: Iterable[int]) -> dict[int, int]:
    """The highest level of each framework, by the framework's id."""
    top: dict[int, int] = {}
    for framework_id, number in Level.objects.filter(framework_id__in=set(frameworks)).values_list(
        "framework_id", "number"
    ):
        top[framework_id] = max(number, top.get(framework_id, 0))
    return top
