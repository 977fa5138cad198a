"""What other rooms plug in here from ``AppConfig.ready()``."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from laces.components import Component

from courses.enrolment.models import Enrolment
from training.kernel.registry import Registry


@dataclass(frozen=True)
class CourseResult:
    """How a course ended for one person, in a few words; ``is_decided`` once the edition was closed."""

    text: str
    tone: str
    is_decided: bool = True


@dataclass(frozen=True)
class Document:
    """A paper that somebody got for a course, to download."""

    text: str
    url: str


# How a course ended, and what was issued for it, by the key of the enrolment; those with nothing to say are left out.
course_results: Registry[Callable[[Collection[int]], Mapping[int, CourseResult]]] = Registry("results of courses")
course_documents: Registry[Callable[[Collection[int]], Mapping[int, Document]]] = Registry("documents of courses")

# What rooms above show on the page of one enrolment.
enrolment_panels: Registry[Callable[[Enrolment], Component | None]] = Registry("panels of an enrolment")

# Called after the commit of a step with the edition's key and those who now take part in it, or no longer do;
# ``None`` when it concerns everybody: a meeting changed.
participants_changed: Registry[Callable[[int, Collection[int] | None], None]] = Registry(
    "told who takes part, or what in"
)
