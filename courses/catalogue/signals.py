"""What the catalogue tells the rooms above it; sent on commit, so a rollback tells nobody anything.

A receiver that fails does not stop the others: each is called robustly, and
what it left undone is found again by ``kompas_catch_up``.
"""

from django.dispatch import Signal

# meeting (as saved), actor, is_new, changes: the names of the changed fields
# ("starts_at", "venue" …), empty when it is new.  Also sent for editions
# that are not published yet.
meeting_changed = Signal()

# meeting (as cancelled), actor, reason.  Not sent when its whole edition is cancelled.
meeting_cancelled = Signal()

# edition (as published), actor.
edition_published = Signal()

# edition (as cancelled), actor, reason.
edition_cancelled = Signal()
