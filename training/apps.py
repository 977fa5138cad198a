"""Composition root of the ground floor: what ``training`` plugs in, and where."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

# Of a merge only its undoing is written later.
MERGE_KEPT = (
    "kept",
    "merged",
    "merged_at",
    "reason",
    "ended",
    "actor_kind",
    "actor_name",
    "actor_user",
    "kept_user",
    "merged_user",
    "deactivated_user",
    "kept_email",
    "moved_email",
)

# A row that is not rewritten, and may be taken away.
MAY_GO = {"sqlite": "(1 = 1)", "postgresql": "(1 = 1)"}
# Of a code only how long it works, and that it was used and confirmed, is written later.
CODE_KEPT = (
    "person",
    "organisation",
    "sign_in_name",
    "code_hash",
    "created_at",
    "for_password",
    "actor_kind",
    "actor_name",
    "actor_user",
)
LIST_KEPT = (
    "file_name",
    "file_hash",
    "organisation",
    "is_complete",
    "state",
    "rows_total",
    "uploaded_by",
    "uploaded_at",
    "applied_by",
    "applied_at",
)


class TrainingConfig(AppConfig):
    name = "training"
    label = "kompas_training"
    verbose_name = _("Kompas: people and competences")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from training import checks  # noqa: F401  registers system checks
        from training.kernel import background, health, triggers
        from training.notices import leftovers, outbox, registry, tasks
        from training.notices import queries as waiting_letters

        background.connect()
        health.register()
        health.work.register("letters", waiting_letters.letters_leave, order=40)
        registry.queued.register("send", tasks.nudge)
        registry.catch_up.register("tasks", leftovers.free_tasks, order=10)
        # After what may write to people, and before what reads their files: a file that bites keeps no letter back.
        registry.catch_up.register("notices", leftovers.deliver_all, order=900)
        outbox.register()

        from training.assessments import actions as held_levels
        from training.assessments import integrity as levels
        from training.assessments import queries as assessed
        from training.competences import integrity as frameworks
        from training.competences import queries as required
        from training.competences import registry as carried
        from training.kernel import bounds, integrity
        from training.kernel.acted import check_actors
        from training.kernel.history import ACTION
        from training.notices import integrity as outbox

        triggers.guard("kompas_training.Assessment")
        for dated in ("Employment", "Mandate", "Placement", "RoleProfile"):
            triggers.guard_dated(f"kompas_training.{dated}")
        # What a profile requires, and of which posts, comes with it; another wish is another version of the profile.
        triggers.guard("kompas_training.Requirement", counted=("profile", "requirement_count"))
        triggers.guard("kompas_training.RoleProfile_positions", counted=("roleprofile", "position_count"))
        triggers.guard("kompas_training.FormerName")
        triggers.guard_locked(
            "kompas_training.Notice",
            lock="sent_at",
            columns=[
                *("kind", "person", "language", "cause_kind", "cause_key", "message_id", "created_at", "sent_at"),
                *("state", "attempts", "claimed_at", "next_attempt_at", "failure", "address", "subject", "body"),
            ],
            # Personal data: the words go in time; that something was sent, and when, stays.
            erasable=["address", "subject", "body"],
        )
        triggers.guard("kompas_training.NoticeAttachment", gone=MAY_GO)
        triggers.guard("wagtailcore.ModelLogEntry", only=("action", ACTION))
        triggers.guard("kompas_training.Merge", frozen=MERGE_KEPT, ended_by="undone_at")
        # A pair told apart may be offered again, which takes the row away; who decided, and when, is not rewritten.
        triggers.guard("kompas_training.DistinctPeople", gone=MAY_GO)
        # Consent to show own estimates: it ends, and another one is a row of its own.
        triggers.guard("kompas_training.EstimateSharing", once=("ended_at",))
        triggers.guard("kompas_training.AssessmentNote", frozen=["assessment", "text"], erasable=["text"], gone=MAY_GO)
        triggers.guard("kompas_training.ClaimCode", frozen=CODE_KEPT, once=["used_at", "confirmed_at"])
        triggers.guard_locked("kompas_training.StaffImport", lock="applied_at", columns=LIST_KEPT)
        triggers.guard_locked(
            "kompas_training.Framework", lock="state", words=["retired"], columns=["state"], name="retired"
        )
        triggers.guard_locked("kompas_training.Competence", lock="published_at", parent="framework")
        triggers.guard_locked("kompas_training.CompetenceOrigin", lock="carried_since")
        triggers.guard_depth("kompas_training.Person", field="merged_into")
        integrity.checks.register("frameworks", frameworks.check_frameworks, order=20)
        integrity.checks.register("profiles", frameworks.check_profiles, order=21)
        integrity.checks.register("lines", frameworks.check_lines, order=21)
        integrity.checks.register("printed texts of frameworks", frameworks.check_printed_texts, order=23)
        integrity.checks.register("scales", frameworks.check_scales, order=22)
        carried.levels_carried.register("held levels", held_levels.count_lines_again)
        carried.touched.register(
            "holders", carried.Touched(_("people who hold a level"), assessed.holders_by_line), order=10
        )
        carried.touched.register(
            "required", carried.Touched(_("people whose post requires it"), required.people_required_by_line), order=20
        )
        carried.touched_levels.register(
            "holders", carried.Touched(_("people who hold it in some competence"), assessed.holders_by_level), order=10
        )
        integrity.checks.register("levels", levels.check_levels, order=60)
        integrity.checks.register("sharing of estimates", levels.check_sharing, order=61)
        integrity.checks.register("outbox", outbox.check_outbox, order=80)
        integrity.checks.register("actors", check_actors, order=90)
        integrity.checks.register("triggers", levels.check_triggers, order=90)
        connection_created.connect(triggers.follow_replacements, dispatch_uid="kompas_training.replacements")
        pre_migrate.connect(triggers.make_way, sender=self, dispatch_uid="kompas_training.make_way")
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="kompas_training.triggers")

        from training.assessments import merging as merged_levels
        from training.people import merging as merged_people

        merged_people.register()
        merged_levels.register()

        from training.accounts import actions as accounts
        from training.accounts import integrity as accounts_integrity
        from training.accounts import queries as accounts_asked
        from training.accounts import roles
        from training.kernel import throttle
        from training.people import integrity as people
        from training.people import tasks as people_tasks
        from training.people.registry import accounts_merged, handling, new_addresses, waiting_addresses
        from training.ui.navigation import NavItem, account_menu, to_signed_in

        registry.catch_up.register("staff lists", people_tasks.resume_reading, order=950)
        registry.catch_up.register("unclaimed", accounts.forget_unclaimed, order=500)
        registry.catch_up.register("letters asked for", accounts.write_letters, order=490)
        registry.catch_up.register("proposed e-mails", accounts.forget_old_proposals, order=505)
        registry.catch_up.register("attempts", throttle.forget_past_hours, order=510)
        registry.catch_up.register("known places", accounts.forget_old_places, order=520)
        new_addresses.register(
            "accounts", lambda person, email, actor: accounts.propose_email(person=person, email=email, actor=actor)
        )
        waiting_addresses.register("accounts", accounts_asked.waiting_address)
        accounts_merged.register("accounts", lambda merge: accounts.tell_of_merge(merge=merge))
        handling.register("accounts", accounts_asked.beyond)
        for kind in ("account_claim", "account_password", "account_email"):
            registry.private_kinds.register(kind, True)
        account_menu.register(
            "account",
            NavItem(_("My account"), "kompas_training:account", to_signed_in, icon="person-circle"),
            order=900,
        )
        integrity.checks.register("accounts", accounts_integrity.check_accounts, order=12)
        integrity.checks.register("people", people.check_people, order=10)
        integrity.checks.register("bounds", bounds.check_bounds, order=5)
        integrity.checks.register("printed names", people.check_printed_names, order=11)
        grant_models, kompas = roles.grant_models, "kompas_training"
        written = ("person", "employment", "mandate", "organisation", "position", "staffimport", "claimcode")
        grant_models(roles.COORDINATOR, kompas, *written, "county", "organisationkind", "merge", "distinctpeople")
        grant_models(roles.ANALYST, kompas, "organisation", "organisationkind", "county", "position", actions="view")
        grant_models(roles.COORDINATOR, kompas, "notice", actions="change view")
        # From every sender: a floor above grants on its own models when they are there.
        post_migrate.connect(roles.create_groups, dispatch_uid="kompas_training.groups")

        from training.desk import navigation as desk

        grant_models(roles.COORDINATOR, kompas, "framework", "competence", "roleprofile")
        grant_models(roles.COORDINATOR, kompas, "heldlevel", actions="view")
        grant_models(roles.ANALYST, kompas, "framework", "competence", "roleprofile", "heldlevel", actions="view")
        desk.register()

        from training.desk import office

        office.register()
