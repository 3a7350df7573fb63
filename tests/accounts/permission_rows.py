"""Who may open which page of units, people, sign-in and the log."""

from collections.abc import Mapping

from allauth.mfa.models import Authenticator
from django.utils import timezone

from fagkompas.accounts.actions import keep_staff_import
from fagkompas.accounts.models import Role
from tests.people import SINCE, People
from tests.permissions import ANYBODY, EVERYONE, Row


def north(people: People) -> Mapping[str, object]:
    return {"uuid": people.north.uuid}


def bo(people: People) -> Mapping[str, object]:
    return {"uuid": people.bo.uuid}


def role_of_bo(people: People) -> Mapping[str, object]:
    held = people.bo.roles.create(role=Role.MANAGER, unit=people.south, since=SINCE)
    return {"uuid": people.bo.uuid, "role_uuid": held.uuid}


def file_of_ida(people: People) -> Mapping[str, object]:
    return {"uuid": keep_staff_import(author=people.ida, rows=[], problems=[], now=timezone.now()).uuid}


def passkey_of_bo(people: People) -> Mapping[str, object]:
    return {"pk": Authenticator.objects.create(user=people.bo, type="webauthn", data={"name": "Bo's phone"}).pk}


def code_of_bo(people: People) -> Mapping[str, object]:
    Authenticator.objects.create(user=people.bo, type="totp", data={})
    return {}


def recovery_codes_of_bo(people: People) -> Mapping[str, object]:
    Authenticator.objects.create(user=people.bo, type="recovery_codes", data={})
    return {}


# The outsider holds every role, in another municipality.
ADMINISTRATORS = "ida outsider"
AUDITORS = "gry outsider"

ROWS = [
    # Oneself
    Row(url="accounts:end_other_sign_ins", may=EVERYONE, method="post"),
    Row(url="accounts:me", may=EVERYONE),
    Row(url="accounts:my_phone", may=EVERYONE),
    Row(url="accounts:my_phone", may=EVERYONE, method="post"),
    Row(url="accounts:who_has_seen", may=EVERYONE),
    Row(url="accounts:outbox", may=""),  # in a demo only; see test_outbox.py
    Row(url="accounts:demo_sign_in", may="", method="post", arguments=bo, is_public=True),
    # Units
    Row(url="accounts:units", may=ADMINISTRATORS),
    Row(url="accounts:unit", may="ida", arguments=north),
    Row(url="accounts:unit_add", may="ida", arguments=north),
    Row(url="accounts:unit_add", may="ida", method="post", arguments=north, data={"name": "Team"}),
    Row(url="accounts:unit_rename", may="ida", arguments=north),
    Row(url="accounts:unit_rename", may="ida", method="post", arguments=north, data={"name": "Nordvest"}),
    Row(url="accounts:unit_move", may="ida", arguments=north),
    Row(url="accounts:unit_move", may="ida", method="post", arguments=north),
    Row(url="accounts:unit_close", may="ida", arguments=north),
    Row(url="accounts:unit_close", may="ida", method="post", arguments=north),
    Row(url="accounts:unit_reopen", may="ida", method="post", arguments=north),
    # People
    Row(url="accounts:staff", may=ADMINISTRATORS),
    Row(url="accounts:staff", may=ADMINISTRATORS, method="post", data={"words": "bo"}),
    Row(url="accounts:staff_export", may=ADMINISTRATORS, arguments=lambda _people: {"file_format": "csv"}),
    Row(url="accounts:staff_import", may=ADMINISTRATORS),
    Row(url="accounts:staff_import", may=ADMINISTRATORS, method="post"),
    Row(url="accounts:staff_preview", may="ida", arguments=file_of_ida),
    Row(url="accounts:staff_save", may="ida", method="post", arguments=file_of_ida),
    Row(url="accounts:employee_add", may=ADMINISTRATORS),
    Row(url="accounts:employee_add", may=ADMINISTRATORS, method="post"),
    Row(url="accounts:employee", may="ida", arguments=bo),
    Row(url="accounts:employee_edit", may="ida", arguments=bo),
    Row(url="accounts:employee_edit", may="ida", method="post", arguments=bo, data={"name": "Bo Berg"}),
    Row(url="accounts:employee_move", may="ida", arguments=bo),
    Row(url="accounts:employee_move", may="ida", method="post", arguments=bo),
    Row(url="accounts:employee_retire", may="ida", arguments=bo),
    Row(url="accounts:employee_retire", may="ida", method="post", arguments=bo),
    Row(url="accounts:employee_return", may="ida", method="post", arguments=bo),
    Row(url="accounts:employee_invite", may="ida", method="post", arguments=bo),
    Row(url="accounts:employee_reset_second_factor", may="ida", method="post", arguments=bo),
    Row(url="accounts:role_grant", may="ida", arguments=bo),
    Row(url="accounts:role_grant", may="ida", method="post", arguments=bo, data={"role": "manager"}),
    Row(url="accounts:role_withdraw", may="ida", method="post", arguments=role_of_bo),
    # The log
    Row(url="audit:log", may=AUDITORS),
    Row(url="audit:log_export", may=AUDITORS, arguments=lambda _people: {"file_format": "csv"}),
    Row(url="audit:log_verify", may=AUDITORS, method="post"),
    Row(url="audit:register", may=AUDITORS),
    Row(url="audit:register_export", may=AUDITORS),
    # Signing in; what asks for the password once more counts as let in
    Row(url="account_login", may=ANYBODY),
    Row(url="account_inactive", may=ANYBODY),
    Row(url="account_logout", may=EVERYONE),
    Row(url="account_reauthenticate", may=EVERYONE),
    Row(url="account_change_password", may=EVERYONE),
    Row(url="account_set_password", may=EVERYONE),
    Row(url="account_reset_password", may=ANYBODY),
    Row(url="account_reset_password_done", may=ANYBODY),
    Row(
        url="account_reset_password_from_key",
        may=ANYBODY,
        arguments=lambda _people: {"uidb36": "1", "key": "no-such-key"},
    ),
    Row(url="account_reset_password_from_key_done", may=ANYBODY),
    Row(url="mfa_index", may=EVERYONE),
    Row(url="mfa_authenticate", may=EVERYONE),
    Row(url="mfa_reauthenticate", may=EVERYONE),
    Row(url="mfa_activate_totp", may=EVERYONE),
    Row(url="mfa_deactivate_totp", may="bo", arguments=code_of_bo),
    Row(url="mfa_view_recovery_codes", may="bo", arguments=recovery_codes_of_bo),
    Row(url="mfa_generate_recovery_codes", may=EVERYONE),
    Row(url="mfa_download_recovery_codes", may="bo", arguments=recovery_codes_of_bo),
    Row(url="mfa_list_webauthn", may=EVERYONE),
    Row(url="mfa_add_webauthn", may=EVERYONE),
    Row(url="mfa_reauthenticate_webauthn", may=EVERYONE),
    Row(url="mfa_login_webauthn", may=EVERYONE),
    Row(url="mfa_remove_webauthn", may=EVERYONE, arguments=passkey_of_bo),
    Row(url="mfa_edit_webauthn", may=EVERYONE, arguments=passkey_of_bo),
]
