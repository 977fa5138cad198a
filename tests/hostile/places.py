"""Every address of the site with real objects in its gaps, and where a value can be put into one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import quote

from tests.walk import admin, front
from tests.walk.steps import GOES_ON, NOT_NOW, OPENS, addresses, read, value_of
from tests.walk.world import ROLES

GAP = re.compile(r"<(?:(\w+):)?(\w+)>")
# Routes that are written as expressions, as routes; ``^.*/$`` is what the admin answers when nothing else does.
EXPRESSIONS = {
    "wagtailadmin_pages:revisions_compare": (
        "admin/pages/<int:page_id>/revisions/compare/<str:revision_a>...<str:revision_b>/"
    ),
    "wagtaildocs_serve": "documents/<int:document_id>/<path:file_name>",
    "wagtail_serve": "<path:page_path>/",
}
# Objects of Wagtail's own addresses by the name of the gap; of the gap ``pk``, by the beginning of the address's name.
GAPS = {
    "page_id": "page",
    "page_pk": "page",
    "parent_page_id": "catalogue",
    "page_to_move_id": "page",
    "destination_id": "catalogue",
    "object_id": "page",
    "revision_id": "revision",
    "revision_a": "'live'",
    "revision_b": "'latest'",
    "image_id": "image",
    "document_id": "document",
    "doc_id": "document",
    "uploaded_file_id": "upload",
    "collection_id": "collection",
    "redirect_id": "redirect",
    "restriction_id": "restriction",
    "page_view_restriction_id": "restriction",
    "workflow_pk": "workflow",
    "workflow_state_id": "workflow_state",
    "task_id": "task",
    "task_state_id": "task_state",
    "session_id": "session",
    "filter_spec": "'width-100'",
    "action": "'delete'",
    "action_name": "'copy'",
    "path": "'none.png'",
    "file_name": "'none.pdf'",
    "page_path": "'szkolenia'",
    "uidb64": "reset.0",
    "token": "reset.1",
    **{f"{kind}app_{word}": "'kompas_pages'" for kind in ("", "content_type_") for word in ("name", "label")},
    **{f"{kind}model_name": "'coursepage'" for kind in ("", "content_type_")},
}
KEYS = {
    "wagtailadmin_api:pages": "page",
    "wagtailadmin_api:documents": "document",
    "wagtailadmin_api:images": "image",
    "wagtailadmin_collections": "collection",
    "wagtailadmin_workflows:edit_task": "task",
    "wagtailadmin_workflows:disable_task": "task",
    "wagtailadmin_workflows:enable_task": "task",
    "wagtailadmin_workflows": "workflow",
    "wagtaildocs_chooser": "document",
    "wagtailimages_chooser": "image",
    "wagtailsites": "site",
    "wagtailusers_users": "user",
    "wagtailusers_groups": "group",
}
# It fails on purpose: Wagtail's trial of the page for errors.
FALLS = "wagtailadmin_error_test"


@dataclass(frozen=True)
class Place:
    """An address with real objects, and as whom it opens."""

    name: str
    url: str
    query: str
    role: str
    view: object

    def __str__(self) -> str:
        return f"{self.name} as {self.role}"


def routes() -> Iterator[tuple[str, str, object]]:
    """Every address but the trial: name, route without signs of expressions, view."""
    for name, route, view in addresses():
        if name == FALLS:
            continue
        plain = EXPRESSIONS.get(name) or re.sub(r"\\Z|[\^$]|\.\*/", "", route)
        if "(?P" in plain or "(" in plain:
            raise AssertionError(f"{name}: write {route} as a route in EXPRESSIONS")
        yield name, plain, view


def filled(route: str, values: list[str]) -> str:
    """The address with the values, percent-encoded already, in its gaps."""
    left = list(values)
    return "/" + GAP.sub(lambda _gap: left.pop(0), route)


def _own_keys(name: str, route: str, world: SimpleNamespace) -> list[str]:
    keys = []
    for _converter, gap in GAP.findall(route):
        if gap in GAPS:
            words = GAPS[gap]
        else:
            words = next(kept for beginning, kept in KEYS.items() if name.startswith(beginning))
        keys.append(quote(str(value_of(world, words))))
    return keys


def _lines() -> dict[str, list]:
    by_name = {}
    for line in (*read(front.TABLE), *read(admin.TABLE)):
        by_name.setdefault(line.name, []).append(line)
    return by_name


def keys_of(name: str, route: str, world: SimpleNamespace) -> list[str]:
    """Real objects for the gaps of an address: those of the walk's table, or Wagtail's own."""
    if line := next(iter(_lines().get(name, ())), None):
        return [quote(str(value_of(world, arg))) for arg in line.args]
    return _own_keys(name, route, world)


def places(world: SimpleNamespace) -> Iterator[Place]:
    """Every address: ours as everybody whom another screen opens to, Wagtail's as a superuser."""
    lines, seen = _lines(), set()
    for name, route, view in routes():
        if name in lines:
            for line in lines[name]:
                lets_in = (OPENS, GOES_ON, NOT_NOW) if line.method == "POST" else (OPENS,)
                opened = [role for role in ROLES if line.expected(role) in lets_in] or ["superuser"]
                address = line.url(world).partition("?")
                # The first but nobody is who may least; on the front, also the last, who may most: what a superuser
                # reads in the admin is what the coordinator reads.
                least = opened[opened[0] == "nobody" and len(opened) > 1]
                for role in dict.fromkeys([least] if route.startswith("admin/") else [opened[-1], least]):
                    if (address[0], role) not in seen:
                        seen.add((address[0], role))
                        yield Place(name, address[0], address[2], role, view)
        else:
            yield Place(name, filled(route, _own_keys(name, route, world)), "", "superuser", view)
    for kind in ("home", "catalogue", "course_page", "practices", "practice_page", "standard_page"):
        yield Place(f"page {kind}", getattr(world, kind).url, "", "learner", None)
