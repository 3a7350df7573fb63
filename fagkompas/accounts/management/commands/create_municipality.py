"""The first step in an empty installation: a municipality and the administrator who lets everybody else in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import StaffFacts, create_employee, create_municipality, grant_role
from fagkompas.accounts.invitations import password_path
from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.wording import SENTENCES, sentences
from fagkompas.engine.errors import BadInput


class Command(BaseCommand):
    """See the module."""

    help = "Sets up a municipality with its first administrator and prints a link to choose a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="name of the municipality")
        parser.add_argument("--admin-name", required=True, help="name of the first administrator")
        parser.add_argument("--admin-email", required=True, help="the administrator's work address")

    def handle(self, *args: Any, **options: Any) -> None:
        facts = StaffFacts(name=options["admin_name"], email=options["admin_email"])
        try:
            validate_email(facts.email)
        except ValidationError as refused:
            raise CommandError(str(SENTENCES["email_invalid"]) % {"found": facts.email}) from refused
        try:
            administrator = self.set_up(options["name"], facts)
        except BadInput as refused:
            raise CommandError(" ".join(sentences(refused))) from refused
        scheme = "https" if settings.ENVIRONMENT.https else "http"
        link = f"{scheme}://{settings.ENVIRONMENT.hosts[0]}{password_path(administrator)}"
        self.stdout.write(
            _("%(municipality)s is set up. %(name)s chooses a password here, once and within three days:\n%(link)s")
            % {"municipality": options["name"], "name": administrator.name, "link": link}
        )

    @transaction.atomic
    def set_up(self, name: str, facts: StaffFacts) -> Employee:
        """Municipality, person and role, all or none."""
        root = create_municipality(name=name)
        administrator = create_employee(unit=root, facts=facts, by=None)
        grant_role(employee=administrator, role=Role.ADMINISTRATOR, unit=root, on=timezone.localdate(), by=None)
        return administrator
