"""Jobs applied for by week, beside how many are asked for."""

from typing import Final

from django.utils.translation import gettext as _

from fagkompas.casework.job_log_weeks import Week, Weeks
from fagkompas.toolkit.drawing import INK, Box, coordinate, escaped, legend_of, svg_of

BAR: Final = 44.0
STEP: Final = 64.0
HIGH: Final = 96.0
DONE: Final = "#0059b3"
ASKED: Final = "#b34700"
AXIS: Final = "#8e8e8e"


def weeks_figure(weeks: Weeks) -> str:
    """A bar a week, and a line across it at what is asked for."""
    most = max((max(week.done, week.required or 0) for week in weeks.all), default=0) or 1
    body = [part for place, week in enumerate(weeks.all) for part in _week(week, place * STEP, most)]
    width = len(weeks.all) * STEP
    body.append(f'<path d="M0 {coordinate(HIGH)}H{coordinate(width)}" stroke="{AXIS}" stroke-width="1"/>')
    entries = [(f'<rect y="2" width="12" height="12" fill="{DONE}"/>', _("Jobs applied for"))]
    if any(week.required is not None for week in weeks.all):
        entries.append((f'<path d="M0 8H16" stroke="{ASKED}" stroke-width="3"/>', _("Asked for in the plan")))
    legend = legend_of(entries, width=width, size=13)
    body.append(f'<g transform="translate(0 {coordinate(HIGH + 34)})">{legend.svg}</g>')
    box = Box(left=-6, top=-22, width=width + 12, height=HIGH + 62 + legend.height)
    return svg_of(body, box=box, prefix="log-weeks", title=_("Jobs applied for by week"), desc=weeks_in_words(weeks))


def weeks_in_words(weeks: Weeks) -> str:
    """Every week in a sentence."""
    return " ".join(_in_words(week) for week in weeks.all)


def _in_words(week: Week) -> str:
    if week.required is None:
        return _("Week %(week)s: %(done)s.") % {"week": week.number, "done": week.done}
    return _("Week %(week)s: %(done)s of %(required)s.") % {
        "week": week.number,
        "done": week.done,
        "required": week.required,
    }


def _week(week: Week, left: float, most: int) -> list[str]:
    middle, height = left + STEP / 2, HIGH * week.done / most
    top, name = HIGH - height, _("week %(number)s") % {"number": week.number}
    parts = [
        (
            f'<rect x="{coordinate(middle - BAR / 2)}" y="{coordinate(top)}" width="{coordinate(BAR)}"'
            f' height="{coordinate(height)}" fill="{DONE}"/>'
        ),
        (
            f'<text x="{coordinate(middle)}" y="{coordinate(top - 6)}" font-size="14" font-weight="600" fill="{INK}"'
            f' text-anchor="middle">{week.done}</text>'
        ),
        (
            f'<text x="{coordinate(middle)}" y="{coordinate(HIGH + 20)}" font-size="13" fill="{INK}" text-anchor="middle">'
            f"{escaped(name)}</text>"
        ),
    ]
    if week.required is not None:
        line = HIGH - HIGH * week.required / most
        begin = coordinate(middle - STEP / 2 + 2)
        parts.append(
            f'<path d="M{begin} {coordinate(line)}h{coordinate(STEP - 4)}" stroke="{ASKED}" stroke-width="3"/>'
        )
    return parts
