"""Addresses of the reference site: Polish without a prefix, English under ``/en/``."""

from csp.decorators import csp_replace
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.site import sign_in, sitemaps, views

# Wagtail 8.0 still has inline scripts in its date pickers, choosers and page
# editor, and inline styles in the editor's bundle.
admin_csp = csp_replace(
    {
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
    }
)

urlpatterns = [
    # One sign-in, and one way to a new password: Wagtail's lead to Kompas's, which limit attempts.
    path("admin/login/", sign_in.redirect_to_sign_in),
    path("_util/login/", sign_in.redirect_to_sign_in),
    re_path("^admin/password_reset/", sign_in.redirect_to_password_reset),
    # Passwords of single pages and of collections of documents.
    path("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", sign_in.password_of_a_page),
    path("documents/authenticate_with_password/<int:restriction_id>/", sign_in.password_of_a_collection),
    path("admin/", include(decorate_urlpatterns(wagtailadmin_urls.urlpatterns, admin_csp))),
    path("documents/", include(wagtaildocs_urls)),
    path("jezyk/", set_language, name="set_language"),
    path("robots.txt", views.robots),
    path("sitemap.xml", sitemaps.pages, name="sitemap"),
    path("favicon.ico", views.favicon),
    # Pictures only: documents have their own view, which asks who may read them.
    path(f"{settings.MEDIA_URL.lstrip('/')}images/<path:path>", views.picture),
]

urlpatterns += i18n_patterns(
    path("", include("cms.site.front_urls")),
    path("", include("training.urls")),
    path("", include("courses.urls")),
    path("", include("certificates.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
