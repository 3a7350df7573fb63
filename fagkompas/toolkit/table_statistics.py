"""What SQLite knows of its tables when it chooses how to answer; PostgreSQL looks for itself."""

from django.db import connection


def renew_statistics() -> None:
    """To be done every night: without it what one caseworker has read today is looked for among what everybody has."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
