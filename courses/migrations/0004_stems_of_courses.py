from django.db import migrations

from training.kernel.stems import search_column


def add_stems(apps, schema_editor):
    """The stems of the words that are stored already; a second run changes nothing."""
    courses = apps.get_model("kompas_courses", "Course").objects.using(schema_editor.connection.alias)
    for course in courses.only("pk", "title", "code", "summary", "purpose", "audience").order_by("pk").iterator():
        words = " ".join([course.title, course.summary, course.purpose, course.audience])
        courses.filter(pk=course.pk).update(search_text=search_column(words, names=course.code))


class Migration(migrations.Migration):
    dependencies = [
        ("kompas_courses", "0003_wishes"),
    ]

    operations = [
        # What stood there before is found as well with the stems as without them.
        migrations.RunPython(add_stems, migrations.RunPython.noop),
    ]
