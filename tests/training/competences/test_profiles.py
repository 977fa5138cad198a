"""A profile of a post through versions of a framework: what it requires goes by lines."""

import pytest
from django.urls import reverse

from tests import factories as make
from tests.training.assessments.versions import added, counterpart, draft_of, publish, published, removed
from training.competences import actions, refusals
from training.competences.models import RoleProfile
from training.competences.queries import requirements_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rops(client):
    client.force_login(make.user(is_superuser=True))
    return client


@pytest.fixture
def world():
    """A profile of the first version; the second renames nothing, drops one competence and adds one."""
    kept, ended = published(2)
    kept.framework.refresh_from_db()
    profile = actions.save_profile(
        framework=kept.framework,
        code="pracownik",
        name_pl="pracownik socjalny",
        positions=[make.PositionFactory()],
        levels={kept: 2, ended: 3},
        actor=make.ACTOR,
        now=make.NOW,
    )
    draft = draft_of(kept)
    new = counterpart(draft, kept)
    removed(draft, ended)
    fresh = added(draft, "Nowa", code="N")
    return profile, publish(draft), new, ended, fresh


def sent(form):
    """What a browser sends back when nothing is touched."""
    data = {name: form.initial.get(name, field.initial) for name, field in form.fields.items()}
    data["positions"] = [position.pk for position in form.fields["positions"].initial]
    return {name: "" if value is None else value for name, value in data.items()}


def test_the_form_asks_about_the_newest_version_and_keeps_what_it_no_longer_has(rops, world):
    profile, framework, new, ended, fresh = world
    address = reverse("kompas_profile:edit", args=[profile.pk])
    form = rops.get(address).context["form"]
    assert (form.framework, form.competences) == (framework, [new, fresh, ended])
    assert form.fields[f"level_{ended.pk}"].label == f"{ended.code} {ended.name} (wersja 1)"
    # Saved as it is, it stays as it is; a newer version alone is no change.
    assert rops.post(address, sent(form)).status_code == 302
    assert [*RoleProfile.objects.all()] == [profile]
    # The new competence can be required now, and the one that ended still is.
    who = make.employed()
    assert rops.post(address, {**sent(form), f"level_{fresh.pk}": "1"}).status_code == 302
    living = RoleProfile.objects.as_recorded().get()
    assert (living.framework, requirements_of(who, make.TODAY)) == (
        framework,
        {new.line_id: 2, ended.line_id: 3, fresh.line_id: 1},
    )


def test_only_what_the_profile_required_before_is_kept_from_an_older_version(world):
    profile, framework, new, ended, _fresh = world
    kept = profile.requirements.exclude(competence=ended).get().competence
    facts = {"framework": framework, "code": "pracownik", "name_pl": "inaczej", "actor": make.ACTOR}
    for profile_before, levels in ((profile, {kept: 2}), (None, {new: 2, ended: 3})):
        with pytest.raises(refusals.CompetenceNotInFramework):
            actions.save_profile(profile=profile_before, levels=levels, **facts)
