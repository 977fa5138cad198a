"""A small site: front page, catalogue, practices."""

from types import SimpleNamespace

import pytest
from wagtail.models import Page, Site

from cms import addresses
from cms.pages.models import CourseIndexPage, CoursePage, HomePage, PracticeIndexPage, PracticePage
from courses.catalogue.states import EditionState
from tests import factories as make
from training.competences.states import FrameworkState


@pytest.fixture
def framework(db):
    """A published framework with two domains."""
    framework = make.FrameworkFactory(state=FrameworkState.PUBLISHED, published_at=make.LONG_AGO, content_hash="a" * 64)
    make.DomainFactory(framework=framework, code="D1", name_pl="Praca socjalna", name_en="Social work")
    make.DomainFactory(framework=framework, code="D2", name_pl="Zarządzanie", name_en="Management")
    return framework


@pytest.fixture
def kompas(pages, framework, monkeypatch):
    """The pages of a site, as the tests' day sees them."""
    from training.kernel import time

    monkeypatch.setattr(time, "now", lambda: make.NOW)
    monkeypatch.setattr(time, "today", lambda moment=None: (moment or make.NOW).astimezone(make.WARSAW).date())
    root = Page.objects.get(depth=1)
    site = Site.objects.get(is_default_site=True)
    old = site.root_page
    home = root.add_child(instance=HomePage(title="Strona główna", slug="kompas-start"))
    site.root_page = home
    site.save()
    old.delete()
    courses = home.add_child(instance=CourseIndexPage(title="Szkolenia", slug="szkolenia"))
    practices = home.add_child(instance=PracticeIndexPage(title="Dobre praktyki", slug="dobre-praktyki"))
    addresses.forget()
    return SimpleNamespace(home=home, courses=courses, practices=practices, framework=framework)


@pytest.fixture
def course_with_page(kompas):
    """Makes a course with its page and one edition open for applications."""

    def made(
        title="Dialog motywujący", *, competences=(), seats=10, meeting=None, page=None, recruitment=None, **edition
    ):
        course = make.CourseFactory(title=title, summary="Rozmowa, która zmienia.", audience="Pracownicy socjalni")
        course.competences.set(competences)
        # Closed or cancelled last: then nothing of it changes any more.
        state = edition.pop("state", EditionState.PUBLISHED)
        edition = make.EditionFactory(course=course, **edition)
        first = make.MeetingFactory(edition=edition, **(meeting or {}))
        edition.starts_on = edition.ends_on = first.starts_at.astimezone(make.WARSAW).date()
        edition.save()
        if recruitment is not False:
            make.RecruitmentFactory(edition=edition, seats=seats, **(recruitment or {}))
        edition.state = state
        edition.save()
        page = kompas.courses.add_child(
            instance=CoursePage(title=title, slug=f"kurs-{course.pk}", course=course, **(page or {}))
        )
        return SimpleNamespace(course=course, edition=edition, page=page, meeting=first)

    return made


@pytest.fixture
def practice(kompas):
    def made(title="Klub seniora", *, competences=(), **fields):
        fields.setdefault("summary", "Spotkania, które wyciągają z domu.")
        page = kompas.practices.add_child(instance=PracticePage(title=title, first_published_at=make.NOW, **fields))
        page.competences = list(competences)
        page.save()
        return page

    return made
