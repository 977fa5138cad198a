"""The default framework that Kompas ships: read, published, with the profiles of posts."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from training.competences import actions
from training.competences.actions.lines import lock_versions
from training.competences.models import Competence, Framework, RoleProfile
from training.competences.states import FrameworkState
from training.kernel.actors import Actor
from training.people.models import Position

DEFAULT = Path(__file__).parent / "data" / "competence_framework.json"
CODE = "kompas"
NAMES = ("Ramy kompetencji kadr pomocy i integracji społecznej", "Competence framework of social services staff")

# Which posts each shipped profile covers, by the posts' codes (their Polish names as slugs).
# The profiles' own codes are persisted; their order is that of the file.
PROFILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("pracownik-socjalny", ("pracownik-socjalny", "starszy-pracownik-socjalny", "mlodszy-pracownik-socjalny")),
    (
        "specjalista-pracy-socjalnej",
        (
            "specjalista-pracy-socjalnej",
            "starszy-specjalista-pracy-socjalnej-koordynator",
            "starszy-specjalista-pracy-socjalnej",
            "glowny-specjalista",
            "superwizor",
            "koordynator-indywidualnych-planow-uslug-spolecznych",
            "organizator-uslug-spolecznych",
        ),
    ),
    ("asystent-rodziny", ("asystent-rodziny",)),
    ("koordynator-pieczy", ("koordynator-rodzinnej-pieczy-zastepczej",)),
    (
        "terapeuta-zajeciowy",
        ("terapeuta-zajeciowy", "instruktor-terapii-zajeciowej", "instruktor-ds-kulturalno-oswiatowych"),
    ),
    ("instruktor-zawodu", ("instruktor-zawodu",)),
    (
        "opiekun",
        (
            "opiekun-w-dps",
            "opiekun-srodowiskowy",
            "opiekun-osoby-starszej",
            "asystent-osoby-z-niepelnosprawnosciami",
            "opiekun-medyczny",
        ),
    ),
    ("doradca-zawodowy", ("doradca-zawodowy", "posrednik-pracy", "trener-pracy", "doradca-klienta")),
    (
        "doradca-ekonomii-spolecznej",
        ("animator-owes", "doradca-owes"),
    ),
    ("kierownik-jednostki", ("kierownik", "dyrektor", "zastepca-kierownika", "zastepca-dyrektora")),
    ("pracownik-rops", ("pracownik-rops", "specjalista-ds-rozwoju-zawodowego")),
)


def read(path: Path | None = None) -> dict[str, Any]:
    return json.loads((path or DEFAULT).read_text(encoding="utf-8"))


@transaction.atomic
def load(
    document: dict[str, Any] | None = None,
    *,
    actor: Actor,
    now: datetime | None = None,
    code: str = CODE,
    names: tuple[str, str] = NAMES,
) -> Framework:
    """Write the framework and publish it, then its profiles; once it is there, nothing of it changes.

    ``document`` has the shape of ``data/competence_framework.json``.  Posts
    are matched by code; a post that this site does not know is left out, and
    joins the profile when the loader runs again.

    A file of a later version says so (``"version": 2``), and what its
    competences go on from: with ``"lines": "by_code"`` one continues that of
    the same code, else each names its own ``"continues"``, or ``"origins"``
    and which of them it ``"carries"`` the level of, by code.

    Raises:
        ValueError: the version does not follow the newest one, or a code named is not in it.
    """
    document = document or read()
    lock_versions(code)
    version = document.get("version", 1)
    framework = Framework.objects.filter(code=code, version=version).first()
    if framework is None:
        framework = _write(document, code=code, names=names, actor=actor)
    if framework.state == "draft":
        framework = actions.publish(framework=framework, actor=actor, now=now)
    if code == CODE and "role_profiles" in document:
        _write_profiles(document, framework, actor=actor, now=now)
    return framework


def _write(document: dict[str, Any], *, code: str, names: tuple[str, str], actor: Actor) -> Framework:
    newest = Framework.objects.filter(code=code).order_by("-version").first()
    version, follows = document.get("version", 1), newest.version + 1 if newest else 1
    if version != follows or (newest is not None and newest.state == FrameworkState.DRAFT):
        raise ValueError(f"version {version} cannot follow {newest or 'nothing'}: publish {follows - 1} first")
    earlier = {entry.code: entry for entry in newest.competences.all()} if newest else {}
    framework = actions.save_framework(
        code=code,
        name_pl=names[0],
        name_en=names[1],
        actor=actor,
        levels=[
            {
                "number": level["level"],
                "name_pl": level["pl"],
                "name_en": level["en"],
                "descriptor_pl": level["descriptor_pl"],
                "descriptor_en": level["descriptor_en"],
            }
            for level in document["levels"]
            if level["level"]  # level 0 is "not assessed": unknown is no level
        ],
        domains=[
            {"code": domain["code"], "order": order, "name_pl": domain["pl"], "name_en": domain["en"]}
            for order, domain in enumerate(document["domains"], start=1)
        ],
    )
    domains = {domain.code: domain for domain in framework.domains.all()}
    for order, entry in enumerate(document["competences"], start=1):
        texts = zip(entry["levels_pl"], entry["levels_en"], strict=True)
        competence = actions.save_competence(
            framework=framework,
            domain=domains[entry["domain"]],
            code=entry["code"],
            name_pl=entry["pl"],
            name_en=entry["en"],
            order=order,
            esco_links=entry["esco"],
            descriptors=dict(enumerate(texts, start=1)),
            actor=actor,
        )
        if lineage := _lineage(entry, earlier, by_code=document.get("lines") == "by_code"):
            actions.set_lineage(competence=competence, actor=actor, **lineage)
    return framework


def _lineage(entry: dict[str, Any], earlier: dict[str, Competence], *, by_code: bool) -> dict[str, Any]:
    """The keyword arguments of ``set_lineage`` for a competence of the file; empty where it begins anew."""

    def named(code: str) -> Competence:
        if code not in earlier:
            raise ValueError(f"{entry['code']} names {code}, which is not in the version before")
        return earlier[code]

    lineage: dict[str, Any] = {}
    if entry.get("continues"):
        lineage["continues"] = named(entry["continues"])
    elif by_code and entry["code"] in earlier and not entry.get("origins"):
        lineage["continues"] = earlier[entry["code"]]
    if entry.get("origins"):
        lineage["origins"] = [named(code) for code in entry["origins"]]
    if entry.get("carries"):
        lineage["carries"] = named(entry["carries"])
    return lineage


def _write_profiles(document: dict[str, Any], framework: Framework, *, actor: Actor, now: datetime | None) -> None:
    competences = {competence.code: competence for competence in framework.competences.all()}
    positions = {position.code: position for position in Position.objects.all()}
    living = set(RoleProfile.objects.as_recorded().values_list("code", flat=True))
    for role, (code, posts) in zip(document["role_profiles"], PROFILES, strict=True):
        wanted = [positions[post] for post in posts if post in positions]
        if code in living:
            _add_posts(code, wanted, actor=actor, now=now)
            continue
        actions.save_profile(
            framework=framework,
            code=code,
            name_pl=role["pl"],
            name_en=role["en"],
            positions=wanted,
            levels={competences[name]: level for name, level in role["required"].items()},
            actor=actor,
            now=now,
        )


def _add_posts(code: str, wanted: list[Position], *, actor: Actor, now: datetime | None) -> None:
    """Posts that appeared since the first run join the shipped profile, unless another profile has them.

    The profile is superseded by one with more posts: a question about what was known before has its old answer.
    """
    profile = RoleProfile.objects.as_recorded().filter(code=code).order_by("-valid_from").first()
    taken = set(
        RoleProfile.positions.through.objects.filter(roleprofile__superseded_at__isnull=True).values_list(
            "position_id", flat=True
        )
    )
    fresh = [post for post in wanted if post.pk not in taken]
    if profile is not None and fresh and profile.framework.state == FrameworkState.PUBLISHED:
        actions.save_profile(
            profile=profile,
            framework=profile.framework,
            code=code,
            name_pl=profile.name_pl,
            name_en=profile.name_en,
            legal_basis=profile.legal_basis,
            positions=[*profile.positions.all(), *fresh],
            levels={line.competence: line.level for line in profile.requirements.select_related("competence")},
            valid_from=profile.valid_from,
            actor=actor,
            now=now,
        )
