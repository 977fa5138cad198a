"""A notice as an e-mail: built by Python's own modern e-mail package, the same on every Django."""

from email import policy
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail import get_connection

from training.kernel import time
from training.kernel.conf import setting
from training.kernel.mailboxes import mail_address
from training.kernel.polish import squeeze


class _Headers(HeaderRegistry):
    """Python's own headers, kept: most stand in every letter, and reading them is most of the work of building one."""

    def __init__(self) -> None:
        super().__init__()
        self._class_of = lru_cache(maxsize=64)(super().__getitem__)
        self._header = lru_cache(maxsize=64)(super().__call__)

    def __getitem__(self, name: str) -> Any:
        return self._class_of(name)

    def __call__(self, name: str, value: str) -> Any:
        return self._header(name, value)


_POLICY = policy.SMTP.clone(header_factory=_Headers())


class _Built(EmailMessage):
    def as_bytes(  # type: ignore[override]  # Django passes the line ending, Python's message the policy
        self, unixfrom: bool = False, linesep: str | None = None, **kwargs: Any
    ) -> bytes:
        # Django 5.2's sender names the line ending; the policy already says CRLF.
        return super().as_bytes(unixfrom=unixfrom)


def _mailbox(name: str, address: str) -> str:
    return str(Address(display_name=squeeze(name), addr_spec=address))


class Letter(DjangoMessage):
    """One notice to one person, with its attachments.

    A single calendar file also stands in ``multipart/alternative`` as
    ``text/calendar; method=…``, which is what makes calendars offer to accept
    it (RFC 6047, 2.4); several would confuse them and are only attached.
    """

    def __init__(self, notice: Any, files: list, name: str = "") -> None:
        sender_name, sender = parseaddr(squeeze(settings.DEFAULT_FROM_EMAIL))
        # In the header and on the envelope alike.
        sender, address = mail_address(sender), mail_address(notice.address)
        super().__init__(subject=notice.subject, body=notice.body, from_email=sender, to=[address], attachments=[])
        organiser = setting("ORGANISER")
        built = _Built(policy=_POLICY)
        built["Subject"] = squeeze(notice.subject)
        built["From"] = _mailbox(sender_name or organiser["short_name"], sender)
        built["To"] = _mailbox(name, address)
        if organiser["email"]:
            built["Reply-To"] = _mailbox("", mail_address(organiser["email"]))
        built["Date"] = format_datetime(notice.created_at.astimezone(time.zone()))
        built["Message-ID"] = notice.message_id
        built["Content-Language"] = notice.language
        built["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5: no answering machine answers
        built.set_content(notice.body, cte="quoted-printable")
        calendars = [file for file in files if file.content_type == "text/calendar" and file.method]
        if len(calendars) == 1:
            built.add_alternative(
                bytes(calendars[0].content).decode(),
                subtype="calendar",
                cte="base64",
                params={"method": calendars[0].method, "component": "VEVENT"},
            )
        for file in files:
            kind, _, subtype = file.content_type.partition("/")
            # Beside its own alternative the same text/calendar would be offered twice.
            is_shown = len(calendars) == 1 and file is calendars[0]
            built.add_attachment(
                bytes(file.content),
                maintype="application" if is_shown else kind,
                subtype="ics" if is_shown else subtype,
                filename=file.file_name,
                params={"method": file.method} if file.method and not is_shown else None,
            )
        self._built = built

    def message(self, **kwargs: Any) -> EmailMessage:
        return self._built


def mailer() -> Any:
    """The site's default way of sending."""
    try:
        from django.core.mail import mailers
    except ImportError:  # Django before 6.1
        return get_connection()
    return mailers.default
