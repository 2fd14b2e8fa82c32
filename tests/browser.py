"""A browser without a window, driven over a pipe: what a founder sees of a page, and the keys that they press."""

import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
"""The browser of this machine; None if it has none."""

KEYS = {
    "Enter": (13, "\r"),
    "Tab": (9, ""),
    "Space": (32, " "),
    "ArrowDown": (40, ""),
    "ArrowUp": (38, ""),
    "Backspace": (8, ""),
}


class Browser:
    """One tab. `wait` seconds are the longest that anything may take."""

    def __init__(self, process: "subprocess.Popen[bytes]", send: int, receive: int, wait: float = 60) -> None:
        self._process, self._send, self._receive, self._wait = process, send, receive, wait
        self._buffer, self._count = b"", 0
        self.problems: list[str] = []
        self._contexts: list[int] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Emulation.setScrollbarsHidden", hidden=True)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    _session: str | None = None

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What a command of the DevTools protocol answers."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        until = monotonic() + self._wait
        while monotonic() < until:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, f"{method}: {answer['error']}"
                return dict(answer["result"])
        raise TimeoutError(method)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            self._buffer += os.read(self._receive, 1 << 16)
        message, _, self._buffer = self._buffer.partition(b"\0")
        event = dict(json.loads(message))
        if event.get("method") == "Runtime.exceptionThrown":
            self.problems.append(str(event["params"]["exceptionDetails"]))
        if event.get("method") == "Runtime.executionContextCreated":
            self._contexts.append(event["params"]["context"]["id"])
        if event.get("method") == "Log.entryAdded":
            self.problems.append(str(event["params"]["entry"].get("text")))
        if event.get("method") == "Network.requestWillBeSent":
            url = event["params"]["request"]["url"]
            if not url.startswith(("file:", "blob:", "data:")):
                self.problems.append(f"requests {url}")
        return event

    def open(self, page: Path | str) -> None:
        """Opens a file or an address, and waits until it is there."""
        self.call("Page.navigate", url=page.as_uri() if isinstance(page, Path) else page)
        self.until("document.readyState === 'complete'")

    def run(self, expression: str, *, inside: bool = False) -> Any:
        """What an expression comes to in the page, or `inside` the frame on it, promises awaited."""
        where = {"contextId": self._contexts[-1]} if inside else {}
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, **where)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def remembers(self, questionnaire: Questionnaire, answers: Answers, step: str, language: str) -> None:
        """Opens the page of a questionnaire again, with some answers in its storage, at a step of it."""
        shared = {id: value for id, value in answers.items() if questionnaire.question(id).purpose != "contact"}
        key, kept = f"coo-advisor:{questionnaire.sha256}", json.dumps(plain_answers(shared))
        source = f"localStorage.setItem({json.dumps(key)}, {json.dumps(kept)}); window.after = true"
        identifier = self.call("Page.addScriptToEvaluateOnNewDocument", source=source)["identifier"]
        self.run("window.after = false")
        self.call("Page.reload")
        self.until("window.after && document.readyState === 'complete'")
        self.call("Page.removeScriptToEvaluateOnNewDocument", identifier=identifier)
        self.run(f"document.querySelector('#speak-{language}').click()")
        self.run("document.querySelector('main .buttons button').click()")
        self.run(f"dispatchEvent(new PopStateEvent('popstate', {{state: {{step: '{step}'}}}}))")

    def until(self, condition: str) -> None:
        """Waits for a condition. Raises AssertionError if it never holds."""
        until = monotonic() + self._wait
        while not self.run(f"!!({condition})"):
            assert monotonic() < until, condition
            sleep(0.02)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Presses a key and lets it go."""
        code, text = KEYS[key]
        shared = {
            "key": " " if key == "Space" else key,
            "code": key,
            "windowsVirtualKeyCode": code,
            "modifiers": 8 * shift,
        }
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **shared)
        self.call("Input.dispatchKeyEvent", type="keyUp", **shared)

    def type(self, text: str) -> None:
        """Types a text where the focus is."""
        self.call("Input.insertText", text=text)

    def focused(self) -> str:
        """What has the focus: its text, or the value of a field."""
        return str(
            self.run("(e => (e.labels?.[0] || e).innerText?.trim() || e.value || e.tagName)(document.activeElement)")
        )

    def tab_to(self, label: str, most: int = 60) -> None:
        """Presses Tab until something with this text has the focus."""
        for _ in range(most):
            if self.focused() == label:
                return
            self.press("Tab")
        raise AssertionError(f"no Tab leads to “{label}”")

    def picture(self, path: Path, *, whole: bool = True) -> None:
        """Writes what is seen as a picture."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def sheets(self) -> int:
        """How many sheets what is seen is printed on, of the size that its styles ask for."""
        printed = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
        return len(re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(printed["data"])))

    def size(self, width: int, height: int) -> None:
        """Makes the window another size."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, media: str = "", **features: str) -> None:
        """Prefers a medium, and features such as prefers_color_scheme="dark"."""
        named = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=named)


@contextmanager
def browser(*arguments: str) -> Iterator[Browser]:
    """A browser that ends with the block."""
    assert CHROMIUM
    to_read, send = os.pipe()
    receive, to_write = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = (
            f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}',
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-features=IsolateSandboxedIframes,IsolateOrigins,site-per-process", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
            f"--user-data-dir={profile}", *arguments,
        )  # fmt: skip
        process = subprocess.Popen(
            ["bash", "-c", *command], pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_read)
        os.close(to_write)
        try:
            yield Browser(process, send, receive)
        finally:
            process.terminate()
            process.wait(20)
            os.close(send)
            os.close(receive)
