"""What a sitting holds, and the words and commands that lead back to it."""

import shlex
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from coo_advisor.ask.drafts import Draft, Progress
from coo_advisor.ask.interview import Interview
from coo_advisor.ask.question_page import Prompter
from coo_advisor.leads.leadbook import default_folder
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.system.errors import reason_of
from coo_advisor.system.visible import clean
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words


class Request(NamedTuple):
    """What the command line asked of a sitting; `resume` is None if the founder decides, `language` the locale.

    `leads_to` is the folder where the answers are kept as a lead, if the founder agrees.
    """

    source: Path
    outputs: tuple[Path, ...] = ()
    answers_to: Path | None = None
    leads_to: Path | None = None
    prefill: Answers = MappingProxyType({})
    resume: bool | None = None
    plain: bool = False
    force: bool = False
    language: str | None = None

    def resume_command(self) -> str:
        """The command that goes on with the interview."""
        parts = ["coo-advisor", "ask", "--resume"]
        if self.plain:
            parts.append("--plain")
        if self.language:
            parts += ["--lang", self.language]
        if self.source != packaged_questionnaire():
            parts += ["--questions", clean(str(self.source))]
        if self.leads_to:
            own = self.leads_to == default_folder()
            parts += ["--lead"] if own else ["--save", clean(f"{self.leads_to}/")]
        if self.answers_to:
            parts += ["--save", clean(str(self.answers_to))]
        for path in self.outputs:
            parts += ["-o", clean(str(path))]
        return shlex.join(parts)


class Sitting(NamedTuple):
    """What everything in a sitting needs."""

    space: Space
    words: Words
    prompter: Prompter
    draft: Draft | None
    request: Request

    def without_draft(self) -> "Sitting":
        """The same sitting, from now on without any trace on disk."""
        if self.draft:
            self.draft.discard()
        return self._replace(draft=None)

    def interview(self) -> Interview:
        """The interview of this sitting."""
        for_lead = self.request.leads_to is not None
        return Interview(self.space, self.prompter, self.words, self.keep, for_lead=for_lead)

    def keep(self, progress: Progress) -> None:
        """Puts the progress on disk; if that fails, says so once and goes on."""
        if self.draft is None:
            return
        warned = self.draft.behind
        try:
            self.draft.keep(progress)
        except OSError as error:
            if not warned:
                self.prompter.say(self.words("draft_unwritable", reason=reason_of(error)))

    def way_to_try_again(self) -> tuple[str, ...]:
        """Where the answers stay and how to go on; nothing if no draft has them all: a full disk may keep some out."""
        if self.draft is None or not self.draft.secure():
            return ()
        return (self.words("try_again", path=self.draft.path, command=self.request.resume_command()),)

    def farewell(self) -> str:
        """What is said last to a founder who stops."""
        draft, words = self.draft, self.words
        secured = draft is not None and draft.secure()
        if draft is None or not draft.path.exists():
            return words("stopped_unsaved")
        key = "stopped" if secured else "stopped_behind"
        whole = self.request.resume_command().replace(" ", "\N{NO-BREAK SPACE}")  # to be copied from one line
        return words(key, path=draft.path, command=whole)
