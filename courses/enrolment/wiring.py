"""What enrolment plugs into the house; called once when Django is ready."""

from django.utils.translation import gettext_lazy as _

from courses.calendars.registry import meeting_pages, meetings_of_person
from courses.catalogue import registry, signals
from courses.catalogue.wiring import guard_closed
from courses.enrolment import actions, integrity, panels, receivers, tasks
from courses.enrolment.actions import invitations, merging
from courses.enrolment.models import Recruitment
from courses.enrolment.registry import participants_changed
from courses.enrolment.states import NEXT
from training.accounts import registry as roles
from training.desk import registry as desk
from training.kernel import triggers
from training.kernel.integrity import checks
from training.notices.registry import catch_up
from training.people.registry import merge_parts
from training.people.signals import identity_confirmed
from training.ui.navigation import NavItem, account_menu, to_people

# Who applied, and from where: at the application and at the first meeting.
ENROLMENT_FROZEN = [
    "edition",
    "person",
    "arrival",
    "applied_at",
    "employment",
    "organisation",
    "county",
    "position",
    "moved_from",
]


def register() -> None:
    merge_parts.register("enrolments", merging.PART, order=20)
    roles.grant_models("coordinator", "kompas_courses", "recruitment", "enrolment")
    _guard()
    _show()
    _follow()
    for order, check in enumerate(integrity.CHECKS):
        checks.register(f"enrolment: {check.__name__}", check, order=200 + order)


def _guard() -> None:
    triggers.guard("kompas_courses.EnrolmentChange")
    # The columns of a state change only with it, and then the history of the enrolment has the change.
    triggers.guard(
        "kompas_courses.Enrolment",
        frozen=ENROLMENT_FROZEN,
        once=["organisation_at_start"],
        moves={"state": {old.value: new for old, new in NEXT.items()}},
        beside=["offered_at", "offer_lasts_until", "is_late_offer", "confirmed_at", "ended_at", "reason"],
    )
    triggers.guard("kompas_courses.Recruitment", frozen=["edition"], once=["opened_at"])
    guard_closed(Recruitment, "edition")


def _show() -> None:
    desk.office_tasks.register("applications", panels.office_tasks, order=10)
    desk.panels.register("enrolments", panels.enrolments_panel, order=30)
    desk.next_steps.register("offers", panels.steps)
    desk.what_closes_gap.register("open courses", panels.open_courses)
    account_menu.register(
        "enrolments",
        NavItem(_("Applications"), "kompas_courses:my_enrolments", to_people, icon="journal-text"),
        order=20,
    )


def _follow() -> None:
    for signal in (signals.meeting_changed, signals.meeting_cancelled):
        signal.connect(receivers.on_meeting_changed, dispatch_uid="kompas_courses.enrolment.calendars")
    signals.edition_cancelled.connect(receivers.cancel_enrolments, dispatch_uid="kompas_courses.enrolment.cancelled")
    identity_confirmed.connect(receivers.go_on, dispatch_uid="kompas_courses.enrolment.identity")
    registry.publishing_needs.register("recruitment", receivers.recruitment_is_set)
    registry.recruitment_opened.register("enrolment", receivers.moments_opened)
    meetings_of_person.register("taking part", receivers.meetings_of)
    meeting_pages.register("applications", panels.pages_of_meetings, order=20)
    participants_changed.register("calendars", tasks.enqueue)
    catch_up.register("cancelled editions", tasks.cancel_leftovers, order=30)
    catch_up.register("offers", actions.expire_offers, order=31)
    catch_up.register("free places", actions.fill_all, order=32)
    catch_up.register("institutions at the start", tasks.snapshot_started, order=33)
    catch_up.register("calendars", invitations.follow_all_calendars, order=34)
