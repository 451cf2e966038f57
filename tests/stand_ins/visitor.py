"""A user with a browser, as far as forms and redirects go: reads pages and presses buttons."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import requests

from equipment import TIMEOUT


class Visitor:
    """Follows redirects from page to page, but not off this machine: where one leads elsewhere, `address` is there."""

    def __init__(self) -> None:
        self.session = requests.Session()
        self.address = ""
        self.status = 0
        self.text = ""
        self._forms: dict[str, tuple[str, dict[str, str]]] = {}

    def open(self, url: str, *, follow: bool = True) -> None:
        self._show("GET", url, None, follow=follow)

    def press(self, button: str, *, follow: bool = True) -> None:
        """Sends the form with this button. Unless redirects are followed, `address` is where the first one leads."""
        action, fields = self._forms[button]
        self._show("POST", urljoin(self.address, action), fields, follow=follow)

    def login_and(self, answer: str, consent_url: str) -> str:
        """Logs in and answers, unless the answer is known already; returns the address that it leads back to."""
        self.open(consent_url)
        self.press("Log in as williamchong")
        if answer in self._forms:
            self.press(answer, follow=False)
        return self.address

    def _show(self, method: str, url: str, fields: dict[str, str] | None, *, follow: bool) -> None:
        reply = self.session.request(method, url, data=fields, allow_redirects=False, timeout=TIMEOUT)
        while reply.is_redirect:
            self.address = urljoin(reply.url, reply.headers["Location"])
            self.status = reply.status_code
            self._forms = {}
            if not follow or urlsplit(self.address).hostname != "127.0.0.1":
                return
            reply = self.session.get(self.address, allow_redirects=False, timeout=TIMEOUT)
        self.address, self.status = reply.url, reply.status_code
        page = _Page()
        page.feed(reply.text)
        self.text, self._forms = " ".join("".join(page.text).split()), page.forms


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.forms: dict[str, tuple[str, dict[str, str]]] = {}
        self._form: tuple[str, dict[str, str]] = ("", {})
        self._button: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = (attributes["action"], {})
        elif tag == "input":
            self._form[1][attributes["name"]] = attributes["value"]
        self._button = None
        if tag == "button":
            self._button = {attributes["name"]: attributes["value"]} if "name" in attributes else {}
        self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._button = None
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if self._button is not None:
            address, fields = self._form
            self.forms[data.strip()] = (address, {**fields, **self._button})
        self.text.append(data)
