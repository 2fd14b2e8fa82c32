"""The document a client receives, laid out in blocks: page 1 for whoever reads no further, then the annexes."""

from collections.abc import Iterable, Iterator
from datetime import date

from coo_advisor.questionnaire.model import Question
from coo_advisor.report.document import (
    Action,
    Block,
    Bullets,
    Document,
    Paragraph,
    Quote,
    Section,
    Table,
)
from coo_advisor.report.phrasing import about, capitalised, counted, either, joined, lowered, run, sentence
from coo_advisor.report.recommendation import (
    Case,
    answer,
    assumption,
    changes,
    company,
    contrary,
    decide,
    findings,
    for_the_excluded,
    links,
    magnitude,
    make_case,
    next_step,
    options,
    overruled_total,
    person,
    said_of_deciding,
    score,
    sources,
    standing,
    steps,
    total,
    why,
    withheld,
)
from coo_advisor.report.undecided import Grid, OpenQuestions, look_at_open, named_open
from coo_advisor.system.clock import later
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words


def compose(assessment: Assessment, words: Words, day: date, answered_at: date | None = None) -> Document:
    """The document about some answers, as of a day. No confidential answer can be inferred from it."""
    case = make_case(without_confidential(assessment), words, day, answered_at)
    return _undecided(case) if case.reasoning.recommendation is None else _decided(case)


def without_confidential(assessment: Assessment) -> Assessment:
    """The assessment of the same answers without those that no document shows."""
    hidden = {question.id for question in assessment.questionnaire.questions if question.confidential}
    if hidden.isdisjoint(assessment.answers):
        return assessment
    shared = {id: value for id, value in assessment.answers.items() if id not in hidden}
    return assess(Space(assessment.questionnaire), shared)


def withholds_verdict(assessment: Assessment) -> bool:
    """Whether there is a verdict that no document can give, as it turns on a confidential answer."""
    return assessment.recommendation is not None and without_confidential(assessment).recommendation is None


_MOST_ROWS = 4
"""Of a grid; a longer one has its like rows merged."""


def _decided(case: Case) -> Document:
    annexes = [each for each in (_sources(case), _costs(case), _answers(case)) if each.blocks]
    page = [_in_short(case, annexes), _findings(case), _options(case, "options_title"), _verify(case)]
    page += [_steps(case), _ask_again(case), _next_step(case)]
    title = capitalised(answer(case))
    return _document(case, title, page, annexes)


def _undecided(case: Case) -> Document:
    found = look_at_open(case.assessment)
    annexes = [each for each in (_costs(case), _answers(case, found)) if each.blocks]
    page = [_open_in_short(case, found), _questions_that_decide(case, found), _findings(case)]
    page += [_options(case, "options_left"), _next_step(case, len(found.questions))]
    titles = either(case.words, case.possible)
    title = about(case.words, "title_undecided", len(found.questions), titles=titles)
    return _document(case, capitalised(title), page, annexes)


def _document(case: Case, title: str, page: list[Section], annexes: list[Section]) -> Document:
    words, questionnaire = case.words, case.questionnaire
    named = company(case)
    return Document(
        language=words.language,
        title=words("colon", label=named, text=lowered(title)) if named else title,
        byline=_byline(case),
        page=tuple(section for section in page if section.blocks),
        annexes=tuple(
            Section(words("annex", letter=_letter(place), title=annex.title), annex.blocks)
            for place, annex in enumerate(annexes)
        ),
        provenance=words("provenance", version=questionnaire.version, sha256=questionnaire.sha256),
    )


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def _byline(case: Case) -> Paragraph:
    """For whom, when, by whom, and from answers of which day; a role without a name is nobody."""
    words, consultant = case.words, case.questionnaire.consultant
    role = words.of(consultant.role) if consultant.role else ""
    author = ", ".join(filter(None, (consultant.name, role))) if consultant.name else ""
    written = words("written_by" if author else "written_on", date=words.day(case.day), name=author)
    note = words("note_for" if person(case) else "note", name=person(case), written=written)
    return Paragraph(words("answered_on", note=note, date=words.day(case.answered_at)) if case.answered_at else note)


# --------------------------------------------------------------------------------------------------------- in short


