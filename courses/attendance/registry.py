"""What rooms above plug into the register of classes."""

from collections.abc import Callable, Sequence

from courses.catalogue.models import Meeting
from training.kernel.registry import Registry
from training.people.models import Person

# Asked before somebody is written down as having taught a meeting; each raises a refusal or stays silent.
teaching_guards: Registry[Callable[[Meeting, Sequence[Person]], None]] = Registry("objections to who taught")
