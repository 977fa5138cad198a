"""What can happen to a wish: the verbs of demand, and the only code that writes it.

    from courses.demand import actions as demand

    demand.wish_for_course(person=person, course=course, actor=Actor.of_user(user))

Asking twice gives the open wish again.  Before anything is asked, what has
opened by then is noticed, so nobody is told later of what they could see.
"""

from courses.demand.actions.openings import notice_openings
from courses.demand.actions.wishing import wish_for_course, wish_for_level, withdraw

__all__ = ["notice_openings", "wish_for_course", "wish_for_level", "withdraw"]
