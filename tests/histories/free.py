"""What may change past the verbs without anybody finding out, and why that rewrites no history.

By model: a reason for all of it, or one for each column; ``DELETE`` is the
row itself.  Every other column of every model is refused or found.
"""

LIVING = "what holds now; what was printed or decided has its own copy in records, certificates and snapshots"
SEARCHED = "made of another column for searching and sorting, and made again with every saving"
SHORT = "it lives hours, and means nothing afterwards"
ERASED = "personal data, erased in time; they do not become others"
ROW_ALONE = "nothing refers to the row, so its key says nothing"

FREE: dict[str, str | dict[str, str]] = {
    # ---- people and institutions
    "County": LIVING,
    "OrganisationKind": LIVING,
    "Position": LIVING,
    "PositionAlias": LIVING,
    "Organisation": LIVING,
    "OrganisationAlias": LIVING,
    "Person": {
        "phone": LIVING,
        "language": LIVING,
        "identity": LIVING + "; who confirmed it is in Wagtail's history",
        "email": LIVING,
        "first_name": LIVING,
        "last_name": LIVING,
        "user": LIVING + "; accounts given and taken stand in Wagtail's history",
        "created_at": "no question asks it",
        "sort_key": SEARCHED,
    },
    "StaffNumber": LIVING + "; what was given and taken is in Wagtail's history of the person",
    "DistinctPeople": {
        "DELETE": "a pair marked as different people may be offered for merging again; both are in Wagtail's history"
    },
    "StaffImport": dict.fromkeys(
        ("headings", "columns", "unread", "stored_name", "attempts", "attempted_at", "rows_done", "failure"),
        "how far the reading of the file got; what was applied is in the histories of the people",
    ),
    "StaffImportRow": "a preview of a file; what was applied is in the histories of the people",
    "Synonym": "what a search finds from now on; what was found is nobody's record",
    "Registration": "what somebody typed before ROPS confirmed it; the posts are in the history of the person",
    # ---- accounts
    "ClaimCode": {
        "expires_at": "how long the code works; an expired one is made anew",
        "used_at": "using a code up opens nothing",
    },
    "KnownPlace": "a device may be forgotten: its guesses are counted like a stranger's",
    "EmailProposal": SHORT,
    "LetterRequest": SHORT,
    "AttemptCount": SHORT,
    "RoleGroup": "which group is whose today; what its people may do is Django's",
    "GivenPermission": "which rights were given once; the rights themselves are Django's",
    # ---- letters and calendars
    "Notice": {
        "address": ERASED,
        "subject": ERASED,
        "body": ERASED,
        "is_unread": "the reader's own note of what they opened; the letter is the same",
    },
    "NoticeAttachment": {"DELETE": ERASED},
    "Invitation": "what a calendar was sent last; it is sent again from the meetings",
    "Feed": {
        "last_read_at": "bookkeeping of a program that asks",
        "revoked_at": "filled once: a revoked address opens nothing, and does not come back",
    },
    # ---- competences
    "Framework": {"state": "a published version may retire, and a retired one does not come back"},
    "Level": {"id": ROW_ALONE},
    "LevelDescriptor": {"id": ROW_ALONE},
    "AssessmentNote": {"text": ERASED, "DELETE": ERASED},
    "HeldLevel": {"id": "computed from the ledger"},
    # ---- courses
    "Course": LIVING,
    "Course_kinds": LIVING,
    "Course_positions": LIVING,
    "Course_competences": LIVING,
    "Module": LIVING,
    "FundingSource": LIVING,
    "Edition": {"place_fold": SEARCHED + "; it follows the county's name"},
    "Enrolment": {"organisation_at_start": "filled once, on the first day, and for nobody else ever read"},
    "Mark": {"id": ROW_ALONE},
}
