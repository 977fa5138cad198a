"""What is done with messages: queued, sent, sent again, pruned, caught up with."""

from training.notices.actions.catching_up import catch_up, erase_old_texts, free_tasks
from training.notices.actions.outbox import Attachment, Message, deliver, prune, queue, queue_many, resend

__all__ = [
    "Attachment",
    "Message",
    "catch_up",
    "deliver",
    "erase_old_texts",
    "free_tasks",
    "prune",
    "queue",
    "queue_many",
    "resend",
]
