"""What Wagtail's history says about our verbs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter


@hooks.register("register_log_actions")
def log_actions(actions):
    @actions.register_action("kompas.acted")
    class Acted(LogFormatter):
        label = gettext_lazy("Action")

        def format_message(self, log_entry):
            title, reason = log_entry.data.get("title", ""), log_entry.data.get("reason", "")
            return _("%(action)s: %(reason)s") % {"action": title, "reason": reason} if reason else title
