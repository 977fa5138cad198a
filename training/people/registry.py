"""What rooms above plug in here from ``AppConfig.ready()``."""

from collections.abc import Callable

from training.kernel.actors import Actor
from training.kernel.registry import Registry
from training.people.models import Person

# Asked when somebody gives another address to a person with an account: ``(person, address, actor)``.  The account
# is opened by its address, so nothing here writes it; who follows the link sent to it makes it theirs.
new_addresses: Registry[Callable[[Person, str, Actor], None]] = Registry("new addresses of people with accounts")
