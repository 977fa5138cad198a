"""What other rooms give the ledger: they register it in ``AppConfig.ready()``."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from training.kernel.registry import Registry


@dataclass(frozen=True)
class EvidenceTexts:
    """What evidence of one kind is, in words, by its key."""

    kind: str
    texts: Callable[[Collection[str]], Mapping[str, str]]


# What levels rest on.  Of several for one kind the last in order is asked: who stands above knows more.
evidence_texts: Registry[EvidenceTexts] = Registry("evidence of levels, in words")


def texts_of(kind: str, keys: Collection[str]) -> Mapping[str, str]:
    """The words for evidence of a kind, by its key; none where no room has any."""
    known = {entry.kind: entry.texts for entry in evidence_texts}
    return known[kind](keys) if kind in known else {}
