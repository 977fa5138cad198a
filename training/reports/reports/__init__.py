"""Reports in the Wagtail admin."""

from training.reports.reports.growth import PERMISSION, GrowthPeople, GrowthReport

__all__ = ["PERMISSION", "GrowthPeople", "GrowthReport"]
