"""The job log: what is refused, weeks beside what is asked for, files with every problem told, follow-ups, keeping."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.casework.actions import case_files, job_log
from fagkompas.casework.actions.case_files import keep_file
from fagkompas.casework.actions.status import refresh_status
from fagkompas.casework.checking import check_case
from fagkompas.casework.job_log_file import CheckedLog, check_job_log, read_job_log
from fagkompas.casework.job_log_weeks import Week, weeks_until
from fagkompas.casework.models import CaseFile, CaseFileKind, CasePlan, JobLogEntry, LogRequirement, LogResult, Track
from fagkompas.casework.today import today_items
from fagkompas.citizens.models import Citizen
from fagkompas.engine.consistency import Rule
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import TracesFound
from tests.casework.making import make_plan, make_track
from tests.casework.work import given_entry, make_entry
from tests.citizens.making import make_citizen
from tests.occupations.making import make_occupation
from tests.people import People

pytestmark = pytest.mark.django_db

As = Callable[[Employee], Client]
CPR = "700190-1234"


@pytest.fixture
def citizen(people: People) -> Citizen:
    """Erik's, in Nord."""
    return make_citizen(people)


def codes(refused: pytest.ExceptionInfo[BadInput]) -> dict[str | None, str]:
    """What was refused, by field."""
    return {one.place.column: one.message_code for one in refused.value.problems}


def test_a_job_that_is_called_as_a_track_is_on_it(people: People, citizen: Citizen, client_for: As) -> None:
    """By its occupation or by its words, written in a line, on its own page or in a file; another job is on none."""
    plan = make_plan(citizen)
    kok, lager = make_track(plan, occupation=make_occupation("kok", isco4="5120")), make_track(plan, "Lager")
    client, today = client_for(people.erik), timezone.localdate().isoformat()
    url, new = (reverse(f"casework:{name}", args=[citizen.uuid]) for name in ("job_log", "job_log_new"))
    told = client.post(url, {"title": "Kok", "applied_on": today, "company": "Kroen"}, follow=True).content.decode()
    assert "Jobbet står i loggen, på jobsporet Kok." in told
    of_page = {"title": "lager", "applied_on": today, "how": "advert", "result": "waiting", "occupation": ""}
    client.post(new, of_page | {"company": "Lageret"})
    told = client.post(url, {"title": "Gartner", "applied_on": today}, follow=True).content.decode()
    assert "uden for jobsporene" in told
    found = {str(one.occupation or one.title): one.track for one in JobLogEntry.objects.select_related("occupation")}
    assert found == {"kok": kok, "lager": lager, "Gartner": None}


def test_a_job_that_is_called_as_a_track_may_be_outside_it(people: People, citizen: Citizen, client_for: As) -> None:
    """Somebody says so; nothing chosen leaves it to the title."""
    make_track(make_plan(citizen), "Lager")
    client, today = client_for(people.erik), timezone.localdate().isoformat()
    url, new = (reverse(f"casework:{name}", args=[citizen.uuid]) for name in ("job_log", "job_log_new"))
    choices = [str(words) for _value, words in client.get(url).context["quick"].fields["track"].choices]
    assert choices == ["Efter jobbets titel", "Lager", "Uden for jobsporene"]
    told = client.post(url, {"title": "lager", "applied_on": today, "track": "outside"}, follow=True)
    assert "Jobbet står i loggen, uden for jobsporene." in told.content.decode()
    of_page = {"title": "Lager", "applied_on": today, "how": "advert", "result": "waiting", "track": "outside"}
    refused = client.post(new, of_page | {"title": ""})
    assert '<option value="outside" selected>' in refused.content.decode()
    assert client.post(new, of_page | {"company": "Lageret"}).status_code == 302
    assert [one.track for one in JobLogEntry.objects.all()] == [None, None]


# Weeks


