"""Composition root of the courses: what this floor plugs into the one below."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

VERIFICATION_FROZEN = [
    "enrolment",
    "outcome",
    "assessor",
    "is_met",
    "method",
    "verified_on",
    "comment",
    "recorded_at",
    "actor_kind",
    "actor_name",
    "actor_user",
]
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
# What is printed of an edition, or led people to it, stays when it is over.
EDITION_OVER = [
    "code",
    "mode",
    "county",
    "venue",
    "online_link",
    "coordinator",
    "contact_name",
    "contact_email",
    "contact_phone",
    "starts_on",
    "ends_on",
    "cancelled_reason",
    "created_at",
]


class CoursesConfig(AppConfig):
    name = "courses"
    label = "kompas_courses"
    verbose_name = _("Kompas: courses")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from courses.attendance import integrity as attendance_integrity
        from courses.attendance import journal
        from courses.attendance import merging as merged_attendance
        from courses.attendance import panels as attendance_panels
        from courses.catalogue import actions as catalogue_actions
        from courses.catalogue import queries as catalogue
        from courses.catalogue.models import Edition, Meeting
        from courses.catalogue.states import EditionState
        from courses.completion import integrity as completion_integrity
        from courses.completion import merging as merged_completion
        from courses.completion import panels as completion_panels
        from courses.completion.models import Completion
        from courses.enrolment import merging as merged_enrolments
        from courses.enrolment.models import Recruitment
        from courses.enrolment.states import NEXT
        from courses.funding.models import EditionFunding
        from training.accounts import registry as roles
        from training.competences.registry import Touched, published, touched
        from training.kernel import triggers

        published.register("courses", catalogue_actions.follow_version)
        touched.register("courses", Touched(_("courses that lead to it"), catalogue.courses_by_line), order=30)
        merged_enrolments.register()
        merged_attendance.register()
        merged_completion.register()
        attendance_panels.register()
        attendance_integrity.register()
        completion_panels.register()
        completion_integrity.register()
        roles.grant_models("coordinator", "kompas_courses", "mark", "meetingclosing", "assessorship", "verification")
        roles.grant_models("coordinator", "kompas_courses", "completion", actions="add view")

        triggers.guard("kompas_courses.MarkChange")
        triggers.guard("kompas_courses.ClosingChange")
        triggers.guard("kompas_courses.EnrolmentChange")
        # What is said of a state changes only with it, and then the history of the enrolment says so too.
        triggers.guard(
            "kompas_courses.Enrolment",
            frozen=ENROLMENT_FROZEN,
            once=["organisation_at_start"],
            moves={"state": NEXT},
            beside=["offered_at", "offer_lasts_until", "is_late_offer", "confirmed_at", "ended_at", "reason"],
        )
        triggers.guard("kompas_courses.Recruitment", frozen=["edition"], once=["opened_at"])
        triggers.guard_dated("kompas_courses.Assessorship")
        # What a closing says, and who taught, changes only as its journal says.
        triggers.guard(
            "kompas_courses.MeetingClosing",
            frozen=["meeting", "closed_at", "actor_kind", "actor_name", "actor_user"],
            journaled=["topic", "minutes", "teacher_count"],
            journal=journal.SAYS_SO,
        )
        triggers.guard(
            "kompas_courses.Teaching",
            gone=journal.NO_LONGER_NAMES,
            counted=("closing", "teacher_count"),
            joins=journal.NAMES,
        )
        # A changed mind is a new row; the old one only learns when it was superseded.
        triggers.guard("kompas_courses.Verification", frozen=VERIFICATION_FROZEN, once=["superseded_at"])
        # A closed edition's record; a correction is a further version.
        triggers.guard("kompas_courses.EditionRecord")
        triggers.guard("kompas_courses.Reopening")
        triggers.guard_locked("kompas_courses.Edition", lock="rules_locked_at", columns=Edition.LOCKED)
        # Closed: nothing of it changes until it is opened again for a correction.
        over = [EditionState.CLOSED, EditionState.CANCELLED]
        triggers.guard_locked("kompas_courses.Edition", lock="state", words=over, columns=EDITION_OVER, name="over")
        for model, parent in (
            (Completion, "enrolment__edition"),
            (EditionFunding, "edition"),
            (Meeting, "edition"),
            (Meeting.trainers.through, "meeting__edition"),
            (Recruitment, "edition"),
        ):
            fields = [field.name for field in model._meta.concrete_fields]
            triggers.guard_locked(
                model._meta.label,
                lock="state",
                words=[EditionState.CLOSED],
                parent=parent,
                columns=fields,
                name="closed",
            )
        triggers.guard_locked(
            "kompas_courses.Edition", lock="state", words=[EditionState.CANCELLED], columns=["state"], name="cancelled"
        )
        triggers.guard("kompas_courses.Feed", frozen=["person", "token", "created_at"], once=["revoked_at"])
        triggers.guard_locked("kompas_courses.Standard", lock="locked_at")
        triggers.guard_locked("kompas_courses.Outcome", lock="locked_at", parent="standard")
        from courses.calendars import panels as calendars_panels
        from courses.calendars.registry import meetings_of_person
        from courses.catalogue import integrity as catalogue_integrity
        from courses.enrolment import integrity as enrolment_integrity
        from courses.enrolment import panels as enrolment_panels
        from courses.enrolment import receivers as enrolment_receivers
        from courses.enrolment import tasks as enrolment_tasks
        from courses.funding import integrity as funding_integrity
        from courses.records import integrity as records_integrity

        enrolment_panels.register()
        roles.grant_models("coordinator", "kompas_courses", "recruitment", "enrolment")
        meetings_of_person.register("teaching", catalogue.taught_by)
        calendars_panels.register()
        catalogue_integrity.register()
        records_integrity.register()
        funding_integrity.register()
        enrolment_receivers.register()
        enrolment_tasks.register()
        enrolment_integrity.register()
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_courses.triggers")

        kompas = "kompas_courses"
        roles.grant_models(roles.COORDINATOR, kompas, "course", "standard", "edition", "meeting", "fundingsource")
        roles.grant_models(roles.ANALYST, kompas, "course", "standard", "edition", actions="view")
