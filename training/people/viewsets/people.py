"""People, their posts and mandates in the Wagtail admin."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import ModelLogEntry

from training.kernel import time
from training.kernel.actors import Actor
from training.kernel.dated import BEFORE_RECORDS
from training.kernel.history import describe
from training.people import actions, registry
from training.people.actions.registering import confirm_registration
from training.people.filters import EmploymentFilterSet, MandateFilterSet, PersonFilterSet
from training.people.forms import (
    EmploymentForm,
    EndForm,
    EndPostForm,
    MandateForm,
    MergeWithForm,
    NewPersonForm,
    PersonForm,
)
from training.people.forms.registrations import ConfirmIdentityForm
from training.people.models import Employment, FormerName, Mandate, Merge, Person, StaffNumber
from training.people.queries import records_of, resolve
from training.people.states import Identity
from training.people.viewsets.staff_numbers import STAFF_NUMBER, numbers_beside
from training.ui.admin import (
    AdminAction,
    KompasCreateView,
    KompasIndexView,
    KompasViewSet,
    LocalInspectView,
    WhenColumn,
    YesNoColumn,
)
from training.ui.searching import FoldedSearchMixin

TEMPLATES = "kompas_training/people/admin"
# More than this help nobody to look.
MOST_NAMESAKES = 20


def shown_day(day: Any) -> Any:
    """“Since before our records” is a dash, not the year 1900."""
    return None if day == BEFORE_RECORDS else day


def with_posts(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with today's posts in ``todays``, and their merged records, with theirs, in ``others``."""
    held = Employment.objects.as_of(time.today()).select_related("organisation", "position").order_by("pk")
    todays = Prefetch("employments", queryset=held, to_attr="todays")
    others = Prefetch("merged", queryset=Person.objects.order_by("pk").prefetch_related(todays), to_attr="others")
    return people.prefetch_related(todays, others)


def _todays(person: Any) -> list[Employment]:
    """Of a person whom ``with_posts`` read: what it prefetches is on no model."""
    return [post for record in (person, *person.others) for post in record.todays]


def institutions_of(person: Person) -> str:
    return ", ".join(dict.fromkeys(post.organisation.name for post in _todays(person))) or "–"


def posts_of(person: Person) -> str:
    return ", ".join(dict.fromkeys(post.position.name for post in _todays(person))) or "–"


def _listed(people: QuerySet[Person]) -> QuerySet[Person]:
    return with_posts(people).order_by("sort_key", "pk")


class PersonIndexView(FoldedSearchMixin, KompasIndexView):
    folded_fields = (
        "name_fold",
        "email_fold",
        "former_names__name_fold",
        "merged__name_fold",
        "merged__email_fold",
        "merged__former_names__name_fold",
        "staff_numbers__number_fold",
        "merged__staff_numbers__number_fold",
    )
    digit_fields = ("phone_digits", "merged__phone_digits")

    def get_base_queryset(self) -> QuerySet[Person]:
        people = _listed(Person.objects.living())
        return people.prefetch_related("staff_numbers") if self.is_export else people

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        # In pairs, as the reader of staff lists takes them apart: the export can be sent back.
        item.institutions = "; ".join(post.organisation.name for post in item.todays) or "–"
        item.posts = "; ".join(post.position.name for post in item.todays) or "–"
        item.numbers = numbers_beside(item, item.todays)
        item.has_account = item.user_id is not None
        return super().to_row_dict(item)


class PersonCreateView(KompasCreateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        namesakes = getattr(context["form"], "namesakes", Person.objects.none())
        context["namesakes"] = [
            {"person": namesake, "posts": posts_of(namesake), "institutions": institutions_of(namesake)}
            for namesake in _listed(namesakes)[:MOST_NAMESAKES]
        ]
        return context


class PersonInspectView(LocalInspectView):
    template_name = f"{TEMPLATES}/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        facts = {
            "employments": Employment.objects.as_recorded().select_related("organisation", "position"),
            "mandates": Mandate.objects.as_recorded().select_related("organisation"),
        }
        return super().get_context_data(
            **kwargs,
            **{
                name: list(rows.filter(person__in=records_of(person)).order_by("-valid_from", "-pk"))
                for name, rows in facts.items()
            },
            merges=list(
                Merge.objects.filter(undone_at__isnull=True)
                .filter(Q(kept__in=records_of(person)) | Q(merged=person))
                .select_related("kept", "merged")
            ),
            staff_numbers=list(
                StaffNumber.objects.filter(person__in=records_of(person)).select_related("organisation")
            ),
            former_names=list(FormerName.objects.filter(person__in=records_of(person)).order_by("-until")),
            waiting_addresses=[address for asked in registry.waiting_addresses if (address := asked(person))],
            before_records=BEFORE_RECORDS,
            today=time.today(),
            history=[describe(line) for line in ModelLogEntry.objects.for_instance(person).select_related("user")[:50]],
        )


