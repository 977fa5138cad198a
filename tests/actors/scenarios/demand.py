"""Verbs of demand."""

from courses.demand import actions as demand
from tests.actors.scenario import NOW, OTHER, scenario

WISHING = "courses.demand.actions.wishing"


@scenario(f"{WISHING}.wish_for_course")
def _(w, actor):
    demand.wish_for_course(person=w.colleague, course=w.coming.course, actor=actor, now=NOW)


@scenario(f"{WISHING}.wish_for_level")
def _(w, actor):
    demand.wish_for_level(person=w.colleague, competence=w.competence, level=3, actor=actor, now=NOW)


@scenario(f"{WISHING}.withdraw")
def _(w, actor):
    wish = demand.wish_for_course(person=w.colleague, course=w.coming.course, actor=OTHER, now=NOW)
    demand.withdraw(wish=wish, actor=actor, now=NOW)
