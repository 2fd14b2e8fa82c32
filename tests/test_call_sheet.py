"""The call sheet: what it says before a call, on a questionnaire that has nothing to do with COOs."""

from datetime import date

from questionnaires import CFO, PLANT

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.call_sheet import compose_call_sheet, probes, replies
from coo_advisor.report.composition import without_confidential
from coo_advisor.report.document import Bullets, Paragraph, Section, Table
from coo_advisor.verdict.assessment import assess, recommended
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

SPACE = Space(PLANT)
KNOWN: Answers = {
    "nickname": "Fern",
    "months": 40,
    "signs": ("pale", "roots_out"),
    "circling": "yes",
    "season": "growing",
    "afternoon": "yes",
}


def sections(answers: Answers, questionnaire: Questionnaire = PLANT, language: str = "en") -> dict[str, Section]:
    """The sections of a sheet, by their titles."""
    assessment = assess(Space(questionnaire), answers)
    document = compose_call_sheet(assessment, load_words(language), "Fern", date(2026, 11, 23))
    assert document.title.endswith("Fern")
    return {section.title: section for section in document.page}


def lines(section: Section) -> list[str]:
    """All that a section says."""
    said: list[str] = []
    for block in section.blocks:
        if isinstance(block, Bullets):
            said += block.lines
        elif isinstance(block, Paragraph):
            said.append(" ".join(filter(None, (block.lead, block.text))))
        elif isinstance(block, Table):
            said += [" | ".join(cell.lead or cell.text for cell in row) for row in block.rows]
    return said


def test_it_opens_with_who_and_where_they_stand() -> None:
    """How to reach them, the last contact, the advice, and readiness by criterion."""
    found = sections(KNOWN)
    assert lines(found["Who they are"]) == ["Nickname: Fern", "Last contact: 23 November 2026"]
    standing = lines(found["Where they stand"])
    assert standing[0].startswith("Advice: ")
    assert standing[-1] == "Will | Yes | 1\u00a0of\u00a01"
    open_ready = lines(sections({**KNOWN, "afternoon": None})["Where they stand"])
    assert open_ready[-1].startswith("Will | ")
    assert open_ready[-1].endswith(" | ? of 1")


def test_the_deciding_question_says_what_each_reply_would_mean() -> None:
    """Each answer settles what it settles, all others as they are."""
    answers = {id: value for id, value in KNOWN.items() if id not in ("season", "circling")}
    assessment = assess(SPACE, answers)
    assert assessment.recommendation is None
    question = assessment.depends_on[0]
    talk = lines(sections(answers)["What to talk about"])
    assert talk[0] == f"The question that decides: {question.ask['en']}"
    for reply, said in zip(replies(SPACE, assessment, question), talk[1:], strict=False):
        settled = recommended(PLANT, outcomes(SPACE, {**answers, question.id: reply.choice.id}))
        assert reply.leads_to == settled
        assert said.startswith(f"“{reply.choice.label['en']}”: ")
        assert said.endswith("still open") == (settled is None)


def test_answers_worth_probing_are_those_that_would_move_the_advice() -> None:
    """Each names the nearest other answer that leads elsewhere; at most three, facts last."""
    assessment = assess(SPACE, KNOWN)
    found = probes(SPACE, assessment)
    assert 0 < len(found) <= 3
    for probe in found:
        value = probe.instead.band.low if probe.instead.band else probe.instead.id
        moved = recommended(PLANT, outcomes(SPACE, {**KNOWN, probe.question.id: value}))
        assert moved == probe.leads_to != assessment.recommendation
    assert [probe.question.fact for probe in found] == sorted(probe.question.fact for probe in found)


def test_what_they_asked_for_and_what_hardly_fits_is_named() -> None:
    """Answers for the report are what they said beside; a doubtful pair is pointed out."""
    answers: Answers = {"revenue": 0, "finance_lead": "cfo", "wishes": ("calm",)}
    talk = lines(sections(answers, CFO, "fr")["De quoi parler"])
    assert any(line.startswith("À éclaircir\u00a0: ") for line in talk)
    assert "Vos attentes\u00a0: De la tranquillité" in talk


def test_a_sheet_on_file_holds_no_confidential_answer() -> None:
    """What no document may show counts on screen and nowhere else."""
    answers: Answers = {
        "revenue": 25,
        "finance_lead": "cfo",
        "forecast": "quarter",
        "reporting": "month",
        "backlog": "current",
        "raising": "no",
        "cfo_leaving": "leaves",
    }
    whole = assess(Space(CFO), answers)
    on_screen, on_file = (
        compose_call_sheet(each, load_words("fr"), "x", None) for each in (whole, without_confidential(whole))
    )
    given = "Avenir du ou de la DAF\u00a0: «\u00a0Oui\u00a0»"
    assert any(given in line for section in on_screen.page for line in lines(section))
    assert not any(given in line for section in on_file.page for line in lines(section))
