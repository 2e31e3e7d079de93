"""Clerks who file all at once, each in a thread with a connection of its own; standard library only, a process apart.

Reads the plan (address, seconds, pause, clerks with session and filing) as JSON on standard input and writes what
each of them did as JSON on standard output: every request with its time and status, every value with whether the
server said that it is kept.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import sys
import threading
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

PAGES = ("basics", "premises", "pupils", "teachers", "funds")
CELL = re.compile(r'<input id="i-(\d+)" name="v-\1" value="([^"]*)"[^>]*inputmode="decimal"')
SEEN = re.compile(r'<input type="hidden" name="s-(\d+)" value="([^"]*)"')
YEAR = re.compile(r"(19|20)\d\d")
FIELDS_A_PAGE = 8
"""Fields a clerk changes one by one before the page is saved whole."""


class Clerk(threading.Thread):
    """One clerk: opens a page, changes figures one by one, saves the page whole, goes on to the next."""

    def __init__(self, plan: dict[str, Any], own: dict[str, Any], number: int) -> None:
        super().__init__(daemon=True)
        self.random = random.Random(number)
        self.plan, self.own = plan, own
        self.host = urlsplit(plan["address"]).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.requests: list[tuple[str, float, int]] = []
        self.values: list[tuple[int, str, bool]] = []
        """Cell, value, whether its being kept was acknowledged; in the order they were sent."""

    def run(self) -> None:
        """File until the time is over."""
        end = time.monotonic() + self.plan["seconds"]
        time.sleep(self.random.uniform(0, self.plan["seconds"] / 6))  # people do not open their page in one second
        place = self.random.randrange(len(PAGES))
        while time.monotonic() < end:
            page = PAGES[place % len(PAGES)]
            place += 1
            self.page(page, end)
        self.connection.close()

    def page(self, page: str, end: float) -> None:
        """Go through one page."""
        _, text = self.ask("open", "GET", f"/filing/{self.own['filing']}/pages/{page}/")
        figures = [(int(pk), value) for pk, value in CELL.findall(text) if not YEAR.fullmatch(value)]
        seen = dict(SEEN.findall(text))
        if not figures:
            self.pause()
            return
        for pk, _ in self.random.sample(figures, min(FIELDS_A_PAGE, len(figures))):
            if time.monotonic() > end:
                return
            self.pause()
            value = str(self.random.randint(1, 12))
            form = {f"v-{pk}": value, f"s-{pk}": seen[str(pk)]}
            status, answer = self.ask("save", "POST", f"/filing/{self.own['filing']}/save/", form)
            kept = status == 200 and 'class="saved"' in answer
            self.values.append((pk, value, kept))
            now = dict(SEEN.findall(answer))
            seen[str(pk)] = now.get(str(pk), seen[str(pk)])
        self.pause()
        self.whole(page, figures, seen)

    def whole(self, page: str, figures: list[tuple[int, str]], seen: dict[str, str]) -> None:
        """Change some figures and save the page with all of them."""
        form: dict[str, str] = {}
        changed = {pk: str(self.random.randint(1, 12)) for pk, _ in self.random.sample(figures, min(4, len(figures)))}
        for pk, typed in figures:
            was = seen[str(pk)]
            last = next((value for cell, value, kept in reversed(self.values) if cell == pk and kept), typed)
            form |= {f"v-{pk}": changed.get(pk, last), f"s-{pk}": was}
        status, _ = self.ask("page", "POST", f"/filing/{self.own['filing']}/pages/{page}/", form)
        self.values += [(pk, value, status == 302) for pk, value in changed.items()]

    def pause(self) -> None:
        """Look at the papers."""
        time.sleep(self.random.uniform(0.5, 1.5) * self.plan["pause"])

    def ask(self, kind: str, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Send one request, note its time and status (0 where there was no answer), and return status and text."""
        cookies = f"{self.plan['session']}={self.own['session']}; {self.plan['form']}={self.own['token']}"
        headers = {"Cookie": cookies, "X-CSRFToken": self.own["token"], "Connection": "keep-alive"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.plan["address"].rstrip("/")}
        started = time.monotonic()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            status, text = answer.status, answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            status, text = 0, ""
        self.requests.append((kind, time.monotonic() - started, status))
        return status, text


def main() -> None:
    """Let all clerks file, then tell what they did."""
    plan = json.load(sys.stdin)
    threading.stack_size(512 * 1024)
    clerks = [Clerk(plan, own, number) for number, own in enumerate(plan["clerks"])]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    json.dump([{"requests": clerk.requests, "values": clerk.values} for clerk in clerks], sys.stdout)


if __name__ == "__main__":
    main()
