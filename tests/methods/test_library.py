"""The files of the library: whole, in both languages, counted, and agreeing with each other."""

from collections.abc import Mapping

import pytest

from fagkompas.engine.errors import BadInput
from fagkompas.methods.document import Audience, Phase
from fagkompas.methods.library import DATA, file_texts, files, known_competencies, principles, shipped, shipped_data
from fagkompas.methods.library import situations as known_situations
from fagkompas.methods.reader import LEAST_QUESTIONS, method_from_data, read_files

SECTIONS = {
    **{f"3.{number}": number for number in range(1, 15)},
    **{f"4.{number}": number for number in range(1, 3)},
    **{f"5.{number}": number for number in range(1, 5)},
    **{f"6.{number}": number for number in range(1, 5)},
}
DRAWN = {
    "gamemaster",
    "ugu",
    "smart",
    "karl-tomm",
    "value-loop",
    "five-f",
    "four-r",
    "contact-circle",
    "substitution-wheel",
    "job-tracks",
    "my-plan",
}


def without(name: str, line: str, instead: str = "") -> Mapping[str, str]:
    """All files, with the first of such a line changed or left out."""
    texts = file_texts()
    assert line in texts[name]
    return texts | {name: texts[name].replace(line, instead, 1)}


def test_every_model_of_the_handbook_is_there_in_its_order() -> None:
    assert [method.section for method in shipped().values()] == list(SECTIONS)
    assert {method.document for method in shipped().values()} == {"004"}
    assert {file.stem for file in DATA.glob("*.yaml")} == {*shipped(), "situations", "principles"}


@pytest.mark.parametrize("code", sorted(file.stem for file in DATA.glob("*.yaml")))
def test_a_file_of_a_method_can_be_read_alone(code: str) -> None:
    if code in {"situations", "principles"}:
        return
    method = shipped()[code]
    assert method == method_from_data(shipped_data(code))
    for audience in method.audiences:
        assert method.questions(audience) >= LEAST_QUESTIONS
    assert all(sum(answer.is_right for answer in card.answers) == 1 for card in method.quiz)
    assert bool(method.figure.da) == (code in DRAWN)


def test_the_right_answers_do_not_all_stand_in_one_place() -> None:
    for method in shipped().values():
        places = {[answer.is_right for answer in card.answers].index(True) for card in method.quiz}
        assert len(places) > 1, method.code


def test_the_right_answer_is_not_told_by_its_length() -> None:
    """Longest of three in about a third of the cards, and never in all of a method's."""
    longest = {
        method.code: [max(card.answers, key=lambda answer: len(answer.text.da)).is_right for card in method.quiz]
        for method in shipped().values()
    }
    assert not [code for code, cards in longest.items() if all(cards)]
    cards = [card for each in longest.values() for card in each]
    assert sum(cards) / len(cards) < 0.4


def test_two_colleagues_can_play_every_role_play_in_a_quarter_of_an_hour() -> None:
    for method in shipped().values():
        play = method.role_play
        assert play is not None
        assert play.minutes <= 15, method.code
        others = [role for role in play.roles[1:] if "bservatør" not in role.name.da]
        assert len(others) == 1 or "Er I to" in play.setting.da or method.code == "efu", method.code


def test_a_method_and_a_situation_name_each_other() -> None:
    for method in shipped().values():
        naming = {
            one.code for one in known_situations().values() if method.code in [each.method for each in one.methods]
        }
        assert set(method.situations) == naming, method.code


def test_every_phase_situation_and_audience_has_methods() -> None:
    methods = shipped().values()
    assert {phase for method in methods for phase in method.phases} == set(Phase)
    assert {audience for method in methods for audience in method.audiences} == set(Audience)
    assert {code for method in methods for code in method.situations} == set(known_situations())
    assert {one.method for situation in known_situations().values() for one in situation.methods} == set(shipped())


def test_a_situation_names_a_method_for_each_whom_it_is_met_with() -> None:
    for situation in known_situations().values():
        met_with = {audience for audience in Audience if situation.is_met_with(audience)}
        answered = {audience for one in situation.methods for audience in shipped()[one.method].audiences}
        assert met_with <= answered, situation.code


