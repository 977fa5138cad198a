"""Numbers, hours and places in words, as the reader's language says them."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from training.kernel.conf import setting


def in_words(number: Decimal | float | int, places: int = 1, *, fixed: bool = False) -> str:
    """A number as Polish prints it: a comma, and a space of thousands only from five digits on.

    ``fixed`` keeps the places of whole numbers too, for columns that are compared.
    """
    rounded = round(Decimal(str(number)), places)
    if rounded == rounded.to_integral_value() and not fixed:
        rounded, places = rounded.to_integral_value(), 0
    text = formats.number_format(
        abs(rounded), decimal_pos=places or None, use_l10n=True, force_grouping=abs(rounded) >= 10_000
    )
    return f"−{text}" if rounded < 0 else text


def signed(number: Decimal | float | int, places: int = 1, *, fixed: bool = False) -> str:
    """A change: ``+2``, ``−1,5``, ``0``."""
    text = in_words(number, places, fixed=fixed)
    return f"+{text}" if round(Decimal(str(number)), places) > 0 else text


def percent(number: Decimal | float | int, places: int = 0) -> str:
    """A percentage, given as 0–100."""
    return pgettext("percentage", "%(number)s%%") % {"number": in_words(number, places)}


def points(number: Decimal | float | int) -> str:
    """A difference of two percentages."""
    return _("%(number)s pp") % {"number": signed(number, 0)}


def didactic_hours(minutes: int, hour: int | None = None) -> str:
    """Minutes as didactic hours in words; ``hour`` is the course's own length of one."""
    return hours_in_words(Decimal(minutes) / (hour or setting("DIDACTIC_HOUR_MINUTES")))


def hours_in_words(count: Decimal) -> str:
    """Didactic hours, counted already, in words."""
    count = round(count, 1)
    if count == count.to_integral_value():
        whole = int(count)
        return ngettext("%(hours)s didactic hour", "%(hours)s didactic hours", whole) % {"hours": in_words(whole)}
    # A fraction has a form of its own in Polish, and plurals count whole things.
    return pgettext("a fraction", "%(hours)s didactic hours") % {"hours": in_words(count)}


def clock_hours(minutes: int) -> str:
    """Minutes as hours and minutes of the clock."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def seats(free: int | None, *, total: int | None = None, reserve: bool = False, waiting: int = 0) -> tuple[str, str]:
    """How many places are left, in words, and the tone of it; ``None``: there is no limit of places.

    "Only" is said where others are taken: three places of three are not the last ones.
    """
    if free is None:
        return _("Places without a limit"), "ok"
    if free > 3 or (free > 0 and free == total):
        return ngettext("%(count)d free place", "%(count)d free places", free) % {"count": free}, "ok"
    if free > 0:
        return ngettext("Only %(count)d place left", "Only %(count)d places left", free) % {"count": free}, "warn"
    if not reserve:
        return _("No free places"), "bad"
    if not waiting:
        return _("No free places; the reserve list is open"), "warn"
    text = ngettext(
        "No free places; %(count)d person on the reserve list",
        "No free places; %(count)d people on the reserve list",
        waiting,
    )
    return text % {"count": waiting}, "warn"
