"""Texts that depend on the answers: whether each can be shown by some complete set of answers that gets its scenario.

Most are shown by a set that is easily built: answers that the conditions ask for, and the rest tilted towards the
scenario. For each that isn't, complete answers are looked for that get the scenario in a questionnaire of its own, which
recommends it exactly when the original one does and the text is shown. So nothing is sampled, and a text is reported
if, and only if, no answers show it. What the report leaves out for lack of room, and by the points of a finding, is left aside.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, applies, truth
from coo_advisor.questionnaire.model import (
    ALWAYS,
    Alternative,
    Clause,
    Condition,
    Decide,
    Exclusion,
    Lines,
    NextStep,
    Question,
    Questionnaire,
    Scenario,
    Step,
    Value,
    Variants,
    Verify,
    clauses,
)
from coo_advisor.verdict.outcomes import witness
from coo_advisor.verdict.scoring import Score, best, leaders, points, weighted
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Budget, Walk

MOST_WORK = 600_000
"""The budget of all searches together: some seconds."""


class TextPlace(NamedTuple):
    """Where a text stands, and when it is shown: `when` holds, nothing of `unless` does, and one of `scenarios` is got.

    `conditional` if some condition is the text's own, and not that of the scenario or the exclusion around it.
    """

    path: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    when: Condition = ALWAYS
    unless: tuple[Condition, ...] = ()
    conditional: bool = False

    def inside(self, name: str, when: Condition = ALWAYS, unless: Iterable[Condition] = ()) -> "TextPlace":
        """A place further in, which is shown under a condition more."""
        conditional = self.conditional or when != ALWAYS
        return TextPlace(
            (*self.path, name), self.scenarios, both(self.when, when), (*self.unless, *unless), conditional
        )


def both(one: Condition, other: Condition) -> Condition:
    """The condition that holds if two do."""
    return tuple((*first, *second) for first, second in product(one, other))


def never_shown(space: Space) -> Iterator[str]:
    """The places of the texts with a condition that no complete answers show; of those shown together in one part, one.

    Raises Beyond if that takes too long.
    """
    known, budget = _Known(space.questionnaire), Budget(space, MOST_WORK)
    together: dict[object, TextPlace] = {}
    for place in conditional_texts(space.questionnaire):
        part = place.path[: 4 if place.path[0] == "scenarios" else 2]
        together.setdefault((part, place.when, place.unless), place)
    for place in together.values():
        easily = any(_easily_shown(known, place, scenario) for scenario in place.scenarios)
        if not easily and not any(_shown(known, place, scenario, budget) for scenario in place.scenarios):
            yield " › ".join(place.path)


class _Known:
    """What is worked out once: which answer tilts most towards a scenario, and which sets get it (by its id)."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.sets: dict[str, list[Answers]] = {scenario.id: [] for scenario in questionnaire.scenarios}
        self._tilts: dict[tuple[str, str], Value] = {}

    def tilt(self, scenario: Scenario, question: Question) -> Value:
        """The answer that tilts most towards a scenario."""
        key = (scenario.id, question.id)
        if key not in self._tilts:
            self._tilts[key] = max(
                _values(question, ()), key=lambda value: _worth(self.questionnaire, scenario, question, value)
            )
        return self._tilts[key]


def conditional_texts(questionnaire: Questionnaire) -> Iterator[TextPlace]:
    """The place of every text with a condition; those of undecided documents aside."""
    everything = questionnaire.scenarios
    for scenario in everything:
        yield from _of_scenario(questionnaire, scenario)
    for number, finding in enumerate(questionnaire.findings, start=1):
        place = TextPlace(("findings",), everything).inside(str(number), finding.when)
        yield from _of_variants(place.inside("title"), finding.title)
        yield from _of_variants(place.inside("so"), finding.so)
    yield from _of_lines(TextPlace(("doubts",), everything), questionnaire.doubts)
    for option in questionnaire.options:
        own = tuple(scenario for scenario in everything if scenario.id == option.id)
        place = TextPlace(("options",), own or everything).inside(option.id, option.when)
        for name, variants in (("label", option.label), ("presence", option.presence), ("remark", option.remark)):
            yield from _of_variants(place.inside(name), variants)


