"""Signing in with a limit of guesses: whichever form asks for the password, the backend counts."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied

from training.accounts import actions, queries
from training.accounts.access import place_of
from training.kernel.throttle import TooManyAttempts


class SignInBackend(ModelBackend):
    """Django's backend with Kompas's limit of wrong passwords; a name, or an e-mail that one person alone uses.

    An attempt over the limit is refused before the password is looked at.  The
    refusal stays on the request as ``kompas_sign_in_refusal``, for a form that
    can say how long to wait; other forms say that the password is wrong.
    """

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any | None:
        model = get_user_model()
        typed = username if username is not None else kwargs.get(model.USERNAME_FIELD)
        if typed is None or password is None:
            return None
        user = queries.account_named(typed)
        try:
            attempt = actions.begin_sign_in(typed=typed, user=user, place=place_of(request))
        except TooManyAttempts as refusal:
            if request is not None:
                request.kompas_sign_in_refusal = refusal
            # No other backend is asked: it would look at the password.
            raise PermissionDenied from refusal
        if user is None:
            # The hashing of a password takes the time by which names could be told apart.
            model().set_password(password)
            return None
        if not user.check_password(password) or not self.user_can_authenticate(user):
            return None
        actions.end_sign_in(attempt=attempt, user=user)
        return user

    def get_user(self, user_id: Any) -> Any | None:
        """The account of a session, read with its person: nearly every screen asks next who that is."""
        user = get_user_model()._default_manager.select_related("kompas_person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    async def aauthenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any | None:
        return await sync_to_async(self.authenticate)(request, username=username, password=password, **kwargs)
