"""Words of Wagtail's own screens that its Polish catalogue does not hold yet, or says wrong.

No screen imports this: ``make messages`` collects the words into the catalogue
of ``cms``, which Django asks before Wagtail's.  Drop a word once Wagtail's
own Polish has it right.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

COUNTED = (
    ngettext_lazy("There is %(counter)s match", "There are %(counter)s matches"),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy("%(num_parent_objects)d page has been deleted", "%(num_parent_objects)d pages have been deleted"),
    ngettext_lazy("%(num_parent_objects)d page has been published", "%(num_parent_objects)d pages have been published"),
    ngettext_lazy(
        "%(num_parent_objects)d page has been unpublished", "%(num_parent_objects)d pages have been unpublished"
    ),
    ngettext_lazy(
        "This action will delete <b>%(total_pages_formatted)s</b> page in total.",
        "This action will delete <b>%(total_pages_formatted)s</b> pages in total.",
    ),
)
WORDS = (
    # Lists and forms
    _("any"),
    _("item"),
    _("items"),
    _("Maximum"),
    _("Usage count"),
    _("Usage count: (low to high)"),
    _("Usage count: (high to low)"),
    _("Layout"),
    _("Grid layout"),
    _("List layout"),
    _("Actions (footer)"),
    _("Go to the first error"),
    _("There are no %(model_name)s to display."),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("No %(model_name)s match your query."),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in "
        "'<span class=\"w-title-ellipsis\">%(title)s</span>'."
    ),
    _("The filter options you have selected are not valid."),
    _("There are validation errors, click save to highlight them."),
    _("Saving will overwrite a newer version."),
    _("Is commenting action"),
    _("Sort item order"),
    _("Enable custom ordering"),
    _("Disable custom ordering"),
    _("Focus on the drag button and press up or down arrows to move the item, then press enter to submit the change."),
    # The editor of pages
    _("Saved"),
    _("Scheduling…"),
    _("Schedule to publish"),
    _("Once scheduled:"),
    _('This publishing schedule will only take effect after you select the "Schedule to publish" option'),
    _("Autosave is paused"),
    _("Autosave is <span>paused</span>"),
    _("View latest version"),
    _("Currently idle"),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. "
        "Open the editor in a separate tab to view the last saved version."
    ),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("Correct the validation errors to resume preview (saving will highlight errors)"),
    _("Checks"),
    _("Toggle checks"),
    _("Toggle minimap"),
    _("Readability"),
    _("This data explained"),
    _("How we calculate our metrics"),
    _("We extract the main content from the page preview, remove all formatting, and calculate the number of words."),
    _("We calculate reading time from word count, using different reading speeds for different languages."),
    _(
        "We use a readability formula based on length of words and sentences. "
        "Long sentences and words result in a worse readability score."
    ),
    _(
        'See our <a href="%(guide_link)s" target="_blank">content checks guide</a> '
        "for more information on how content metrics are calculated."
    ),
    _("To be created by %(user)s"),
    _("Placeholder title"),
    _("Locked by"),
    _("Compare"),
    _("Empty frame title found"),
    _("Input button text is empty"),
    _("Meta description is empty"),
    _("Add a concise description for search engines"),
    _("The page could not be created due to validation errors."),
    _("The page could not be saved due to validation errors."),
    _("The page could not be saved as it is locked."),
    _("Please select another parent."),
    _("Expiry date/time must be in the future."),
    _("The slug '%(page_slug)s' is already in use within the parent page."),
    _("'%(page_title)s' has been moved successfully."),
    _("will unset the reference"),
    # Keys and the account
    _("account"),
    _("Show keyboard shortcuts"),
    _("Text editing"),
    _("Close modal dialogs (like this one)"),
    _("Add or show comments"),
    _("Keyboard shortcuts are currently enabled; manage your %(account_link)s to disable them."),
    _("Keyboard shortcuts are currently disabled; manage your %(account_link)s to enable them."),
    _("Enable custom keyboard shortcuts specific to Wagtail."),
    _("Use server language: %(language_name)s"),
    _("Use server time zone"),
    _("You do not have permission to access the admin."),
    _("Date cannot be in the future."),
    _("Anyone"),
    # Its Polish errs: a slip of the pen, a gender, a case
    _("New: %(model_name)s"),
    _("Search all pages…"),
    _("You have been successfully logged out."),
    _("You saved a new version in another window"),
)