def test_weeks_begin_on_mondays_and_count_by_day() -> None:
    sunday, today = date(2026, 11, 15), date(2026, 11, 18)
    weeks = weeks_until(today, [sunday, sunday, today, date(2026, 11, 16)], required=2, since=date(2026, 1, 1))
    assert weeks.this == Week(monday=date(2026, 11, 16), done=2, required=2)
    assert [week.done for week in weeks.before] == [0, 0, 0, 2]
    assert [week.number for week in weeks.all] == [43, 44, 45, 46, 47]
    assert weeks.done_before == 2


def test_nothing_is_asked_for_before_there_was_a_plan() -> None:
    weeks = weeks_until(date(2026, 11, 18), [], required=2, since=date(2026, 11, 10))
    assert [week.required for week in weeks.all] == [None, None, None, None, 2]
    assert weeks.this.missing == 2
    later = weeks_until(
        date(2026, 11, 25), [date(2026, 11, 3), date(2026, 11, 17)], required=2, since=date(2026, 11, 10)
    )
    assert [week.required for week in later.before] == [None, None, None, 2]


def test_a_year_ends_in_the_middle_of_a_week() -> None:
    weeks = weeks_until(date(2027, 1, 1), [date(2026, 12, 28), date(2027, 1, 1)], required=None, since=None)
    assert weeks.this == Week(monday=date(2026, 12, 28), done=2, required=None)


# Entries


def test_an_entry_is_refused_with_every_problem_at_once(citizen: Citizen, erik: Employee) -> None:
    today = timezone.localdate()
    given = given_entry(
        title="",
        applied_on=today + timedelta(days=1),
        follow_up_on=today,
        documents=f"Mit nummer er {CPR}",
        note="x" * 301,
    )
    with pytest.raises(BadInput) as refused:
        job_log.add_entry(citizen=citizen, given=given, traces_read="", today=today, by=erik)
    assert codes(refused) == {
        "title": "log_title_missing",
        "applied_on": "day_in_the_future",
        "follow_up_on": "follow_up_before_applied",
        "documents": "cpr_number",
        "note": "text_too_long",
    }
    assert not JobLogEntry.objects.exists()


def test_a_year_typed_wrongly_is_told(citizen: Citizen, erik: Employee) -> None:
    today = timezone.localdate()
    given = given_entry(applied_on=date(2016, 11, 3), follow_up_on=date(2062, 11, 3))
    with pytest.raises(BadInput) as refused:
        job_log.add_entry(citizen=citizen, given=given, traces_read="", today=today, by=erik)
    assert codes(refused) == {"applied_on": "day_too_old", "follow_up_on": "day_too_far"}


def test_another_citizens_track_is_no_track(people: People, citizen: Citizen) -> None:
    track = make_track(make_plan(make_citizen(people, name="En Anden")))
    with pytest.raises(BadInput) as refused:
        make_entry(citizen, track=track)
    assert codes(refused) == {"track": "track_unknown"}


def test_a_closed_case_is_read_and_not_written(people: People, erik: Employee) -> None:
    today = timezone.localdate()
    closed = make_citizen(people, closed_on=today, closed_why="job")
    with pytest.raises(BadInput) as refused:
        make_entry(closed)
    assert codes(refused) == {"case": "case_closed"}


def test_health_in_a_note_is_told_before_it_is_saved(citizen: Citizen, erik: Employee) -> None:
    today = timezone.localdate()
    given = given_entry(note="Sagde nej på grund af min diagnose")
    with pytest.raises(TracesFound) as warning:
        job_log.add_entry(citizen=citizen, given=given, traces_read="", today=today, by=erik)
    job_log.add_entry(citizen=citizen, given=given, traces_read=warning.value.stamp, today=today, by=erik)
    assert JobLogEntry.objects.get().note == given.note


def test_two_who_change_an_entry_do_not_overwrite(citizen: Citizen, erik: Employee) -> None:
    entry, today = make_entry(citizen), timezone.localdate()
    job_log.change_entry(
        entry=entry, given=given_entry(place="Sydby"), revision=1, traces_read="", today=today, by=erik
    )
    with pytest.raises(ChangedMeanwhile):
        job_log.change_entry(
            entry=entry, given=given_entry(place="Vestby"), revision=1, traces_read="", today=today, by=erik
        )
    assert JobLogEntry.objects.get().place == "Sydby"


