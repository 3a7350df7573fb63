"""Every icon that a template names is one of the design system: another would leave an empty space."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from fagkompas.toolkit.templatetags.ui import ICONS

NAMED = re.compile(r'\{% icon "([^"]+)"')
ID = re.compile(r'\bid="([^"]+)"')


def test_every_icon_is_there() -> None:
    path = finders.find(ICONS)
    assert isinstance(path, str)
    there = set(ID.findall(Path(path).read_text(encoding="utf-8")))
    named = {
        name: template.relative_to(settings.BASE_DIR)
        for template in settings.BASE_DIR.glob("fagkompas/*/templates/**/*.html")
        for name in NAMED.findall(template.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert {name: template for name, template in named.items() if name not in there} == {}
