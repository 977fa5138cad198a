"""Composition root of the page parts: menus, the addresses that lower rooms ask for, and what drops kept answers."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    label = "kompas_cms"
    verbose_name = _("Kompas: page parts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import m2m_changed, post_delete, post_save
        from wagtail import signals
        from wagtail.models import Locale, PageViewRestriction, Site

        from cms import addresses, course_pages, outlines
        from courses.catalogue.models import Course, Module, Outcome, Standard
        from courses.catalogue.registry import course_materials, course_page_work, course_url
        from training.competences.models import Competence, Framework, Level
        from training.competences.registry import published
        from training.people.models import OrganisationKind, Position
        from training.ui.navigation import NavItem, footer_links, navigation

        published.register("practices", course_pages.retag_practices)
        course_url.register("pages", addresses.course_url)
        course_materials.register("pages", addresses.materials_url)
        course_page_work.register("pages", course_pages.edit_url)
        navigation.register("courses", NavItem(_("Courses"), address=addresses.courses_url), order=10)
        navigation.register("practices", NavItem(_("Good practices"), address=addresses.practices_url), order=20)

        labels = {
            "help": _("Help"),
            "accessibility": _("Accessibility statement"),
            "privacy": _("Personal data"),
            "terms": _("Terms"),
        }
        for place, kind in enumerate(addresses.IN_FOOTER):
            address = partial(addresses.footer_url, kind)
            footer_links.register(kind, NavItem(labels[kind], address=address), order=30 + place)

        for kind in ("course", "course_index", "practice_index", *addresses.IN_FOOTER):
            for model in addresses.models_of(kind):
                for signal in (post_save, post_delete):
                    signal.connect(addresses.forget, sender=model, dispatch_uid=f"kompas_cms.addresses.{kind}")
        for signal in (signals.page_unpublished, signals.post_page_move, signals.page_slug_changed):
            signal.connect(addresses.forget, dispatch_uid="kompas_cms.addresses")
        for model in (PageViewRestriction, Site, Locale):
            for signal in (post_save, post_delete):
                signal.connect(addresses.forget, sender=model, dispatch_uid="kompas_cms.addresses")
        for model in (Course, Module, Standard, Outcome, Competence, Framework, Level, OrganisationKind, Position):
            for signal in (post_save, post_delete):
                signal.connect(outlines.forget, sender=model, dispatch_uid="kompas_cms.outlines")
        for relation in (Course.kinds, Course.positions, Course.competences):
            m2m_changed.connect(outlines.forget, sender=relation.through, dispatch_uid="kompas_cms.outlines")