def test_a_new_day_to_follow_up_is_open_again(citizen: Citizen, erik: Employee) -> None:
    today = timezone.localdate()
    entry = make_entry(citizen, days_ago=10, follow_up_on=today - timedelta(days=1))
    followed = job_log.follow_up_entry(
        entry=entry, result=LogResult.WAITING, revision=entry.revision, today=today, by=erik
    )
    assert not citizen.job_log.all().to_follow_up(today).exists()
    later = given_entry(applied_on=entry.applied_on, follow_up_on=today)
    job_log.change_entry(entry=entry, given=later, revision=followed.revision, traces_read="", today=today, by=erik)
    assert citizen.job_log.all().to_follow_up(today).get() == entry


def test_entries_are_kept_four_years_after_the_last_change(citizen: Citizen) -> None:
    today = timezone.localdate()
    old, changed = make_entry(citizen, title="Gammel"), make_entry(citizen, title="Ændret")
    JobLogEntry.objects.filter(pk=old.pk).update(changed_on=today - timedelta(days=4 * 365 + 3))
    JobLogEntry.objects.filter(pk=changed.pk).update(changed_on=today - timedelta(days=4 * 365 - 3))
    assert [line.rows for line in job_log.retention(today=today, dry_run=True)] == [1]
    assert JobLogEntry.objects.count() == 2
    job_log.retention(today=today, dry_run=False)
    assert JobLogEntry.objects.get() == changed


# The page


def test_a_job_is_written_in_by_four_fields(citizen: Citizen, erik: Employee, client_for: As) -> None:
    occupation = make_occupation("Lagerhjælp")
    url = reverse("casework:job_log", args=[citizen.uuid])
    typed = {
        "title": "lagerhjælp",
        "company": "Prøvelager",
        "applied_on": timezone.localdate().isoformat(),
        "track": "",
    }
    assert client_for(erik).post(url, typed).status_code == 302
    entry = JobLogEntry.objects.get()
    assert (entry.occupation, entry.title, entry.result) == (occupation, "", LogResult.WAITING)


def test_what_is_wrong_stays_on_the_page(citizen: Citizen, erik: Employee, client_for: As) -> None:
    url = reverse("casework:job_log", args=[citizen.uuid])
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = client_for(erik).post(url, {"title": "Gartner", "applied_on": tomorrow, "company": "Havevej"})
    assert page.status_code == 422
    assert 'value="Gartner"' in page.content.decode()
    assert "Dagen er ikke kommet endnu" in page.content.decode()


def test_the_page_says_what_is_asked_for_and_done(citizen: Citizen, erik: Employee, client_for: As) -> None:
    make_plan(citizen, search_per_week=3)
    make_entry(citizen)
    LogRequirement.objects.create(citizen=citizen, per_week=2, read_on=timezone.localdate(), recorded_by=erik)
    page = client_for(erik).get(reverse("casework:job_log", args=[citizen.uuid])).content.decode()
    assert "Denne uge: <strong>1 af 3</strong>" in page
    assert "Planen og loggen beder om forskellige antal." in page
    assert "<svg" in page


def test_the_page_counts_what_the_check_counts(citizen: Citizen, erik: Employee, client_for: As) -> None:
    """On every weekday: the last so many times seven days, and not whole weeks on one page and days on another."""
    plan, today = make_plan(citizen, search_per_week=2), timezone.localdate()
    CasePlan.objects.update(search_since=today - timedelta(days=60))
    for days in (0, 1, 6, 13, 20, 27, 28, 29, 34):
        make_entry(citizen, days_ago=days)
    (found,) = [one for one in check_case(citizen, today).open if one.rule is Rule.LOG_BELOW_REQUIREMENT]
    asked = client_for(erik).get(reverse("casework:job_log", args=[citizen.uuid])).context["asked"]
    assert (asked.done, asked.required, asked.weeks) == (6, 8, 4)
    assert {name: found.figures[name] for name in ("done", "required", "weeks")} == {
        "done": 6,
        "required": 8,
        "weeks": 4,
    }
    assert plan.citizen_id == citizen.pk


