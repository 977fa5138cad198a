"""What demand adds to *My development*: a button beside each gap that no course closes, and what one waits for."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from laces.components import Component

from courses.catalogue.registry import url_of
from courses.demand import queries
from courses.demand.models import Wish
from courses.demand.queries import NamedWish
from training.desk.registry import PanelContext


class WishButton(Component):
    """One tap beside a gap; once tapped, since when, and the way back."""

    template_name = "kompas_courses/demand/parts/wish_button.html"

    def __init__(self, line_id: int, level: int, wish: Wish | None) -> None:
        self.line_id, self.level, self.wish = line_id, level, wish

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "url": reverse("kompas_courses:wish_level", args=[self.line_id, self.level]),
            "wish": self.wish,
            "row": parent_context.get("row"),
            "csrf_token": parent_context.get("csrf_token"),
        }


def beside_gaps(context: PanelContext, gaps: Mapping[int, int]) -> dict[int, Component]:
    """A button for each of these lines of competences, for the level that is required."""
    wishes = {(wish.line_id, wish.level): wish for wish in queries.wishes_on_desk(context.person)}
    return {line_id: WishButton(line_id, level, wishes.get((line_id, level))) for line_id, level in gaps.items()}


class WishesPanel(Component):
    template_name = "kompas_courses/demand/panel.html"

    def __init__(self, wishes: list[NamedWish]) -> None:
        self.wishes = wishes

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows = [
            {"named": named, "words": queries.wish_in_words(named), "url": url_of(named.course) if named.course else ""}
            for named in self.wishes
        ]
        return {"rows": rows, "csrf_token": parent_context.get("csrf_token")}


def wishes_panel(context: PanelContext) -> Component | None:
    """What the person waits for, with the way back; nothing for who waits for nothing."""
    wishes = queries.named(queries.wishes_on_desk(context.person))
    return WishesPanel(wishes) if wishes else None
