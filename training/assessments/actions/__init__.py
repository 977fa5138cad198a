"""Verbs of the ledger, of the held levels that follow from it, and of what people say on their screens."""

from training.assessments.actions.entries import NewAssessment
from training.assessments.actions.ledger import record
from training.assessments.actions.projection import count_lines_again, rebuild_levels
from training.assessments.actions.statements import assess, estimate, share_estimates, take_back

__all__ = [
    "NewAssessment",
    "assess",
    "count_lines_again",
    "estimate",
    "rebuild_levels",
    "record",
    "share_estimates",
    "take_back",
]
