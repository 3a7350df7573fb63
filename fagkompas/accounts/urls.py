"""The pages of units, people and oneself; signing in is in `sign_in_urls.py`."""

from django.urls import path

from fagkompas.accounts.views.demo import demo_sign_in
from fagkompas.accounts.views.employee import (
    employee,
    employee_add,
    employee_edit,
    employee_invite,
    employee_move,
    employee_reset_second_factor,
    employee_retire,
    employee_return,
)
from fagkompas.accounts.views.me import end_other_sign_ins, me, my_phone
from fagkompas.accounts.views.outbox import outbox
from fagkompas.accounts.views.roles import role_grant, role_withdraw
from fagkompas.accounts.views.staff import staff, staff_export
from fagkompas.accounts.views.staff_import import staff_import, staff_preview, staff_save
from fagkompas.accounts.views.unit import unit, unit_add, unit_close, unit_move, unit_rename, unit_reopen
from fagkompas.accounts.views.units import units
from fagkompas.accounts.views.who_has_seen import who_has_seen

app_name = "accounts"

urlpatterns = [
    path("konto/mig/", me, name="me"),
    path("konto/mig/telefon/", my_phone, name="my_phone"),
    path("konto/mig/log-ud-andre-steder/", end_other_sign_ins, name="end_other_sign_ins"),
    path("konto/hvem-har-set/", who_has_seen, name="who_has_seen"),
    path("konto/demo/<uuid:uuid>/", demo_sign_in, name="demo_sign_in"),
    path("styring/udbakke/", outbox, name="outbox"),
    path("styring/enheder/", units, name="units"),
    path("styring/enheder/<uuid:uuid>/", unit, name="unit"),
    path("styring/enheder/<uuid:uuid>/ny/", unit_add, name="unit_add"),
    path("styring/enheder/<uuid:uuid>/navn/", unit_rename, name="unit_rename"),
    path("styring/enheder/<uuid:uuid>/flyt/", unit_move, name="unit_move"),
    path("styring/enheder/<uuid:uuid>/luk/", unit_close, name="unit_close"),
    path("styring/enheder/<uuid:uuid>/genaabn/", unit_reopen, name="unit_reopen"),
    path("styring/medarbejdere/", staff, name="staff"),
    path("styring/medarbejdere/hent/<str:file_format>/", staff_export, name="staff_export"),
    path("styring/medarbejdere/ny/", employee_add, name="employee_add"),
    path("styring/medarbejdere/indlaes/", staff_import, name="staff_import"),
    path("styring/medarbejdere/indlaes/<uuid:uuid>/", staff_preview, name="staff_preview"),
    path("styring/medarbejdere/indlaes/<uuid:uuid>/gem/", staff_save, name="staff_save"),
    path("styring/medarbejdere/<uuid:uuid>/", employee, name="employee"),
    path("styring/medarbejdere/<uuid:uuid>/ret/", employee_edit, name="employee_edit"),
    path("styring/medarbejdere/<uuid:uuid>/flyt/", employee_move, name="employee_move"),
    path("styring/medarbejdere/<uuid:uuid>/fratraedt/", employee_retire, name="employee_retire"),
    path("styring/medarbejdere/<uuid:uuid>/tilbage/", employee_return, name="employee_return"),
    path("styring/medarbejdere/<uuid:uuid>/link/", employee_invite, name="employee_invite"),
    path(
        "styring/medarbejdere/<uuid:uuid>/nulstil-to-trin/",
        employee_reset_second_factor,
        name="employee_reset_second_factor",
    ),
    path("styring/medarbejdere/<uuid:uuid>/rolle/", role_grant, name="role_grant"),
    path("styring/medarbejdere/<uuid:uuid>/rolle/<uuid:role_uuid>/fjern/", role_withdraw, name="role_withdraw"),
]
