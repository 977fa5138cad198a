"""Forms of the admin: a course with its programme, a standard with its outcomes, editions, meetings."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.formsets import BaseFormSetMixin
from wagtail.compat import URLField

from courses.catalogue import queries
from courses.catalogue.actions import ModuleEntry, OutcomeEntry
from courses.catalogue.choosers import course_chooser, edition_chooser
from courses.catalogue.models import Course, Edition, Meeting, Standard
from courses.catalogue.states import EditionState, OutcomeKind, VerificationMethod
from training.accounts.registry import COORDINATOR
from training.competences.fields import competence_to_choose, offer_competences
from training.competences.models import Competence
from training.competences.queries import offered_competences
from training.kernel.actors import account_name, account_surname_first
from training.kernel.bounds import MINUTES_OF_A_DAY
from training.kernel.polish import sort_key
from training.kernel.time import zone
from training.people.choosers import person_chooser
from training.ui.columns import CSS
from training.ui.fields import DayField
from training.ui.widgets import TimeInput

# Many boxes stand in columns.
MANY = {"class": "kc-admin-checks"}


class WithRows(WagtailAdminModelForm):
    """A form with a table of rows that are saved together with it: one submit, one action."""

    rows_class: type[forms.BaseFormSet]
    rows_prefix = "rows"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        initial = self.rows_initial()
        self.rows = self.rows_class(data, initial=initial, prefix=self.rows_prefix)
        # Somebody who begins finds a row to fill; more are added by the button.
        self.rows.extra = 0 if initial else 1

    def rows_initial(self) -> list[dict[str, Any]]:
        raise NotImplementedError

    def is_valid(self) -> bool:
        # Both, so that all mistakes are shown at once.
        rows_are_valid = self.rows.is_valid() if self.is_bound else True
        return super().is_valid() and rows_are_valid

    def has_changed(self) -> bool:
        return super().has_changed() or self.rows.has_changed()

    def kept_rows(self) -> list[dict[str, Any]]:
        """The filled rows that stay, in the order of their numbers; new ones without a number come last."""
        kept = [
            form.cleaned_data
            for form in self.rows.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and (form.has_changed() or form.initial)
        ]
        last = len(kept) + 1000
        return sorted(kept, key=lambda row: row.get("ORDER") or last)

    @property
    def media(self) -> forms.Media:
        return super().media + self.rows.media + forms.Media(css=CSS)


# ---- courses ---------------------------------------------------------------------------------------------------


class ModuleForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=60_000)
    description = forms.CharField(label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class BaseRows(BaseFormSetMixin, forms.BaseFormSet):
    """Rows that Wagtail's own script adds and removes."""


ModuleRows = forms.formset_factory(ModuleForm, formset=BaseRows, extra=0, can_order=True, can_delete=True, max_num=60)


