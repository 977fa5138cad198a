"""The synonyms that Kompas ships: abbreviations of institutions and of the field."""

import csv
from pathlib import Path

from django.db import transaction

from training.kernel.actors import Actor
from training.synonyms.actions import save_synonym
from training.synonyms.models import Synonym

FILE = Path(__file__).parent / "data" / "synonyms.csv"


@transaction.atomic
def load_synonyms(*, actor: Actor) -> int:
    """Fill an empty list, and count what was new: in one that the office keeps nothing comes back."""
    if Synonym.objects.exists():
        return 0
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        save_synonym(term=row["term"], meaning=row["meaning"], actor=actor)
    return len(rows)