def _merge_with(person: Person, form: MergeWithForm, actor: Actor) -> HttpResponse:
    """Nothing is done yet: the two records are shown side by side."""
    return redirect("kompas_duplicate:compare", *sorted((person.pk, form.cleaned_data["other"].pk)))


def _registered_with(person: Person) -> str:
    """What confirming means, and how the person can be asked."""
    means = _("ROPS says who this registered person is; applications that waited for it go on.")
    return "\n".join([str(means), " · ".join(part for part in (person.email, person.phone) if part)])


def _confirm(person: Person, form: ConfirmIdentityForm, actor: Actor) -> str:
    confirmed = confirm_registration(person=person, actor=actor, same_as=form.same_person(), post=form.post())
    return reverse("kompas_person:inspect", args=[confirmed.pk])


class PersonViewSet(KompasViewSet):
    model = Person
    name = "kompas_person"
    url_prefix = "kompas/people"
    menu_name = "kompas-people"
    menu_label = _("People")
    icon = "user"
    add_item_label = _("Add a person")
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    create_template_name = f"{TEMPLATES}/person_add.html"
    inspect_view_class = PersonInspectView
    filterset_class = PersonFilterSet
    search_fields: list[str] = []
    list_display = [
        TitleColumn("list_name", label=_("Name"), url_name="kompas_person:inspect", sort_key="sort_key"),
        Column("institution", label=_("Institution"), accessor=institutions_of),
        Column("post", label=_("Post"), accessor=posts_of),
        Column("email", label=_("E-mail"), sort_key="email_fold"),
        Column("identity", label=_("Identity"), accessor="get_identity_display", sort_key="identity"),
        YesNoColumn("account", label=_("Account"), accessor=lambda person: person.user_id is not None),
    ]
    list_export = [
        "last_name",
        "first_name",
        "institutions",
        "posts",
        "numbers",
        "email",
        "phone",
        "get_identity_display",
        "has_account",
        "created_at",
    ]
    export_headings = {
        "institutions": _("Institution"),
        "posts": _("Post"),
        "numbers": _("Staff number"),
        "get_identity_display": _("Identity"),
        "has_account": _("Account"),
    }
    inspect_view_fields = ["last_name", "first_name", "email", "phone", "language", "identity", "user", "created_at"]
    actions = [
        AdminAction(
            "confirm",
            _("Confirm the identity"),
            act=_confirm,
            form_class=ConfirmIdentityForm,
            explain=_registered_with,
            icon="check",
            is_offered=lambda person: person.identity == Identity.UNCONFIRMED and person.merged_into_id is None,
        ),
        STAFF_NUMBER,
        AdminAction(
            "merge",
            _("Merge with another record"),
            act=_merge_with,
            form_class=MergeWithForm,
            explain=_(
                "When this person is on record twice. Both records are shown side by side before anything is done."
            ),
            icon="group",
            is_offered=lambda person: person.merged_into_id is None,
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonForm if for_update else NewPersonForm

    def save(self, form: PersonForm, *, actor: Actor, instance: Person | None = None) -> Person:
        return actions.save_person(person=instance, actor=actor, **form.cleaned_data)


def _quiet(_saved: Any) -> None:
    """The row's own page is shown after an action."""


class DatedIndexView(FoldedSearchMixin, KompasIndexView):
    """Facts as they are known now; what was superseded is seen in the person's history."""

    folded_fields = ("person__name_fold", "person__merged_into__name_fold", "organisation__name_fold")
    digit_fields = ("person__phone_digits", "organisation__nip")
    custom_field_preprocess = {"valid_from": {"xlsx": shown_day, "csv": shown_day}}

    def get_base_queryset(self) -> QuerySet:
        related = [name for name in ("person", "organisation", "position") if _has_field(self.model, name)]
        rows = self.model.objects.as_recorded()
        return rows.select_related("person__merged_into", *related).order_by("person__sort_key", "pk")


class DatedInspectView(LocalInspectView):
    def get_valid_from_display_value(self) -> Any:
        return shown_day(self.object.valid_from) or "–"

    def get_valid_until_display_value(self) -> Any:
        return self.object.valid_until or "–"


def _has_field(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def person_of_fact(fact: Employment | Mandate) -> str:
    """The name of the person a fact is about, whichever of their records it was written of."""
    return resolve(fact.person).list_name


_DAYS = [
    WhenColumn("valid_from", label=_("From"), accessor=lambda fact: shown_day(fact.valid_from), sort_key="valid_from"),
    WhenColumn("valid_until", label=_("Until"), sort_key="valid_until"),
]


class EmploymentViewSet(KompasViewSet):
    model = Employment
    name = "kompas_employment"
    url_prefix = "kompas/employments"
    menu_name = "kompas-employments"
    menu_label = _("Employments")
    icon = "group"
    add_item_label = _("Add an employment")
    index_view_class = DatedIndexView
    inspect_view_class = DatedInspectView
    filterset_class = EmploymentFilterSet
    search_fields: list[str] = []
    list_display = [
        TitleColumn(
            "person", label=_("Person"), accessor=person_of_fact, url_name="kompas_employment:inspect",
            sort_key="person__sort_key",
        ),
        Column("position", label=_("Post"), sort_key="position__sort_key"),
        Column("organisation", label=_("Institution"), sort_key="organisation__sort_key"),
        *_DAYS,
    ]  # fmt: skip
    list_export = ["person.list_name", "position", "organisation", "valid_from", "valid_until", "recorded_at"]
    export_headings = {"person.list_name": _("Person"), "position": _("Post"), "organisation": _("Institution")}
    inspect_view_fields = ["person", "organisation", "position", "valid_from", "valid_until", "recorded_at"]
    actions = [
        AdminAction(
            "end",
            _("End the employment"),
            act=lambda post, form, actor: _quiet(
                actions.end_employment(
                    employment=post,
                    on=form.cleaned_data["last_day"],
                    keep_mandates_because="" if form.cleaned_data["ends_mandates"] else form.cleaned_data["reason"],
                    actor=actor,
                )
            ),
            form_class=EndPostForm,
            explain=_("The post is kept in the history with its last day; past reports do not change."),
            icon="cross",
            is_offered=lambda post: post.superseded_at is None and post.valid_until is None,
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return EmploymentForm

    def save(self, form: EmploymentForm, *, actor: Actor, instance: Employment | None = None) -> Employment:
        data = form.cleaned_data
        what = {"organisation": data["organisation"], "position": data["position"], **form.days()}
        if instance is None:
            return actions.start_employment(person=data["person"], actor=actor, **what)
        return actions.correct_employment(employment=instance, actor=actor, **what)


class MandateViewSet(KompasViewSet):
    model = Mandate
    name = "kompas_mandate"
    url_prefix = "kompas/mandates"
    menu_name = "kompas-mandates"
    menu_label = _("Mandates")
    icon = "key"
    add_item_label = _("Grant a mandate")
    edit_enabled = False
    index_view_class = DatedIndexView
    inspect_view_class = DatedInspectView
    filterset_class = MandateFilterSet
    search_fields: list[str] = []
    list_display = [
        TitleColumn(
            "person", label=_("Person"), accessor=person_of_fact, url_name="kompas_mandate:inspect",
            sort_key="person__sort_key",
        ),
        Column("organisation", label=_("Institution"), sort_key="organisation__sort_key"),
        Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
        *_DAYS,
        Column("granted_by", label=_("Granted by")),
    ]  # fmt: skip
    list_export = ["person.list_name", "organisation", "get_role_display", "valid_from", "valid_until", "granted_by"]
    export_headings = {
        "person.list_name": _("Person"),
        "organisation": _("Institution"),
        "get_role_display": _("Role"),
    }
    inspect_view_fields = [
        "person",
        "organisation",
        "role",
        "valid_from",
        "valid_until",
        "without_post",
        "reason",
        "granted_by",
        "recorded_at",
    ]
    actions = [
        AdminAction(
            "end",
            _("End the mandate"),
            act=lambda mandate, form, actor: _quiet(
                actions.end_mandate(mandate=mandate, on=form.cleaned_data["last_day"], actor=actor)
            ),
            form_class=EndForm,
            explain=_("From the day after, the person no longer sees the institution's staff."),
            icon="cross",
            is_offered=lambda mandate: mandate.superseded_at is None and mandate.valid_until is None,
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> type:
        return MandateForm

    def save(self, form: MandateForm, *, actor: Actor, instance: Mandate | None = None) -> Mandate:
        data = form.cleaned_data
        return actions.grant_mandate(
            person=data["person"],
            organisation=data["organisation"],
            role=data["role"],
            valid_from=data["since"],
            valid_until=data["until"],
            without_post=data["without_post"],
            reason=data["reason"],
            actor=actor,
        )
