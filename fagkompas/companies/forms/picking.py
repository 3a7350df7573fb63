"""Picking a company in a form of any app.

    class PlacementForm(Form):
        company = CompanyField(label=_("Company"))

    form = PlacementForm(posted(request)); form.fields["company"].of(person.root_id)
    form.cleaned_data["company"]        a Company of the municipality, or None where it may be empty

See `toolkit.picking`. Initial value: a `Company`.
"""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from fagkompas.companies.models import Company, rank
from fagkompas.toolkit.picking import Offer, Picker, PickerField

OFFERED: Final = 8
SHORTEST: Final = 2


class CompanyPicker(Picker):
    """A name or CVR number with suggestions."""

    suggestions = "companies:suggestions"


class CompanyField(PickerField):
    """An open company of the municipality, or the one that stood there before even if it has closed since."""

    widget = CompanyPicker
    default_error_messages = {  # noqa: RUF012  # as Django's fields have them
        "no_title": _("Choose the company among those below, or write another name or CVR number."),
        "nothing_like_it": _("No company is called that. Write another name or CVR number, or add the company first."),
    }
    root_id = 0

    def of(self, root_id: int) -> None:
        """Offer the companies of one municipality; before that there are none."""
        self.root_id = root_id

    def by_key(self, uuid: UUID, written: str | None) -> Company | None:
        """Chosen among the nearest it must be open; with its name beside it, it stood there before."""
        found = Company.objects.of_root(self.root_id).filter(uuid=uuid).first()
        if found and written is None:
            return None if found.is_closed else found
        return found if found and written == found.name else None

    def by_name(self, written: str) -> Company | None:
        """The only open company with this name or number."""
        found = suggested(written, root_id=self.root_id)
        self.widget.offered = [Offer(uuid=one.uuid, title=one.name, about=about(one)) for one in found]
        same = list(Company.objects.of_root(self.root_id).open().called(written)[:2])
        return same[0] if len(same) == 1 else None


def suggested(words: str, *, root_id: int) -> list[Company]:
    """Open companies with the words in name or address, or whose number begins with them. One query.

    First those that are called so, then those whose name begins so or has the words in it, then those with them in the address.
    """
    found = Company.objects.of_root(root_id).open().found_by(words)
    return list(found.annotate(rank=rank(words)).order_by("rank", "name", "pk")[:OFFERED])


def about(company: Company) -> str:
    """What tells it from others of the same name."""
    return " · ".join(part for part in (company.address, company.cvr) if part)