def _of_scenario(questionnaire: Questionnaire, scenario: Scenario) -> Iterator[TextPlace]:
    here = TextPlace(("scenarios", scenario.id), (scenario,))
    own = _instead(questionnaire) if scenario == questionnaire.fallback else {}
    texts: dict[str, Variants] = {
        "definition": scenario.definition,
        "otherwise": scenario.otherwise,
        "rhythm": scenario.rhythm,
        "cautions": scenario.cautions,
        "action": scenario.action,
        "document_title": scenario.document_title,
        "verdict": scenario.verdict,
    }
    for name, variants in texts.items():
        yield from _of_variants(here.inside(name, unless=own.get(name, ())), variants)
    for name, lines in (("limits", scenario.limits), ("before", scenario.before), ("watch", scenario.watch)):
        yield from _of_lines(here.inside(name), lines)
    yield from _of_parts(here, scenario.decide, scenario.steps, scenario.next_step, own)
    earlier: tuple[Condition, ...] = ()
    for number, exclusion in enumerate(scenario.unless, start=1):
        path = (*here.path, "unless", str(number))
        ruled_out = TextPlace(path, (questionnaire.fallback,), both(scenario.when, exclusion.when), earlier)
        yield from _of_exclusion(ruled_out, exclusion)
        earlier = (*earlier, exclusion.when)


def _instead(questionnaire: Questionnaire) -> dict[str, list[Condition]]:
    """For each key of the fallback, the conditions under which an exclusion's own text stands in its place."""
    instead: dict[str, list[Condition]] = {}
    for scenario in questionnaire.candidates:
        for exclusion in scenario.unless:
            own = {
                "document_title": exclusion.title,
                "verdict": exclusion.verdict,
                "decide": exclusion.decide,
                "steps": exclusion.steps,
                "next_step": exclusion.next_step,
            }
            for key, value in own.items():
                if value:
                    instead.setdefault(key, []).append(both(scenario.when, exclusion.when))
    return instead


def _of_exclusion(here: TextPlace, exclusion: Exclusion) -> Iterator[TextPlace]:
    texts = {"reason": exclusion.reason, "title": exclusion.title}
    texts |= {"verdict": exclusion.verdict, "short": exclusion.short}
    for name, variants in texts.items():
        yield from _of_variants(here.inside(name), variants)
    yield from _of_parts(here, exclusion.decide, exclusion.steps, exclusion.next_step, {})
    if exclusion.verify:
        yield from _of_verify(here.inside("verify"), exclusion.verify)


def _of_verify(here: TextPlace, verify: Verify) -> Iterator[TextPlace]:
    yield from _of_variants(here.inside("text"), verify.text)
    for number, clue in enumerate(verify.outcomes, start=1):
        yield from _of_variants(here.inside("outcomes").inside(str(number)).inside("found"), clue.found)
        yield from _of_variants(here.inside("outcomes").inside(str(number)).inside("means"), clue.means)


def _of_parts(
    here: TextPlace,
    decide: Decide | None,
    steps: Sequence[Step],
    next_step: NextStep | None,
    instead: dict[str, list[Condition]],
) -> Iterator[TextPlace]:
    """What a scenario and an exclusion both may have."""
    if decide:
        yield from _of_variants(here.inside("decide", unless=instead.get("decide", ())), decide.text)
    for number, step in enumerate(steps, start=1):
        place = here.inside("steps", unless=instead.get("steps", ())).inside(str(number), step.when)
        yield from _of_variants(place.inside("what"), step.what)
        yield from _of_variants(place.inside("result"), step.result)
    if next_step:
        yield from _of_variants(here.inside("next_step", unless=instead.get("next_step", ())), next_step.text)


def _of_variants(here: TextPlace, variants: Variants) -> Iterator[TextPlace]:
    """The texts of which the first is shown that holds."""
    for number, each in enumerate(variants):
        earlier = (before.when for before in variants[:number])
        place = here.inside(str(number + 1), each.when, earlier)
        if place.conditional:
            yield place if len(variants) > 1 else place._replace(path=here.path)


def _of_lines(here: TextPlace, lines: Lines) -> Iterator[TextPlace]:
    for number, line in enumerate(lines, start=1):
        if line.when != ALWAYS:
            yield here.inside(str(number), line.when)


def _easily_shown(known: _Known, place: TextPlace, scenario: Scenario) -> bool:
    """Whether answers that are easily built show a text, such as those that show another one."""
    sets = known.sets[scenario.id]
    if any(_shows(answers, place) for answers in sets):
        return True
    for alternative in both(scenario.when, place.when):
        answers = _tilted(known, scenario, alternative, place.unless)
        if _shows(answers, place) and _recommended(known.questionnaire, answers).id == scenario.id:
            sets.append(answers)
            return True
    return False


def _shows(answers: Answers, place: TextPlace) -> bool:
    return bool(truth(place.when, answers)) and not any(truth(each, answers) for each in place.unless)


def _recommended(questionnaire: Questionnaire, answers: Answers) -> Scenario:
    """The verdict on complete answers."""
    given = [
        (question, value) for question in questionnaire.questions if (value := answers.get(question.id)) is not None
    ]
    scores = []
    for scenario in questionnaire.candidates:
        if applies(scenario, answers):
            earned = sum(weighted(scenario.weights, points(question, value)) for question, value in given)
            scores.append((scenario, Score(earned, sum(best(question, scenario.weights) for question, _ in given))))
    return leaders(questionnaire, scores)[0]


