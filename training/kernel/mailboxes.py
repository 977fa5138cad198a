"""E-mail addresses as mail servers and calendars take them."""

import idna


def mail_address(email: str) -> str:
    """The address with its domain in ASCII: ``jan@ośrodek.pl`` is ``jan@xn--orodek-5db.pl`` (RFC 5891, UTS 46).

    Python's own codec is of 2003 and sends ``straße.de`` to ``strasse.de``.
    A domain that is none stays as it is: the mail server will say so.
    """
    local, at, domain = email.rpartition("@")
    if domain.isascii():
        return email
    try:
        return local + at + idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return email
