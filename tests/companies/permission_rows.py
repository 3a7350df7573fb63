"""Who may open which page of companies.

Erik (caseworker) and Freja (company consultant) write; Alma, a manager, reads. The outsider holds every role elsewhere.
"""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.companies.actions.imports import keep_import
from fagkompas.companies.models import OwnObjection, PartnershipAgreement
from fagkompas.toolkit.row_files import ReadRows
from tests.companies.making import make_company, make_contact
from tests.companies.making_orders import make_order
from tests.companies.making_positions import make_position
from tests.people import People
from tests.permissions import Row

ALL_READING = "alma erik freja outsider"
ALL_WRITING = "erik freja outsider"
READING = "alma erik freja"
WRITING = "erik freja"


def a_company(people: People) -> Mapping[str, object]:
    """Of the municipality."""
    return {"uuid": make_company(people).uuid}


def a_block(people: People) -> Mapping[str, object]:
    """Of the question guide, of a company of the municipality."""
    return {"uuid": make_company(people).uuid, "code": "activities"}


def an_objection(_people: People) -> Mapping[str, object]:
    """A shipped one."""
    return {"code": "no-time"}


def an_own_objection(people: People) -> Mapping[str, object]:
    """Of the municipality."""
    return {"uuid": OwnObjection.objects.create(root=people.testkommune, text="Vi flytter snart").uuid}


def a_closed_company(people: People) -> Mapping[str, object]:
    """One that has closed."""
    return {"uuid": make_company(people, closed_on=timezone.localdate()).uuid}


def a_contact(people: People) -> Mapping[str, object]:
    """Of a company of the municipality."""
    return {"uuid": make_contact(make_company(people)).uuid}


def a_file(people: People) -> Mapping[str, object]:
    """Read by Erik."""
    return {"uuid": keep_import(author=people.erik, read=ReadRows(rows={}, problems=()), now=timezone.now()).uuid}


def an_agreement(people: People) -> Mapping[str, object]:
    """With a company of the municipality."""
    agreement = PartnershipAgreement.objects.create(
        company=make_company(people),
        name="Prøveaftale",
        we_do="Finder",
        they_do="Tager imod",
        starts_on=timezone.localdate(),
        every_weeks=12,
        next_on=timezone.localdate(),
        created_at=timezone.now(),
    )
    return {"uuid": agreement.uuid}


def two_companies(people: People) -> Mapping[str, object]:
    """Both of the municipality."""
    return {"uuid": make_company(people).uuid, "other": make_company(people).uuid}


def a_position(people: People) -> Mapping[str, object]:
    """Taken apart, of a company of the municipality."""
    return {"uuid": make_position(people).uuid}


def a_position_task(people: People) -> Mapping[str, object]:
    """Of such a position."""
    return {"uuid": make_position(people).tasks.get(name="Slibning").uuid}


def an_order(people: People) -> Mapping[str, object]:
    """A draft of a company of the municipality."""
    return {"uuid": make_order(people).uuid}


def a_task(people: People) -> Mapping[str, object]:
    """Of such a draft."""
    return {"uuid": make_order(people).tasks.get().uuid}


def a_section(people: People) -> Mapping[str, object]:
    """Of such a draft."""
    return {**an_order(people), "section": "content"}


