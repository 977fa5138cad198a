"""How a page is found: Wagtail's own way, in half as many questions.

Wagtail asks twice at each step of an address, once for the page and once for
what it is, and twice more for who may see it.  Pages of Kompas know what
stands below them, so they ask once; what a site of its own does in ``route``
or ``get_view_restrictions`` is left to it.
"""

from typing import Any

from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpRequest
from wagtail.models import Page, PageViewRestriction

from cms.addresses import models_of


def steps_to(model: type[Page]) -> list[str]:
    """The relations that lead from ``Page`` down to the model."""
    steps: list[str] = []
    while model is not Page:
        above = next(parent for parent in model._meta.parents if issubclass(parent, Page))
        steps.insert(0, model._meta.get_ancestor_link(above).related_query_name())
        model = above
    return steps


class RoutedMixin(models.Model):
    """A page that reads the page below it whole, and its restrictions, in one question each."""

    # Kinds of pages that usually stand below; others are found as ever.
    kinds_below: tuple[str, ...] = ()
    # Relations that the page's own screen needs.
    read_with: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        usual = super().route
        steps = {model: steps_to(model) for kind in self.kinds_below for model in models_of(kind)}
        if not path_components or not steps or usual.__func__ is not Page.route:
            return usual(request, path_components)
        slug, *rest = path_components
        whole = [
            LOOKUP_SEP.join([*way, *relation])
            for model, way in steps.items()
            for relation in ([], *([name] for name in model.read_with))
        ]
        child = self.get_children().select_related(*whole).filter(slug=slug).first()
        if child is None:
            raise Http404
        page = child
        for step in steps.get(child.specific_class, ()):
            page = getattr(page, step)
        page = page.specific
        # As Wagtail does: who asks for the parent knows it already.
        page._cached_parent_obj = self
        return page.route(request, rest)

    def get_view_restrictions(self) -> models.QuerySet:
        usual = super().get_view_restrictions
        paths = self._own_way()
        if usual.__func__ is not Page.get_view_restrictions or paths is None:
            return usual()
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def _own_way(self) -> list[str] | None:
        """Paths of this page and of all above, when they are known and none borrows the rules of another."""
        paths: list[str] = []
        page: Page | None = self
        while page is not None and page.depth > 1:
            if page.alias_of_id:
                return None
            paths.append(page.path)
            parent = getattr(page, "_cached_parent_obj", None)
            if parent is None and page.depth > 2:
                return None
            page = parent
        return [self.path[: self.steplen], *paths]
