"""Can what funders ask for be printed?"""

from collections.abc import Iterator

from courses.funding.actions import PRINTED
from courses.funding.models import FundingSource
from training.kernel.integrity import Fault, unprintable


def printed_texts() -> Iterator[Fault]:
    """Every certificate of an edition prints the sentences of its sources."""
    yield from unprintable(FundingSource, *PRINTED)
