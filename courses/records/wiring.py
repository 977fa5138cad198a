"""What the records plug into the house; called once when Django is ready."""

from courses.records import integrity
from training.kernel import triggers
from training.kernel.integrity import checks


def register() -> None:
    # A closed edition's record; a correction is a further version.
    triggers.guard("kompas_courses.EditionRecord")
    triggers.guard("kompas_courses.Reopening")
    checks.register("records of editions", integrity.records_are_as_frozen)
    checks.register("closed editions", integrity.closed_editions_have_records)
    checks.register("corrections of records", integrity.corrections_go_on_from_the_last)
