"""What can still happen, against trying everything."""

from hypothesis import given, settings
from questionnaires import (
    NONE,
    TEXTS,
    Complete,
    applies,
    every_answer,
    every_set,
    naive_score,
    naive_verdict,
    partly_answered,
    question,
    questionnaire,
    worth,
)

from coo_advisor.questionnaire.flow import applicable, asked, reachable
from coo_advisor.questionnaire.model import Clause, Questionnaire, Range, Scenario, Value
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.outcomes import outcomes, settles
from coo_advisor.verdict.scoring import best
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.would_change import would_change

exhaustive = settings(max_examples=120, deadline=None, derandomize=True)


@exhaustive
@given(partly_answered())
def test_outcomes_are_what_trying_everything_finds(made: tuple[Questionnaire, Complete]) -> None:
    """The possible scenarios, the spans of their scores and where they apply are exact."""
    asked, answers = made
    found = outcomes(Space(asked), answers)
    sets = every_set(asked, answers)
    assert set(found.possible) == {naive_verdict(asked, each) for each in sets}
    assert settles(Space(asked), answers) == (len(found.possible) == 1)
    assert found.applies[asked.fallback.id] is True
    for scenario in asked.candidates:
        scores = [naive_score(asked, scenario.weights, each) for each in sets if applies(scenario, each)]
        assert found.applies[scenario.id] == (True if len(scores) == len(sets) else None if scores else False)
        assert found.spans.get(scenario.id) == ((min(scores), max(scores)) if scores else None)


@exhaustive
@given(partly_answered())
def test_the_longest_walk_left_is_known(made: tuple[Questionnaire, Complete]) -> None:
    """The questions of the longest walk that some answers can still lead to are counted, and no more."""
    asked, answers = made
    assert Space(asked).longest(answers) == max(map(len, every_set(asked, answers)))


def test_the_longest_walk_follows_no_answer_to_a_question_that_is_not_asked() -> None:
    """What hangs on a closed question is closed too."""
    opener = question("opener", points=[{}, {}])
    opened = question("opened", points=[{}, {}], when=((Clause("opener", frozenset(["c1"])),),))
    last = question("last", points=[{}, {}], when=((Clause("opened", frozenset(["c1"])),),))
    space = Space(questionnaire([opener, opened, last], [Scenario("help", **TEXTS), NONE]))
    assert [space.longest(answers) for answers in ({}, {"opener": "c0"}, {"opened": "c0"})] == [3, 1, 2]


def test_what_no_later_condition_names_is_forgotten() -> None:
    """Walks that differ only in answers which nothing asks about any more meet again in one node."""
    opener = question("opener", points=[{}, {}, {}])
    opened = question("opened", points=[{}, {}], when=((Clause("opener", frozenset(["c1"])),),))
    space = Space(questionnaire([opener, opened], [Scenario("help", **TEXTS), NONE]))
    assert [len(nodes) for nodes in space.paths.layers({})] == [1, 2, 1]


def test_numbers_are_distinguished_where_a_band_or_a_condition_changes() -> None:
    """The smallest number, each start of a band, and each start and end of a condition begin a range, in order."""
    when = ((Clause("size", ranges=(Range(2, 2),)),),)
    size = question("size", "number", points=[{}])
    asked = questionnaire([size, question("late", points=[{}, {}], when=when)], [Scenario("help", **TEXTS), NONE])
    for choices in (size.choices, ()):
        bare = asked._replace(questions=(size._replace(choices=choices), asked.questions[1]))
        assert Space(bare).paths.first_numbers(bare.questions[0]) == [1, 2, 3]
        cut = Space(bare, cuts={"size": frozenset([4, 5]), "late": frozenset([3])})
        assert cut.paths.first_numbers(bare.questions[0]) == [1, 2, 3, 4]


@exhaustive
@given(partly_answered())
def test_every_witness_leads_where_it_says(made: tuple[Questionnaire, Complete]) -> None:
    """A witness is a complete set that keeps the given answers and gets the scenario it stands for."""
    asked, answers = made
    sets = every_set(asked, answers)
    for scenario, witness in outcomes(Space(asked), answers).possible.items():
        assert witness is not None
        assert dict(witness) in sets
        assert naive_verdict(asked, witness) == scenario  # type: ignore[arg-type]  # a witness leaves nothing open