def test_reading_is_logged_once_and_queries_do_not_grow(citizen: Citizen, erik: Employee, client_for: As) -> None:
    plan = make_plan(citizen)
    tracks = [make_track(plan, title) for title in ("Gartner", "Chauffør")]
    url, client = reverse("casework:job_log", args=[citizen.uuid]), client_for(erik)
    make_entry(citizen, track=tracks[0])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(url)
    for number in range(12):
        make_entry(citizen, title=f"Job {number}", track=tracks[number % 2], days_ago=number)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)
    assert Event.objects.filter(action="casework.job_log.read", citizen_id=citizen.pk, actor_id=erik.pk).count() == 2


def test_a_follow_up_is_noted_on_the_page(citizen: Citizen, erik: Employee, client_for: As) -> None:
    today = timezone.localdate()
    entry = make_entry(citizen, days_ago=9, follow_up_on=today)
    client, url = client_for(erik), reverse("casework:job_log", args=[citizen.uuid])
    assert "Følg op nu" in client.get(url).content.decode()
    client.post(
        reverse("casework:job_log_follow_up", args=[citizen.uuid, entry.uuid]), {"result": "interview", "revision": 1}
    )
    entry.refresh_from_db()
    assert (entry.result, entry.followed_up_on) == (LogResult.INTERVIEW, today)
    assert "Følg op nu" not in client.get(url).content.decode()


def test_follow_ups_come_up_on_today_with_the_caseworker_only(people: People, citizen: Citizen) -> None:
    today = timezone.localdate()
    for days in (3, 4):
        make_entry(citizen, days_ago=10, follow_up_on=today - timedelta(days=days))
    make_entry(citizen, follow_up_on=today + timedelta(days=1))
    refresh_status(citizens=[citizen.pk], now=timezone.now())
    address = reverse("casework:job_log", args=[citizen.uuid])
    (item,) = (one for one in today_items(people.erik, today) if one.url == address)
    assert (item.what, item.due) == (citizen.name, today - timedelta(days=4))
    assert "2" in item.why_now
    assert not today_items(people.alma, today)
    assert not today_items(people.bo, today)


# Files


HEADINGS = ["Stilling", "Dato", "Virksomhed", "Opfølgning", "Jobspor", "Resultat", "Hvordan"]


def as_csv(*rows: list[str], encoding: str = "utf-8") -> io.BytesIO:
    """A file as a Danish spreadsheet program writes it."""
    return io.BytesIO("\r\n".join(";".join(row) for row in [HEADINGS, *rows]).encode(encoding))


def checked(citizen: Citizen, file: io.BytesIO, tracks: list[Track] | None = None) -> CheckedLog:
    read = read_job_log(file, name="joblog.csv")
    return check_job_log(read, citizen=citizen, tracks=tracks or [], today=timezone.localdate())


