"""Pairs of expressions that a search takes for each other, as the office keeps them."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from tests import factories as make
from training.accounts.registry import COORDINATOR, GROUPS
from training.synonyms import actions, queries
from training.synonyms.loader import load_synonyms
from training.synonyms.models import Synonym
from training.synonyms.refusals import NoWords, PairIsThere, SameWords, TooManyWords

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    user = make.user(username="rops", is_staff=True)
    user.groups.add(Group.objects.get(name=GROUPS[COORDINATOR]))
    return user


def save(term="OPS", meaning="ośrodek pomocy społecznej", **more):
    return actions.save_synonym(term=term, meaning=meaning, actor=make.ACTOR, **more)


def test_a_pair_is_kept_as_it_is_written_and_asked_for_in_folded_words():
    save(" ŚDS ", "środowiskowy  dom samopomocy")
    assert Synonym.objects.get().term == "ŚDS"
    assert queries.pairs() == [(("sds",), ("srodowiskowy", "dom", "samopomocy"))]


@pytest.mark.parametrize(
    ("term", "meaning", "refusal"),
    [
        ("OPS", "!!!", NoWords),
        (" ", "ośrodek", NoWords),
        ("OPS", "raz dwa trzy cztery pięć sześć siedem osiem dziewięć", TooManyWords),
        ("asystent rodziny", "Asystenci rodzin", SameWords),
    ],
)
def test_what_a_search_could_not_use_is_refused(term, meaning, refusal):
    with pytest.raises(refusal):
        save(term, meaning)
    assert Synonym.objects.count() == 0


def test_a_pair_stands_once_in_whatever_order_and_letters():
    pair = save()
    for term, meaning in (("ops", "Ośrodek Pomocy Społecznej"), ("osrodek pomocy spolecznej", "OPS")):
        with pytest.raises(PairIsThere):
            save(term, meaning)
    # The pair itself may be written better; another meaning of the word is another pair.
    assert save("Ops", "ośrodek pomocy społecznej", synonym=pair) == pair
    save("OPS", "oddział pomocy środowiskowej")
    assert Synonym.objects.count() == 2


def test_the_database_keeps_a_pair_a_pair():
    for term, meaning in (("OPS", "ops"), ("", "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Synonym(term=term, meaning=meaning).save()


def test_the_list_that_is_shipped_fills_an_empty_one_only():
    count = load_synonyms(actor=make.ACTOR)
    assert Synonym.objects.count() == count > 20
    actions.delete_synonym(synonym=Synonym.objects.get(term="OPS"), actor=make.ACTOR)
    call_command("kompas_load_dictionaries", verbosity=0)
    assert not Synonym.objects.filter(term="OPS").exists()


def test_the_office_adds_changes_and_deletes_a_pair(client, coordinator):
    client.force_login(coordinator)
    with translation.override("pl"):
        client.post(reverse("kompas_synonym:add"), {"term": "NK", "meaning": "niebieska karta"})
        pair = Synonym.objects.get()
        client.post(reverse("kompas_synonym:edit", args=[pair.pk]), {"term": "NK", "meaning": "niebieskie karty"})
        pair.refresh_from_db()
        assert pair.meaning == "niebieskie karty"
        answer = client.post(reverse("kompas_synonym:add"), {"term": "nk", "meaning": "Niebieskie karty"})
        assert "znaczą już to samo" in answer.content.decode()
        client.post(reverse("kompas_synonym:delete", args=[pair.pk]))
    assert Synonym.objects.count() == 0
