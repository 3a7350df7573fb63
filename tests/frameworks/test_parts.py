"""The parts of a draft that are not competencies: fields, dimension questions, scale, rules, on their pages."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Dimension
from fagkompas.frameworks import actions
from fagkompas.frameworks.actions import parts
from fagkompas.frameworks.document import problems_before_publishing
from fagkompas.frameworks.draft_forms import field_as_typed, questions_as_typed, rules_as_typed, scale_as_typed
from fagkompas.frameworks.models import Field, PublishedNeverChanges, Version
from fagkompas.frameworks.to_engine import document_of
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.frameworks.making import item_of, make_draft, make_published, values
from tests.people import People, make_employee

pytestmark = pytest.mark.django_db

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def dorte_client(people: People, client_for: ClientFor) -> Client:
    return client_for(people.dorte)


@pytest.fixture
def draft(people: People) -> Version:
    return make_draft(people)


def address(name: str, draft: Version, *arguments: object) -> str:
    return reverse(f"frameworks:{name}", args=[draft.uuid, *arguments])


def text(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def fresh(version: Version) -> Version:
    return Version.objects.select_related("framework").get(pk=version.pk)


def field_of(draft: Version, code: str) -> Field:
    return Field.objects.select_related("version__framework").get(version=draft, code=code)


def sent(shown: dict[str, str], draft: Version, **changes: str) -> dict[str, str]:
    """A form as a browser sends it back."""
    opened = {f"opened-{name}": value for name, value in shown.items()}
    return {**shown, **opened, **changes, "revision": str(draft.revision)}


NEW_FIELD = {
    "code": "bø",
    "name_da": "Børn og unge",
    "description_da": "Når borgeren er ung.",
    "revision": "0",
    **{f"{d.value}_title_da": f"Titel {d.value}" for d in Dimension},
    **{f"{d.value}_statement_da": f"Du kan det {d.value}." for d in Dimension},
}


def test_a_field_is_added_last_with_its_questions_and_competencies_follow(
    people: People, dorte_client: Client, draft: Version
) -> None:
    response = dorte_client.post(address("field_add", draft), NEW_FIELD)
    assert response["Location"] == address("field", draft, "BØ")
    field = document_of(fresh(draft)).fields[-1]
    assert (field.code, field.name.da, field.source.section) == ("BØ", "Børn og unge", actions.OWN_WORDS)
    assert [item.code for item in field.dimension_items] == ["BØ-PRA", "BØ-REF", "BØ-REL"]
    assert field.dimension_items[1].statement.da == "Du kan det reflexive."
    assert [p.values["field"] for p in problems_before_publishing(document_of(fresh(draft)))] == ["BØ"]
    item = actions.add_item(version=draft, field="BØ", values=values(), by=people.dorte)
    assert (item.code, item.position) == ("BØ-G1", 4)
    assert problems_before_publishing(document_of(fresh(draft))) == ()
    event = Event.objects.get(action="frameworks.field.added")
    assert (event.actor_id, event.target_uuid) == (people.dorte.pk, draft.uuid)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "1A"}, "code"),
        ({"code": "A-B"}, "code"),
        ({"code": "ABCDEFGHIJK"}, "code"),
        ({"code": "AU"}, "code"),
        ({"name_da": " "}, "name_da"),
        ({"name_da": "x" * 121}, "name_da"),
        ({"description_da": ""}, "description_da"),
        ({"reflexive_statement_da": ""}, "reflexive_statement_da"),
        ({"relational_title_da": "x" * 121}, "relational_title_da"),
    ],
)
def test_a_field_with_a_mistake_is_not_added_and_nothing_typed_is_lost(
    dorte_client: Client, draft: Version, changes: dict[str, str], field: str
) -> None:
    response = dorte_client.post(address("field_add", draft), {**NEW_FIELD, **changes})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Du kan det practical." in text(response)
    assert fresh(draft).fields.count() == 6


def test_a_code_that_an_earlier_version_used_stays_taken(people: People, client_for: ClientFor) -> None:
    following = actions.new_draft_of(version=make_published(people), by=people.dorte)
    client = client_for(people.dorte)
    client.post(address("field_remove", following, "AU"))
    response = client.post(address("field_add", following), {**NEW_FIELD, "code": "AU"})
    assert response.status_code == 422
    assert "tidligere vurderinger henviser til det" in text(response)


def test_a_field_is_renamed_and_described(dorte_client: Client, draft: Version) -> None:
    url = address("field_edit", draft, "AU")
    field = field_of(draft, "AU")
    assert field.description_da in text(dorte_client.get(url))
    response = dorte_client.post(url, sent(field_as_typed(field), draft, name_da="Arbejdsmarkedet", name_en=""))
    assert response["Location"] == address("field", draft, "AU")
    after = field_of(draft, "AU")
    assert (after.name_da, after.name_en, after.description_en) == ("Arbejdsmarkedet", "", field.description_en)
    assert document_of(fresh(draft)).fields[0].name.da == "Arbejdsmarkedet"


def test_fields_move_past_each_other_and_stop_at_the_ends(dorte_client: Client, draft: Version) -> None:
    def codes() -> list[str]:
        return [field.code for field in document_of(fresh(draft)).fields]

    response = dorte_client.post(address("field_move", draft, "LM"), {"to": "up"})
    assert response["Location"] == address("version", draft) + "#LM"
    assert codes() == ["LM", "AU", "IT", "BM", "VM", "NF"]
    dorte_client.post(address("field_move", draft, "LM"), {"to": "up"})
    dorte_client.post(address("field_move", draft, "NF"), {"to": "down"})
    assert codes() == ["LM", "AU", "IT", "BM", "VM", "NF"]
    dorte_client.post(address("field_move", draft, "LM"), {"to": "down"})
    assert codes() == ["AU", "LM", "IT", "BM", "VM", "NF"]
    assert Event.objects.filter(action="frameworks.field.moved").count() == 2
    assert dorte_client.get(address("field_move", draft, "LM")).status_code == 405


def test_a_field_is_taken_out_but_never_the_last(dorte_client: Client, draft: Version) -> None:
    for code in ("AU", "LM", "IT", "BM", "VM"):
        assert dorte_client.post(address("field_remove", draft, code))["Location"] == address("version", draft)
    assert "NF er det eneste felt" in text(dorte_client.post(address("field_remove", draft, "NF"), follow=True))
    (field,) = fresh(draft).fields.all()
    assert (field.code, field.position, draft.items.exclude(field=field).count()) == ("NF", 1, 0)


def test_the_dimension_questions_are_edited_and_those_untouched_stay(dorte_client: Client, draft: Version) -> None:
    url, field = address("questions_edit", draft, "AU"), field_of(draft, "AU")
    before = item_of(draft, "AU-REL")
    response = dorte_client.post(url, sent(questions_as_typed(field), draft, practical_statement_da="Du finder det."))
    assert response["Location"] == address("field", draft, "AU")
    assert item_of(draft, "AU-PRA").statement_da == "Du finder det."
    after = item_of(draft, "AU-REL")
    assert (after.title_da, after.statement_en, after.origin) == (before.title_da, before.statement_en, before.origin)
    assert dorte_client.post(url, sent(questions_as_typed(field), draft, practical_title_da="")).status_code == 422


def test_the_points_of_the_scale_are_edited(people: People, dorte_client: Client, draft: Version) -> None:
    url = address("scale_edit", draft)
    shown = scale_as_typed(draft)
    assert shown["point3_anchor_da"] in text(dorte_client.get(url))
    dorte_client.post(url, sent(shown, draft, point3_anchor_da="Vi kan se, at du løser svære sager."))
    scale = document_of(fresh(draft)).scale
    assert scale[3].anchor.da == "Vi kan se, at du løser svære sager."
    assert scale[3].anchor.en == shown["point3_anchor_en"]
    assert [point.value for point in scale] == [0, 1, 2, 3, 4]
    assert "Vi kan se, at du løser svære sager." in text(dorte_client.get(address("scale", draft)))
    assert dorte_client.post(url, sent(shown, draft, point0_name_da="x" * 121)).status_code == 422
    assert Event.objects.get(action="frameworks.scale.edited").target_uuid == draft.uuid


def test_the_numbers_of_the_rules_are_edited_as_people_write_them(dorte_client: Client, draft: Version) -> None:
    url = address("rules_edit", draft)
    shown = rules_as_typed(draft)
    assert (shown["attained_share"], shown["dimension_high"], shown["smallest_group"]) == ("80", "62,5", "5")
    page = text(dorte_client.get(url))
    assert 'value="62,5"' in page
    changes = {"attained_share": "66,67", "smallest_group": "7", "dimension_high": "62,5"}
    assert dorte_client.post(url, sent(shown, draft, **changes)).status_code == 302
    rules = document_of(fresh(draft)).rules
    assert (rules.attained_share, rules.smallest_group, rules.dimension_high) == (0.6667, 7, 62.5)
    assert rules.attained_from.specialised == 3
    assert 'value="66,67"' in text(dorte_client.get(url))


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("smallest_group", "2", "Skriv et helt tal fra 5 til 1000."),
        ("smallest_group", "5,5", "Skriv et helt tal fra 5 til 1000."),
        ("smallest_group", "", "Skriv et helt tal fra 5 til 1000."),
        ("attained_share", "101", "Skriv et tal fra 50 til 100."),
        ("attained_share", "49,99", "Skriv et tal fra 50 til 100."),
        ("coverage_minimum", "NaN", "Skriv et tal fra 10 til 100."),
        ("coverage_minimum", "1e1", ""),
        ("attained_from_basic", "5", "Skriv et helt tal fra 1 til 4."),
        ("emerging_share", "90", "Andelen for at være på vej"),
        ("dimension_high", "mange", "Skriv et tal fra 1 til 100."),
    ],
)
def test_a_number_out_of_bounds_is_told_and_nothing_is_saved(
    dorte_client: Client, draft: Version, name: str, typed: str, said: str
) -> None:
    before = document_of(draft).rules
    response = dorte_client.post(address("rules_edit", draft), sent(rules_as_typed(draft), draft, **{name: typed}))
    if not said:
        assert response.status_code == 302
        return
    assert response.status_code == 422
    assert said in text(response)
    assert response.context["form"][name].value() == typed
    assert document_of(fresh(draft)).rules == before


EDITORS = [
    ("field_edit", ("AU",), "description_da", lambda draft: field_as_typed(field_of(draft, "AU"))),
    ("questions_edit", ("AU",), "practical_title_da", lambda draft: questions_as_typed(field_of(draft, "AU"))),
    ("scale_edit", (), "point2_name_da", scale_as_typed),
]


@pytest.mark.parametrize(("name", "arguments", "changed", "as_typed"), EDITORS, ids=[each[0] for each in EDITORS])
def test_the_second_of_two_sees_both_and_loses_nothing(
    people: People,
    client_for: ClientFor,
    draft: Version,
    name: str,
    arguments: tuple[str, ...],
    changed: str,
    as_typed: Callable[[Version], dict[str, str]],
) -> None:
    other = make_employee("Hanne", people.testkommune, Role.CONSULTANT)
    url, shown = address(name, draft, *arguments), as_typed(draft)
    quick = sent(shown, draft, **{changed: "Hannes ord"})
    slow = sent(shown, draft, **{changed: "Mine ord"})
    assert client_for(other).post(url, quick).status_code == 302
    response = client_for(people.dorte).post(url, slow)
    assert response.status_code == 409
    for words in ("Hanne kom først.", "Hannes ord", "Mine ord"):
        assert words in text(response)
    assert as_typed(fresh(draft))[changed] == "Hannes ord"
    again = sent(response.context["opened"], fresh(draft), **{changed: "Mine ord"})
    assert client_for(people.dorte).post(url, again).status_code == 302
    assert as_typed(fresh(draft))[changed] == "Mine ord"


def test_work_on_another_part_is_no_conflict(people: People, dorte_client: Client, draft: Version) -> None:
    rules = sent(rules_as_typed(draft), draft, smallest_group="6")
    dorte_client.post(address("scale_edit", draft), sent(scale_as_typed(draft), draft, point1_name_da="Med hjælp"))
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    assert dorte_client.post(address("rules_edit", draft), rules).status_code == 302
    document = document_of(fresh(draft))
    assert (document.rules.smallest_group, document.scale[1].name.da) == (6, "Med hjælp")


def test_what_is_published_never_changes_in_its_parts(people: People) -> None:
    version = make_published(people)
    field, rules = field_of(version, "AU"), document_of(version).rules
    with pytest.raises(PublishedNeverChanges):
        parts.edit_rules(version=version, rules=rules, revision=version.revision, by=people.dorte)
    with pytest.raises(PublishedNeverChanges):
        parts.move_field(field=field, up=False, by=people.dorte)
    with pytest.raises(PublishedNeverChanges):
        parts.remove_field(field=field, by=people.dorte)


def test_what_stands_at_another_revision_is_refused(people: People, draft: Version) -> None:
    rules = document_of(draft).rules
    with pytest.raises(ChangedMeanwhile):
        parts.edit_rules(version=draft, rules=rules, revision=draft.revision + 1, by=people.dorte)


def test_the_differences_show_other_fields_questions_points_and_numbers(dorte_client: Client, draft: Version) -> None:
    dorte_client.post(address("field_remove", draft, "NF"))
    dorte_client.post(address("field_add", draft), NEW_FIELD)
    dorte_client.post(address("scale_edit", draft), sent(scale_as_typed(draft), draft, point1_name_da="Med hjælp"))
    dorte_client.post(address("rules_edit", draft), sent(rules_as_typed(draft), draft, smallest_group="8"))
    page = text(dorte_client.get(address("differences", draft)))
    for words in ("Felter (2)", "Dimensionsspørgsmål (6)", "Skalaens trin (1)", "Med hjælp", "Reglernes tal (1)"):
        assert words in page


def test_the_pages_lead_to_what_can_be_changed(people: People, client_for: ClientFor, draft: Version) -> None:
    client = client_for(people.dorte)
    assert address("field_add", draft) in text(client.get(address("version", draft)))
    assert address("questions_edit", draft, "AU") in text(client.get(address("field", draft, "AU")))
    assert address("rules_edit", draft) in text(client.get(address("scale", draft)))
    published = make_published(people, code="udgivet")
    assert address("rules_edit", published) not in text(client.get(address("scale", published)))
    assert address("field_move", published, "AU") not in text(client.get(address("version", published)))


def test_the_only_field_is_refused_by_the_action_too(people: People, draft: Version) -> None:
    for code in ("AU", "LM", "IT", "BM", "VM"):
        parts.remove_field(field=field_of(draft, code), by=people.dorte)
    with pytest.raises(BadInput):
        parts.remove_field(field=field_of(draft, "NF"), by=people.dorte)
