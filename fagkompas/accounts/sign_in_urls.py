"""The addresses of signing in: allauth's pages under Danish names. What is not here cannot be reached.

allauth finds its pages by these names, so the names are its own. The page that one signs in on is in
`website/urls.py`, since the demo's offers somebody with something to do. Left out: signing up, keeping several
addresses, and signing in by a mailed code.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as one_time_code
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

urlpatterns = [
    path("log-ud/", account.logout, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("adgangskode/", account.password_change, name="account_change_password"),
    path("adgangskode/vaelg/", account.password_set, name="account_set_password"),
    path("adgangskode/glemt/", account.password_reset, name="account_reset_password"),
    path("adgangskode/glemt/sendt/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^adgangskode/ny/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("adgangskode/ny/gemt/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("to-trin/", second_factor.index, name="mfa_index"),
    path("to-trin/log-ind/", second_factor.authenticate, name="mfa_authenticate"),
    path("to-trin/bekraeft/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("to-trin/kode/", one_time_code.activate_totp, name="mfa_activate_totp"),
    path("to-trin/kode/fjern/", one_time_code.deactivate_totp, name="mfa_deactivate_totp"),
    path("to-trin/noedkoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("to-trin/noedkoder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("to-trin/noedkoder/hent/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("adgangsnoegler/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("adgangsnoegler/ny/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("adgangsnoegler/bekraeft/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("adgangsnoegler/log-ind/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("adgangsnoegler/<int:pk>/fjern/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("adgangsnoegler/<int:pk>/navn/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
]