def _in_short(case: Case, annexes: list[Section]) -> Section:
    words, text = case.words, case.voice.text
    rhythm = text(case.spoken_for.rhythm) if case.reasoning.helps else ""
    paragraphs = [Paragraph(rhythm, text(case.spoken_for.verdict))]
    paragraphs += _led(words("why"), why(case))
    costs = next((_letter(place) for place, annex in enumerate(annexes) if annex.title == words("annex_costs")), "")
    paragraphs += _led(words("to_decide"), joined([decide(case), magnitude(case, costs)]))
    paragraphs.append(standing(case))
    gauge = score(case)
    return Section(words("in_short"), (Quote(tuple(paragraphs)), *([gauge] if gauge else [])))


def _open_in_short(case: Case, found: OpenQuestions) -> Section:
    words = case.words
    named = [
        words("defined", title=words.of(each.title), definition=lowered(case.voice.text(each.definition)).rstrip("."))
        for each in case.possible
    ]
    asked = [question for question in found.questions if not question.confidential]
    hidden = [question for question in found.questions if question.confidential]
    paragraphs = [Paragraph(words("leads_to", titles=words.listed(named, "list_or")), words("not_decided"))]
    missing = named_open(words, asked) if asked else ""
    paragraphs += _led(words("what_is_missing"), joined([missing, _hidden(case, asked, hidden)]))
    paragraphs += _led(
        words("to_decide"), joined([said_of_deciding(case), about(words, "comes_first", len(found.questions))])
    )
    return Section(words("in_short"), (Quote(tuple(paragraphs)),))


def _hidden(case: Case, asked: list[Question], hidden: list[Question]) -> str:
    """That the advice turns on an answer that no document shows, beside those that are missing."""
    if not hidden:
        return ""
    return case.words("turns_on_hidden_too" if asked else "turns_on_hidden")


def _rows(rows: Iterable[tuple[str, ...]]) -> tuple[tuple[Paragraph, ...], ...]:
    """The rows of a table whose cells have no lead."""
    return tuple(tuple(map(Paragraph, row)) for row in rows)


def _table(words: Words, headers: Iterable[str], rows: tuple[tuple[Paragraph, ...], ...]) -> Iterator[Table]:
    """A table under headers named by their keys, if it has rows."""
    if rows:
        yield Table(tuple(words(key) for key in headers), rows)


def _led(lead: str, text: str) -> Iterator[Paragraph]:
    """A paragraph, if there is something to say."""
    if text:
        yield Paragraph(text, lead)


# ----------------------------------------------------------------------------------------- the questions that decide


def _questions_that_decide(case: Case, found: OpenQuestions) -> Section:
    words = case.words
    blocks: list[Block] = [_grid(case, found.grid)] if found.grid else []
    if found.others:
        names = [words("quote", text=words.of(question.short)) for question in found.others]
        key, listed = "also_open" if found.grid else "all_open", words.listed(names, "list_and")
        blocks.append(Paragraph(about(words, key, len(names), questions=listed)))
    shown = [found.grid.rows, *([found.grid.columns] if found.grid.columns else [])] if found.grid else []
    ways = [
        words("colon", label=words.of(question.short), text=lowered(words.of(question.find_out)))
        for question in shown or found.questions[:2]
        if question.find_out
    ]
    blocks += _led(words("how_to_find_out"), joined(ways))
    return Section(words("questions_that_decide"), tuple(blocks))


def _grid(case: Case, grid: Grid) -> Table:
    words = case.words
    named = {option.id: case.voice.text(option.label) for option in case.questionnaire.options}
    outcome = {
        each.id: named.get(each.id) or capitalised(words.of(each.title)) for each in case.questionnaire.scenarios
    }
    rows = tuple(
        (Paragraph(lead=label), *(Paragraph(outcome[cell] if cell else words("still_open")) for cell in cells))
        for label, cells in _grid_rows(case, grid)
    )
    short = words.of(grid.rows.short)
    if grid.columns is None:
        return Table((short, words("leads_to_short")), rows)
    first, *labels = [words.of(choice.label) for choice in grid.columns.choices]
    first = words("colon", label=words.of(grid.columns.short), text=lowered(first))
    return Table((short, first, *labels), rows)


def _grid_rows(case: Case, grid: Grid) -> list[tuple[str, tuple[str | None, ...]]]:
    """The rows with their labels; of a long grid, those that lead to the same are one."""
    labelled = [(case.words.of(each.label), row) for each, row in zip(grid.rows.choices, grid.cells, strict=True)]
    if len(labelled) <= _MOST_ROWS:
        return labelled
    merged: dict[tuple[str | None, ...], list[str]] = {}
    for label, row in labelled:
        merged.setdefault(row, []).append(label)
    join = case.words("several_join")
    return [(join.join([labels[0], *map(lowered, labels[1:])]), row) for row, labels in merged.items()]


