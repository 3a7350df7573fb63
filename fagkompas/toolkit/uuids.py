"""UUIDs as people send them."""

from uuid import UUID


def as_uuid(text: str) -> UUID | None:
    """A UUID out of an address or a code, None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
