"""What every page of the shell needs."""

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """Whether this is a demo."""
    return {"is_demo": settings.ENVIRONMENT.demo}
