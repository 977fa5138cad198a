"""What a new course takes from the settings of the site."""

from courses.catalogue.models import Course


def test_a_new_course_counts_hours_and_attendance_as_the_site_does(settings):
    assert (Course().didactic_hour, Course().attendance_threshold) == (45, 80)
    settings.KOMPAS = {**settings.KOMPAS, "DIDACTIC_HOUR_MINUTES": 60, "ATTENDANCE_THRESHOLD_PERCENT": 75}
    assert (Course().didactic_hour, Course().attendance_threshold) == (60, 75)
