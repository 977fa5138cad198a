"""What ``kompas_check`` asks of this room: a published framework still says what was published."""

from collections.abc import Iterator

from training.competences.models import Framework
from training.competences.queries import content_of
from training.competences.states import FrameworkState
from training.kernel.canon import fingerprint
from training.kernel.integrity import Fault


def check_frameworks() -> Iterator[Fault]:
    for framework in Framework.objects.exclude(state=FrameworkState.DRAFT).order_by("pk"):
        if fingerprint(content_of(framework)) != framework.content_hash:
            yield Fault(
                "frameworks",
                "a published framework differs from what was published",
                {"framework": framework.pk, "code": framework.code, "version": framework.version},
            )
