"""What is done to synonyms: the only code that writes them."""

from django.db import transaction
from django.utils.translation import gettext as _

from training.kernel.actors import Actor
from training.kernel.history import note, note_saved
from training.kernel.polish import fold, squeeze
from training.synonyms.models import Synonym
from training.synonyms.refusals import PairIsThere
from training.synonyms.rules import check_pair


@transaction.atomic
def save_synonym(*, term: str, meaning: str, actor: Actor, synonym: Synonym | None = None) -> Synonym:
    """Let two expressions mean the same to a search, or change a pair that does.

    Raises:
        NoWords, TooManyWords, SameWords: see ``rules.check_pair``.
        PairIsThere: they do already, in whatever order.
    """
    term, meaning = squeeze(term), squeeze(meaning)
    check_pair(term, meaning)
    is_new = synonym is None
    row = Synonym() if synonym is None else Synonym.objects.select_for_update(no_key=True).get(pk=synonym.pk)
    others = Synonym.objects.exclude(pk=row.pk)
    for first, second in ((term, meaning), (meaning, term)):
        if others.filter(term_fold=fold(first)[:250], meaning_fold=fold(second)[:250]).exists():
            raise PairIsThere(term=term, meaning=meaning)
    row.term, row.meaning = term, meaning
    row.save()
    note_saved(row, is_new=is_new, actor=actor)
    return row


@transaction.atomic
def delete_synonym(*, synonym: Synonym, actor: Actor) -> None:
    """Let the two mean different things again."""
    note(synonym, _("Deleted"), actor=actor, deleted=True)
    synonym.delete()
