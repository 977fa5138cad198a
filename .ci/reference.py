"""Writes ``docs/reference/python-api.md`` from the code: signatures, docstrings, shapes.

    make reference

A test compares the page with what this would write.
"""

import dataclasses
import enum
import importlib
import inspect
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Unpack, get_args, get_origin, is_typeddict

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/reference/python-api.md"

# Module → names; the order of the page.
VERBS = {
    "courses.enrolment.actions": ["apply", "withdraw", "fill_seats", "expire_offers", "open_recruitment", "decide",
                                  "accept", "decline", "move"],
    "courses.attendance.actions": ["mark", "undo", "close_meeting", "correct_closing", "reopen_meeting"],
    "courses.completion.actions": ["verify", "verify_all", "close", "grant_assessorship"],
    "certificates.register.actions": ["issue", "issue_many", "revoke", "replace", "check_name"],
    "training.assessments.actions": ["record", "estimate", "assess", "take_back", "rebuild_levels"],
    "training.people.actions": ["import_staff", "decide_row", "apply_import", "save_person", "start_employment",
                                "grant_mandate", "confirm_identity", "save_staff_number"],
    "courses.catalogue.actions": ["save_course", "save_modules", "save_standard", "lock_standard", "save_edition",
                                  "save_meeting", "publish_edition", "cancel_edition"],
}  # fmt: skip
QUERIES = {
    "training.assessments.queries": ["held_levels", "gaps", "growth"],
    "courses.enrolment.queries": ["offer", "position_in_queue", "explain"],
    "courses.attendance.queries": ["minutes_of"],
    "training.competences.queries": ["current_framework", "profile_on", "requirements_of"],
    "training.people.queries": ["current_employments", "resolve", "search_people", "person_with_staff_number"],
}
SHAPES = {
    "training.kernel.actors": ["Actor"],
    "training.kernel.refusals": ["Refusal"],
    "training.assessments.actions": ["NewAssessment"],
    "training.assessments.queries": ["Held", "Gap", "Growth"],
    "training.assessments.rules": ["Step"],
    "training.people.actions": ["PersonFields"],
    "training.people.rules": ["Question", "Verb", "Option"],
    "training.assessments.states": ["AssessmentKind", "AssessorRole", "Bound"],
    "courses.catalogue.actions": ["CourseFields", "EditionFields", "ModuleEntry", "OutcomeEntry"],
    "courses.enrolment.states": ["EnrolmentState"],
    "courses.attendance.rules": ["MarkEntry", "Marked"],
    "courses.attendance.states": ["Presence", "MarkedHow"],
    "courses.completion.actions": ["NewVerdict"],
    "courses.completion.states": ["Result"],
    "certificates.register.states": ["CertificateKind", "CertificateStatus"],
}
HEAD = """# Python API

Written from the code by `make reference`; a test compares the two.

**Verbs** take only keywords and `actor=`, who does it; `now=` is the moment (default: now). Each locks what it decides
about, writes history and letters in the same transaction, returns the object, and may be repeated without harm. What
cannot be is a *refusal*: an exception with `code`, `sentence` and `facts`. **Queries** never write; `on=` is the day
asked about, `recorded_until=` the moment up to which recorded facts count. Moments are aware datetimes, minutes are
integers. Levels are the numbers of the framework, 1 and up.

```python
from courses.enrolment import actions as enrolment

enrolment.apply(person=person, edition=edition, actor=Actor.of_user(request.user))
```
"""


def signature_of(name: str, function: Any) -> str:
    """As a reader would write it: types by their short names, a line per argument when long."""
    signature = inspect.signature(function)
    parts = [str(argument) for argument in _arguments(signature)]
    returns = _short(inspect.formatannotation(signature.return_annotation))
    line = f"{name}({', '.join(parts)}) -> {returns}"
    if len(line) <= 100:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f") -> {returns}"


