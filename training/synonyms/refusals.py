"""Why two expressions cannot be made to mean the same."""

from django.utils.translation import gettext_lazy as _

from training.kernel.refusals import Refusal


class PairIsThere(Refusal):
    code = "pair_is_there"
    message = _("“%(term)s” and “%(meaning)s” mean the same already.")
    field = "meaning"


class SameWords(Refusal):
    code = "same_words"
    message = _("These are the same words: a search finds them anyway.")
    field = "meaning"


class NoWords(Refusal):
    code = "no_words"
    message = _("Write at least one word.")


class TooManyWords(Refusal):
    code = "too_many_words"
    message = _("At most %(most)s words: longer texts are not what people type.")
