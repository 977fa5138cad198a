"""The ways this room says no: to an action, to a whole staff list, to one of its rows."""

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class DaysOutOfOrder(Refusal):
    code = "days_out_of_order"
    message = _("The last day (%(until)s) is before the first (%(since)s).")


class AlreadyEmployed(Refusal):
    code = "already_employed"
    message = _("%(person)s already has this post at this institution in these days.")


class FactSuperseded(Refusal):
    code = "fact_superseded"
    message = _("This entry has been replaced by a newer one. Open the newer one and change that.")


class PersonMerged(Refusal):
    code = "person_merged"
    message = _("%(person)s has been merged into another record. Work with that one.")


class WhyMissing(Refusal):
    code = "why_missing"
    field = "reason"
    message = _("Write why: the reason is kept in the history of both.")


class SameRecord(Refusal):
    code = "same_record"
    message = _("This is one record already: %(person)s.")


class ClashUnsettled(Refusal):
    code = "clash_unsettled"
    message = _("First say what stays. %(question)s")


class UndoTooLate(Refusal):
    code = "undo_too_late"
    message = _("Merging can be undone for %(days)d days. They have passed.")


class MergedFurther(Refusal):
    code = "merged_further"
    message = _("Since then %(person)s was merged into %(other)s. Undo that first.")


class AddressBeyondYours(Refusal):
    code = "address_beyond_yours"
    field = "email"
    message = _(
        "%(email)s was not taken: it is, or would become, the address of somebody who may do more than you, and "
        "whoever reads a mailbox can open its account. Leave the field as it is, or ask somebody with those rights."
    )


class AccountOutranks(Refusal):
    code = "account_outranks"
    message = _("%(person)s may do more than you in Kompas. Somebody with those rights may do this.")


class NotEmployedThere(Refusal):
    code = "not_employed_there"
    field = "without_post"
    message = _("%(person)s does not work at %(organisation)s. Tick that this is meant, and write why.")


class NoName(Refusal):
    code = "no_name"
    status = 422
    message = _("“%(name)s” is an error of a spreadsheet, not a name.")


class NumberTaken(Refusal):
    code = "number_taken"
    message = _("The number %(number)s belongs to %(organisation)s.")


class StaffNumberTaken(Refusal):
    code = "staff_number_taken"
    field = "number"
    message = _("At %(organisation)s the staff number %(number)s is that of %(person)s.")


class NameTaken(Refusal):
    code = "name_taken"
    message = _("“%(name)s” is already the name of %(holder)s.")


# ---- a whole staff list ----------------------------------------------------------------------------------------


class ImportNotPreviewed(Refusal):
    code = "import_not_previewed"
    message = _("This list is “%(state)s”; only a previewed list can be decided or applied.")


class ImportOutdated(Refusal):
    code = "import_outdated"
    message = _("People or institutions have changed since the preview. It has been made again: check it and apply.")


class RefusedRowsRemain(Refusal):
    code = "refused_rows_remain"
    message = _("Some rows are refused. Confirm that the good rows are to be applied without them.")


class NoSuchQuestion(Refusal):
    code = "no_such_question"
    status = 422
    message = _("This row does not ask that, or the answer is not one of those offered.")


# ---- one row of it ---------------------------------------------------------------------------------------------


class RowFault(Refusal):
    """Why a row is refused or waits for a decision: with the cure."""

    status = 422
    cure: ClassVar[str | Promise] = ""
    # The row names nobody: leaving it out loses nothing, and needs no promise.
    is_harmless: ClassVar[bool] = False

    @property
    def cure_sentence(self) -> str:
        return str(self.cure) % self.facts


class RowRepeated(RowFault):
    code = "row_repeated"
    message = _("The row repeats row %(row)s.")
    cure = _("Delete one of the two rows, or give the second person an e-mail of their own.")


class Vacancy(RowFault):
    code = "vacancy"
    is_harmless = True
    message = _("A vacancy: the row names nobody.")
    cure = _("Nothing needs to be done. The row can be deleted.")


class TotalRow(RowFault):
    code = "total_row"
    is_harmless = True
    message = _("A total or a note under the list, not a person.")
    cure = _("Nothing needs to be done. The row can be deleted.")


class HeaderRepeated(RowFault):
    code = "header_repeated"
    is_harmless = True
    message = _("The header is repeated here.")
    cure = _("Nothing needs to be done. The row can be deleted.")


class GroupHeading(RowFault):
    code = "group_heading"
    is_harmless = True
    message = _("A heading: the institution of the people below who have none of their own.")
    cure = _("Nothing needs to be done.")


class HiddenRow(RowFault):
    code = "hidden_row"
    message = _("The row is hidden or filtered out in the file: its sender may not have meant it.")
    cure = _("Say whether the hidden rows are to be read or skipped.")


class ErrorInCell(RowFault):
    code = "error_in_cell"
    message = _("The cell holds an error of the spreadsheet, not a value.")
    cure = _("Type the value itself, or leave the cell empty.")


class NoText(RowFault):
    code = "no_text"
    message = _("This is a number or a yes or no, not a text.")
    cure = _("Write it in words, or leave the cell empty.")


class ValueMissing(RowFault):
    code = "value_missing"
    message = _("The cell is empty.")
    cure = _("Fill it in and send the list again.")


class Formula(RowFault):
    code = "formula"
    message = _("The cell holds a formula. Formulas are never computed.")
    cure = _("Type the value itself.")


