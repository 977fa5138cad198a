"""What the room of messages plugs in: the worker of the outbox, its health, its checks."""

from training.kernel import health, integrity, triggers
from training.notices import queries, registry, tasks
from training.notices.actions import catching_up
from training.notices.integrity import check_outbox
from training.people import tasks as people_tasks


def register() -> None:
    health.work.register("letters", queries.letters_leave, order=40)
    registry.queued.register("send", tasks.enqueue)
    registry.catch_up.register("tasks", catching_up.free_tasks, order=10)
    # After what may write to people, before what reads their files: a file that cannot be read keeps no letter back.
    registry.catch_up.register("notices", catching_up.deliver_all, order=900)
    registry.catch_up.register("old texts", catching_up.erase_old_texts, order=960)
    # People lie below messages, so what they leave over is plugged in here.
    registry.catch_up.register("staff lists", people_tasks.resume_reading, order=950)
    triggers.guard_locked(
        "kompas_training.Notice",
        lock="sent_at",
        columns=[
            *("kind", "person", "language", "cause_kind", "cause_key", "message_id", "created_at", "sent_at"),
            *("state", "attempts", "claimed_at", "next_attempt_at", "failure", "address", "subject", "body"),
        ],
        # Personal data: the words go in time; that something was sent, and when, stays.
        erasable=["address", "subject", "body"],
    )
    triggers.guard("kompas_training.NoticeAttachment", gone=triggers.MAY_GO)
    integrity.checks.register("outbox", check_outbox, order=80)
