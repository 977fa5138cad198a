from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be sent")
    NO_ADDRESS = "no_address", _("no address")


NEXT = {
    DeliveryState.QUEUED: {DeliveryState.SENDING},
    DeliveryState.SENDING: {DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.FAILED},
    DeliveryState.FAILED: {DeliveryState.QUEUED},
    DeliveryState.NO_ADDRESS: {DeliveryState.QUEUED},
    DeliveryState.SENT: set(),
}
