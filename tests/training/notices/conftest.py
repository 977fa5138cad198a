"""A template of a notice, so that these tests depend on nobody's words."""

import pytest


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    folder = tmp_path / "templates" / "kompas_training" / "notices"
    folder.mkdir(parents=True)
    (folder / "sample.txt").write_text("Zajęcia & {{ title }}\n\nDzień dobry, {{ name }}!\n\n\n\n{{ words }}\n")
    (folder / "empty.txt").write_text("{% if no %}{% endif %}\n")
    (folder / "framed.txt").write_text(
        '{% extends "kompas_training/notices/base.txt" %}{% block subject %}{{ title }}{% endblock %}'
        "{% block body %}{{ words }}{% endblock %}"
    )
    backend = {**settings.TEMPLATES[0], "DIRS": [tmp_path / "templates"]}
    settings.TEMPLATES = [backend]


@pytest.fixture
def bare_menus():
    """Menus of other rooms ask questions of their own; these tests count only the page's."""
    from training.ui import navigation

    with navigation.navigation.only(), navigation.account_menu.only(), navigation.footer_links.only():
        yield
