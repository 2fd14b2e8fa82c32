"""The interview: one page after the other, each with its way back, the review, and the answers in the end."""

from collections.abc import Callable
from enum import Enum

from coo_advisor.ask.asking import Asking, offers_dont_know
from coo_advisor.ask.drafts import Progress
from coo_advisor.ask.question_page import BACK, Left, MenuItem, Page, Position, Prompter
from coo_advisor.questionnaire.flow import Answers, all_that_hold, applicable, asked, reachable
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.report.phrasing import Voice
from coo_advisor.verdict.outcomes import settles
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words


class Stop(Enum):
    """A place in the interview that is no question."""

    OFFER = "offer"
    REVIEW = "review"
    DONE = "done"


OFFER, REVIEW, DONE = Stop.OFFER, Stop.REVIEW, Stop.DONE

Place = Question | Stop

_DONE = "/done"
"""What the review gives back to end the interview; no question id can be this."""


class Interview:
    """One founder's interview on one questionnaire, in one language.

    `keep` is called with the progress after every answer, before the next page is put. `for_lead` makes it a
    consultant's: finishing early leaves out neither readiness nor contact.
    """

    def __init__(
        self, space: Space, prompter: Prompter, words: Words, keep: Callable[[Progress], None], *, for_lead: bool
    ) -> None:
        self._space = space
        self._questionnaire = space.questionnaire
        self._prompter = prompter
        self._words = words
        self._keep = keep
        self._for_lead = for_lead
        self._asking = Asking(prompter, words)
        self._trail: list[Place] = []
        self._intro: tuple[str, ...] = ()
        self._has_door = False
        self._passed_over: frozenset[str] = frozenset()
        self._settled_by: tuple[Answers, bool] = ({}, False)

    def run(self, progress: Progress, intro: tuple[str, ...] = (), *, has_door: bool = False) -> Progress | None:
        """The progress, every answer of it confirmed, once the founder asks for the recommendation.

        `intro` stands above the first page. With `has_door` there was a page before the first one, to which the
        founder can go back: then it gives None. Raises KeyboardInterrupt or EOFError if the founder stops; everything
        confirmed was kept by then.
        """
        self._intro, self._has_door = intro, has_door
        self._passed_over = frozenset(progress.answers if has_door else ())
        place = self._or_offer(progress, self._next_open(progress))
        answered = [each for each in self._path(progress) if each.id in progress.answers]
        self._trail = [] if has_door else [each for each in answered if self._is_before(each, place)]
        while place is not DONE:
            following, progress = self._put(place, progress)
            self._intro = ()
            if following is None:
                if not self._behind(progress):
                    return None
                place = self._trail.pop()
                progress = self._resumed_at(place, progress)
            else:
                self._leave(place, following)
                place = following
        return progress

    def _put(self, place: Place, progress: Progress) -> tuple[Place | None, Progress]:
        """Puts one page; gives the place that follows, or None for the one before."""
        if place is OFFER:
            return self._offer(progress)
        if place is REVIEW:
            return self._review(progress), progress
        assert isinstance(place, Question)
        return self._question(place, progress)

    def _question(self, question: Question, progress: Progress) -> tuple[Place | None, Progress]:
        before = progress.answers if question.id in progress.answers else progress.prefill
        value = self._asking.ask(question, self._page(question, progress), before)
        if isinstance(value, Left):
            return (None, progress) if value.way is BACK else self._finish(progress)
        progress = self._confirm(progress, question, value)
        self._prompter.note(self._reviewed(question, progress.answers))
        return self._after(question, progress), progress

    def _after(self, question: Question, progress: Progress) -> Place:
        """One page forward: the next question of the path, answered or not, unless it was opened from the review.

        From the menu on, what was answered before stays as it is, and only the review opens it.
        """
        path = [each for each in self._path(progress) if each.id not in self._passed_over]
        later = [each for each in path if self._is_before(question, each)]
        return self._or_offer(progress, self._next_open(progress) if REVIEW in self._trail or not later else later[0])

    def _leave(self, place: Place, following: Place) -> None:
        """Remembers the way back; what was opened from the review ends there again."""
        if following is REVIEW and REVIEW in self._trail:
            del self._trail[self._trail.index(REVIEW) :]
        else:
            self._trail.append(place)

    def _behind(self, progress: Progress) -> bool:
        """Whether there is a page to go back to; those that no longer apply are forgotten."""
        path = self._asked(progress.answers)
        while self._trail and isinstance(self._trail[-1], Question) and self._trail[-1] not in path:
            self._trail.pop()
        return bool(self._trail)

    def _resumed_at(self, place: Place, progress: Progress) -> Progress:
        """The progress on going back: whoever returns to what finishing left out, goes on with the questions."""
        if place is OFFER:
            return progress._replace(told=False, finished=False)
        if isinstance(place, Question) and place.id not in progress.answers:
            return progress._replace(finished=False)
        return progress

    def _confirm(self, progress: Progress, question: Question, value: Value | None) -> Progress:
        """The progress with one more answer. Answers that no longer apply only remain as a prefill."""
        changed = {**progress.answers, question.id: value}
        kept = applicable(self._questionnaire, changed, self._space.paths)
        prefill = {**progress.prefill, **{id: old for id, old in changed.items() if id not in kept}}
        progress = progress._replace(answers=kept, prefill=prefill)
        if progress.told and not self._settled(progress):
            progress = progress._replace(told=False, finished=False)
        self._keep(progress)
        return progress

    def _finish(self, progress: Progress) -> tuple[Place, Progress]:
        progress = progress._replace(told=True, finished=True)
        self._keep(progress)
        return self._next_open(progress), progress

    def _offer(self, progress: Progress) -> tuple[Place | None, Progress]:
        """Says once that no further answer can change the recommendation, and offers to stop there."""
        words = self._words
        text = words("settled_help_lead" if self._for_lead else "settled_help")
        page = Page(words("settled_title"), text, intro=self._intro, leads_back=self._behind(progress))
        items = [MenuItem("finish", words("settled_finish")), MenuItem("go_on", words("settled_go_on"))]
        chosen = self._prompter.choose(page, items, "finish")
        if isinstance(chosen, Left):
            return None, progress
        if chosen == "finish":
            return self._finish(progress)
        progress = progress._replace(told=True)
        self._keep(progress)
        return self._next_open(progress), progress

    def _review(self, progress: Progress) -> Place | None:
        """The question whose answer the founder wants to change, DONE for the recommendation, None to go back."""
        words = self._words
        path = self._asked(progress.answers)
        items = [MenuItem(_DONE, words("review_done"))]
        items += [MenuItem(question.id, self._reviewed(question, progress.answers)) for question in path]
        leads_back = self._behind(progress) or self._has_door
        doubts = tuple(map(words.of, all_that_hold(self._questionnaire.doubts, progress.answers)))
        page = Page(
            words("review_title"), words("review_help"), intro=self._intro, doubts=doubts, leads_back=leads_back
        )
        chosen = self._prompter.choose(page, items, _DONE)
        if isinstance(chosen, Left):
            return None
        return DONE if chosen == _DONE else self._questionnaire.question(chosen)

    def _reviewed(self, question: Question, answers: Answers) -> str:
        answer = Voice(self._words, answers).answer(question)
        return self._words("colon", label=self._words.of(question.short), text=answer)

    def _page(self, question: Question, progress: Progress) -> Page:
        of, position = self._words.of, self._position(question, progress)
        return Page(
            of(question.ask),
            of(question.help) if question.help else "",
            of(question.short),
            self._words("progress", number=position.number, of=position.of) if position else "",
            position,
            self._intro,
            leads_back=self._behind(progress) or self._has_door,
            can_finish=REVIEW not in self._trail and self._leaves_out(progress) and self._settled(progress),
            offers_dont_know=offers_dont_know(question) and question.kind in ("number", "text"),
        )

    def _position(self, question: Question, progress: Progress) -> Position | None:
        """The place of a question among those that are no contact, and the most that there can still be of them.

        It turns on the answers before the question only, so that it never grows on the way forward.
        """
        if question.purpose == "contact":
            return None
        before = {id: value for id, value in progress.answers.items() if self._comes_before(id, question)}
        counted = [each for each in self._asked(before) if each.purpose != "contact"]
        contact = sum(each.purpose == "contact" for each in reachable(self._questionnaire, before, self._space.paths))
        number = sum(self._is_before(each, question) for each in counted) + 1
        return Position(number, max(number, self._space.longest(before) - contact))

    def _asked(self, answers: Answers) -> tuple[Question, ...]:
        return asked(self._questionnaire, answers, self._space.paths)

    def _path(self, progress: Progress) -> list[Question]:
        """The questions to put, in order; once finished early, those that are answered or asked all the same."""
        path = self._asked(progress.answers)
        return [each for each in path if not progress.finished or each.id in progress.answers or self._insists(each)]

    def _next_open(self, progress: Progress) -> Place:
        return next((each for each in self._path(progress) if each.id not in progress.answers), REVIEW)

    def _or_offer(self, progress: Progress, place: Place) -> Place:
        """A place, or before it the offer to finish early: once, if that leaves something out."""
        is_open = isinstance(place, Question) and place.id not in progress.answers
        offers = is_open and not progress.told and self._leaves_out(progress) and self._settled(progress)
        return OFFER if offers else place

    def _leaves_out(self, progress: Progress) -> bool:
        """Whether finishing early would leave out a question that carries points."""
        path = self._asked(progress.answers)
        left_out = [each for each in path if each.id not in progress.answers and not self._insists(each)]
        return bool(progress.answers) and any(each.scored for each in left_out)

    def _insists(self, question: Question) -> bool:
        """Whether a question is put even if the founder finishes early: a consultant wants readiness and contact."""
        if not self._for_lead:
            return False
        signals = {signal for choice in question.choices for signal in choice.points}
        ready = any(self._questionnaire.signal(id).readiness for id in signals)
        return question.purpose == "contact" or ready

    def _settled(self, progress: Progress) -> bool:
        if self._settled_by[0] != progress.answers:
            self._settled_by = progress.answers, settles(self._space, progress.answers)
        return self._settled_by[1]

    def _is_before(self, question: Question, place: Place) -> bool:
        return isinstance(place, Stop) or self._comes_before(question.id, place)

    def _comes_before(self, id: str, question: Question) -> bool:
        return self._space.positions[id] < self._space.positions[question.id]
