"""Names of people one knows, to find them in a text that must lead to nobody (`toolkit.traces`)."""

from fagkompas.accounts.models import Employee


def known_names(root_id: int) -> list[str]:
    """Of everyone who works in the municipality. One query."""
    people = Employee.objects.of_root(root_id).filter(is_active=True)
    return list(people.order_by("pk").values_list("name", flat=True))
