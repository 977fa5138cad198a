"""Verbs of the synonyms of the search."""

from tests import factories as make
from tests.actors.scenario import scenario
from training.synonyms import actions, loader
from training.synonyms.models import Synonym


@scenario("training.synonyms.actions.save_synonym")
def _(w, actor):
    actions.save_synonym(term="DK", meaning="dom kultury", actor=actor)


@scenario("training.synonyms.actions.delete_synonym")
def _(w, actor):
    actions.delete_synonym(synonym=make.SynonymFactory(term="KC"), actor=actor)


@scenario("training.synonyms.loader.load_synonyms")
def _(w, actor):
    Synonym.objects.all().delete()
    loader.load_synonyms(actor=actor)