def test_a_file_is_told_row_by_row_and_saved_after_a_yes(citizen: Citizen, erik: Employee, client_for: As) -> None:
    make_track(make_plan(citizen), "Gartner")
    client, today = client_for(erik), timezone.localdate()
    file = as_csv(
        ["Gartner", today.isoformat(), "Havevej", "", "gartner", "Fik afslag", "ringede"],
        ["Chauffør", "31-02-2026", "Fragt", "", "", "", ""],
        ["Kok", today.strftime("%d-%m-%Y"), "Kroen", "01-01-2026", "", "", ""],
        ["Tjener", today.strftime("%d.%m.%Y"), "Kroen", "", "Astronaut", "", "brevdue"],
        ["gartner", today.isoformat(), "havevej", "", "", "", ""],
    )
    upload = SimpleUploadedFile("joblog.csv", file.getvalue())
    answer = client.post(reverse("casework:job_log_import", args=[citizen.uuid]), {"file": upload})
    assert answer.status_code == 302
    preview = client.get(answer["Location"])
    told = {(one.place.row, one.place.column, one.message_code) for one, _said in preview.context["problems"]}
    assert told == {
        (3, "dato", "not_a_day"),
        (4, "opfølgning", "follow_up_before_applied"),
        (5, "jobspor", "track_not_in_plan"),
        (5, "hvordan", "how_unknown"),
        (6, "stilling", "row_twice"),
    }
    assert not JobLogEntry.objects.exists()
    kept = CaseFile.objects.get()
    assert client.post(reverse("casework:job_log_save", args=[citizen.uuid, kept.uuid])).status_code == 302
    entry = JobLogEntry.objects.get()
    assert entry.track is not None
    assert (entry.name, entry.track.name, entry.result, entry.how) == ("Gartner", "Gartner", "refused", "phone")
    assert not CaseFile.objects.exists()


def test_a_file_may_be_read_again(citizen: Citizen, erik: Employee, client_for: As) -> None:
    make_entry(citizen, occupation=make_occupation("Lagerhjælp"), title="", documents="Kære Prøvelager")
    make_entry(citizen, title="Kok", days_ago=3)
    exported = client_for(erik).get(reverse("casework:job_log_export", args=[citizen.uuid])).content
    (sheet,) = openpyxl.load_workbook(io.BytesIO(exported)).worksheets
    assert sheet.max_row == 3
    again = checked(citizen, io.BytesIO(exported))
    assert (again.problems, again.known, again.to_save) == ((), 2, [])


def test_a_file_in_another_encoding_is_refused_with_what_to_do(
    citizen: Citizen, erik: Employee, client_for: As
) -> None:
    file = SimpleUploadedFile("joblog.csv", as_csv(["Køkkenhjælp", "2026-11-01"], encoding="latin-1").getvalue())
    page = client_for(erik).post(reverse("casework:job_log_import", args=[citizen.uuid]), {"file": file})
    assert page.status_code == 422
    assert "er ikke gemt som UTF-8" in page.content.decode()
    assert not CaseFile.objects.exists()


def test_a_file_without_the_columns_that_count_is_refused(citizen: Citizen) -> None:
    with pytest.raises(BadInput) as refused:
        read_job_log(io.BytesIO(b"virksomhed;note\r\nKroen;x"), name="joblog.csv")
    assert refused.value.problems[0].found == "stilling, dato"


def test_a_formula_is_not_read(citizen: Citizen) -> None:
    book = openpyxl.Workbook()
    (sheet,) = book.worksheets
    sheet.append(["stilling", "dato"])
    sheet.append(["Kok", "=TODAY()"])
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    (problem,) = checked(citizen, target).problems
    assert (problem.message_code, problem.place.row, problem.place.column) == ("formula", 2, "dato")


def test_queries_do_not_grow_with_the_rows_of_a_file(citizen: Citizen) -> None:
    track = make_track(make_plan(citizen), "Gartner")
    counts = []
    for number in (2, 60):
        day = timezone.localdate().isoformat()
        rows = [[f"Job {one}", day, "Kroen", "", "Gartner", "", ""] for one in range(number)]
        with CaptureQueriesContext(connection) as queries:
            assert len(checked(citizen, as_csv(*rows), [track]).to_save) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_somebody_elses_file_and_an_old_one_are_not_found(people: People, citizen: Citizen, client_for: As) -> None:
    client = client_for(people.erik)
    upload = SimpleUploadedFile("joblog.csv", as_csv(["Kok", "2026-11-01"]).getvalue())
    client.post(reverse("casework:job_log_import", args=[citizen.uuid]), {"file": upload})
    url = reverse("casework:job_log_preview", args=[citizen.uuid, CaseFile.objects.get().uuid])
    assert client.get(url).status_code == 200
    assert client_for(people.alma).get(url).status_code == 404
    other = make_citizen(people, name="En Anden")
    assert (
        client.get(reverse("casework:job_log_preview", args=[other.uuid, CaseFile.objects.get().uuid])).status_code
        == 404
    )
    CaseFile.objects.update(read_at=timezone.now() - timedelta(hours=2))
    assert client.get(url).status_code == 404
    case_files.retention(today=timezone.localdate(), dry_run=False)
    assert not CaseFile.objects.exists()