def test_the_core_task_and_four_principles() -> None:
    read = principles()
    assert (read.document, read.section, len(read.principles)) == ("004", "1", 4)
    assert all(one.in_practice and one.questions for one in (read.core_task, *read.principles))


@pytest.mark.parametrize(
    ("name", "line", "instead", "found"),
    [
        ("ugu.yaml", "kind: method", "kind: methode", ("not_one_of", "kind", "methode")),
        ("ugu.yaml", "code: ugu\n", "code: uguu\n", ("not_one_of", "code", "uguu")),
        ("ugu.yaml", "is_right: true", "is_right: false", ("one_right_answer", "quiz.1.answers", "0")),
        ("ugu.yaml", "  minutes: 15", "  minutes: 0", ("not_a_count", "role_play.minutes", "0")),
        ("ugu.yaml", "phases: [", "phases: [turn, open, ", ("wrong_number", "phases", "4")),
        ("ugu.yaml", "beside: [", "beside: [gone, ", ("unknown_code", "beside", "gone")),
        ("ugu.yaml", "competencies: [", "competencies: [XX-G1, ", ("unknown_code", "competencies", "XX-G1")),
        ("ugu.yaml", "situations: [", "situations: [lost, ", ("unknown_code", "situations", "lost")),
        ("ugu.yaml", "not_when:", "not_then:", ("unknown_key", "not_then", "not_then")),
        ("situations.yaml", "  audience: both", "  audience: all", ("not_one_of", "situations.stuck.audience", "all")),
        (
            "situations.yaml",
            "  - code: key-words",
            "  - code: keywords",
            ("unknown_code", "situations.stuck.methods.keywords.code", "keywords"),
        ),
        ("principles.yaml", "core_task:", "core:", ("unknown_key", "core", "core")),
        ("job-order.yaml", "audiences: [company]", "audiences: [citizen]", ("too_few_questions", "parts", "0")),
    ],
)
def test_a_mistake_is_told_with_its_file_its_line_and_its_key(
    name: str, line: str, instead: str, found: tuple[str, str, str]
) -> None:
    broken = without(name, line, instead)
    with pytest.raises(BadInput) as refused:
        read_files(broken, competencies=known_competencies())
    told = [(one.message_code, one.place.column, one.found) for one in refused.value.problems]
    assert found in told
    problem = refused.value.problems[told.index(found)]
    assert problem.place.sheet == name
    lines = broken[name].splitlines()
    if found[0] not in {"one_right_answer", "too_few_questions"} and found[1] != "code":
        assert found[2] in lines[(problem.place.row or 0) - 1] or found[0] == "wrong_number"


def test_all_mistakes_of_all_files_are_told_at_once() -> None:
    texts = {**without("ugu.yaml", "kind: method", "kind: methode")}
    texts["smart.yaml"] = "- only\n- a list\n"
    texts["five-f.yaml"] = "code: [\n"
    with pytest.raises(BadInput) as refused:
        read_files(texts, competencies=known_competencies())
    assert {"ugu.yaml", "smart.yaml", "five-f.yaml"} <= {one.place.sheet for one in refused.value.problems}


def test_every_text_of_the_product_stands_in_both_languages() -> None:
    broken = without("ugu.yaml", "  en: UGU (explore, give, explore)\n", "")
    with pytest.raises(BadInput) as refused:
        read_files(broken, competencies=known_competencies())
    assert ("missing_key", "name.en") in [(one.message_code, one.place.column) for one in refused.value.problems]


def test_a_municipality_needs_danish_only_and_no_quiz() -> None:
    data = {key: value for key, value in shipped_data("ugu").items() if key not in {"quiz", "role_play", "example"}}
    data["short"] = {"da": "Kort og på dansk."}
    read = method_from_data(data)
    assert (read.short.in_language("en"), read.quiz, read.role_play) == ("Kort og på dansk.", (), None)


def test_the_files_are_read_once() -> None:
    assert files() is files()
