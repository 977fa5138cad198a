"""What funding plugs into the house; called once when Django is ready."""

from courses.catalogue.wiring import guard_closed
from courses.funding import integrity
from courses.funding.models import EditionFunding
from training.kernel.integrity import checks


def register() -> None:
    checks.register("printed texts of funding", integrity.printed_texts)
    guard_closed(EditionFunding, "edition")
