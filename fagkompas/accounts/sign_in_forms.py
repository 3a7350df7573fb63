"""The forms of signing in: allauth's, which say what is wrong as every other form here does. Named in the settings."""

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as one_time_code
from allauth.mfa.webauthn import forms as passkey

from fagkompas.toolkit.forms import Form


class LoginForm(Form, account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password."""


class ChangePasswordForm(Form, account.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Another password, with the one before."""


class SetPasswordForm(Form, account.SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """A first password."""


class ResetPasswordForm(Form, account.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """The address to which a link for another password goes."""


class ResetPasswordKeyForm(Form, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """Another password, from that link."""


class ConfirmPasswordForm(Form, account.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more."""


class CodeForm(Form, second_factor.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code of the second step."""


class ConfirmCodeForm(Form, second_factor.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code once more."""


class ActivateCodeForm(Form, one_time_code.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an app."""


class NamePasskeyForm(Form, passkey.EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """What a passkey is called."""