class CourseForm(WithRows):
    rows_class = ModuleRows
    rows_prefix = "modules"

    class Meta:
        model = Course
        fields = [
            "title",
            "code",
            "summary",
            "purpose",
            "audience",
            "kinds",
            "positions",
            "competences",
            "mode",
            "language",
            "didactic_hour",
            "attendance_threshold",
            "is_archived",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "audience": forms.Textarea(attrs={"rows": 3}),
            "kinds": forms.CheckboxSelectMultiple(attrs=MANY),
            "positions": forms.CheckboxSelectMultiple(attrs=MANY),
            "competences": forms.CheckboxSelectMultiple(attrs=MANY),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_competences(self)
        for name in ("kinds", "positions"):
            # The database sorts by code; people look for names, the Polish way.
            rows = sorted(self.fields[name].queryset, key=lambda each: sort_key(str(each)))
            self.fields[name].choices = [(each.pk, str(each)) for each in rows]

    def rows_initial(self) -> list[dict[str, Any]]:
        modules = self.instance.modules.order_by("order", "pk") if self.instance.pk else []
        return [
            {
                "id": module.pk,
                "title": module.title,
                "minutes": module.minutes,
                "description": module.description,
                "ORDER": number,
            }
            for number, module in enumerate(modules, start=1)
        ]

    def modules(self) -> list[ModuleEntry]:
        return [
            ModuleEntry(title=row["title"], minutes=row["minutes"], description=row["description"], id=row["id"])
            for row in self.kept_rows()
        ]


# ---- standards -------------------------------------------------------------------------------------------------


class CompetenceField(forms.ModelChoiceField):
    def label_from_instance(self, competence: Competence) -> str:
        return competence_to_choose(competence)


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *OutcomeKind.choices])
    text = forms.CharField(
        label=_("Learning outcome"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What a person will know, be able to do or be ready for."),
    )
    criterion = forms.CharField(label=_("Verification criterion"), widget=forms.Textarea(attrs={"rows": 2}))
    method = forms.ChoiceField(label=_("Verification method"), choices=[("", "–"), *VerificationMethod.choices])
    competence = CompetenceField(label=_("Competence"), queryset=Competence.objects.none())
    level = forms.IntegerField(label=_("Level"), min_value=1, max_value=9)
    is_required = forms.BooleanField(label=_("Required to confirm the competence"), required=False, initial=True)

    def __init__(self, *args: Any, competences: QuerySet[Competence] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if competences is not None:
            field = self.fields["competence"]
            if isinstance(field, CompetenceField):
                field.queryset = competences


class BaseOutcomeFormSet(BaseRows):
    competences: QuerySet[Competence] = Competence.objects.none()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "competences": self.competences}


OutcomeRows = forms.formset_factory(
    OutcomeForm, formset=BaseOutcomeFormSet, extra=0, can_order=True, can_delete=True, max_num=60
)


class StandardForm(WithRows):
    rows_class = OutcomeRows
    rows_prefix = "outcomes"

    class Meta:
        model = Standard
        fields = ["course", "scope", "target_group"]
        widgets = {
            "course": course_chooser.widget_class,
            "scope": forms.Textarea(attrs={"rows": 3}),
            "target_group": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A standard stays with its course.
            del self.fields["course"]
        # A standard keeps the version it was written in until somebody chooses otherwise.
        chosen = Competence.objects.filter(outcomes__standard=self.instance.pk)
        if isinstance(self.rows, BaseOutcomeFormSet):
            self.rows.competences = offered_competences(chosen.values_list("pk", flat=True))

    def rows_initial(self) -> list[dict[str, Any]]:
        if not self.instance.pk:
            return []
        return [
            {**vars(entry), "competence": entry.competence_id, "ORDER": number}
            for number, entry in enumerate(queries.outcome_entries(self.instance), start=1)
        ]

    def outcomes(self) -> list[OutcomeEntry]:
        return [
            OutcomeEntry(
                kind=row["kind"],
                text=row["text"],
                criterion=row["criterion"],
                method=row["method"],
                competence_id=row["competence"].pk,
                level=row["level"],
                is_required=row["is_required"],
            )
            for row in self.kept_rows()
        ]


# ---- editions --------------------------------------------------------------------------------------------------


class EditionForm(WagtailAdminModelForm):
    class Meta:
        model = Edition
        fields = [
            "course",
            "code",
            "standard",
            "mode",
            "county",
            "venue",
            "online_link",
            "coordinator",
            "contact_name",
            "contact_email",
            "contact_phone",
        ]
        widgets = {"course": course_chooser.widget_class}
        field_classes = {"online_link": URLField}
        help_texts = {
            "standard": _("Without a standard the course ends with a certificate of participation."),
            "online_link": _("Shown only to those who take part."),
            "venue": _("Used for every meeting that does not name its own."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = get_user_model()._default_manager.filter(is_active=True)
        office = users.filter(Q(groups__kompas_role__role=COORDINATOR) | Q(is_superuser=True))
        coordinator = self.fields["coordinator"]
        coordinator.queryset = users.filter(Q(pk__in=office.values("pk")) | Q(pk=self.instance.coordinator_id))
        # By surname, the Polish way, as people look for each other.
        rows = sorted(coordinator.queryset, key=lambda user: sort_key(account_surname_first(user)))
        coordinator.choices = [("", "–"), *((user.pk, account_name(user)) for user in rows)]
        if self.instance.pk:
            del self.fields["course"]
            self.fields["standard"].queryset = Standard.objects.filter(course=self.instance.course_id).select_related(
                "course"
            )
        else:
            # The course comes first; its newest standard is taken, and can be changed on the next screen.
            del self.fields["standard"]


class MeetingForm(WagtailAdminModelForm):
    edition = forms.ModelChoiceField(
        label=_("Edition"),
        queryset=Edition.objects.exclude(state__in=[EditionState.CANCELLED, EditionState.CLOSED]),
        widget=edition_chooser.widget_class,
    )
    day = DayField(label=_("Day"))
    starts = forms.TimeField(label=_("Starts"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput)
    minutes = forms.IntegerField(
        label=_("Didactic minutes"),
        required=False,
        min_value=1,
        max_value=MINUTES_OF_A_DAY,
        help_text=_("Without breaks. Left empty, all the time between start and end is taught."),
    )

    class Meta:
        model = Meeting
        fields = ["topic", "module", "venue", "online_link"]
        field_classes = {"online_link": URLField}
        help_texts = {
            "venue": _("Only when it differs from that of the edition."),
            "online_link": _("Only when it differs from that of the edition."),
        }

    def __init__(self, *args: Any, edition: Edition | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trainers = []
        if self.instance.pk:
            edition = self.instance.edition
            starts, ends = (each.astimezone(zone()) for each in (self.instance.starts_at, self.instance.ends_at))
            trainers = list(self.instance.trainers.order_by("sort_key", "pk"))
            self.initial |= {
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time(),
                "minutes": self.instance.minutes,
            }
            del self.fields["edition"]
        elif edition is not None:
            self.initial.setdefault("edition", edition.pk)
        modules = self.fields["module"]
        if edition is not None:
            modules.queryset = modules.queryset.filter(course=edition.course_id)
        else:
            # Which modules there are is known once the edition is.
            del self.fields["module"]
        self.trainer_names = [f"trainer_{number}" for number in range(1, max(3, len(trainers) + 1) + 1)]
        for number, name in enumerate(self.trainer_names):
            self.fields[name] = forms.ModelChoiceField(
                label=_("Trainer") if number == 0 else _("Another trainer"),
                queryset=person_chooser.get_object_list(),
                required=False,
                widget=person_chooser.widget_class,
            )
            if number < len(trainers):
                self.initial[name] = trainers[number].pk
        self.order_fields(["edition", "topic", "day", "starts", "ends", "minutes", *self.trainer_names, "module"])

    def values(self) -> dict[str, Any]:
        """The keyword arguments of ``save_meeting``."""
        data = self.cleaned_data
        moments = {
            name: datetime.combine(data["day"], data[source], tzinfo=zone())
            for name, source in (("starts_at", "starts"), ("ends_at", "ends"))
        }
        chosen = [data[name] for name in self.trainer_names if data.get(name)]
        return {
            **moments,
            "topic": data["topic"],
            "minutes": data["minutes"],
            "module": data.get("module"),
            "venue": data["venue"],
            "online_link": data["online_link"],
            "trainers": list(dict.fromkeys(chosen)),
        }