# ----------------------------------------------------------------------------------------- findings, options, steps


def _findings(case: Case) -> Section:
    words = case.words
    rows = tuple((Paragraph(lead=row.title), Paragraph(row.answers), Paragraph(row.so)) for row in findings(case))
    blocks: list[Block] = [*_table(words, ("finding", "your_answers", "what_it_changes"), rows)]
    doubts = case.voice.lines(case.questionnaire.doubts)
    if case.reasoning.helps:
        caution = case.voice.text(case.spoken_for.cautions)
        blocks += _led(words("a_word_of_caution"), joined([contrary(case), caution, *doubts]))
    else:
        blocks += _led(words("speaks_against"), joined([for_the_excluded(case), contrary(case)]))
        blocks += _led(words("a_word_of_caution"), joined(doubts))
    return Section(words("what_answers_show"), tuple(blocks))


def _options(case: Case, title: str) -> Section:
    words = case.words
    shown = options(case)
    if not shown or case.reasoning.recommendation == case.questionnaire.fallback:
        return Section(words(title), ())
    rows = tuple(
        (
            Paragraph(words("recommended") if row.recommended else "", row.label)
            if row.recommended
            else Paragraph(row.label),
            Paragraph(row.presence),
            Paragraph(row.cost),
            Paragraph(row.remark),
        )
        for row in shown
    )
    named = company(case)
    whom = words("for_company", company=named) if named else words("for_you")
    months = counted(words, case.questionnaire.comparison_months)
    headers = (words("option"), words("presence"), words("over_months", months=months), whom)
    return Section(words(title), (Table(headers, rows),))


def _steps(case: Case) -> Section:
    words = case.words
    title = words("first_90_days" if case.reasoning.helps else "instead")
    blocks: list[Block] = [*_table(words, ("when", "what", "visible_result"), _rows(steps(case)))]
    if case.reasoning.helps:
        blocks += _lines(words("part_time_will_not"), case, case.voice.lines(case.spoken_for.limits))
        blocks += _lines(words("before_starting"), case, case.voice.lines(case.spoken_for.before))
    return Section(title, tuple(blocks))


def _lines(lead: str, case: Case, lines: tuple[str, ...]) -> Iterator[Paragraph]:
    """Lines as one sentence behind a lead that ends in a colon."""
    if lines:
        yield Paragraph(run(case.words, lines) + ".", lead)


def _verify(case: Case) -> Section:
    words, exclusion = case.words, case.reasoning.exclusion
    if exclusion is None or exclusion.verify is None or not case.reasoning.overrules:
        return Section("", ())
    text_of = case.voice.text
    rows = _rows((text_of(clue.found), text_of(clue.means)) for clue in exclusion.verify.outcomes)
    table = _table(words, ("if_you_find", "it_means"), rows)
    return Section(words("check_the_diagnosis"), (*_led("", text_of(exclusion.verify.text)), *table))


def _ask_again(case: Case) -> Section:
    words, fallback = case.words, case.questionnaire.fallback
    if case.reasoning.helps:
        return Section("", ())
    signs = case.voice.lines(fallback.watch)
    months = fallback.ask_again_months
    blocks: list[Block] = []
    if months:
        date = capitalised(words("on_date", date=words.day(later(case.day, months))))
        blocks.append(Paragraph(words("or_earlier") if signs else "", date if signs else sentence(date)))
    elif signs:
        blocks.append(Paragraph(words("if_signs")))
    if signs:
        blocks.append(Bullets(tuple(_listed(case, signs))))
    return Section(words("ask_again"), tuple(blocks))


def _listed(case: Case, lines: tuple[str, ...]) -> Iterator[str]:
    """The lines of one sentence that runs down a list."""
    for place, line in enumerate(lines, start=1):
        yield line + ("." if place == len(lines) else case.words("list_stop"))


def _next_step(case: Case, questions: int = 0) -> Section:
    words = case.words
    lead, text = next_step(case, questions)
    blocks: list[Block] = [*_led(lead, text)]
    invitation = case.voice.text(case.spoken_for.action)
    if case.reasoning.recommendation is None:
        blocks += _if_it_comes_to_it(case)
    elif case.reasoning.helps and invitation:
        name = case.questionnaire.consultant.name
        lead = words("then_with", name=name) if name else words("then")
        blocks.append(Action(Paragraph(lowered(invitation), lead), links(case)))
    return Section(words("next_step"), tuple(blocks))


