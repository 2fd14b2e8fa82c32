"""Every way through a questionnaire, as far as its conditions distinguish them.

Of the answers so far, a walk needs to know only what is left of the conditions of later questions and of scenarios: the
alternatives that can still hold, without the clauses that were met. Ways that leave the same meet in one node, however
many answers led there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coo_advisor.questionnaire.model import ALWAYS, Clause, Condition, Question, Questionnaire, Value, clauses
from coo_advisor.system.errors import AdvisorError

MOST_NODES = 5_000
"""How many nodes the ways from some answers may come through; a questionnaire keeps twenty times as many."""

NEVER: Condition = ()
"""What is left of a condition that can't hold any more."""

PASSED = 0
"""The kind of an answer that was not given, as it passes no test."""


class Beyond(AdvisorError):
    """More steps are needed than the budget allows: what makes it so, and what to change."""


class Node:
    """What a walk knows before the question at a position; past the last one, at its end.

    `asks` is whether the question is asked; `open` are the scenarios, by index, that can still apply, and at the end
    those that do. `left` is what is left of each question's condition, then of each scenario's `when` and `unless`.
    """

    __slots__ = ("asks", "left", "open", "position")

    def __init__(self, position: int, left: tuple[Condition, ...], questions: int) -> None:
        self.position = position
        self.left = left
        self.asks = position < questions and left[position] == ALWAYS
        self.open = tuple(index for index, when in enumerate(left[questions::2]) if when != NEVER)


