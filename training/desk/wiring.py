"""What the desk plugs in: its entries of the main menu, and what waits for the office."""

from training.desk import navigation
from training.desk.panels import office
from training.desk.registry import office_tasks


def register() -> None:
    navigation.register()
    office_tasks.register("people", office.people_tasks, order=60)
    office_tasks.register("duplicates", office.duplicate_tasks, order=70)
    office_tasks.register("notices", office.notice_tasks, order=80)
