"""Small staff lists, and how they are read, decided and applied."""

import io
from pathlib import Path

from openpyxl import Workbook

from tests import factories as make
from training.people import actions
from training.people.models import Employment, Person
from training.people.rules import Option, Question

DATA = Path(__file__).resolve().parents[2] / "data"
SENIOR = "starszy pracownik socjalny"
GOPS = "Gminny Ośrodek Pomocy Społecznej w Ulhówku"
HEAD = ["Nazwisko i imię", "Stanowisko", "Nazwa instytucji", "Powiat", "Adres e-mail", "Telefon", "Zatrudniony od"]


def staff_list(*rows, head=HEAD):
    book = Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content, **kwargs):
    return actions.import_staff(file=content, file_name="lista.xlsx", actor=make.ACTOR, now=make.NOW, **kwargs)


def decide(row, question, answer, **details):
    """Answer a question with an option as the forms write it: ``id:5``, ``make``."""
    option = Option.parse(answer)
    actions.decide_row(row=row, question=Question(question), option=option, actor=make.ACTOR, now=make.NOW, **details)


def outcomes(staff_import):
    return [(row.number, row.outcome) for row in staff_import.rows.all()]


def codes(staff_import):
    return {
        row.number: [problem["code"] for problem in row.problems] for row in staff_import.rows.all() if row.problems
    }


def everything():
    """All that an import may write, to compare before and after."""
    people = list(Person.objects.order_by("pk").values_list("pk", "last_name", "first_name", "email", "phone"))
    posts = list(
        Employment.objects.order_by("pk").values_list("pk", "person_id", "position__code", "valid_from", "valid_until")
    )
    return people, posts


def row(name, post="pracownik socjalny", where=GOPS, county="tomaszowski", email=None, phone=None, since=None):
    return [name, post, where, county, email, phone, since]


def apply(*rows, **kwargs):
    return read(staff_list(*rows), apply=True, **kwargs)
