"""The smallest of the changes that lead elsewhere, and what it depends on where there is much to try."""

import pytest
from hypothesis import given, settings
from questionnaires import TEXTS, Complete, every_set, naive_verdict, question, questionnaire, small_questionnaires

from coo_advisor import changes
from coo_advisor.changes import Change, depends_on, would_change
from coo_advisor.outcomes import outcomes, settles
from coo_advisor.questionnaire import Questionnaire, Scenario
from coo_advisor.space import Space

exhaustive = settings(max_examples=50, deadline=None, derandomize=True)

LOAD = [{"load": rank} for rank in range(4)]
NONE = Scenario("none", **TEXTS)


def help_from(percent: int) -> Scenario:
    """A candidate that weighs the load."""
    return Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=percent)


def plain(count: int, *scenarios: Scenario) -> Questionnaire:
    """Questions of four choices that only score."""
    return questionnaire([question(f"q{number}", points=LOAD) for number in range(count)], [*scenarios, NONE])


def found_changes(asked: Questionnaire, answers: Complete) -> dict[str, tuple[Change, ...]]:
    """Scenario → the changes that lead to it."""
    space = Space(asked)
    return {detour.to: detour.changes for detour in would_change(space, answers, outcomes(space, answers))}


@exhaustive
@given(small_questionnaires())
def test_the_smallest_move_among_the_fewest(asked: Questionnaire) -> None:
    """Of all sets that lead elsewhere with the fewest answers changed, none has fewer facts, then a shorter way."""
    first = asked.questions[0]
    marked = asked._replace(questions=(first._replace(fact=True), *asked.questions[1:]))
    choices = {each.id: [one.id for one in each.choices] for each in marked.questions if each.kind == "choice"}
    sets = [each for each in every_set(marked) if each.keys() == choices.keys()]  # only choices, and all asked
    for answers in sets[:8]:
        costs: dict[str, tuple[int, int, int]] = {}
        for other in sets:
            changed = [id for id in other if other[id] != answers[id]]
            distance = sum(abs(rank(choices, id, other) - rank(choices, id, answers)) for id in changed)
            cost = (len(changed), int(first.id in changed), distance)
            to = naive_verdict(marked, other)
            costs[to] = min(costs.get(to, cost), cost)
        for to, moves in found_changes(marked, answers).items():
            if all(move.before is not None for move in moves) and to in costs:
                ways = [
                    abs(choices[m.question].index(str(m.after)) - rank(choices, m.question, answers)) for m in moves
                ]
                facts = sum(move.question == first.id for move in moves)
                assert (len(moves), facts, sum(ways)) <= costs[to]


def rank(choices: dict[str, list[str]], id: str, answers: Complete) -> int:
    """Where an answer stands on its scale."""
    return choices[id].index(str(answers[id]))


def test_levers_come_before_facts() -> None:
    """Of two answers that would do, the one that a founder can choose is changed, though it moves farther."""
    fact = question("size", points=[{}, {"load": 3}])._replace(fact=True)
    asked = questionnaire([fact, question("lever", points=LOAD)], [help_from(50), NONE])
    assert found_changes(asked, {"size": "c0", "lever": "c0"}) == {"help": (Change("lever", "c0", "c3"),)}


def test_the_nearest_answer_that_does_is_proposed() -> None:
    """An answer moves no farther along its scale than it must."""
    asked = plain(1, help_from(60))
    assert found_changes(asked, {"q0": "c0"}) == {"help": (Change("q0", "c0", "c2"),)}


@pytest.mark.parametrize("percent", [1, 30, 50, 80, 100])
def test_bounds_lose_no_group(percent: int) -> None:
    """With many questions that only score, the number of them that can decide is what adding up their points says."""
    count, most = 12, 36
    enough = -(-percent * most // 100)
    to_help, to_none = -(-enough // 3), -(-(most - enough + 1) // 3)
    space = Space(plain(count, help_from(percent)))
    assert len(depends_on(space, {}, outcomes(space, {}))) == min(to_help, to_none)


def test_rivals_cannot_make_it_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is too much to try, the group named decides, and no question of it can be left out."""
    monkeypatch.setattr(changes, "MOST_TRIES", 0)
    rival = Scenario("rival", **TEXTS, weights={"load": 2, "risk": 1}, recommend_from=70)
    asked = plain(6, help_from(50), rival)
    space = Space(asked)
    now = outcomes(space, {})
    witness = next(iter(now.possible.values()))
    group = {each.id: witness[each.id] for each in depends_on(space, {}, now)}
    assert settles(space, group)
    for spared in group:
        assert not settles(space, {id: value for id, value in group.items() if id != spared})
