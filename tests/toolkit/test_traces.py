"""What in free text could lead to a person."""

import pytest

from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.traces import TraceKind, TracesFound, guard, guard_health, health_in, traces_in, warning_about

ABOUT_HEALTH = (
    "Hun er syg",
    "Han er sygemeldt på fuld tid",
    "har været syg i lang tid",
    "Mange sygedage i foråret",
    "Et langt sygeforløb",
    "smerter i ryggen",
    "Rygsmerter når han løfter",
    "stærkt smertestillende piller",
    "efter en operation",
    "en knæoperation i maj",
    "Blev opereret i foråret",
    "Har et handicap",
    "er handicappet",
    "en hjertesygdom",
    "nyresygdom og dialyse",
    "kemoterapi hver uge",
    "er i kemo",
    "Hun er diabetiker",
    "Har diabetes type 2",
    "er gravid i femte måned",
    "Han er blind på det ene øje",
    "er ordblind",
    "døv på højre øre",
    "hjerteproblemer",
    "rygproblemer siden 2019",
    "dårlig ryg",
    "ondt i knæet",
    "en gammel knæskade",
    "en arbejdsskade",
    "brystkræft for tre år siden",
    "tager blodtryksmedicin",
    "stress og søvnløshed",
    "har fødselsdepression",
    "social angst",
    "slidgigt i hænderne",
    "Går til psykolog",
    "hovedpine efter frokost",
    "allergi over for støv",
    "nedsat hørelse",
    "brækket arm",
    "psykisk sårbar",
    "På sygedagpenge",
    "Hun er raskmeldt mandag",
    "alkoholiker",
    "stofmisbrug",
    "She is pregnant",
    "on sick leave",
    "has back problems",
    "chronic pain",
    "a heart condition",
)
NOT_ABOUT_HEALTH = (
    "Uddannet sygeplejerske",
    "Sygehjælper på plejehjemmet",
    "Arbejder på sygehuset",
    "Medicinsk udstyr er en branche",
    "Job i medicinalindustrien",
    "Operatør på fabrikken",
    "operationel leder",
    "Vi har et godt samarbejde og cooperation",
    "Operativsystemer og servere",
    "Har mange kræfter",
    "en kræftig vilje",
    "Bekræftet på mail",
    "Frivillig i Kræftens Bekæmpelse",
    "Et smertefrit forløb",
    "Handicaphjælper i tre år",
    "Blindgyden bag lageret",
    "Vi går ikke i blinde",
    "blinde vinkler på lastbilen",
    "Sælger alkoholfri øl",
    "Må løfte højst 5 kg og har brug for en pause hver time",
    "Painter and decorator",
    "Hjerteligt velkommen",
    "Hjertestarter og førstehjælp",
    "Genererer rapporter",
    "Et godt eksempel",
    "Indlagt vand i skuret",
    "En stresstest af systemet",
    "Skade på varer meldes til lageret",
    "Bendt fra lageret",
    "Håndværker med eget værktøj",
    "Armeringsjern og beton",
    "Ledelse og ledige stillinger",
    "fodgænger og fodbold",
    "Søger job i et team",
    "Han har set sygt meget godt arbejde",
    "Misbrugt tillid",
    "Gravearbejde og gravko",
    "Fem dage på kontoret",
    "Kolonial og kolleger",
    "Lederen generer ingen",
    "Disable the alarm at opening",
    "Vil gerne arbejde med mennesker",
    "Handler med møbler og tæpper",
    "Psykologisk tryghed er vigtig",
    "Symptomer på travlhed",
)
PEOPLE = ("Bo", "Anders Lund", "Alma Å. Dam")


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Kort: 010190-1234 står her", "cpr", "••••••-••••"),
        ("Kort: 0101901234.", "cpr", "••••••-••••"),
        ("skriv til mette.h@mail.dk i dag", "email", "mette.h@mail.dk"),
        ("ring 20 30 40 50", "phone", "20 30 40 50"),
        ("ring 20304050", "phone", "20304050"),
        ("ring +45 2030 4050 nu", "phone", "+45 2030 4050"),
        ("sag 11223344 hos os", "number", "11223344"),
        ("hun bor Nørregade 12, 2. sal", "address", "Nørregade 12"),
        ("hun bor på Ny Østergade 4", "address", "Ny Østergade 4"),
        ("H. C. Andersens Boulevard 12", "address", "H. C. Andersens Boulevard 12"),
        ("flyttet til 8000 Aarhus", "address", "8000 Aarhus"),
        ("hun hedder Mette Holm", "name", "Mette Holm"),
        ("det er Anne-Marie Øst Sørensen igen", "name", "Anne-Marie Øst Sørensen"),
        ("Da Mette kom", "name", "Da Mette"),
        ("jeg spurgte Bo om det", "name", "Bo"),
        ("det var Bos idé", "name", "Bos"),
        ("jeg spurgte anders lund om det", "name", "anders lund"),
        ("Lund sagde ja", "name", "Lund"),
        ("en mand fra Nygade har ringet", "place", "Nygade"),
        ("hun er flyttet til Ny Østergade", "place", "Ny Østergade"),
        ("de mødtes i Vejle", "place", "Vejle"),
        ("hun kom fra Høje-Taastrup i går", "place", "Høje-Taastrup"),
        ("Odense Kommune har skrevet", "place", "Odense Kommune"),
        ("han har fået en depression", "illness", "depression"),
        ("hun lever med ADHD", "illness", "ADHD"),
    ],
)
def test_what_has_a_form_is_found(text: str, kind: str, found: str) -> None:
    assert [(one.kind, one.found) for one in traces_in(text, names=PEOPLE)] == [(TraceKind(kind), found)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "En borger i trediverne fra en mindre by har været sygemeldt i 14 måneder.",
        "Vi har talt sammen 3 gange. Hun vil gerne bo alene, og hun har en have 3 km herfra.",
        "Reglen kom i 2024, og loven siger 37 timer om ugen. CV og SKAT er på plads.",
        "Jeg søgte på hans vegne 12 steder. I dag går det bedre.",
        "Vejen frem er at give sig tid. Genvejen i loven hjælper, og han står i vejen for sig selv.",
        "Give ham plads. Ringe til ham i morgen. Vi bad om et CV i Word på Jobnet.",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert traces_in(text, names=PEOPLE) == ()


def test_the_same_is_told_once_in_the_order_of_the_text() -> None:
    text = "Mette Holm, tlf. 20304050. Mette Holm bor Nørregade 12."
    assert [one.found for one in traces_in(text)] == ["Mette Holm", "20304050", "Nørregade 12"]


def test_a_number_like_a_cpr_number_is_refused_whatever_was_read() -> None:
    texts = {"situation": "Mette Holm", "tried": "010190-1234"}
    with pytest.raises(BadInput) as refused:
        guard(texts, read=TracesFound({"situation": traces_in(texts["situation"])}).stamp)
    (problem,) = refused.value.problems
    assert (problem.place.column, problem.message_code, problem.found) == ("tried", "cpr_number", "••••••-••••")


def test_a_warning_that_was_read_counts_for_what_it_named_and_nothing_else() -> None:
    with pytest.raises(TracesFound) as warned:
        guard({"situation": "Mette Holm ringer", "tried": "intet"})
    assert list(warned.value.traces) == ["situation"]
    guard({"situation": "Mette Holm ringer", "tried": "intet"}, read=warned.value.stamp)
    with pytest.raises(TracesFound):
        guard({"situation": "Mette Holm og Per Dam ringer", "tried": "intet"}, read=warned.value.stamp)
    with pytest.raises(TracesFound):
        guard({"situation": "intet", "tried": "Mette Holm ringer"}, read=warned.value.stamp)


def test_nothing_to_find_needs_no_answer() -> None:
    guard({"situation": "En borger i trediverne."})


def test_strength_and_misused_trust_are_no_illness() -> None:
    warning = warning_about({"situation": "Mette Holm har mange kræfter, en kræftig vilje og misbrugt tillid."})
    assert warning is not None
    assert [one.kind.value for one in warning.traces["situation"]] == ["name"]


def test_an_illness_is_told_beside_what_may_lead_to_a_person_and_not_by_itself() -> None:
    guard({"situation": "En borger med depression.", "tried": "Vi har talt om det."})
    with pytest.raises(TracesFound) as warned:
        guard({"situation": "En borger med depression.", "tried": "Han er kendt i Vejle."})
    told = [(field, one.found) for field, found in warned.value.traces.items() for one in found]
    assert told == [("situation", "depression"), ("tried", "Vejle")]


def test_all_kinds_are_told_together_also_beside_a_cpr_number() -> None:
    warning = warning_about({"situation": "Mette Holm fra Nygade i Vejle, 010190-1234, med depression."})
    assert warning is not None
    found = [(one.kind.value, one.found) for one in warning.traces["situation"]]
    assert found == [("name", "Mette Holm"), ("place", "Nygade"), ("place", "Vejle"), ("illness", "depression")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Har slidgigt i knæet og går til psykolog", ["slidgigt", "psykolog"]),
        ("ADHD, og tager medicin", ["ADHD", "medicin"]),
        ("Et kronisk forløb efter en depression", ["kronisk", "depression"]),
        ("Må løfte højst 5 kg og har brug for en pause hver time", []),
        ("Ring til Mette Holm på lageret i Nordby", []),
        ("Medicinsk udstyr er en branche, og sygehjælper et job", []),
    ],
)
def test_health_is_told_and_what_work_has_to_take_into_account_is_not(text: str, found: list[str]) -> None:
    warning = health_in({"text": text})
    assert [one.found for one in warning.traces["text"]] == found if warning else found == []


def test_health_is_saved_once_the_warning_is_read_and_a_cpr_number_never() -> None:
    with pytest.raises(TracesFound) as warned:
        guard_health({"text": "Har migræne"})
    guard_health({"text": "Har migræne"}, read=warned.value.stamp)
    with pytest.raises(TracesFound):
        guard_health({"text": "Har migræne og astma"}, read=warned.value.stamp)
    with pytest.raises(BadInput):
        guard_health({"text": "010190-1234"}, read=warned.value.stamp)


@pytest.mark.parametrize("text", ABOUT_HEALTH)
def test_what_a_colleague_would_write_about_health_is_told(text: str) -> None:
    assert health_in({"text": text}) is not None


@pytest.mark.parametrize("text", NOT_ABOUT_HEALTH)
def test_trades_and_words_that_begin_alike_are_left_alone(text: str) -> None:
    warning = health_in({"text": text})
    assert warning is None, [one.found for one in warning.traces["text"]]
