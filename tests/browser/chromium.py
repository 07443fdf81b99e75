"""A real Chromium, driven through its own pipe: pages opened at a width, what they ask for and complain about.

Convention: commands and answers are JSON, each ended by a NUL, on the file descriptors 3 and 4 of the browser.
"""

import base64
import fcntl
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 60.0
"""Seconds until a browser that does not answer fails the test."""
# What puts the two pipes where the browser looks for them, and becomes the browser.
START = (
    "import os, sys; [os.dup2(int(sys.argv[n]), n + 2) for n in (1, 2)]; os.execv(sys.argv[3], sys.argv[3:])"
)


class Chromium:
    """One browser with a profile of its own; `with` ends it."""

    def __init__(self, program: Path, profile: Path, environment: Mapping[str, str]) -> None:
        ours = os.pipe(), os.pipe()
        # Far from 3 and 4, so that neither is overwritten on the way.
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (ours[0][0], ours[1][1])]
        os.close(ours[0][0])
        os.close(ours[1][1])
        self._write, self._read = ours[0][1], ours[1][0]
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                START,
                *map(str, theirs),
                str(program),
                *FLAGS,
                f"--user-data-dir={profile}",
            ],
            env=dict(environment),
            pass_fds=theirs,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in theirs:
            os.close(end)
        self._left = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.ask("Browser.close")
            self._process.wait(PATIENCE)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._write)
        os.close(self._read)

    def _receive(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise TimeoutError
            got = os.read(self._read, 1 << 16)
            if not got:
                raise EOFError
            self._left += got
        message, _, self._left = self._left.partition(b"\0")
        read: dict[str, Any] = json.loads(message)
        return read

    def ask(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Send a command and give its answer; what happens meanwhile is kept as events."""
        self._count += 1
        asked = {"id": self._count, "method": method, "params": parameters}
        message = json.dumps(asked | ({"sessionId": session} if session else {})).encode() + b"\0"
        while message:
            message = message[os.write(self._write, message) :]
        while True:
            read = self._receive()
            if read.get("id") == self._count:
                assert "error" not in read, read
                answer: dict[str, Any] = read["result"]
                return answer
            self.events.append(read)

    def wait_for(self, method: str, session: str) -> None:
        """Wait until something has happened on a page."""
        while not any(
            event["method"] == method and event.get("sessionId") == session for event in self.events
        ):
            self.events.append(self._receive())

    def open(self, page: Path, *, width: int, scheme: str = "light", medium: str = "screen") -> "Tab":
        """Open a file as a page so many CSS pixels wide, in a light or dark scheme."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.ask(f"{domain}.enable", session)
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            session,
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", session, media=medium, features=features)
        self.events.clear()
        self.ask("Page.navigate", session, url=page.as_uri())
        self.wait_for("Page.loadEventFired", session)
        return Tab(self, session)


class Tab:
    """An open page."""

    def __init__(self, browser: Chromium, session: str) -> None:
        self._browser, self._session = browser, session

    def run(self, script: str) -> Any:
        """Give the value of a JavaScript expression."""
        answer = self._browser.ask("Runtime.evaluate", self._session, expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self._browser.ask(
                "Input.dispatchKeyEvent",
                self._session,
                type=kind,
                key=key,
                windowsVirtualKeyCode=code,
                **text,
            )

    def print(self) -> bytes:
        """Give the page as a PDF, on the paper that it asks for."""
        answer = self._browser.ask(
            "Page.printToPDF", self._session, preferCSSPageSize=True, printBackground=True
        )
        return base64.b64decode(answer["data"])

    def shoot(self, path: Path) -> None:
        """Write a picture of the whole page."""
        answer = self._browser.ask("Page.captureScreenshot", self._session, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    @property
    def requests(self) -> list[str]:
        """What the page asked for, itself first; data: addresses ask nobody."""
        sent = [event for event in self._browser.events if event["method"] == "Network.requestWillBeSent"]
        urls = [event["params"]["request"]["url"] for event in sent]
        return [url for url in urls if not url.startswith("data:")]

    @property
    def complaints(self) -> list[str]:
        """What stands in the console."""
        told = {"Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"}
        return [json.dumps(event["params"]) for event in self._browser.events if event["method"] in told]
