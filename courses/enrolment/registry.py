"""What other rooms plug in here from ``AppConfig.ready()``."""

from collections.abc import Callable, Collection

from laces.components import Component

from courses.enrolment.models import Enrolment
from training.kernel.registry import Registry

# What rooms above show on the page of one enrolment.
enrolment_panels: Registry[Callable[[Enrolment], Component | None]] = Registry("panels of an enrolment")

# Called after the commit of a step with the edition's key and those who now take part in it, or no longer do;
# ``None`` when it concerns everybody: a meeting changed.
participants_changed: Registry[Callable[[int, Collection[int] | None], None]] = Registry(
    "told who takes part, or what in"
)
