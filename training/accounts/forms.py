"""Questions of the account screens."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from training.kernel import time
from training.kernel.polish import fold
from training.people.forms import as_name, as_phone
from training.people.models import Person
from training.people.queries.registrations import institutions_like

_PASSWORD = {"autocomplete": "new-password"}


class SignInForm(AuthenticationForm):
    """Sign-in name, or the e-mail that one person alone uses, and the password."""

    error_messages = {
        "invalid_login": _("The name or the password is wrong."),
        "inactive": _("The name or the password is wrong."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Sign-in name or e-mail")
        name = self.fields["username"]
        if isinstance(name, forms.CharField):
            name.max_length = 254
        self.fields["username"].widget.attrs |= {"maxlength": 254, "autocomplete": "username", "autofocus": False}
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        typed, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if typed and password:
            # The backend finds the account, counts the attempt, and takes as long for a name that nobody has.
            self.user_cache = authenticate(self.request, username=typed, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
            self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class EmailForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))


class WhoForm(forms.Form):
    name = forms.CharField(
        label=_("Sign-in name or e-mail"), max_length=254, widget=forms.TextInput({"autocomplete": "username"})
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from your institution"),
        max_length=40,
        help_text=_("Twelve letters and digits, for example K7QM-2TXB-9RWD. Hyphens and small letters do not matter."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


NOT_ON_LIST = "none"


class RegistrationForm(forms.Form):
    """Who registers and where they work; ``asks_which`` when several institutions have what was typed in their name."""

    asks_which = False
    first_name = forms.CharField(
        label=_("First name"), max_length=100, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Surname"), max_length=100, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )
    workplace = forms.CharField(
        label=_("Institution where you work"),
        max_length=200,
        help_text=_("Type a part of its name, for example of the town. Not on our list? Write it as it is called."),
        widget=forms.TextInput({"autocomplete": "organization", "list": "institutions"}),
    )
    organisation = forms.CharField(label=_("Which institution is it?"), required=False, widget=forms.RadioSelect)
    post = forms.CharField(
        label=_("Your post"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "organization-title", "list": "posts"}),
    )
    privacy_version = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Find the institution that was typed; where several may be meant, ask which, or whether none is."""
        typed, chosen = self.cleaned_data.get("workplace", ""), self.cleaned_data.get("organisation", "")
        matches = {str(institution.pk): institution for institution in institutions_like(typed, time.today())}
        self.cleaned_data["organisation"] = chosen if chosen in matches else ""
        if len(matches) == 1 and fold(next(iter(matches.values())).name) == fold(typed):
            self.cleaned_data["organisation"] = next(iter(matches))
        elif matches and chosen not in matches and chosen != NOT_ON_LIST:
            self.asks_which = True
            other = (NOT_ON_LIST, _("It is not on this list: “%(words)s”") % {"words": typed})
            self.fields["organisation"].required = True
            radios = self.fields["organisation"].widget
            radios.choices = [*((key, institution.name) for key, institution in matches.items()), other]
            self.add_error("organisation", _("Choose the institution, or say that it is not on the list."))
        return self.cleaned_data

    def clean_phone(self) -> str:
        return as_phone(self.cleaned_data["phone"])

    # A name goes into a letter to an address that anybody may type: it is a name and no message.
    def clean_first_name(self) -> str:
        return as_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return as_name(self.cleaned_data["last_name"])


class NewPasswordForm(forms.Form):
    """A password chosen twice, for a person whose account does not exist yet."""

    password1 = forms.CharField(label=_("Password"), strip=False, widget=forms.PasswordInput(_PASSWORD))
    password2 = forms.CharField(label=_("The same password again"), strip=False, widget=forms.PasswordInput(_PASSWORD))

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not yet saved: the validators compare the password with the name and e-mail.
        self.user = user
        self.fields["password1"].help_text = " ".join(
            str(text) for text in password_validation.password_validators_help_texts()
        )

    def clean(self) -> dict[str, Any]:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                password_validation.validate_password(first, self.user)
            except forms.ValidationError as fault:
                self.add_error("password1", fault)
        return self.cleaned_data


class ResetForm(SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(
            str(text) for text in password_validation.password_validators_help_texts()
        )


class ChangeForm(PasswordChangeForm, ResetForm):
    pass


class AccountForm(forms.ModelForm):
    """What people may change about themselves; the name comes from the staff list."""

    class Meta:
        model = Person
        fields = ["email", "phone", "language"]
        widgets = {
            "email": forms.EmailInput({"autocomplete": "email"}),
            "phone": forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
        }
        help_texts = {"email": _("A new address holds after you follow the link that is sent to it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An address is replaced, not taken away: letters about courses would have nowhere to go.
        self.fields["email"].required = bool(self.instance.email)

    def clean_phone(self) -> str:
        return as_phone(self.cleaned_data["phone"])
