"""What happened, told upwards after the transaction."""

from django.dispatch import Signal

# Sent with ``completion_ids`` once an edition is closed: the certificates listen.
enrolment_completed = Signal()
