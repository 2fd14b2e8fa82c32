"""The keys of a drawn page: the same ways out of every page, and what chooses in a list."""

from collections.abc import Callable, Sequence
from typing import Protocol
from unicodedata import normalize

from prompt_toolkit.application import get_app
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys

from coo_advisor.ask.question_page import BACK, DONT_KNOW, FINISH, Left, MenuItem, Page

_LEAP = 5
"""Lines that PageUp and PageDown move by."""


class Pointing(Protocol):
    """A list with one line pointed at, counted from 0."""

    pointed_at: int


def way_keys(page: Page, unfinished: Callable[[], str | tuple[str, ...]]) -> KeyBindings:
    """The ways out of a page without an answer; `unfinished` is what stands there half done.

    Escape is a key of its own only if nothing follows it: terminals send Alt and arrow keys with one in front.
    """
    keys = KeyBindings()

    @keys.add("escape")
    @keys.add("s-tab", eager=True)
    def _back(event: KeyPressEvent) -> None:
        if page.leads_back:
            event.app.exit(result=Left(BACK, unfinished()))

    @keys.add("c-t", eager=True)
    def _finish(event: KeyPressEvent) -> None:
        if page.can_finish:
            event.app.exit(result=Left(FINISH, unfinished()))

    @keys.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-z", eager=True)
    def _suspend(event: KeyPressEvent) -> None:
        event.app.suspend_to_background()

    @keys.add("escape", "enter")
    @keys.add("c-r", eager=True)
    @keys.add("c-s", eager=True)
    def _nothing(_: KeyPressEvent) -> None:
        """What the library would do: search in earlier lines, of which there are none."""

    return keys


def list_keys(
    pointing: Pointing, items: Sequence[MenuItem], accept: Callable[[], None], turn_help: Callable[[], None]
) -> KeyBindings:
    """The keys that choose in a list beside the arrows: digits, first letters, ?, Home, End and the page keys."""
    keys = KeyBindings()
    last = len(items) - 1

    @keys.add("enter", eager=True)
    def _accept(_: KeyPressEvent) -> None:
        accept()

    @keys.add("tab", eager=True)
    def _help(_: KeyPressEvent) -> None:
        turn_help()

    @keys.add("c-d", eager=True)
    def _stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=EOFError)

    @keys.add("a", eager=True)  # the library's own letters for lists of several
    @keys.add("i", eager=True)
    @keys.add("escape", Keys.Any)
    @keys.add(Keys.BracketedPaste, eager=True)
    def _nothing(_: KeyPressEvent) -> None:
        """No answer to a list."""

    def add(key: str, target: Callable[[int], int]) -> None:
        def point(_: KeyPressEvent) -> None:
            pointing.pointed_at = max(0, min(last, target(pointing.pointed_at)))

        keys.add(key, eager=True)(point)

    add("home", lambda _: 0)
    add("end", lambda _: last)
    add("pageup", lambda at: at - _LEAP)
    add("pagedown", lambda at: at + _LEAP)
    for key, targets in _keys_of(items).items():
        add(key, lambda at, targets=targets: next((each for each in targets if each > at), targets[0]))  # type: ignore[misc]
    return keys


def _keys_of(items: Sequence[MenuItem]) -> dict[str, list[int]]:
    """Key → the places in a list that it leads to, one after the other."""
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        initial = item.label[:1].casefold()
        plain = normalize("NFKD", initial)[:1]
        known = {item.key, DONT_KNOW if item.value == DONT_KNOW else "", str(place + 1) if place < 9 else ""}
        letters = {letter for letter in (initial, plain, item.key) if letter.isalpha() and len(letter) == 1}
        for key in sorted({each for each in known if each} | letters | {letter.upper() for letter in letters}):
            places.setdefault(key, []).append(place)
    for item_place, item in enumerate(items):
        if item.key:  # a letter of one's own comes before the first letters of others
            places[item.key] = places[item.key.upper()] = [item_place]
    return places


def close_with(result: object) -> None:
    """Ends the page on the screen."""
    get_app().exit(result=result)
