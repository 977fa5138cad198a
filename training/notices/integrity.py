"""What ``kompas_check`` asks of this room: no letter of the outbox is left lying."""

from collections.abc import Iterator

from django.db.models import Q

from training.kernel.integrity import Fault
from training.notices.models import Notice
from training.notices.states import DeliveryState


def check_outbox() -> Iterator[Fault]:
    """Who looks for letters to send finds them by these columns; one without them would wait for ever."""
    lost = Q(state=DeliveryState.QUEUED, next_attempt_at__isnull=True) | Q(
        state=DeliveryState.SENDING, claimed_at__isnull=True
    )
    for pk in Notice.objects.filter(lost).order_by("pk").values_list("pk", flat=True):
        yield Fault("outbox", "a letter waits that nothing will send", {"notice": pk})
    for pk in (
        Notice.objects.filter(state=DeliveryState.SENT, sent_at__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        yield Fault("outbox", "a letter counts as sent and nothing says when", {"notice": pk})
