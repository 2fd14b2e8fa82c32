"""A real pseudo-terminal with a screen emulator: what a founder really sees."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Self

import pyte

ENTER, ESCAPE, SHIFT_TAB, TAB, SPACE = "\r", "\x1b", "\x1b[Z", "\t", " "
UP, DOWN = "\x1b[A", "\x1b[B"
CTRL_C, CTRL_D = "\x03", "\x04"

PATIENCE = 15.0
"""Seconds to wait for something to show on a busy machine."""


class Terminal:
    """The program on a terminal of its own, its state and files in a folder."""

    def __init__(
        self, folder: Path, *arguments: str, columns: int = 80, rows: int = 24, lang: str = "fr_FR.UTF-8", **env: str
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._sent = 0
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "COLUMNS"))}
        environment |= {
            "TERM": "xterm-256color",
            "LANG": lang,
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "s"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coo_advisor", *arguments],
            cwd=folder,
            env=environment | env,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # tests start no threads
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    @property
    def text(self) -> str:
        """What is on the screen, without trailing space."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    @property
    def flat(self) -> str:
        """The screen on one line, so that wrapping doesn't matter."""
        return " ".join(self.text.replace("\N{NO-BREAK SPACE}", " ").split())

    def wait_for(self, *wanted: str) -> str:
        """Waits until one of some texts is on the screen, however it is wrapped; which. Fails with the screen."""
        deadline = time.monotonic() + PATIENCE
        while True:
            for text in wanted:
                if text.replace("\N{NO-BREAK SPACE}", " ") in self.flat:
                    return text
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"{wanted!r} never showed on:\n{self.text}")

    def hear(self, *wanted: str) -> str:
        """Waits until one of some texts was written since the last key; which. For plain lines, which stay on screen."""
        deadline = time.monotonic() + PATIENCE
        while True:
            heard = " ".join(self.raw[self._sent :].decode(errors="replace").replace("\N{NO-BREAK SPACE}", " ").split())
            for text in wanted:
                if text.replace("\N{NO-BREAK SPACE}", " ") in heard:
                    return text
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"{wanted!r} was never written in:\n{heard}")

    def send(self, *keys: str) -> None:
        """Types keys."""
        self._sent = len(self.raw)
        for key in keys:
            os.write(self._master, key.encode())

    def end(self) -> int:
        """Waits for the program to end; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline - time.monotonic()):
            pass
        return self.process.wait(timeout=PATIENCE)

    def kill(self) -> None:
        """Ends the program at once, as a crash or a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _read(self, seconds: float) -> bool:
        """Takes what the program wrote; False where nothing comes any more."""
        if seconds <= 0 or not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self._master, 65536)
        except OSError:  # the other end is closed
            return False
        self.raw += chunk
        self._stream.feed(chunk)
        return bool(chunk)
