"""A person's own certificates."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.register import files, queries
from certificates.register.models import Certificate
from training.accounts.access import person_required
from training.accounts.queries import person_of


def document(certificate: Certificate) -> HttpResponse:
    """The stored document, never a new one; a private file that no cache keeps."""
    response = HttpResponse(files.read(certificate.file_name), content_type="application/pdf")
    name = f"{slugify(certificate.number.replace('/', '-'))}.pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


def _own_certificates(request: HttpRequest) -> QuerySet[Certificate]:
    person = person_of(request.user)
    return queries.of_person(person) if person else Certificate.objects.none()


@never_cache
@person_required
@require_safe
def my_certificates(request: HttpRequest) -> HttpResponse:
    certificates = list(_own_certificates(request))
    return render(request, "kompas_certificates/register/my_certificates.html", {"certificates": certificates})


@person_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    certificate = _own_certificates(request).filter(pk=pk).first()
    if certificate is None:
        # Somebody else's, or nobody's: the answer is the same.
        raise Http404
    return document(certificate)