ROWS = [
    Row(url="companies:orders", may=ALL_READING),
    Row(url="companies:orders_export", may=ALL_READING, arguments=lambda _people: {"kind": "xlsx"}),
    Row(url="companies:order", may=READING, arguments=an_order),
    Row(url="companies:order_print", may=READING, arguments=an_order),
    Row(url="companies:order_new", may=WRITING, arguments=a_company),
    Row(url="companies:order_new", may=WRITING, method="post", arguments=a_company, data={"title": "Køkkenhjælp"}),
    Row(url="companies:few_hours_new", may=WRITING, arguments=a_company),
    Row(url="companies:few_hours_new", may=WRITING, method="post", arguments=a_company, data={"name_1": "Opvask"}),
    Row(url="companies:order_section", may=WRITING, arguments=a_section),
    Row(url="companies:order_section", may=WRITING, method="post", arguments=a_section, data={"title": "Køkken"}),
    Row(url="companies:order_advert_check", may=WRITING, method="post", arguments=an_order, data={"advert_text": "Du"}),
    Row(url="companies:order_task_new", may=WRITING, arguments=an_order),
    Row(url="companies:order_task_new", may=WRITING, method="post", arguments=an_order, data={"name": "Opvask"}),
    Row(url="companies:order_task", may=WRITING, arguments=a_task),
    Row(url="companies:order_task", may=WRITING, method="post", arguments=a_task, data={"name": "Opvask"}),
    Row(url="companies:order_task_remove", may=WRITING, method="post", arguments=a_task),
    Row(url="companies:order_open", may=WRITING, method="post", arguments=an_order),
    Row(url="companies:order_end", may=WRITING, arguments=an_order),
    Row(url="companies:order_end", may=WRITING, method="post", arguments=an_order, data={"state": "filled"}),
    Row(url="companies:order_log", may=WRITING, method="post", arguments=an_order, data={"step": "referred"}),
    Row(url="companies:doubles", may=ALL_WRITING),
    Row(url="companies:merge", may=WRITING, arguments=two_companies),
    Row(url="companies:merge", may=WRITING, method="post", arguments=two_companies),
    Row(url="companies:apart", may=WRITING, method="post", arguments=two_companies),
    Row(url="companies:list", may=ALL_READING),
    Row(url="companies:export", may=ALL_READING, arguments=lambda _people: {"kind": "xlsx"}),
    Row(url="companies:suggestions", may=ALL_READING),
    Row(url="companies:new", may=ALL_WRITING),
    Row(url="companies:new", may=ALL_WRITING, method="post", data={"name": "Prøvefirma"}),
    Row(url="companies:letter", may=WRITING, arguments=lambda people: {**a_company(people), "kind": "opsamling"}),
    Row(
        url="companies:letter",
        may=WRITING,
        method="post",
        arguments=lambda people: {**a_company(people), "kind": "opsamling"},
    ),
    Row(url="companies:import", may=ALL_WRITING),
    Row(url="companies:import", may=ALL_WRITING, method="post"),
    Row(url="companies:import_preview", may="erik", arguments=a_file),
    Row(url="companies:import_save", may="erik", method="post", arguments=a_file),
    Row(url="companies:position_new", may=WRITING, arguments=a_company),
    Row(url="companies:position_new", may=WRITING, method="post", arguments=a_company, data={"title": "Svejser"}),
    Row(url="companies:position", may=READING, arguments=a_position),
    Row(url="companies:position_edit", may=WRITING, arguments=a_position),
    Row(url="companies:position_edit", may=WRITING, method="post", arguments=a_position, data={"title": "Smed"}),
    Row(url="companies:position_remove", may=WRITING, method="post", arguments=a_position),
    Row(url="companies:position_steps", may=WRITING, arguments=a_position),
    Row(url="companies:position_steps", may=WRITING, method="post", arguments=a_position, data={"tasks": "Mandag"}),
    Row(url="companies:position_task_new", may=WRITING, method="post", arguments=a_position, data={"name": "Pakning"}),
    Row(url="companies:position_propose", may=WRITING, method="post", arguments=a_position, data={"aim": "inside"}),
    Row(url="companies:position_undo", may=WRITING, method="post", arguments=a_position),
    Row(url="companies:position_order", may=WRITING, method="post", arguments=a_position),
    Row(url="companies:position_task", may=WRITING, arguments=a_position_task),
    Row(url="companies:position_task", may=WRITING, method="post", arguments=a_position_task, data={"name": "Lager"}),
    Row(url="companies:position_task_remove", may=WRITING, method="post", arguments=a_position_task),
    Row(url="companies:position_place", may=WRITING, method="post", arguments=a_position_task, data={"to": "new"}),
    Row(url="companies:objections", may=ALL_READING),
    Row(url="companies:objection_new", may=ALL_WRITING),
    Row(url="companies:objection_new", may=ALL_WRITING, method="post", data={"text": "Vi flytter snart"}),
    Row(url="companies:answer_new", may=ALL_WRITING, arguments=an_objection),
    Row(url="companies:answer_new", may=ALL_WRITING, method="post", arguments=an_objection, data={"text": "Hvornår?"}),
    Row(url="companies:objection_retire", may=WRITING, method="post", arguments=an_own_objection),
    Row(url="companies:practise", may=ALL_READING),
    Row(
        url="companies:practise",
        may=ALL_READING,
        method="post",
        data={"objection": "no-time", "sat": "hard"},
    ),
    Row(url="companies:day", may=ALL_READING),
    Row(url="companies:limit", may="outsider", method="post", data={"most": "3"}),
    Row(url="companies:company", may=READING, arguments=a_company),
    Row(url="companies:outreach", may=WRITING, arguments=a_company),
    Row(url="companies:outreach", may=WRITING, method="post", arguments=a_company, data={"outcome": "talked"}),
    Row(url="companies:call", may=WRITING, method="post", arguments=a_company),
    Row(url="companies:call_guide", may=WRITING, arguments=a_company),
    Row(url="companies:call_guide", may=WRITING, method="post", arguments=a_company, data={"outcome": "talked"}),
    Row(url="companies:call_draft", may=WRITING, method="post", arguments=a_company, data={"note": "Ring kl. 9"}),
    Row(url="companies:call_anew", may=WRITING, method="post", arguments=a_company),
    Row(url="companies:needs", may=READING, arguments=a_company),
    Row(url="companies:need_new", may=WRITING, method="post", arguments=a_company, data={"need": "En mere"}),
    Row(url="companies:need_block", may=WRITING, method="post", arguments=a_block, data={"text": "Travlt om morgenen"}),
    Row(url="companies:circle_edit", may=WRITING, arguments=a_company),
    Row(url="companies:circle_edit", may=WRITING, method="post", arguments=a_company, data={"phase": "delivery"}),
    Row(url="companies:agreements", may=ALL_READING),
    Row(url="companies:agreement_new", may=WRITING, arguments=a_company),
    Row(url="companies:agreement_new", may=WRITING, method="post", arguments=a_company, data={"name": "Aftale"}),
    Row(url="companies:agreement_edit", may=WRITING, arguments=an_agreement),
    Row(url="companies:agreement_edit", may=WRITING, method="post", arguments=an_agreement, data={"name": "Aftale"}),
    Row(url="companies:agreement_follow_up", may=WRITING, arguments=an_agreement),
    Row(url="companies:agreement_follow_up", may=WRITING, method="post", arguments=an_agreement, data={"kept": "Alt"}),
    Row(url="companies:agreement_end", may=WRITING, arguments=an_agreement),
    Row(url="companies:agreement_end", may=WRITING, method="post", arguments=an_agreement, data={"why": "Slut"}),
    Row(url="companies:edit", may=WRITING, arguments=a_company),
    Row(url="companies:edit", may=WRITING, method="post", arguments=a_company, data={"name": "Andet navn"}),
    Row(url="companies:close", may=WRITING, arguments=a_company),
    Row(url="companies:close", may=WRITING, method="post", arguments=a_company),
    Row(url="companies:reopen", may=WRITING, method="post", arguments=a_closed_company),
    Row(url="companies:contact_new", may=WRITING, arguments=a_company),
    Row(url="companies:contact_new", may=WRITING, method="post", arguments=a_company, data={"name": "Kit Kontakt"}),
    Row(url="companies:contact_edit", may=WRITING, arguments=a_contact),
    Row(url="companies:contact_edit", may=WRITING, method="post", arguments=a_contact, data={"name": "Kim Kontakt"}),
    Row(url="companies:contact_confirm", may=WRITING, method="post", arguments=a_contact),
    Row(url="companies:contact_remove", may=WRITING, arguments=a_contact),
    Row(url="companies:contact_remove", may=WRITING, method="post", arguments=a_contact),
]
