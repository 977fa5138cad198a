"""Decisions of delivery, without a database."""

import re
import smtplib
from datetime import timedelta

from training.kernel.polish import squeeze
from training.notices.refusals import NoticeHasNoSubject

# A worker that has said nothing for so long is dead; its messages are sent again.
CLAIM_LIFE = timedelta(minutes=10)
_WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes after the first, second … failure
_BLANK_LINES = re.compile(r"\n{3,}")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th failure."""
    return timedelta(minutes=_WAITS[min(max(attempts, 1), len(_WAITS)) - 1])


def is_hopeless(error: BaseException) -> bool:
    """The other side knows the address and refuses it for good (RFC 5321, 4.2.1: replies 5yz).

    A refused sign-in is also 5yz, but it is ours to mend, so it is tried again.
    """
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(500 <= code < 600 for code, _ in error.recipients.values())


def is_about_one_message(error: BaseException) -> bool:
    """The server works; it only did not like this message."""
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused | smtplib.SMTPDataError)


def split(text: str) -> tuple[str, str]:
    """Subject and body of a rendered template: the first line that says something, and the rest.

    Raises:
        NoticeHasNoSubject: the text is empty.
    """
    subject, _, body = text.replace("\r\n", "\n").strip().partition("\n")
    subject = squeeze(subject)[:250]
    if not subject:
        raise NoticeHasNoSubject()
    lines = "\n".join(line if line.strip() else "" for line in body.split("\n"))
    return subject, _BLANK_LINES.sub("\n\n", lines).strip() + "\n"
