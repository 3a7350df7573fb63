"""Finding texts in large or small letters, also where the database knows those of ASCII only, as SQLite does."""

from django.db.models import Q


def spelled(column: str, how: str, text: str) -> Q:
    """Rows whose column is the text in any size of letters; `how` is "iexact", "istartswith" or "icontains".

    On SQLite a letter such as Ø is found in the sizes that people write: all small, all large, or the first of the text or of
    each word large.
    """
    spellings = {text, text.lower(), text.upper(), text.capitalize(), text.title()}
    return Q(*((f"{column}__{how}", one) for one in sorted(spellings)), _connector=Q.OR)
