"""Our four packages have plain names, and a site may have one of its own by such a name: then it hides ours."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

PACKAGES = ("training", "courses", "certificates", "cms")
CURE = (
    "Kompas's package “{name}” is hidden by another of that name, {place}. Give the other one another name and let "
    "its AppConfig keep the label, so that tables and migrations stay: docs/how-to/add-to-your-site.md, "
    "“Names that are taken”."
)


def taken_names() -> dict[str, str]:
    """Packages of ours whose name leads elsewhere, with the place it leads to."""
    here = Path(__file__).resolve().parents[1]
    taken = {}
    for name in PACKAGES:
        spec = find_spec(name)
        if spec is None:
            continue
        places = [Path(place).resolve() for place in spec.submodule_search_locations or ()]
        if here / name not in places:
            taken[name] = str(places[0] if places else spec.origin)
    return taken


def _is_wanted(place: str) -> bool:
    """Whether the site asks for our page parts, while ``cms`` is its own: it may go without them."""
    asked = settings.INSTALLED_APPS if settings.configured else ()
    return "cms.pages" in asked and not (Path(place) / "pages").exists()


def refuse_taken_names() -> None:
    """Called when our packages are imported, before anything of them is missed by a name that explains nothing.

    Raises:
        ImportError: another package hides one of ours.
    """
    for name, place in taken_names().items():
        if name != "cms" or _is_wanted(place):
            raise ImportError(CURE.format(name=name, place=place))
