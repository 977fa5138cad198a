from django.db import migrations

from training.kernel.polish import fold
from training.kernel.stems import search_column, without_tokens

MODELS = ("CourseIndexPage", "CoursePage", "HomePage", "PracticeIndexPage", "StandardPage")


def add_stems(apps, schema_editor):
    """The stems of the words that are stored already; a second run changes nothing.

    The words of a page are those of its blocks, which a migration cannot read:
    their folded text is, and a stem is that of a folded word.
    """
    alias = schema_editor.connection.alias
    for name in MODELS:
        pages = apps.get_model("kompas_pages", name).objects.using(alias)
        for pk, text in pages.order_by("pk").values_list("pk", "search_text").iterator():
            pages.filter(pk=pk).update(search_text=search_column(without_tokens(text)))
    practices = apps.get_model("kompas_pages", "PracticePage").objects.using(alias)
    rows = practices.order_by("pk").values_list("pk", "search_text", "organisation__name")
    for pk, text, organisation in rows.iterator():
        # The institution was the last that was written: names have no stems.
        name = fold(organisation or "")
        words = without_tokens(text).removesuffix(name)
        practices.filter(pk=pk).update(search_text=search_column(words, names=name))


class Migration(migrations.Migration):
    dependencies = [
        ("kompas_pages", "0002_initial"),
    ]

    operations = [
        # What stood there before is found as well with the stems as without them.
        migrations.RunPython(add_stems, migrations.RunPython.noop),
    ]