def test_what_a_file_holds_cannot_be_read_in_the_database(citizen: Citizen, erik: Employee, client_for: As) -> None:
    upload = SimpleUploadedFile("joblog.csv", as_csv(["Kok", "2026-11-01", "Kroen ved Havet"]).getvalue())
    client_for(erik).post(reverse("casework:job_log_import", args=[citizen.uuid]), {"file": upload})
    with connection.cursor() as cursor:
        cursor.execute("select content from casework_casefile")
        (stored,) = cursor.fetchone()
    assert "Kroen" not in stored


def kept_file(citizen: Citizen, by: Employee) -> CaseFile:
    return keep_file(citizen=citizen, kind=CaseFileKind.JOB_LOG, content={}, problems=(), now=timezone.now(), by=by)


def test_two_clicks_save_a_file_once(citizen: Citizen, erik: Employee) -> None:
    kept, today = kept_file(citizen, erik), timezone.localdate()
    again, rows = CaseFile.objects.get(), [given_entry()]
    job_log.import_entries(citizen=citizen, rows=rows, kept=kept, traces_read="", today=today, by=erik)
    with pytest.raises(BadInput) as refused:
        job_log.import_entries(citizen=citizen, rows=rows, kept=again, traces_read="", today=today, by=erik)
    assert [one.message_code for one in refused.value.problems] == ["file_gone"]
    assert JobLogEntry.objects.count() == 1


def test_a_job_written_in_after_the_preview_is_not_saved_again(citizen: Citizen, erik: Employee) -> None:
    kept, today = kept_file(citizen, erik), timezone.localdate()
    make_entry(citizen, title="lagermedarbejder")
    rows = [given_entry(), given_entry(title="Kok")]
    assert job_log.import_entries(citizen=citizen, rows=rows, kept=kept, traces_read="", today=today, by=erik) == 1
    assert JobLogEntry.objects.count() == 2


def test_health_in_a_file_is_told_on_the_preview(citizen: Citizen, erik: Employee, client_for: As) -> None:
    client, today = client_for(erik), timezone.localdate()
    file = f"Stilling;Dato;Note\r\nKok;{today.isoformat()};Har en depression\r\n".encode()
    answer = client.post(
        reverse("casework:job_log_import", args=[citizen.uuid]), {"file": SimpleUploadedFile("log.csv", file)}
    )
    assert client.get(answer["Location"]).status_code == 200
    save = reverse("casework:job_log_save", args=[citizen.uuid, CaseFile.objects.get().uuid])
    told = client.post(save)
    assert told.status_code == 422
    assert "depression" in told.content.decode()
    assert not JobLogEntry.objects.exists()
    client.post(save, {"traces_read": told.context["stamp"]})
    assert JobLogEntry.objects.get().note == "Har en depression"


def test_what_a_colleague_noted_is_not_overwritten_unseen(citizen: Citizen, erik: Employee, client_for: As) -> None:
    today = timezone.localdate()
    entry = make_entry(citizen, days_ago=9, follow_up_on=today)
    job_log.follow_up_entry(entry=entry, result=LogResult.JOB, revision=entry.revision, today=today, by=erik)
    client = client_for(erik)
    for name in ("job_log_follow_up", "job_log_remove"):
        url = reverse(f"casework:{name}", args=[citizen.uuid, entry.uuid])
        client.post(url, {"revision": entry.revision, "result": LogResult.REFUSED})
    assert JobLogEntry.objects.get().result == LogResult.JOB
