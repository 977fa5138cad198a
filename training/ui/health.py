"""Two addresses for machines: whether pages can be served, and whether all is well."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from training.kernel import health


def _answer(*, with_work: bool) -> HttpResponse:
    conditions = health.conditions(with_work=with_work)
    is_well = all(condition.is_well for condition in conditions.values())
    facts = {"ok": is_well, "checks": {name: condition.as_facts() for name, condition in conditions.items()}}
    return JsonResponse(facts, status=200 if is_well else 503)


@never_cache
@require_safe
def all_is_well(request: HttpRequest) -> HttpResponse:
    """For those who watch: 503 also when letters or tasks wait too long."""
    return _answer(with_work=True)


@never_cache
@require_safe
def serves_pages(request: HttpRequest) -> HttpResponse:
    """For a proxy, which would take away a process that is well when letters wait for a mail server."""
    return _answer(with_work=False)
