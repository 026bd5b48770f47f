"""The demo as its visitor meets it: how soon the page answers, how soon a click shows."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

CLICK = """async () => {
    const begun = performance.now();
    [...document.querySelectorAll("button")].find(one => one.textContent.trim() === "My data").click();
    while (!document.querySelector("dialog[open]")) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
}"""


def measure() -> Iterator[dict[str, Any]]:
    port = _free_port()
    began = time.perf_counter()
    demo = subprocess.Popen([sys.executable, "-m", "bot", "demo", "--port", str(port)])  # noqa: S603  our own command
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait_for(address)
        yield {"work": "start to first page", "seconds": round(time.perf_counter() - began, 2), "reach": 5}
        yield {"work": "click to open modal", "ms": _clicks(address), "reach": 300}
    finally:
        demo.terminate()
        demo.wait(20)


def _clicks(address: str) -> float:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        page.get_by_role("button", name="My data").wait_for()
        times = [_click(page) for _ in range(10)]
        browser.close()
        return round(median(times))


def _click(page: Page) -> float:
    took = float(page.evaluate(CLICK))
    page.keyboard.press("Escape")
    page.locator("dialog[open]").wait_for(state="detached")
    return took


def _wait_for(address: str) -> None:
    for _ in range(400):
        try:
            urllib.request.urlopen(address, timeout=1)  # noqa: S310  loopback
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The demo did not answer.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
