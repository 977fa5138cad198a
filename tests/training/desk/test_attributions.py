"""*My development* says whose word a level is, and who entered it when that was somebody else."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from tests.training.assessments.shapes import entry, framework_with
from training.assessments import actions
from training.assessments.states import AssessmentKind
from training.kernel.actors import Actor

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("kind", "by", "sentence"),
    [
        (AssessmentKind.SUPERVISOR, "head", "assessed by Jan Kierownik<"),
        (AssessmentKind.SUPERVISOR, "clerk", "assessed by Jan Kierownik, entered by Zofia Urzędowa<"),
        (AssessmentKind.SELF, "clerk", "entered by Zofia Urzędowa<"),
        (AssessmentKind.SELF, "person", ""),
    ],
)
@pytest.mark.parametrize("is_required", [True, False])
def test_a_level_names_its_assessor_and_whoever_entered_it_for_them(client, kind, by, sentence, is_required):
    (competence,) = framework_with(1)
    head = make.person_with_account(first_name="Jan", last_name="Kierownik")
    clerk = make.user(username="clerk", first_name="Zofia", last_name="Urzędowa")
    person = make.employed(user=make.user(), first_name="Ewa", last_name="Lis")
    if is_required:
        post = person.employments.get().position
        make.RoleProfileFactory(positions=[post], requirements={competence: 3}, framework=competence.framework)
    actor = Actor.of_user({"head": head.user, "clerk": clerk, "person": person.user}[by])
    assessor = person if kind == AssessmentKind.SELF else head
    actions.record(entries=[entry(person, competence, 2, DAY, kind=kind, assessor=assessor)], actor=actor)
    client.force_login(person.user)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        html = client.get(reverse("kompas_training:my_development")).content.decode()
    assert sentence in html
    assert html.count("assessed by") == sentence.count("assessed by")
    assert html.count("entered by") == sentence.count("entered by")
    if is_required:
        assert "Other competences" not in html
