"""The languages of the site, and where the page that is shown stands in each of them."""

from dataclasses import dataclass
from typing import Any

from django.conf import global_settings, settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Site, TranslatableMixin

from training.ui import addresses


@dataclass(frozen=True)
class Language:
    """A language of the site.  Without ``url`` the switch is a form to Django's ``set_language``.

    ``alternate_url`` is the whole address of this very page in that language, where everybody may read it: what
    search engines are told as ``hreflang``.
    """

    code: str
    name: str
    url: str
    is_current: bool
    alternate_url: str = ""


def languages(request: HttpRequest, page: Any = None) -> list[Language]:
    """The site's languages, each by its own name, with the address of this page in it; empty when there is one.

    ``page`` is the Wagtail page that is shown.  In a site with a tree of pages for each language
    (``WAGTAIL_I18N_ENABLED``) the addresses are those of its translations; a language that it is not translated into
    leads to its front page.  Without such trees the same page stands in every language.

    A site that never chose its languages has Django's hundred: it speaks one.
    """
    if dict(settings.LANGUAGES).keys() == dict(global_settings.LANGUAGES).keys():
        return []
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False) and isinstance(page, TranslatableMixin):
        listed = _of_translations(request, page)
    else:
        listed = _of_one_address(request)
    return listed if len(listed) > 1 else []


def _current() -> str:
    try:
        return translation.get_supported_language_variant(translation.get_language() or settings.LANGUAGE_CODE)
    except LookupError:
        return settings.LANGUAGE_CODE


def _language(code: str, url: str, alternate_url: str = "") -> Language:
    return Language(code, translation.get_language_info(code)["name_local"], url, code == _current(), alternate_url)


def _of_one_address(request: HttpRequest) -> list[Language]:
    here = request.get_full_path()
    listed = []
    for code, _name in settings.LANGUAGES:
        url = here if code == _current() else translate_url(here, code)
        if url == here and code != _current():
            if not addresses.address_of("set_language"):
                continue  # neither an address nor a form leads there
            url = ""
        listed.append(_language(code, url, request.build_absolute_uri(url) if url else ""))
    return listed


def _of_translations(request: HttpRequest, page: Any) -> list[Language]:
    here = request.get_full_path()
    query = here[len(request.path) :]
    translations = {translation.locale.language_code: translation for translation in _translations(page)}
    site = Site.find_for_request(request)
    front_pages = (
        {translation.locale.language_code: translation for translation in _translations(site.root_page)} if site else {}
    )
    listed = []
    for code, _name in settings.LANGUAGES:
        if code == _current():
            listed.append(_language(code, here, request.build_absolute_uri(here)))
        elif code in translations and (url := translations[code].get_url(request)):
            # Asked of the page, so that one that mirrors another keeps the restrictions of that one.
            is_public = not translations[code].get_view_restrictions().exists()
            listed.append(_language(code, url + query, request.build_absolute_uri(url + query) if is_public else ""))
        elif code in front_pages and (url := front_pages[code].get_url(request)):
            listed.append(_language(code, url))
    return listed


def _translations(page: Any) -> Any:
    return page.get_translations().live().select_related("locale")
