"""Events about citizens, who are not employees: their numbers may be the same."""

from uuid import uuid4

from fagkompas.audit.actions import record_change, record_read, record_reads_of_citizens
from fagkompas.audit.models import Event
from tests.people import People


class Case:
    """Something about a citizen."""

    def __init__(self) -> None:
        self.uuid = uuid4()


def test_a_citizen_with_an_employees_number_is_somebody_else(people: People) -> None:
    number = people.erik.pk
    assert record_read(by=people.erik, action="audit.test", citizen_id=number) is not None
    record_change(by=people.erik, action="audit.test", subject_id=number)
    assert Event.objects.about_citizen(number).count() == 1
    assert Event.objects.about(number).count() == 1


def test_a_part_of_a_page_is_one_opening_for_each_citizen(people: People) -> None:
    case = Case()
    record_read(by=people.erik, action="audit.page", citizen_id=1, target=case)
    assert record_read(by=people.erik, action="audit.part", part_of="audit.page", citizen_id=1, target=case) is None
    assert record_read(by=people.erik, action="audit.part", part_of="audit.page", citizen_id=2, target=case) is not None
    assert record_read(by=people.alma, action="audit.part", part_of="audit.page", citizen_id=1, target=case) is not None


def test_a_list_of_citizens_is_logged_whole_also_where_a_number_is_the_readers(people: People) -> None:
    cases = {people.erik.pk: Case(), people.erik.pk + 1: Case()}
    record_reads_of_citizens(by=people.erik, action="audit.test", seen=cases.items())
    assert {event.citizen_id: event.target_uuid for event in Event.objects.reads()} == {
        number: case.uuid for number, case in cases.items()
    }
