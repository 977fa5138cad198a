"""Who completed a course, decided from facts: minutes, threshold, outcomes.

Source: domain notes on acquiring a competence (stages III and IV: assessment
against the standard, comparison with it) and the kinds of certificates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.completion.states import Result


@dataclass(frozen=True)
class Verdict:
    """One outcome of one person; ``is_met`` empty means nobody has verified it."""

    outcome_id: int
    competence_id: int
    level: int
    is_required: bool
    is_met: bool | None
    verification_id: int | None = None


@dataclass(frozen=True)
class Facts:
    """What the decision about one person rests on."""

    taught: int
    attended: int
    required: int
    threshold: int
    outcomes_required: int = 0
    outcomes_met: int = 0
    outcomes_verified: int = 0
    any_met: bool = False
    standard_in_time: bool = True

    @property
    def has_enough_minutes(self) -> bool:
        # Nobody completes a course they never came to, whatever its threshold.
        return self.attended > 0 and self.attended >= self.required

    @property
    def has_all_outcomes(self) -> bool:
        """All required outcomes met; when none is required, at least one."""
        if self.outcomes_required == 0:
            return self.any_met
        return self.outcomes_met == self.outcomes_required


def facts(
    *,
    taught: int,
    attended: int,
    required: int,
    threshold: int,
    verdicts: Sequence[Verdict],
    standard_in_time: bool = True,
) -> Facts:
    needed = [verdict for verdict in verdicts if verdict.is_required]
    return Facts(
        taught=taught,
        attended=attended,
        required=required,
        threshold=threshold,
        outcomes_required=len(needed),
        outcomes_met=sum(verdict.is_met is True for verdict in needed),
        outcomes_verified=sum(verdict.is_met is not None for verdict in verdicts),
        any_met=any(verdict.is_met for verdict in verdicts),
        standard_in_time=standard_in_time,
    )


def decide(facts: Facts) -> Result:
    """How the course ended for one person.

    Too few minutes: not completed.  Enough, and nobody verified any outcome
    (or there is none): took part.  Enough and verified: completed, or the
    competence confirmed when every required outcome is met; against a
    standard that was locked only after teaching began, completed at most.
    """
    if not facts.has_enough_minutes:
        return Result.NOT_COMPLETED
    if facts.outcomes_verified == 0:
        return Result.TOOK_PART
    return Result.CONFIRMED if facts.has_all_outcomes and facts.standard_in_time else Result.COMPLETED


def reasons(facts: Facts) -> list[str]:
    """The decision explained, one sentence per fact, in the active language."""
    sentences = []
    numbers = {
        "attended": facts.attended,
        "taught": facts.taught,
        "required": facts.required,
        "threshold": facts.threshold,
    }
    if facts.attended == 0:
        sentences.append(_("No minutes attended; %(required)d of %(taught)d are needed (%(threshold)d%%).") % numbers)
    elif facts.has_enough_minutes:
        sentences.append(
            _("Attended %(attended)d of %(taught)d minutes; %(required)d are needed (%(threshold)d%%): enough.")
            % numbers
        )
    else:
        sentences.append(
            _("Attended %(attended)d of %(taught)d minutes; %(required)d are needed (%(threshold)d%%): too few.")
            % numbers
        )
    if facts.outcomes_required:
        sentences.append(
            ngettext(
                "%(met)d of %(count)d required outcome met.",
                "%(met)d of %(count)d required outcomes met.",
                facts.outcomes_required,
            )
            % {"met": facts.outcomes_met, "count": facts.outcomes_required}
        )
    if facts.outcomes_verified == 0:
        sentences.append(_("No learning outcome was verified."))
    elif not facts.standard_in_time:
        sentences.append(_("The standard was locked only after teaching had begun, so no competence is confirmed."))
    return sentences


def is_in_time(verified_on: date, last_meeting: date) -> bool:
    """Outcomes are verified on the day of the last meeting or later: what is taught after a test was not in it."""
    return verified_on >= last_meeting


def proven(facts: Facts, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """What goes to the ledger: the highest outcomes met, and nothing when the standard came after teaching."""
    return highest(verdicts) if facts.standard_in_time else []


def highest(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Of the outcomes met, one per competence: that of the highest level, and of equal ones the first."""
    best: dict[int, Verdict] = {}
    for verdict in verdicts:
        if not verdict.is_met:
            continue
        held = best.get(verdict.competence_id)
        if held is None or verdict.level > held.level:
            best[verdict.competence_id] = verdict
    return list(best.values())
