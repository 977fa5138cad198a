"""Tags of courses and practices follow the competences of a newly published version."""

from django.db import models

from training.competences.models import Competence, Framework


def retag(through: type[models.Model], framework: Framework) -> int:
    """Lead tags of a many-to-many table on to the competences of a version that continue them; how many there were.

    The table's column is called ``competence``.
    """
    newer = Competence.objects.filter(continues=models.OuterRef("competence"), framework=framework)
    old = Competence.objects.filter(continued_by__framework=framework).values("pk")
    tags = through._default_manager.filter(competence__in=old)
    return tags.update(competence=models.Subquery(newer.values("pk")[:1]))