def _tilted(known: _Known, scenario: Scenario, wanted: Alternative, unwanted: Iterable[Condition]) -> Answers:
    """Complete answers that pass as many of the clauses wanted as they can, tilted towards a scenario."""
    wants = _by_question((*wanted, *_with_what_asks(known.questionnaire, wanted)))
    ruled_out = (exclusion.when for exclusion in scenario.unless)
    shuns = _by_question(chain.from_iterable(clauses(each) for each in (*unwanted, *ruled_out)))
    answers: dict[str, Value | None] = {}
    for question in known.questionnaire.questions:
        if truth(question.when, answers):
            wanting, shunning = wants.get(question.id, ()), shuns.get(question.id, ())
            if wanting or shunning:
                answers[question.id] = _best(known.questionnaire, scenario, question, wanting, shunning)
            else:
                answers[question.id] = known.tilt(scenario, question)
    return answers


def _best(
    questionnaire: Questionnaire,
    scenario: Scenario,
    question: Question,
    wanting: Sequence[Clause],
    shunning: Sequence[Clause],
) -> Value:
    """The answer that most of the clauses wanted accept, then the fewest of the others, then the best tilted one."""

    def merit(value: Value) -> tuple[int, int, int]:
        accepted, hit = (sum(clause.accepts(value) for clause in each) for each in (wanting, shunning))
        return accepted, -hit, _worth(questionnaire, scenario, question, value)

    return max(_values(question, (*wanting, *shunning)), key=merit)


def _by_question(named: Iterable[Clause]) -> dict[str, tuple[Clause, ...]]:
    found: dict[str, tuple[Clause, ...]] = {}
    for clause in named:
        found[clause.question] = (*found.get(clause.question, ()), clause)
    return found


def _with_what_asks(questionnaire: Questionnaire, wanted: Alternative) -> Iterator[Clause]:
    """The clauses under which the questions that some clauses name are asked, by the first way to ask them."""
    for clause in wanted:
        condition = questionnaire.question(clause.question).when
        yield from _with_what_asks(questionnaire, condition[0])
        yield from condition[0]


def _worth(questionnaire: Questionnaire, scenario: Scenario, question: Question, value: Value) -> int:
    """What an answer earns a scenario; for the fallback, the less the more it earns the others."""
    earned = points(question, value)
    if scenario.id != questionnaire.fallback.id:
        return weighted(scenario.weights, earned)
    return -sum(weighted(each.weights, earned) for each in questionnaire.candidates)


def _values(question: Question, named: Sequence[Clause]) -> list[Value]:
    """Answers to a question that differ in what they earn, or in what some clauses say of them."""
    if question.numbers:
        ranges = [choice.band for choice in question.choices if choice.band]
        ranges += [each for clause in named for each in clause.ranges]
        starts = {question.numbers.low} | {each.low for each in ranges} | {each.high + 1 for each in ranges}
        return sorted(number for number in starts if number in question.numbers)
    ids = [choice.id for choice in question.choices]
    if question.kind == "several":
        return [(), *((id,) for id in ids), tuple(ids)]
    return list(ids) or [""]


def _shown(known: _Known, place: TextPlace, scenario: Scenario, budget: Budget) -> bool:
    """Whether any complete answers that get a scenario show a text."""
    showing = _showing(known.questionnaire, place, scenario)
    answers = witness(Walk(Space(showing), {}), showing.scenario(scenario.id), budget)
    if answers is None:
        return False
    known.sets[scenario.id].append(answers)
    return True


def _showing(questionnaire: Questionnaire, place: TextPlace, scenario: Scenario) -> Questionnaire:
    """A questionnaire that recommends a scenario when the original one does and a text is shown, and at no other time.

    A candidate applies when the text is shown. The fallback can't: others that need no score stand in its way.
    """
    hidden = tuple(Exclusion(condition, ()) for condition in place.unless)
    if scenario != questionnaire.fallback:
        shown = scenario._replace(when=both(scenario.when, place.when), unless=(*scenario.unless, *hidden))
        scenarios = [shown if each.id == scenario.id else each for each in questionnaire.scenarios]
        return questionnaire._replace(scenarios=tuple(scenarios))
    other = scenario._replace(id="text not shown", weights={}, recommend_from=0)
    blocking = [other._replace(unless=(Exclusion(place.when, ()),))]
    blocking += [other._replace(id=f"{other.id} {number}", when=each) for number, each in enumerate(place.unless)]
    return questionnaire._replace(scenarios=(*questionnaire.candidates, *blocking, scenario))
