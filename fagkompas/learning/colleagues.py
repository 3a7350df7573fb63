"""What the pages about learning from each other have in common: the four tabs."""

from django.utils.translation import gettext as _

from fagkompas.learning.links import url_if_there
from fagkompas.toolkit.pages import Link


def colleague_tabs(current: str) -> list[Link]:
    """Resource persons, onboarding, sparring and new rules, the present one marked by the name of its address.

    A part that the product is built without has no tab.
    """
    parts = (
        (_("Resource persons"), "learning:colleagues"),
        (_("Onboarding"), "learning:onboarding"),
        (_("Team sparring"), "learning:sparring"),
        (_("New rules"), "learning:rule_changes"),
    )
    return [
        Link(label=label, url=url, is_current=name == current) for label, name in parts if (url := url_if_there(name))
    ]
