"""Reports in the Wagtail admin."""

from training.reports.reports.base import Answer, Cell, Report
from training.reports.reports.growth import PERMISSION, GrowthPeople, GrowthReport

__all__ = ["PERMISSION", "Answer", "Cell", "GrowthPeople", "GrowthReport", "Report"]
