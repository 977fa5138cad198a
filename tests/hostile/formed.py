"""The forms of a screen as somebody sees them: their fields, what could be meant in each, and what is wrong in each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from unittest import mock

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.hostile.values import CHOICES, DAYS, FILES, LISTS, MOMENTS, NUMBERS, TEXTS


@dataclass
class Written:
    """A form as it is in the page: where it goes, and what its fields hold."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Written] = []
        self._open: Written | None = None
        self._select: tuple[str, bool] | None = None
        self._text: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Written(has.get("action", "")) if has.get("method", "").lower() == "post" else None
            if self._open:
                self.forms.append(self._open)
            return
        form, name = self._open, has.get("name", "")
        if form is None:
            return
        if tag == "input" and name:
            kind, value = has.get("type", "text"), has.get("value", "on" if has.get("type") == "checkbox" else "")
            if kind == "file":
                form.files.add(name)
            elif kind in ("checkbox", "radio"):
                form.options.setdefault(name, []).append(value)
                form.values.setdefault(name, [])
                if "checked" in has:
                    form.values[name].append(value)
            else:
                form.values.setdefault(name, []).append(value)
        elif tag == "button" and name:
            form.values.setdefault(name, [has.get("value", "")])
        elif tag == "select" and name:
            self._select = (name, False)
            form.values.setdefault(name, [])
            form.options.setdefault(name, [])
        elif tag == "option" and self._select:
            form.options[self._select[0]].append(has.get("value", ""))
            if "selected" in has:
                form.values[self._select[0]].append(has.get("value", ""))
        elif tag == "textarea" and name:
            self._text = name
            form.values.setdefault(name, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._text:
            self._open.values[self._text] = [self._open.values[self._text][0] + data.removeprefix("\n")]


def written(html: str) -> list[Written]:
    """The forms of a page that are sent by POST; not the page's own sign-out and language."""
    reader = _Reader()
    reader.feed(html)
    return [form for form in reader.forms if set(form.values) - {"csrfmiddlewaretoken", "next", "language"}]


@contextmanager
def made_forms() -> Iterator[list[forms.BaseForm]]:
    """The form objects that are made meanwhile."""
    made: list[forms.BaseForm] = []
    begin = forms.BaseForm.__init__

    def noting(self, *args, **kwargs):
        begin(self, *args, **kwargs)
        made.append(self)

    with mock.patch.object(forms.BaseForm, "__init__", noting):
        yield made


def fields_of(made: list[forms.BaseForm]) -> dict[str, tuple[str, forms.Field]]:
    """The fields by their names in the page, each with the class of its form; parts of a field have its own."""
    fields = {}
    for form in made:
        for name, each in form.fields.items():
            prefixed = form.add_prefix(name)
            fields[prefixed] = (f"{type(form).__module__}.{type(form).__qualname__}", each)
            for number, part in enumerate(getattr(each, "fields", ())):
                fields[f"{prefixed}_{number}"] = (fields[prefixed][0], part)
    return fields


def meant(name: str, form: Written, each: forms.Field | None) -> list[str]:
    """Something that the field takes: what it holds, else what its kind suggests."""
    held = form.values.get(name, [])
    if any(held):
        return held
    if isinstance(each, forms.ModelChoiceField):
        first = each.queryset.first()
        return [str(each.prepare_value(first))] if first is not None else held
    if options := [value for value in form.options.get(name, []) if value]:
        return options[:1] if each is None or each.required else held
    if isinstance(each, forms.DateTimeField):
        return ["2026-03-02 09:00"]
    if isinstance(each, forms.DateField):
        return ["2026-03-02"]
    if isinstance(each, (forms.IntegerField, forms.DecimalField, forms.FloatField)):
        return ["1"]
    if isinstance(each, forms.EmailField):
        return ["ktos@example.org"]
    if isinstance(each, forms.URLField):
        return ["https://example.org/"]
    if isinstance(each, forms.CharField) and each.required:
        return ["Tekst"[: each.max_length]]
    return held


def wrong(name: str, form: Written, each: forms.Field | None) -> dict[str, Any]:
    """What is wrong for the field in the way that fits its kind."""
    if name in form.files:
        return {what: SimpleUploadedFile(file_name, content) for what, (file_name, content) in FILES.items()}
    if name in form.options or isinstance(each, (forms.ChoiceField, forms.ModelChoiceField)):
        return CHOICES
    if isinstance(each, forms.DateTimeField):
        return MOMENTS
    if isinstance(each, forms.DateField):
        return DAYS
    if isinstance(each, (forms.IntegerField, forms.DecimalField, forms.FloatField)):
        return NUMBERS
    if isinstance(each, forms.JSONField):
        return LISTS
    if each is None or (isinstance(each, forms.Field) and not isinstance(each, forms.CharField)):
        # Hidden keys, numbers of rows, lists as JSON: whatever the page's program writes.
        return {**CHOICES, "nested": LISTS["nested"], "three thousand letters": TEXTS["three thousand letters"]}
    return TEXTS


def layers(
    fields: dict[str, forms.Field | None],
    values_of: Callable[[str, forms.Field | None], dict[str, Any]],
    *,
    most: int,
    turn: int,
) -> tuple[list[dict[str, tuple[str, Any]]], list[str]]:
    """What the fields let through, a value of each in every layer; and fields that did not refuse but fell.

    There are ``most`` layers at most: each turn begins them with other values,
    so that every kind of value meets every kind of field somewhere.
    A field refuses alone, without its form: sending what it refuses would ask
    the same again, with an answer to the rest that nobody then looks at.
    """
    let_through: dict[str, list[tuple[str, Any]]] = {}
    fell = []
    for name, each in fields.items():
        kept = let_through.setdefault(name, [])
        for what, value in values_of(name, each).items():
            try:
                if each is not None and not hasattr(each, "fields"):
                    given = (
                        [value]
                        if isinstance(each, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField))
                        else value
                    )
                    each.clean(given)
            except (ValidationError, OverflowError):
                # What SQLite cannot hold is a bad request to every screen (``ui.requests``).
                continue
            except TypeError:
                # A field that wants more than a value, as those of files with what was there before.
                pass
            except Exception as error:
                fell.append(f"{name} ({type(each).__name__}) with {what}: {error!r:.120}")
            kept.append((what, value))
    begun = {}
    for number, (name, kept) in enumerate(let_through.items()):
        start = (turn * most + number) % len(kept) if len(kept) > most else 0
        begun[name] = (kept[start:] + kept[:start])[:most]
    deepest = max(map(len, begun.values()), default=0)
    return [{name: kept[at] for name, kept in begun.items() if at < len(kept)} for at in range(deepest)], fell
