"""The interview: puts the questions of the walk, goes back, reviews, and hands over the answers."""

from collections.abc import Callable, Sequence

from coo_advisor.ask.drafts import Progress
from coo_advisor.ask.question_page import DONT_KNOW, Move, Option, Page, Prompter
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.flow import Answers, applicable, asked, next_question
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.report.phrasing import answer_text
from coo_advisor.system.visible import clean
from coo_advisor.verdict.outcomes import settles
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words

_DONE = "/done"
"""What the review gives back to end the interview; no question id can be this."""


class Interview:
    """One founder's interview on one questionnaire, in one language.

    `keep` is called with the progress after every answer, before the next question is put.
    """

    def __init__(self, space: Space, prompter: Prompter, words: Words, keep: Callable[[Progress], None]) -> None:
        self._space = space
        self._questionnaire = space.questionnaire
        self._prompter = prompter
        self._words = words
        self._keep = keep

    def run(self, progress: Progress) -> Answers:
        """The confirmed answers, once the founder asks for the recommendation.

        Raises KeyboardInterrupt or EOFError where the founder stops; everything confirmed was kept by then.
        """
        progress = self._offer_to_finish(progress)  # where the founder stopped at the offer, and resumes
        current = self._next(progress)
        while True:
            if current is None:
                reviewed = self._review(progress)
                if reviewed is None:
                    return progress.answers
                current = reviewed
            value = self._ask(current, progress)
            if value is Move.BACK:
                current = self._before(current, progress)
                continue
            progress = self._confirm(progress, current, value)
            progress = self._offer_to_finish(progress)
            current = self._next(progress)

    def _next(self, progress: Progress) -> Question | None:
        return None if progress.finished else next_question(self._questionnaire, progress.answers)

    def _before(self, question: Question, progress: Progress) -> Question:
        """The question asked before this one; the first one again at the start."""
        path = [each.id for each in asked(self._questionnaire, progress.answers)]
        return self._questionnaire.question(path[max(0, path.index(question.id) - 1)])

    def _confirm(self, progress: Progress, question: Question, value: Value | None) -> Progress:
        """The progress with one more answer. Answers that no longer apply only remain as a prefill."""
        changed = {**progress.answers, question.id: value}
        kept = applicable(self._questionnaire, changed)
        prefill = {**progress.prefill, **{id: old for id, old in changed.items() if id not in kept}}
        progress = progress._replace(answers=kept, prefill=prefill)
        if progress.finished and not self._settled(progress):
            progress = progress._replace(finished=False)
        self._keep(progress)
        return progress

    def _settled(self, progress: Progress) -> bool:
        return settles(self._space, progress.answers)

    def _offer_to_finish(self, progress: Progress) -> Progress:
        """Says once that no further answer can change the recommendation, and offers to stop there."""
        open_questions = [each for each in self._open(progress) if each.scored]
        if progress.told or not progress.answers or not open_questions or not self._settled(progress):
            return progress
        page = Page(self._words("settled_title"), self._words("settled_help"))
        options = [Option("finish", self._words("settled_finish")), Option("go_on", self._words("settled_go_on"))]
        choice = self._prompter.choose(page, options, "finish")
        progress = progress._replace(told=True, finished=choice == "finish")
        self._keep(progress)
        return progress

    def _open(self, progress: Progress) -> list[Question]:
        return [each for each in asked(self._questionnaire, progress.answers) if each.id not in progress.answers]

    def _review(self, progress: Progress) -> Question | None:
        """The question whose answer the founder wants to change; None for the recommendation."""
        path = asked(self._questionnaire, progress.answers)
        options = [Option(_DONE, self._words("review_done"))]
        options += [Option(question.id, self._reviewed(question, progress.answers)) for question in path]
        page = Page(self._words("review_title"), self._words("review_help"), self._progress(progress))
        chosen = self._prompter.choose(page, options, _DONE)
        if chosen is Move.BACK:
            answered = [question for question in path if question.id in progress.answers]
            return answered[-1]
        return None if chosen == _DONE else self._questionnaire.question(str(chosen))

    def _reviewed(self, question: Question, answers: Answers) -> str:
        answer = answer_text(question, answers, self._words)
        return self._words("colon", label=self._words.of(question.short), text=answer)

    def _progress(self, progress: Progress) -> str:
        key = "progress_settled" if self._settled(progress) else "progress"
        expected = self._space.longest(progress.answers)
        return self._words(key, answered=len(progress.answers), expected=expected)

    def _ask(self, question: Question, progress: Progress) -> Value | Move | None:
        of = self._words.of
        page = Page(of(question.ask), of(question.help) if question.help else "", self._progress(progress))
        before = progress.answers if question.id in progress.answers else progress.prefill
        known = question.id in before
        if question.kind == "choice":
            return self._ask_choice(question, page, before.get(question.id), known=known)
        if question.kind == "several":
            return self._ask_several(question, page, before.get(question.id), known=known)
        return self._ask_line(question, page, before.get(question.id))

    def _ask_choice(self, question: Question, page: Page, before: Value | None, *, known: bool) -> Value | Move | None:
        default = (DONT_KNOW if before is None and question.scored else before) if known else None
        chosen = self._prompter.choose(page, self._options(question), str(default) if default else None)
        return None if chosen == DONT_KNOW else chosen

    def _ask_several(self, question: Question, page: Page, before: Value | None, *, known: bool) -> Value | Move | None:
        default = before if isinstance(before, tuple) else (DONT_KNOW,) if known and question.scored else ()
        chosen = self._prompter.choose_several(page, self._options(question), default, self._only_dont_know)
        return None if chosen == (DONT_KNOW,) else chosen

    def _only_dont_know(self, chosen: Sequence[str]) -> str:
        return self._words("only_dont_know") if DONT_KNOW in chosen and len(chosen) > 1 else ""

    def _ask_line(self, question: Question, page: Page, before: Value | None) -> Value | Move | None:
        """A number or a text, written on one line."""
        number = question.kind == "number"
        default = "" if before is None else self._words.number(before) if isinstance(before, int) else str(before)
        entered = self._prompter.write(
            page, default, lambda line: self._wrong(question, line), number=number, known=not question.scored
        )
        if isinstance(entered, Move):
            return entered
        if number:
            return self._number(question, entered)
        return clean(entered) or None

    def _number(self, question: Question, line: str) -> int | None:
        assert question.numbers is not None
        return self._words.parse_number(line, question.numbers)

    def _wrong(self, question: Question, line: str) -> str:
        """What is wrong with a line, in a sentence that says what is expected; nothing where it is fine."""
        if question.kind == "text":
            too_long = len(clean(line)) > LONGEST_TEXT
            return self._words("text_too_long", longest=LONGEST_TEXT) if too_long else ""
        optional = not question.scored and not line.strip()
        if optional or (question.scored and line.strip() == DONT_KNOW) or self._number(question, line) is not None:
            return ""
        assert question.numbers is not None
        low, high = question.numbers
        numbers = {"low": self._words.number(low), "high": self._words.number(high)}
        example = self._words.number(max(low, min(high, 1200)))
        return self._words(
            "number_expected_known" if question.scored else "number_expected", **numbers, example=example
        )

    def _options(self, question: Question) -> list[Option]:
        options = [Option(choice.id, self._words.of(choice.label)) for choice in question.choices]
        return [*options, Option(DONT_KNOW, self._words("dont_know"))] if question.scored else options
