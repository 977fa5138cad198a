"""Verbs of this room: of frameworks, and of the profiles of posts."""

from training.competences.actions.frameworks import (
    delete_competence,
    new_version,
    publish,
    retire,
    save_competence,
    save_framework,
)
from training.competences.actions.lines import carry_level, set_lineage
from training.competences.actions.profiles import end_profile, save_profile
from training.competences.actions.tags import retag

__all__ = [
    "carry_level",
    "delete_competence",
    "end_profile",
    "new_version",
    "publish",
    "retag",
    "retire",
    "save_competence",
    "save_framework",
    "save_profile",
    "set_lineage",
]
