"""What is done with messages: queued, sent, sent again, read, pruned, caught up with."""

from training.notices.actions.catching_up import catch_up, erase_old_texts, free_tasks
from training.notices.actions.outbox import Attachment, Message, deliver, prune, queue, queue_many, resend
from training.notices.actions.reading import mark_all_read, mark_read, mark_unread

__all__ = [
    "Attachment",
    "Message",
    "catch_up",
    "deliver",
    "erase_old_texts",
    "free_tasks",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "prune",
    "queue",
    "queue_many",
    "resend",
]
