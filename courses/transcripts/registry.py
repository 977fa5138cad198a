"""What others add to a training transcript: courses attended elsewhere, and certificates.

Registered in ``AppConfig.ready()`` of whoever knows:

    from courses.transcripts.registry import issued_certificates
    issued_certificates.register("certificates", certificates_of)
"""

from collections.abc import Callable, Iterable, Mapping

from courses.transcripts.rules import AttendedCourse, IssuedCertificate
from training.kernel.registry import Registry
from training.people.models import Person

# Each asked once for a whole transcript, in the reader's language.
attended_courses: Registry[Callable[[Person], Iterable[AttendedCourse]]] = Registry("courses that a person attended")
# By the key of the enrolment.
issued_certificates: Registry[Callable[[Person], Mapping[int, IssuedCertificate]]] = Registry(
    "certificates of a person, for the transcript"
)
