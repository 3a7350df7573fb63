"""What may be done with frameworks, what is refused, and what never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks import actions, files
from fagkompas.frameworks.comparison import against_earlier, against_origin
from fagkompas.frameworks.document import FrameworkDocument, shipped_identity
from fagkompas.frameworks.models import (
    CrosswalkLink,
    Field,
    Framework,
    FrameworkImport,
    Item,
    LearningForm,
    PublishedNeverChanges,
    Version,
    VersionState,
)
from fagkompas.frameworks.to_engine import document_of, engine_framework, texts_of
from fagkompas.frameworks.wording import sentence
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.frameworks.making import (
    DAY,
    item_of,
    make_draft,
    make_empty,
    make_published,
    make_waiting,
    shipped_version,
    values,
)
from tests.people import People


def codes_of(refused: BadInput) -> list[str]:
    """The message codes; every one has its sentence."""
    assert all(sentence(problem) for problem in refused.problems)
    return [problem.message_code for problem in refused.problems]


def fresh(version: Version) -> Version:
    return Version.objects.select_related("framework__root", "derived_from__framework").get(pk=version.pk)


# What comes with the product


@pytest.mark.django_db
def test_loading_brings_all_and_loading_again_changes_nothing() -> None:
    make_empty()
    first = actions.load_shipped()
    assert first.new == ("faglighed-2025 1", "roller-kar 1", "fagprofiler-2017 1")
    rows = [(m, list(m.objects.order_by("pk").values())) for m in (Version, Item, LearningForm, CrosswalkLink)]
    events = Event.objects.count()
    again = actions.load_shipped()
    assert (again.new, again.kept, again.differing) == ((), first.new, ())
    assert rows == [(m, list(m.objects.order_by("pk").values())) for m in (Version, Item, LearningForm, CrosswalkLink)]
    assert Event.objects.count() == events


@pytest.mark.django_db
@pytest.mark.parametrize("code", files.shipped_codes())
def test_rows_give_the_file_back_byte_for_byte(code: str) -> None:
    version = shipped_version(code)
    assert version.state == VersionState.PUBLISHED
    assert files.write_framework(document_of(version)) == (files.DATA / f"{code}.yaml").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_a_shipped_version_with_other_contents_is_left_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    version = shipped_version()
    Version.objects.filter(pk=version.pk).update(name_da="Et andet navn", revision=version.revision + 1)
    assert actions.load_shipped().differing == ("faglighed-2025 1",)
    assert fresh(version).name_da == "Et andet navn"
    call_command("load_frameworks")
    assert "faglighed-2025 1" in capsys.readouterr().err


@pytest.mark.django_db
def test_identities_are_the_same_in_every_database() -> None:
    item = item_of(shipped_version(), "AU-G1")
    assert item.identity == shipped_identity("faglighed-2025", "AU-G1")
    assert str(item.identity) == "63616cc4-db43-5cce-92c4-1d83f42dbe73"


@pytest.mark.django_db
def test_the_crosswalk_says_of_every_competency_what_stands_beside_it_or_that_nothing_does() -> None:
    pairs = [
        ("faglighed-2025", "roller-kar"),
        ("faglighed-2025", "fagprofiler-2017"),
        ("roller-kar", "fagprofiler-2017"),
    ]
    for code, other in pairs:
        version = shipped_version(code)
        links = CrosswalkLink.objects.filter(source_framework=version.framework, target_framework__code=other)
        assert {link.source_identity for link in links.order_by("pk")} == {
            item.identity for item in version.items.competencies()
        }


# Deriving


def test_a_derived_draft_has_the_same_competencies_and_knows_where_each_is_from(people: People) -> None:
    source = shipped_version()
    draft = make_draft(people)
    assert (draft.state, draft.number, draft.framework.root) == (VersionState.DRAFT, "1", people.testkommune)
    assert draft.derived_from == source
    origins = {item.code: item.origin for item in draft.items.order_by("pk")}
    assert origins == {item.code: item.identity for item in source.items.order_by("pk")}
    assert {i.identity for i in draft.items.order_by("pk")}.isdisjoint(i.identity for i in source.items.order_by("pk"))
    found = against_origin(document_of(source), document_of(draft))
    assert (found.shared, found.before, found.count) == (61, 61, 0)
    event = Event.objects.get(action="frameworks.version.derived")
    assert (event.actor_id, event.target_uuid) == (people.dorte.pk, draft.uuid)


def test_what_is_derived_twice_goes_back_to_the_first_origin(people: People) -> None:
    again = actions.derive_framework(
        version=make_published(people),
        root=people.testkommune,
        code="vores-to",
        name=Text(da="To"),
        description=Text(da="Vores egen ramme."),
        by=people.dorte,
    )
    assert item_of(again, "AU-G1").origin == shipped_identity("faglighed-2025", "AU-G1")
    assert document_of(again).derived_from == "vores/1"
    found = against_origin(document_of(make_published_of(again)), document_of(again))
    assert (found.shared, found.count) == (61, 0)


def make_published_of(derived: Version) -> Version:
    """What it was derived from."""
    assert derived.derived_from is not None
    return derived.derived_from


@pytest.mark.parametrize(
    ("code", "refused"),
    [("vores", "framework_code_taken"), ("roller-kar", "code_of_shipped_framework")],
)
def test_a_code_is_used_once(people: People, code: str, refused: str) -> None:
    make_draft(people)
    with pytest.raises(BadInput) as caught:
        make_draft(people, code=code)
    assert codes_of(caught.value) == [refused]
    assert Framework.objects.filter(root=people.testkommune).count() == 1


def test_two_municipalities_may_use_the_same_code(people: People) -> None:
    make_draft(people)
    other = actions.derive_framework(
        version=shipped_version(),
        root=people.andenkommune,
        code="vores",
        name=Text(da="Deres"),
        description=Text(da="Vores egen ramme."),
        by=people.outsider,
    )
    mine = {item.identity for item in Item.objects.filter(version__framework__root=people.testkommune).order_by("pk")}
    assert mine.isdisjoint(item.identity for item in other.items.order_by("pk"))
    assert list(Version.objects.seen_by(people.testkommune.pk).filter(pk=other.pk)) == []


def test_a_draft_cannot_be_derived_from(people: People) -> None:
    draft = make_draft(people)
    with pytest.raises(BadInput) as caught:
        actions.derive_framework(
            version=draft,
            root=people.testkommune,
            code="to",
            name=Text(da="To"),
            description=Text(da="Vores egen ramme."),
            by=people.dorte,
        )
    assert codes_of(caught.value) == ["version_not_published"]


# Work on a draft


def test_an_added_competency_gets_the_next_code_and_stands_last(people: People) -> None:
    draft = make_draft(people)
    basic = actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    specialised = actions.add_item(version=draft, field="AU", values=values(level=Level.SPECIALISED), by=people.dorte)
    assert (basic.code, specialised.code) == ("AU-G7", "AU-S6")
    assert basic.origin is None
    assert basic.source == {"section": actions.OWN_WORDS}
    field = document_of(fresh(draft)).fields[0]
    assert [c.code for c in field.competencies][-2:] == ["AU-G7", "AU-S6"]
    assert [c.code for c in field.in_use(Level.BASIC)][-1] == "AU-G7"


def test_the_code_of_a_left_out_competency_is_never_used_again(people: People) -> None:
    draft = make_draft(people)
    first = actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    actions.retire_item(item=first, by=people.dorte)
    assert actions.add_item(version=draft, field="AU", values=values(), by=people.dorte).code == "AU-G8"


def test_a_competency_keeps_its_code_and_identity_when_it_moves(people: People) -> None:
    draft = make_draft(people)
    before = item_of(draft, "AU-G1")
    actions.move_level(item=before, level=Level.SPECIALISED, by=people.dorte)
    after = item_of(draft, "AU-G1")
    assert (after.level, after.identity, after.origin) == ("specialised", before.identity, before.origin)
    framework = engine_framework(fresh(draft))
    assert "AU-G1" in [item.code for item in framework.fields[0].at(Level.SPECIALISED)]


def test_a_left_out_competency_is_kept_and_not_asked_until_it_is_taken_back(people: People) -> None:
    draft = make_draft(people)
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    assert item_of(draft, "AU-G1").retired
    assert "AU-G1" not in texts_of(fresh(draft)).items()
    actions.restore_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    assert "AU-G1" in texts_of(fresh(draft)).items()


def test_each_change_is_in_the_log_without_the_words(people: People) -> None:
    draft = make_draft(people)
    item = actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    actions.edit_item(item=item, values=values(statement=Text(da="Hemmeligt.")), revision=9, by=people.dorte)
    events = Event.objects.filter(target_uuid=item.uuid).order_by("pk")
    assert [event.action for event in events] == ["frameworks.item.added", "frameworks.item.edited"]
    assert all("Hemmeligt" not in str(event.details) for event in events)


def test_what_would_break_the_document_is_not_saved(people: People) -> None:
    draft = make_draft(people)
    with pytest.raises(BadInput) as caught:
        actions.add_item(version=draft, field="AU", values=values(statement=Text(da="to\nlinjer")), by=people.dorte)
    assert codes_of(caught.value) == ["not_one_line"]
    assert not draft.items.filter(code="AU-G7").exists()
    assert fresh(draft).revision == draft.revision
    assert not Event.objects.filter(action="frameworks.item.added").exists()


# Two people on one thing


def test_the_second_to_save_a_competency_is_told(people: People) -> None:
    draft = make_draft(people)
    seen = draft.revision
    item = item_of(draft, "AU-G1")
    actions.edit_item(item=item, values=values(title=Text(da="Først")), revision=seen, by=people.dorte)
    with pytest.raises(ChangedMeanwhile):
        actions.edit_item(item=item, values=values(title=Text(da="Siden")), revision=seen, by=people.dorte)
    assert item_of(draft, "AU-G1").title_da == "Først"


def test_two_people_on_two_competencies_do_not_meet(people: People) -> None:
    draft = make_draft(people)
    seen = draft.revision
    for code in ("AU-G1", "AU-G2"):
        actions.edit_item(item=item_of(draft, code), values=values(title=Text(da=code)), revision=seen, by=people.dorte)
    assert [item_of(draft, code).title_da for code in ("AU-G1", "AU-G2")] == ["AU-G1", "AU-G2"]


def test_publishing_something_else_than_one_looked_at_is_refused(people: People) -> None:
    draft = make_draft(people)
    actions.retire_item(item=item_of(draft, "AU-G1"), by=people.dorte)
    with pytest.raises(ChangedMeanwhile):
        actions.publish(version=draft, revision=draft.revision, today=DAY, by=people.dorte)
    assert fresh(draft).is_draft


# What is published


def test_nothing_of_a_published_version_can_be_changed(people: People) -> None:
    version = make_published(people)
    item = item_of(version, "AU-G1")
    before = document_of(fresh(version))
    attempts = [
        lambda: actions.add_item(version=version, field="AU", values=values(), by=people.dorte),
        lambda: actions.edit_item(item=item, values=values(), revision=99, by=people.dorte),
        lambda: actions.move_level(item=item, level=Level.SPECIALISED, by=people.dorte),
        lambda: actions.retire_item(item=item, by=people.dorte),
        lambda: actions.restore_item(item=item, by=people.dorte),
        lambda: actions.edit_version(
            version=version, name=Text(da="x"), description=Text(da="x"), revision=version.revision, by=people.dorte
        ),
        lambda: actions.publish(version=version, revision=version.revision, today=DAY, by=people.dorte),
        lambda: actions.discard_draft(version=version, by=people.dorte),
        lambda: actions.import_table(version=version, rows=[], revision=version.revision, by=people.dorte),
        item.save,
        version.fields.get(code="AU").save,
        lambda: Item.objects.filter(pk=item.pk).update(title_da="x"),
        lambda: Field.objects.filter(version=version).update(name_da="x"),
        lambda: Item.objects.bulk_update([item], ["title_da"]),
    ]
    for attempt in attempts:
        with pytest.raises(PublishedNeverChanges), transaction.atomic():
            attempt()
    assert files.framework_from_data(before.data()) == document_of(fresh(version))


def test_a_shipped_version_is_published_like_any_other(people: People) -> None:
    with pytest.raises(PublishedNeverChanges):
        actions.retire_item(item=item_of(shipped_version(), "AU-G1"), by=people.dorte)


def test_a_version_where_a_field_has_nothing_left_is_not_published(people: People) -> None:
    draft = make_draft(people)
    for code in [c.code for c in document_of(draft).fields[0].competencies]:
        actions.retire_item(item=item_of(draft, code), by=people.dorte)
    now = fresh(draft)
    with pytest.raises(BadInput) as caught:
        actions.publish(version=now, revision=now.revision, today=DAY, by=people.dorte)
    assert codes_of(caught.value) == ["field_without_competencies"]
    assert fresh(draft).is_draft


def test_rounds_can_choose_what_is_published_and_not_retired(people: People) -> None:
    draft = make_draft(people)
    root = people.testkommune.pk
    assert draft not in Version.objects.choosable(root)
    published = actions.publish(version=draft, revision=draft.revision, today=DAY, by=people.dorte)
    assert published in Version.objects.choosable(root)
    assert published not in Version.objects.choosable(people.andenkommune.pk)
    actions.retire_version(version=published, today=DAY, by=people.dorte)
    assert published not in Version.objects.choosable(root)
    with pytest.raises(BadInput) as caught:
        actions.retire_version(version=published, today=DAY, by=people.dorte)
    assert codes_of(caught.value) == ["version_not_published"]


def test_what_is_kept_of_a_published_version_is_built_once(people: People) -> None:
    version = make_published(people)
    document_of(version)
    with CaptureQueriesContext(connection) as queries:
        engine_framework(version)
        engine_framework(fresh(version))
        texts_of(version, "da")
        texts_of(version, "en")
    assert len(queries) == 1  # `fresh` itself


def test_the_next_version_says_the_same_and_keeps_every_identity(people: People) -> None:
    version = make_published(people)
    draft = actions.new_draft_of(version=version, by=people.dorte)
    assert (draft.number, draft.state) == ("2", VersionState.DRAFT)
    by_code = {item.code: (item.identity, item.origin) for item in version.items.order_by("pk")}
    assert {item.code: (item.identity, item.origin) for item in draft.items.order_by("pk")} == by_code
    assert replace(document_of(draft), version="1") == document_of(version)
    assert against_earlier(document_of(version), document_of(draft)).count == 0
    with pytest.raises(BadInput) as caught:
        actions.new_draft_of(version=version, by=people.dorte)
    assert codes_of(caught.value) == ["draft_exists"]


def test_a_discarded_draft_takes_its_framework_along_only_when_it_was_alone(people: People) -> None:
    version = make_published(people)
    actions.discard_draft(version=actions.new_draft_of(version=version, by=people.dorte), by=people.dorte)
    assert list(version.framework.versions.order_by("pk")) == [version]
    alone = make_draft(people, code="alene")
    actions.discard_draft(version=alone, by=people.dorte)
    assert not Framework.objects.filter(code="alene").exists()


def test_the_database_itself_refuses_what_no_action_writes(people: People) -> None:
    draft = make_draft(people)
    item = item_of(draft, "AU-G1")
    for change in ({"level": "expert"}, {"dimension": "x"}, {"code": "AU-G2"}):
        for name, value in change.items():
            setattr(item, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            item.save()
        item.refresh_from_db()


# What differs


def test_differences_name_each_kind_of_change(people: People) -> None:
    draft = make_draft(people)
    actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    actions.move_level(item=item_of(draft, "AU-G1"), level=Level.SPECIALISED, by=people.dorte)
    actions.retire_item(item=item_of(draft, "AU-G2"), by=people.dorte)
    third = document_of(draft).fields[0].competencies[2]
    reworded = actions.ItemValues(
        level=third.level,
        dimension=third.dimension,
        other_dimensions=third.other_dimensions,
        title=third.title,
        statement=Text(da="Du ved det samme, sagt med vores ord."),
    )
    actions.edit_item(item=item_of(draft, "AU-G3"), values=reworded, revision=99, by=people.dorte)
    fourth = document_of(draft).fields[0].competencies[3]
    other = next(dimension for dimension in Dimension if dimension is not fourth.dimension)
    weighed = actions.ItemValues(level=fourth.level, dimension=other, title=fourth.title, statement=fourth.statement)
    actions.edit_item(item=item_of(draft, "AU-G4"), values=weighed, revision=99, by=people.dorte)
    found = against_origin(document_of(shipped_version()), document_of(fresh(draft)))
    assert {
        name: [pair.here.code for pair in getattr(found, name)]
        for name in ("added", "moved", "left_out", "reworded", "weighed")
    } == {"added": ["AU-G7"], "moved": ["AU-G1"], "left_out": ["AU-G2"], "reworded": ["AU-G3"], "weighed": ["AU-G4"]}
    assert (found.shared, found.before, found.count) == (60, 61, 5)


# Files


def exported(version: Version) -> FrameworkDocument:
    return files.read_framework(files.write_framework(document_of(fresh(version))))


def test_what_was_exported_comes_in_again_the_same(people: People) -> None:
    draft = make_draft(people)
    actions.add_item(version=draft, field="AU", values=values(), by=people.dorte)
    actions.retire_item(item=item_of(draft, "AU-G2"), by=people.dorte)
    document = exported(draft)
    rows = {item.code: (item.identity, item.origin, item.retired) for item in draft.items.order_by("pk")}
    actions.discard_draft(version=draft, by=people.dorte)
    again = actions.import_document(document=document, root=people.testkommune, by=people.dorte)
    assert document_of(again) == document
    assert {item.code: (item.identity, item.origin, item.retired) for item in again.items.order_by("pk")} == rows


def test_a_file_can_be_the_next_version(people: People) -> None:
    version = make_published(people)
    draft = actions.import_document(
        document=replace(exported(version), version="2027"), root=people.testkommune, by=people.dorte
    )
    assert draft.framework == version.framework
    identities = set(version.items.order_by("pk").values_list("identity", flat=True))
    assert set(draft.items.order_by("pk").values_list("identity", flat=True)) == identities


def test_everything_wrong_with_an_import_is_told_at_once(people: People) -> None:
    version = make_published(people)
    actions.new_draft_of(version=version, by=people.dorte)
    document = exported(version)
    field = document.fields[0]
    odd = replace(
        field, competencies=(replace(field.competencies[0], origin="findes-ikke/AU-G1"), *field.competencies[1:])
    )
    document = replace(document, derived_from="findes-ikke/1", fields=(odd, *document.fields[1:]))
    with pytest.raises(BadInput) as caught:
        actions.import_document(document=document, root=people.testkommune, by=people.dorte)
    assert codes_of(caught.value) == [
        "draft_exists",
        "version_number_taken",
        "unknown_origin",
        "unknown_derivation",
    ]


def test_a_file_of_a_shipped_framework_needs_a_code_of_its_own(people: People) -> None:
    shipped_version()
    document = files.shipped("roller-kar")
    with pytest.raises(BadInput) as caught:
        actions.import_document(document=document, root=people.testkommune, by=people.dorte)
    assert codes_of(caught.value) == ["code_of_shipped_framework"]
    own = actions.import_document(
        document=replace(document, code="roller-hos-os"), root=people.testkommune, by=people.dorte
    )
    assert own.items.count() == 87 + 15
    assert engine_framework(own).code == "roller-hos-os"


def test_a_read_file_is_kept_for_an_hour_and_only_the_newest(people: People) -> None:
    first = make_waiting(people)
    second = make_waiting(people)
    assert list(FrameworkImport.waiting(timezone.now())) == [second]
    assert not FrameworkImport.objects.filter(pk=first.pk).exists()
    later = timezone.now() + timedelta(minutes=61)
    assert list(FrameworkImport.expired(later)) == [second]
    assert [line.rows for line in actions.retention(today=DAY, dry_run=False)] == [0]
    second.read_at = timezone.now() - timedelta(minutes=61)
    second.save()
    assert [line.rows for line in actions.retention(today=DAY, dry_run=True)] == [1]
    assert [line.rows for line in actions.retention(today=DAY, dry_run=False)] == [1]
    assert not FrameworkImport.objects.exists()


def test_levels_of_dialogue_rounds_follow_what_is_left(people: People) -> None:
    draft = make_draft(people)
    for competency in document_of(draft).fields[0].in_use(Level.SPECIALISED):
        actions.retire_item(item=item_of(draft, competency.code), by=people.dorte)
    assert "AU-S" not in document_of(fresh(draft)).codes()
    assert "AU-G" in document_of(fresh(draft)).codes()
