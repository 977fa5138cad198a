"""What Wagtail's history says about our verbs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from training.kernel.history import ACTION


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action(ACTION)
    class Acted(LogFormatter):
        label = gettext_lazy("Action")

        def format_message(self, log_entry):
            title, reason = log_entry.data.get("title", ""), log_entry.data.get("reason", "")
            # Wagtail names the account of the entry; of a command or a task it says only "system".
            who = "" if log_entry.user_id else log_entry.data.get("actor_name", "")
            why = ", ".join(part for part in (reason, who) if part)
            return _("%(action)s: %(reason)s") % {"action": title, "reason": why} if why else title
