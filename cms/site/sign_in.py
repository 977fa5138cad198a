"""Addresses of Wagtail that check a secret: they lead to the site's sign-in, or have a limit of attempts."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from wagtail import views as pages
from wagtail.documents.views import serve as documents

from training.accounts.access import limited
from training.kernel.links import sign_in_url


@never_cache
def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the site's sign-in, and from there where the visitor was going on this site."""
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    # Somebody who is signed in and was sent here may not go there: once more would be a circle.
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        is_ours = False
    address = sign_in_url()
    if urlsplit(address).path == request.path:
        # The site's own sign-in is this very address: on to Kompas's.
        address = reverse("kompas_training:sign_in")
    return redirect_to_login(target, address) if is_ours else redirect(address)


@never_cache
def redirect_to_password_reset(request: HttpRequest) -> HttpResponse:
    return redirect("kompas_training:password_reset")


password_of_a_page = limited("page_password", right_ones_too=False)(pages.authenticate_with_password)
password_of_a_collection = limited("page_password", right_ones_too=False)(documents.authenticate_with_password)
