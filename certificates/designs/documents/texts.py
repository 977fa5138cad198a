"""The words on a certificate, in its language: facts in, what the design prints out."""

import re
from datetime import date
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.designs.documents.pictures import qr_code
from certificates.designs.payload import FundingFacts, Payload
from courses.catalogue.states import Mode, OutcomeKind, VerificationMethod
from training.ui.formatting import clock_hours, didactic_hours, in_words

_SPACE = "\N{NO-BREAK SPACE}"
# One-letter words, and the abbreviations that mean nothing without what follows them.
_LEANING = re.compile(
    r"(?<![^\s(„\[])([aiouwz§]|nr|no\.|art\.|ust\.|pkt|poz\.|ul\.|al\.|pl\.|os\.|św\.|dr|prof\.|mgr) (?=\S)",
    re.IGNORECASE,
)
_UNITS = re.compile(r"(?<=\d) (?=(?:r\.|godz\.|zł|%))")

# A back with more lines than this may need to be set closer, or may run on to a third page.
_ROOMY_LINES = 18
_LETTERS_IN_A_LINE = 50


def tied(text: str) -> str:
    """No one-letter word, „nr” or „ul.” at the end of a line, no unit at the beginning: as Polish print wants it."""
    return _UNITS.sub(_SPACE, _LEANING.sub(rf"\1{_SPACE}", text))


def headings(kind: str) -> tuple[str, str, str]:
    """Heading, second line, and what it is awarded for."""
    return {
        "participation": (
            pgettext("heading of a certificate of participation", "Certificate"),
            pgettext("second line of the heading", "of participation in a course"),
            pgettext("awarded …", "for taking part in the course"),
        ),
        "completion": (
            pgettext("heading of a certificate of completion", "Certificate"),
            pgettext("second line of the heading", "of completion of a course"),
            pgettext("awarded …", "for completing the course"),
        ),
        "competence": (
            pgettext("heading of a certificate of competence", "Certificate"),
            pgettext("second line of the heading", "of acquired competence"),
            pgettext("awarded …", "for the competences confirmed in the course"),
        ),
    }[kind]


def _day(iso: str) -> str:
    """A day as documents say it, never broken between two lines."""
    # Translators: Django's format of a day on a certificate; Polish adds "r.", written "\\r.".
    shape = pgettext("format of a day on a certificate", "j F Y")
    return formats.date_format(date.fromisoformat(iso), shape).replace(" ", _SPACE)


def _days(first: str, last: str) -> list[str]:
    if not first:
        return ["–"]
    if first == last or not last:
        return [_day(first)]
    # What both days share is said once: "16–17 December 2026".
    if first[:7] == last[:7]:
        return [f"{date.fromisoformat(first).day}–{_day(last)}"]
    return [f"{_day(first)} –", _day(last)]


def _funding(source: FundingFacts) -> str:
    facts = {"title": source["project_title"], "number": source["project_number"], "sentence": source["sentence"]}
    if facts["title"] and facts["number"]:
        return _("Project “%(title)s”, no. %(number)s. %(sentence)s") % facts
    if facts["number"]:
        return _("Project no. %(number)s. %(sentence)s") % facts
    return facts["sentence"]


def printed(payload: Payload, *, strip: str = "") -> dict[str, Any]:
    """What the template prints, in the certificate's language; ``strip`` is the drawing of the funding strip."""
    with translation.override(payload["language"]):
        return _printed(payload, strip)