class NotAName(RowFault):
    code = "not_a_name"
    message = _("This is not a surname and a first name.")
    cure = _("Write the surname and the first name in letters, without titles or notes.")


class SeveralNames(RowFault):
    code = "several_names"
    message = _("The cell names more than one person.")
    cure = _("Give each person a row of their own.")


class NotPrintable(RowFault):
    """A letter that no font of the documents has: no list and no certificate could show it."""

    code = "not_printable"
    message = _("%(letters)s cannot be printed: no font of the documents has it.")
    cure = _("Write it in Latin letters; a name as in the passport.")


class TooLong(RowFault):
    code = "too_long"
    message = _("The text is longer than %(limit)d characters.")
    cure = _("Shorten it.")


class ImpossibleDate(RowFault):
    code = "impossible_date"
    message = _("There is no such day.")
    cure = _("Correct the date, for example 28.02.2022.")


class UnreadableDate(RowFault):
    code = "unreadable_date"
    message = _("This is not a date that can be read.")
    cure = _("Write day, month and a year of four digits, for example 01.09.2020.")


class DateOutOfRange(RowFault):
    code = "date_out_of_range"
    message = _("The date is too far in the past or the future.")
    cure = _("Check the year.")


class BadEmail(RowFault):
    code = "bad_email"
    message = _("This is not an e-mail address.")
    cure = _("Write one address, with @, for example imie.nazwisko@instytucja.pl, or leave the cell empty.")


class BadPhone(RowFault):
    code = "bad_phone"
    message = _("This is not a phone number.")
    cure = _("Write the number in digits, or leave the cell empty.")


class SeveralEmails(RowFault):
    code = "several_emails"
    message = _("There is more than one address in the cell.")
    cure = _("Leave one address: the person's own, if they have one.")


class SeveralPhones(RowFault):
    code = "several_phones"
    message = _("There is more than one number in the cell.")
    cure = _("Leave one number.")


class UnknownInstitution(RowFault):
    code = "unknown_institution"
    message = _("No institution of this name or number is known.")
    cure = _("Choose an institution, make a new one, or skip the row.")


class UncertainInstitution(RowFault):
    code = "uncertain_institution"
    message = _("The name or number fits more than one institution.")
    cure = _("Choose the institution, make a new one, or skip the row.")


class ClosedInstitution(RowFault):
    code = "closed_institution"
    message = _("This institution is closed.")
    cure = _("Choose the institution that took over its tasks, or skip the row.")


class UnknownPost(RowFault):
    code = "unknown_post"
    message = _("No post of this name is known.")
    cure = _("Choose a post, make a new one, or skip the row.")


class UnknownCounty(RowFault):
    code = "unknown_county"
    message = _("No county of this name is known.")
    cure = _("Choose a county, make a new one, or skip the row.")


class OtherCounty(RowFault):
    code = "other_county"
    message = _("%(organisation)s is in another county: %(county)s.")
    cure = _("Leave the county of the institution as it is, move it to another county, or skip the row.")


class SameNameElsewhere(RowFault):
    code = "same_name_elsewhere"
    message = _("Somebody of this name works, or worked, elsewhere.")
    cure = _("Say whether this is the same person (a new or second post) or a namesake.")


class SameEmailOtherName(RowFault):
    code = "same_email_other_name"
    message = _("Somebody with another surname has this first name and this e-mail.")
    cure = _("Say whether this is the same person after a change of name, or somebody else.")


class SimilarName(RowFault):
    code = "similar_name"
    message = _("Somebody with a similar name works at this institution.")
    cure = _("Say whether this is the same person or somebody else.")


class SeveralPeople(RowFault):
    code = "several_people"
    message = _("Several people of this name work at this institution.")
    cure = _("Say which of them this is, or that it is somebody else.")


class OtherContactAndPost(RowFault):
    code = "other_contact_and_post"
    message = _("Somebody of this name works at this institution with another e-mail and another post.")
    cure = _("Say whether this is the same person or a namesake.")


class StaffNumberOfOther(RowFault):
    code = "staff_number_of_other"
    message = _("At this institution the staff number %(number)s is that of somebody of another name: %(person)s.")
    cure = _("Say whether this is the same person after a change of name. Else the number stays with %(person)s.")


class OtherStaffNumber(RowFault):
    code = "other_staff_number"
    message = _("Somebody of this name has another staff number at this institution: %(number)s.")
    cure = _("Say whether this is the same person, whose number is then replaced, or a namesake.")


class StaffNumberTwice(RowFault):
    code = "staff_number_twice"
    message = _("Row %(row)s gives the same staff number to somebody of another name.")
    cure = _("Say who this is; the number stays with that row. Or skip the row and correct the list.")


class TwiceInList(RowFault):
    code = "twice_in_list"
    message = _("Row %(row)s has the same name and might be the same person.")
    cure = _("Say whether this is somebody else, or skip the row.")


def _faults(base: type[RowFault]) -> dict[str, type[RowFault]]:
    return {fault.code: fault for fault in base.__subclasses__()}


ROW_FAULTS: dict[str, type[RowFault]] = _faults(RowFault)


def describe(problem: dict[str, Any]) -> dict[str, str]:
    """A stored problem in words of the active language: column, value, reason, cure."""
    fault = ROW_FAULTS[problem["code"]](**problem.get("facts", {}))
    return {
        "column": problem["column"],
        "value": problem["value"],
        "reason": fault.sentence,
        "cure": fault.cure_sentence,
    }
