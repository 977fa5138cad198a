"""What rooms above show on the page of one enrolment; registered in ``AppConfig.ready()``."""

from collections.abc import Callable

from laces.components import Component

from courses.enrolment.models import Enrolment
from training.kernel.registry import Registry

enrolment_panels: Registry[Callable[[Enrolment], Component | None]] = Registry("panels of an enrolment")
