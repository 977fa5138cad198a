"""What happened to certificates, told upwards once it is committed; each receiver is called robustly."""

from django.dispatch import Signal

# certificate, actor: it has a number and is in the register; ``certificate.replaces`` is the one it is in place of.
certificate_issued = Signal()