@exhaustive
@given(partly_answered(least=9))
def test_what_would_change_it_is_minimal_and_true(made: tuple[Questionnaire, Complete]) -> None:
    """For each other recommendation: the changes lead there, and no set with fewer changed answers does."""
    asked, answers = made
    space = Space(asked)
    here = naive_verdict(asked, answers)
    found = {detour.to: detour.changes for detour in would_change(space, answers, outcomes(space, answers))}
    fewest: dict[str, int] = {}
    for other in every_set(asked):
        to = naive_verdict(asked, other)
        changed = sum(
            answers[id] != value
            for id, value in other.items()
            if id in answers and not alike(space, id, answers[id], value)
        )
        fewest[to] = min(fewest.get(to, 99), changed)
    assert found.keys() == fewest.keys() - {here}
    for to, changes in found.items():
        assert sum(change.before is not None for change in changes) == fewest[to]
        assert all(change.before == answers.get(change.question) for change in changes)
        after = {**answers, **{change.question: change.after for change in changes}}
        assert {naive_verdict(asked, each) for each in every_set(asked, after)} == {to}


def alike(space: Space, id: str, one: Value, other: Value) -> bool:
    """Whether nothing distinguishes two answers to a question."""
    first, second = (space.answer_class(id, value) for value in (one, other))
    return first.kind == second.kind and first.worth == second.worth


@exhaustive
@given(partly_answered(least=9))
def test_evidence_adds_up_to_the_score(made: tuple[Questionnaire, Complete]) -> None:
    """If everything is known, the points of the evidence are the score exactly."""
    asked, answers = made
    found = assess(Space(asked), answers)
    if found.focus:
        span, score = found.outcomes.spans[found.focus.id], found.outcomes.scores[found.focus.id]
        assert score.points == sum(each.points or 0 for each in found.evidence)
        assert score.most <= sum(each.most for each in found.evidence)
        assert span.low == span.high == score.percent == naive_score(asked, found.focus.weights, answers)


@exhaustive
@given(partly_answered())
def test_readiness_is_what_trying_everything_finds(made: tuple[Questionnaire, Complete]) -> None:
    """Its span covers all completions exactly, whatever conditions the questions hang on; None if none can earn any."""
    asked, answers = made
    sets = every_set(asked, answers)
    percents = [naive_score(asked, {"means": 1}, each) for each in sets]
    found = assess(Space(asked), answers).readiness
    earning = {each.id for each in asked.questions if any(one.points.get("means") for one in each.choices)}
    assert (found is not None) == any(earning & each.keys() for each in sets)
    assert found is None or found.span == (min(percents), max(percents))


@exhaustive
@given(partly_answered())
def test_what_is_asked_is_what_trying_everything_finds(made: tuple[Questionnaire, Complete]) -> None:
    """Asked is what every completion asks, reachable what some do; answers to anything else are dropped."""
    questionnaire, answers = made
    left_over = {**answers, **{each.id: every_answer(each)[0] for each in questionnaire.questions[-1:]}}
    sets = every_set(questionnaire, left_over)
    ids = [each.id for each in questionnaire.questions]
    assert [each.id for each in asked(questionnaire, left_over)] == [
        id for id in ids if all(id in each for each in sets)
    ]
    some = [id for id in ids if any(id in each for each in sets)]
    assert [each.id for each in reachable(questionnaire, left_over)] == some
    assert applicable(questionnaire, left_over) == {id: left_over[id] for id in some if id in left_over}


@exhaustive
@given(partly_answered())
def test_levels_are_what_trying_everything_finds(made: tuple[Questionnaire, Complete]) -> None:
    """The least and the most points of each need signal, and the most that any completion's questions can earn."""
    asked, answers = made
    sets = every_set(asked, answers)
    for level in assess(Space(asked), answers).levels:
        weights = {level.signal.id: 1}
        earned = [sum(worth(asked.question(id), weights, value) for id, value in each.items()) for each in sets]
        assert (level.points, level.points + level.unknown) == (min(earned), max(earned))
        assert level.most == max(sum(best(asked.question(id), weights) for id in each) for each in sets)
