"""Uploaded staff lists and their rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.people.models.institutions import Organisation
from training.people.models.persons import Person
from training.people.states import ImportState, RowOutcome


class StaffImport(models.Model):
    """One uploaded staff list: what it said, what was decided, what was applied."""

    file_name = models.CharField(_("file"), max_length=250)
    file_hash = models.CharField(max_length=64, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
        help_text=_("When the whole list is of one institution."),
    )
    is_complete = models.BooleanField(
        _("the list is complete"),
        default=False,
        help_text=_("People of these institutions who are not on it are offered as leavers."),
    )
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.READING)
    headings = models.JSONField(default=dict, editable=False)
    # What each column was taken for, and what was not read (see ``unread``).
    columns = models.JSONField(default=list, editable=False)
    unread = models.JSONField(default=list, editable=False)
    # The file, until it is read: a name that no other list had or will have.
    stored_name = models.CharField(max_length=120, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    attempted_at = models.DateTimeField(null=True, editable=False)
    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # Why it could not be read (see ``list_refusals``): its readers may read another language than its reader.
    failure = models.JSONField(default=dict, editable=False)
    uploaded_by = models.CharField(_("uploaded by"), max_length=200)
    uploaded_at = models.DateTimeField(_("uploaded"))
    applied_by = models.CharField(_("applied by"), max_length=200, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("staff import")
        verbose_name_plural = _("staff imports")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class StaffImportRow(models.Model):
    """One row of the list, as read, judged and decided.

    ``number`` tells the rows of a list apart; ``worksheet`` and ``line`` say where
    a row stands, the worksheet only when several were read.  ``cells`` maps column
    names (``last_name``, ``position`` …) to the text of the cell; ``problems``
    is a list of ``{column, value, code, facts}`` (in words: ``refusals.told``);
    ``changes`` of ``{field, old, new}``; ``choices`` what may be decided, and
    ``decision`` what was.  ``same_as`` is the number of an
    earlier row that means the same new person.  A leaver has no row of their
    own in the list: their number is 0.
    """

    staff_import = models.ForeignKey(StaffImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    worksheet = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField(default=0)
    is_hidden = models.BooleanField(default=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RowOutcome)
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    decision = models.JSONField(default=dict)
    same_as = models.PositiveIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row of a staff import")
        verbose_name_plural = _("rows of a staff import")
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["staff_import", "outcome", "number"])]

    def __str__(self) -> str:
        return f"{self.staff_import_id}/{self.number}"

    @property
    def place(self) -> str:
        """Where to look for it: ``5``, or ``Arkusz2: 5``; a leaver is nowhere."""
        line = str(self.line or self.number or "")
        return f"{self.worksheet}: {line}" if self.worksheet else line
