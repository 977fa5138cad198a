"""The pages of a framework and of a profile ask as much about twenty competences as about one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from training.competences.models import LevelDescriptor

pytestmark = pytest.mark.django_db


def queries_of(client, url, *, holds):
    with CaptureQueriesContext(connection) as asked:
        text = client.get(url).content.decode()
    assert all(words in text for words in holds)
    return len(asked)


def test_the_page_of_a_framework_asks_the_same_however_many_competences_it_has(client):
    client.force_login(make.superuser())
    competence = make.CompetenceFactory()
    url = reverse("kompas_framework:inspect", args=[competence.framework_id])
    client.get(url)
    before = queries_of(client, url, holds=[competence.code])
    others = [make.CompetenceFactory(framework=competence.framework, domain=competence.domain) for _turn in range(4)]
    for competence in others:
        LevelDescriptor.objects.create(
            competence=competence, level=1, text_pl=f"Opis {competence.pk}.", text_en=f"Text {competence.pk}."
        )
    assert queries_of(client, url, holds=[f"Opis {competence.pk}." for competence in others]) == before


def test_the_page_of_a_profile_asks_the_same_however_much_it_requires(client):
    client.force_login(make.superuser())
    framework = make.FrameworkFactory()
    competences = [make.CompetenceFactory(framework=framework) for _turn in range(5)]
    small = make.RoleProfileFactory(framework=framework, requirements={competences[0]: 1})
    large = make.RoleProfileFactory(framework=framework, requirements=dict.fromkeys(competences, 2))
    asked = [
        queries_of(
            client, reverse("kompas_profile:inspect", args=[profile.pk]), holds=[competence.code for competence in held]
        )
        for profile, held in ((small, competences[:1]), (small, competences[:1]), (large, competences))
    ]
    assert asked[1] == asked[2]
