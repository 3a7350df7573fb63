"""The rows of agreements in a form: `agreement-<uuid>-text`, `-due` and so on."""

from typing import Final

from fagkompas.toolkit.form_rows import Rows

_ROWS: Final = Rows(kind="agreement", full="text")

control = _ROWS.control
is_control = _ROWS.is_control
rows_shown = _ROWS.shown
