"""What other rooms plug in here from ``AppConfig.ready()``."""

from collections.abc import Callable, Sequence

from training.kernel.registry import Registry

# Each does what was left undone (a killed worker, a task that was lost) and says how many things that were.
catch_up: Registry[Callable[[], int]] = Registry("work left over, done by kompas_catch_up")

# Called after the transaction that queued notices is committed, once with the keys of all.
queued: Registry[Callable[[Sequence[int]], None]] = Registry("told that notices wait to be sent")

# Kinds of notices that carry a secret (a link that opens an account): their
# text is for the addressee alone, so the office's list shows only that it was sent.
private_kinds: Registry[bool] = Registry("kinds of notices whose text nobody else may read")