def _if_it_comes_to_it(case: Case) -> Iterator[Block]:
    """What help would take, and the invitation, for each that is still possible."""
    words, text_of = case.words, case.voice.text
    left = [each for each in case.questionnaire.candidates if each.id in case.assessment.outcomes.possible]
    if len(left) == 1:
        yield from _lines(words("before_if", title=words.of(left[0].title)), case, case.voice.lines(left[0].before))
    invited = [scenario for scenario in left if text_of(scenario.action)]
    for place, scenario in enumerate(invited, start=1):
        text = Paragraph(lowered(text_of(scenario.action)), words("if_it_says", title=words.of(scenario.title)))
        yield Action(text, links(case) if place == len(invited) else ())


# --------------------------------------------------------------------------------------------------------- annexes


def _sources(case: Case) -> Section:
    words, counts = case.words, case.reasoning.points
    rows = _rows(sources(case))
    if counts is None or case.reasoning.focus is None or not rows:
        return Section(words("annex_sources"), ())
    if hidden := withheld(case):
        span = words("score_range", low=0, high=hidden)
        rows += _rows([(words("answers_not_shown"), words("whatever_they_are"), span)])
    table = Table(
        (words("signal"), words("answers"), words("points")),
        rows,
        (Paragraph(lead=words("total")), Paragraph(), Paragraph(lead=total(words, counts))),
    )
    intro = joined(
        [
            words("sum_of_points", title=words.of(case.reasoning.focus.title)),
            overruled_total(case) or words("threshold_of", threshold=counts.threshold, most=counts.most),
        ]
    )
    return Section(
        words("annex_sources"), (Paragraph(intro), table, *_led(words("would_change"), " ".join(changes(case))))
    )


def _costs(case: Case) -> Section:
    words = case.words
    shown = () if case.reasoning.recommendation == case.questionnaire.fallback else options(case)
    amounts = [row.amount for row in shown if row.amount]
    if not amounts:
        return Section(words("annex_costs"), ())
    rows = _rows(dict.fromkeys(assumption(amount, case) for amount in amounts))
    table = Table((words("option"), words("assumption"), words("source")), rows)
    bases = {amount.basis for amount in amounts} | {"salary" for row in shown if row.cost == words("cost_open")}
    notes = [words("costs_note"), *(words(f"{basis}_note") for basis in ("fees", "salary") if basis in bases)]
    return Section(words("annex_costs"), (table, Paragraph(joined(notes))))


def _answers(case: Case, found: OpenQuestions | None = None) -> Section:
    """The answers not cited so far, those that are missing, and the limits of all this."""
    words, voice = case.words, case.voice
    asked = [each for each in case.assessment.asked if each.purpose != "contact" and not each.confidential]
    cited = _cited(case)
    given = [sentence(voice.says(each)) for each in voice.answered(asked) if each.id not in cited]
    blocks: list[Block] = [*_led("", " ".join(given))]
    silent = [each for each in asked if voice.answers.get(each.id) is None]
    for key in ("dont_know", "skipped"):
        blocks += _named([each for each in silent if voice.answer(each) == words(key)], words(f"list_{key}"), words)
    blocks += _named(
        [each for each in (found.questions if found else ()) if each.confidential], words("list_not_shown"), words
    )
    return Section(words("annex_answers"), (*blocks, Paragraph(words("limits_of_method"), words("limits"))))


def _named(questions: Iterable[Question], lead: str, words: Words) -> Iterator[Paragraph]:
    """The short names of questions behind a lead, if there are any."""
    names = words("several_join").join(lowered(words.of(each.short)) for each in questions)
    yield from _led(lead, names and names + ".")


def _cited(case: Case) -> frozenset[str]:
    """The ids of the questions whose answers stand in the document already."""
    shown = {id for finding in case.reasoning.findings for id in finding.answers}
    shown |= {question.id for question in case.reasoning.contrary}
    shown |= set(case.spoken_for.decide.answers) if case.spoken_for.decide else set()
    if case.reasoning.recommendation is not None and case.reasoning.focus:
        weights = case.reasoning.focus.weights
        shown |= {
            question.id
            for question in case.assessment.asked
            if any(weights.get(signal) for choice in question.choices for signal in choice.points)
        }
    return frozenset(shown)