class Paths:
    """The nodes of a questionnaire, made as they are met and kept.

    `order` lists the questions, each after those that its condition names (default: as listed). `cuts` are numbers at
    which further ranges begin, for comparing two questionnaires on the same numbers.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        order: Sequence[str] | None = None,
        cuts: Mapping[str, frozenset[int]] | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        by_id = {question.id: question for question in questionnaire.questions}
        self.questions = tuple(by_id[id] for id in order) if order else questionnaire.questions
        self.positions = {question.id: position for position, question in enumerate(self.questions)}
        self._cuts = cuts or {}
        whole = tuple(_conditions(self.questions, questionnaire))
        named = [dict.fromkeys(clauses(condition)) for condition in whole]
        self._clauses = {
            question.id: tuple(dict.fromkeys(each for one in named for each in one if each.question == question.id))
            for question in self.questions
        }
        self._naming = {
            question.id: tuple(
                index for index, one in enumerate(named) if any(each.question == question.id for each in one)
            )
            for question in self.questions
        }
        self._kinds: dict[str, tuple[int, ...]] = {}
        self._nodes: dict[tuple[int, tuple[Condition, ...]], Node] = {}
        self._after: dict[tuple[Node, int], Node] = {}
        self.start = self._node(0, list(whole))

    def steers(self, id: str) -> bool:
        """Whether the condition of a question or a scenario names a question."""
        return bool(self._clauses[id])

    def kind(self, id: str, value: Value) -> int:
        """Which of the clauses that name a question an answer passes, one bit each: all that a walk can notice."""
        return sum(1 << bit for bit, clause in enumerate(self._clauses[id]) if clause.accepts(value))

    def kinds(self, question: Question) -> tuple[int, ...]:
        """The different kinds of answers to a question."""
        if question.id not in self._kinds:
            self._kinds[question.id] = tuple(self._find_kinds(question))
        return self._kinds[question.id]

    def _find_kinds(self, question: Question) -> Iterable[int]:
        if not self.steers(question.id):
            return (PASSED,)
        if question.kind != "several":
            return dict.fromkeys(self.kind(question.id, value) for value in self.values(question))
        found = {PASSED: None}
        for choice in question.choices:
            one = self.kind(question.id, choice.id)
            found |= dict.fromkeys(kind | one for kind in tuple(found))
        return found

    def values(self, question: Question) -> Iterator[Value]:
        """The answers to a question that the rest are made of.

        Each choice, also of several; of a number, the first of each range that nothing distinguishes; one text.
        """
        if question.kind == "number":
            yield from self.first_numbers(question)
        elif question.kind == "text":
            yield ""
        else:
            yield from (choice.id for choice in question.choices)

    def first_numbers(self, question: Question) -> list[int]:
        """The numbers at which a band or a condition changes: one answer for each range that nothing distinguishes."""
        assert question.numbers is not None
        ranges = [choice.band for choice in question.choices if choice.band]
        ranges += [each for clause in self._clauses[question.id] for each in clause.ranges]
        starts = {question.numbers.low, *self._cuts.get(question.id, ())}
        starts |= {each.low for each in ranges} | {each.high + 1 for each in ranges}
        return sorted(number for number in starts if number in question.numbers)

    def after(self, node: Node, kind: int) -> Node:
        """The node that an answer of some kind leads to; PASSED if the question is not asked."""
        key = (node, kind)
        if key not in self._after:
            self._after[key] = self._next(node, kind)
        return self._after[key]

    def layers(self, answers: Mapping[str, Value | None]) -> list[list[Node]]:
        """For each position, and past the last, the nodes that complete answers which agree with these come through.

        Raises Beyond if there are too many.
        """
        layers = [[self.start]]
        met = 0
        for position, question in enumerate(self.questions):
            kinds = self._kinds_of(question, answers)
            following = {
                self.after(node, kind): None for node in layers[-1] for kind in (kinds if node.asks else (PASSED,))
            }
            met += len(following)
            if met > MOST_NODES or len(self._nodes) > 20 * MOST_NODES:
                raise Beyond(self._too_many(position))
            layers.append(list(following))
        return layers

    def asks(self, answers: Mapping[str, Value | None]) -> Iterator[bool | None]:
        """Whether each question is asked, whatever complete answers agree with these; None if some lead to it.

        Raises Beyond if there are too many ways to follow.
        """
        for nodes in self.layers(answers)[:-1]:
            found = {node.asks for node in nodes}
            yield None if len(found) == 2 else found.pop()

    def longest(self, answers: Mapping[str, Value | None]) -> int:
        """The number of questions on the longest way that these answers can lead on. Raises Beyond."""
        layers = self.layers(answers)
        lengths = {self.start: 0}
        for question, nodes in zip(self.questions, layers[:-1], strict=True):
            kinds = self._kinds_of(question, answers)
            following: dict[Node, int] = {}
            for node in nodes:
                for kind in kinds if node.asks else (PASSED,):
                    after = self.after(node, kind)
                    following[after] = max(following.get(after, 0), lengths[node] + node.asks)
            lengths = following
        return max(lengths.values())

    def _kinds_of(self, question: Question, answers: Mapping[str, Value | None]) -> tuple[int, ...]:
        value = answers.get(question.id)
        return self.kinds(question) if value is None else (self.kind(question.id, value),)

    def _next(self, node: Node, kind: int) -> Node:
        id = self.questions[node.position].id
        met = frozenset(clause for bit, clause in enumerate(self._clauses[id]) if kind >> bit & 1)
        left = list(node.left)
        left[node.position] = ALWAYS
        for index in self._naming[id]:
            left[index] = left_of(left[index], id, met)
        return self._node(node.position + 1, left)

    def _node(self, position: int, left: list[Condition]) -> Node:
        count = len(self.questions)
        for index in range(count, len(left), 2):
            if left[index] == NEVER or () in left[index + 1]:
                left[index] = left[index + 1] = NEVER
        key = (position, tuple(left))
        if key not in self._nodes:
            self._nodes[key] = Node(*key, count)
        return self._nodes[key]

    def _too_many(self, position: int) -> str:
        """Why there are too many nodes at a position: which answers still count there, and for what."""
        owners = [question.id for question in self.questions]
        owners += [scenario.id for scenario in self.questionnaire.scenarios for _ in range(2)]
        naming = {
            question.id: [index for index in self._naming[question.id] if index > position]
            for question in self.questions[: position + 1]
        }
        answers = ", ".join(id for id, later in naming.items() if later)
        waiting = ", ".join(
            dict.fromkeys(owners[index] for index in sorted({index for later in naming.values() for index in later}))
        )
        return (
            f"Too many ways lead past “{self.questions[position].id}”: the answers to {answers} still count there, for the "
            f"conditions of {waiting}. Let fewer conditions name them, or ask sooner what hangs on them."
        )


def _conditions(questions: Iterable[Question], questionnaire: Questionnaire) -> Iterator[Condition]:
    """The condition of each question, then the `when` of each scenario, and all that is in its `unless`."""
    for question in questions:
        yield question.when
    for scenario in questionnaire.scenarios:
        yield scenario.when
        yield tuple(alternative for exclusion in scenario.unless for alternative in exclusion.when)


def left_of(condition: Condition, id: str, met: frozenset[Clause]) -> Condition:
    """What is left of a condition once it is known which clauses about a question are met."""
    left = []
    for alternative in condition:
        about = [clause for clause in alternative if clause.question == id]
        if met.issuperset(about):
            left.append(tuple(clause for clause in alternative if clause.question != id) if about else alternative)
    return ALWAYS if () in left else tuple(dict.fromkeys(left))