def _arguments(signature: inspect.Signature) -> Iterator[str]:
    seen_star = False
    for parameter in signature.parameters.values():
        if parameter.kind == parameter.KEYWORD_ONLY and not seen_star:
            seen_star = True
            yield "*"
        prefix = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        text = f"{prefix}{parameter.name}: {_annotation(parameter.annotation)}"
        if parameter.default is not parameter.empty:
            text += f" = {_default(parameter.default)}"
        yield text


def _default(value: Any) -> str:
    """A state word by its name, anything else as Python prints it."""
    return f"{type(value).__name__}.{value.name}" if hasattr(value, "name") else repr(value)


def _annotation(annotation: Any) -> str:
    if get_origin(annotation) is Unpack:
        return f"Unpack[{get_args(annotation)[0].__name__}]"
    return _short(inspect.formatannotation(annotation))


def _short(text: str) -> str:
    return re.sub(r"\b(?:[a-z_]\w*\.)+(?=\w)", "", text).replace("'", "")


def prose(thing: Any) -> str:
    """The docstring as paragraphs; ``Raises`` as a list."""
    text = inspect.cleandoc(thing.__doc__ or "")
    body, _, raises = text.partition("\nRaises:\n")
    lines = [re.sub(r"``([^`]*)``", r"`\1`", body).strip()]
    if raises:
        entries = re.split(r"\n(?=\S)", inspect.cleandoc(raises))
        lines.append("Raises:\n")
        for entry in entries:
            names, colon, why = " ".join(entry.split()).partition(":")
            named = ", ".join(f"`{name.strip()}`" for name in names.split(","))
            why = re.sub(r"``([^`]*)``", r"`\1`", why)
            lines.append(f"- {named}{colon}{why}")
    return f"{lines[0]}\n\n{lines[1]}\n" + "\n".join(lines[2:]) if raises else lines[0]


def shape(name: str, thing: Any) -> str:
    if isinstance(thing, enum.EnumType):
        kind = "TextChoices" if hasattr(thing, "choices") else "StrEnum"
        return "\n".join([f"class {name}({kind})", *(f"    {member.name} = {member.value!r}" for member in thing)])
    if is_typeddict(thing):
        fields = inspect.get_annotations(thing).items()
        return "\n".join([f"class {name}(TypedDict)", *(f"    {key}: {_annotation(kind)}" for key, kind in fields)])
    lines = [f"class {name}"]
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            annotation = field.type if isinstance(field.type, str) else inspect.formatannotation(field.type)
            default = "" if field.default is dataclasses.MISSING else f" = {_default(field.default)}"
            lines.append(f"    {field.name}: {_short(annotation)}{default}")
    for key, value in vars(thing).items():
        if isinstance(value, property) and not key.startswith("_"):
            returns = _short(inspect.formatannotation(inspect.signature(value.fget).return_annotation))
            lines.append(f"    {key}: {returns}  # computed")
        elif isinstance(value, classmethod):
            lines.append(f"    {signature_of(name + '.' + key, getattr(thing, key))}")
    return "\n".join(lines)


def entries(part: dict[str, list[str]], code: Any) -> Iterator[str]:
    for module_name, names in part.items():
        module = importlib.import_module(module_name)
        yield f"\n### `{module_name}`\n"
        for name in names:
            thing = getattr(module, name)
            yield f"#### {name}\n\n```python\n{code(name, thing)}\n```\n"
            if not hasattr(thing, "choices") and (text := prose(thing)) and not text.startswith(f"{name}("):
                yield text + "\n"


def page() -> str:
    lines = [HEAD, "\n## Verbs\n", *entries(VERBS, signature_of), "\n## Queries\n", *entries(QUERIES, signature_of)]
    lines += ["\n## Shapes\n", *entries(SHAPES, shape)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.site.settings")
    os.environ.setdefault("KOMPAS_SECRET_KEY", "reference")
    import django
    import guide
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")
    guide.write()
