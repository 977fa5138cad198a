"""What is done to people, posts, institutions and staff lists: the only code that writes this room's models."""

from training.people.actions.closing import close_organisation, reopen_organisation
from training.people.actions.deciding import Answer, decide, decide_row
from training.people.actions.institutions import (
    place_organisation,
    save_county,
    save_kind,
    save_organisation,
    save_position,
)
from training.people.actions.merging import mark_distinct, merge_people, offer_again, undo_merge
from training.people.actions.persons import (
    PersonFields,
    attach_user,
    confirm_identity,
    delete_people,
    note_password,
    register_person,
    save_person,
    set_email,
)
from training.people.actions.posts import (
    correct_employment,
    end_employment,
    end_mandate,
    end_resting_mandate,
    grant_mandate,
    start_employment,
)
from training.people.actions.staff_lists import (
    apply_import,
    delete_stray_files,
    discard_import,
    import_staff,
    open_import,
    preview_import,
)
from training.people.actions.staff_numbers import save_staff_number

__all__ = [
    "Answer",
    "PersonFields",
    "apply_import",
    "attach_user",
    "close_organisation",
    "confirm_identity",
    "correct_employment",
    "decide",
    "decide_row",
    "delete_people",
    "delete_stray_files",
    "discard_import",
    "end_employment",
    "end_mandate",
    "end_resting_mandate",
    "grant_mandate",
    "import_staff",
    "mark_distinct",
    "merge_people",
    "note_password",
    "offer_again",
    "open_import",
    "place_organisation",
    "preview_import",
    "register_person",
    "reopen_organisation",
    "save_county",
    "save_kind",
    "save_organisation",
    "save_person",
    "save_position",
    "save_staff_number",
    "set_email",
    "start_employment",
    "undo_merge",
]