def _printed(payload: Payload, strip: str) -> dict[str, Any]:
    course, issuer = payload["course"], payload["issuer"]
    heading, subheading, reason = headings(payload["kind"])
    number = _("No. %(number)s") % {"number": payload["number"]}
    issued_on = date.fromisoformat(payload["issued_on"])
    notes = []
    if issuer["legal_basis"]:
        notes.append(_("Legal basis: %(act)s") % {"act": issuer["legal_basis"]})
    if payload["replaces"]:
        notes.append(_("Issued in place of certificate no. %(number)s.") % {"number": payload["replaces"]})
    back = []
    if course["trainers"]:
        back.append({"label": _("Trainers"), "value": tied(", ".join(course["trainers"]))})
    back.append(
        {
            "label": _("Edition"),
            "value": pgettext("code of a course and of its edition", "%(code)s, %(edition)s")
            % {"code": course["code"], "edition": course["edition"]},
        }
    )
    back.append({"label": _("Check in the register"), "value": payload["verification_url"]})
    strips = [source["strip_alt"] or source["name"] for source in payload["funding"] if source["strip"]]
    return {
        "language": payload["language"],
        "document_title": _("%(heading)s %(subheading)s, no. %(number)s")
        % {"heading": heading, "subheading": subheading, "number": payload["number"]},
        "date": [issued_on.year, issued_on.month, issued_on.day],
        "issuer": {"name": issuer["name"], "address": issuer["address"]},
        "number_words": number,
        "heading": heading,
        "subheading": subheading,
        "receives": pgettext("above the name on a certificate", "awarded to"),
        "name": payload["name"],
        "reason": reason,
        "course": tied(course["title"]),
        "facts": [
            {"label": _("Dates"), "lines": _days(course["starts_on"], course["ends_on"])},
            {"label": _("Extent"), "lines": _extent(course["minutes"], course["didactic_hour"])},
            {
                "label": _("Form and place"),
                "lines": [line for line in (str(Mode(course["mode"]).label), tied(course["venue"])) if line],
            },
        ],
        "notes": [tied(note) for note in notes],
        "place_and_date": _("%(place)s, %(date)s") % {"place": issuer["place"], "date": _day(payload["issued_on"])},
        "signatory": {"name": issuer["signatory_name"], "function": issuer["signatory_function"] or _("signature")},
        "qr": qr_code(payload["verification_url"]),
        "qr_alt": _("QR code leading to the register of certificates"),
        "verify_words": _("Check in the register"),
        "verify_url": payload["verification_url"],
        "strip": strip,
        "strip_alt": ". ".join(strips),
        "funding": [tied(_funding(source)) for source in payload["funding"]],
        "page_words": pgettext("foot of a certificate", "page {page} of {total}"),
        "outcomes": _outcomes(payload),
        "programme": _programme(payload),
        "back_facts": back,
        "is_long": _is_long(payload),
    }


def _is_long(payload: Payload) -> bool:
    """Whether the design should measure the back before it draws it, and count pages: half as long again.

    The guess is generous: a short back is at most two thirds of its page.
    """
    texts = [outcome["text"] for outcome in payload["outcomes"]] + [part["title"] for part in payload["programme"]]
    # Capitals are wider.
    widths = [len(text) + 0.5 * sum(map(str.isupper, text)) for text in texts]
    return sum(1 + width // _LETTERS_IN_A_LINE for width in widths) > _ROOMY_LINES


def _extent(minutes: int, hour: int) -> list[str]:
    return [
        didactic_hours(minutes, hour),
        pgettext("length by the clock", "(%(hours)s by the clock)") % {"hours": clock_hours(minutes)},
    ]


def _outcomes(payload: Payload) -> dict[str, Any]:
    notes = []
    if payload["verified_on"]:
        notes.append(
            _("Verified on %(date)s by a person who did not teach the course.") % {"date": _day(payload["verified_on"])}
        )
    return {
        "heading": _("Confirmed learning outcomes"),
        "columns": [pgettext("column", "No."), _("Learning outcome"), _("Kind"), _("Verification method")],
        "rows": [
            {
                "text": tied(outcome["text"]),
                "kind": str(OutcomeKind(outcome["kind"]).label),
                "method": str(VerificationMethod(outcome["method"]).label),
            }
            for outcome in payload["outcomes"]
        ],
        "notes": notes,
    }


def _programme(payload: Payload) -> dict[str, Any]:
    hour = payload["course"]["didactic_hour"]
    total = sum(module["minutes"] for module in payload["programme"])
    return {
        "heading": _("Programme of the course"),
        "columns": [pgettext("column", "No."), _("Topic"), _("Didactic hours")],
        "rows": [
            {"title": tied(module["title"]), "hours": in_words(module["minutes"] / hour)}
            for module in payload["programme"]
        ],
        "total_label": _("Total"),
        "total": in_words(total / hour),
    }
