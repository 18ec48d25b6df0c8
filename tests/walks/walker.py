"""One person in a browser: opens, reads, types, presses. Each new page is checked."""

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from advisory.languages.catalogues import gettext, speaking

AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
_axe = Axe()
CHECKED: set[tuple[str, str, int]] = set()
"""Kinds of pages seen in this run, by language and width: each is examined once."""
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


class Walker:
    """Raises AssertionError when a page breaks what holds for every page."""

    def __init__(
        self, browser: Browser, address: str, *, script: bool, width: int, language: str
    ) -> None:
        self.address = address
        self.context = browser.new_context(
            base_url=address,
            java_script_enabled=script,
            viewport={"width": width, "height": 800},
            locale=language,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.width = width
        self.script = script
        self.language = "en"
        self.foreign: list[str] = []
        self.context.on("request", self._note_request)

    def _note_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in {"http", "https"} and not request.url.startswith(
            self.address
        ):
            self.foreign.append(request.url)

    def _said(self, label: object) -> str:
        """The label as the page says it in this person's language."""
        with speaking(self.language):
            return gettext(label) if isinstance(label, str) else str(label)

    # ── What a person does ───────────────────────────────────────────────────────────────────────

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, label: object) -> None:
        """Presses the button, or follows the link, with these words."""
        said = self._said(label)
        control = self.page.get_by_role("button", name=said).or_(
            self.page.get_by_role("link", name=said)
        )
        with self.page.expect_navigation():
            control.locator("visible=true").first.click()
        self.look()

    def follow(self, place: str) -> None:
        """Follows the first link that the selector finds: for lists, where words differ."""
        with self.page.expect_navigation():
            self.page.locator(place).first.click()
        self.look()

    def write(self, label: object, words: str) -> None:
        said = self._said(label)
        self.page.get_by_label(said).locator("visible=true").first.fill(words)

    def choose(self, label: object) -> None:
        """Ticks a box or picks a radio button."""
        said = self._said(label)
        self.page.get_by_label(said, exact=True).locator("visible=true").first.check()

    def pick(self, label: object, value: str) -> None:
        """Takes the choice with this value from a list that unfolds."""
        said = self._said(label)
        self.page.get_by_label(said).locator("visible=true").first.select_option(value)

    def press_each(self, label: object) -> None:
        """Presses every button with these words, one page after the other."""
        buttons = self.page.get_by_role("button", name=self._said(label))
        for turn in range(buttons.count()):
            with self.page.expect_navigation():
                buttons.nth(turn).click()
            self.look()

    def choose_first(self, kind: str) -> None:
        self.page.locator(f"main input[type={kind}]").first.check()

    def unfold(self, label: object) -> None:
        self.page.locator("summary", has_text=self._said(label)).first.click()

    # ── What a person sees ───────────────────────────────────────────────────────────────────────

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def sees(self, words: object) -> None:
        expect(self.page.locator("body")).to_contain_text(self._said(words))

    def does_not_see(self, words: object) -> None:
        expect(self.page.locator("body")).not_to_contain_text(self._said(words))

    def code(self) -> str:
        """The sixteen digits on the page."""
        return self.page.locator(".code-digits").first.inner_text()

    def look(self) -> None:
        """Checks a kind of page once: no foreign request, nothing too wide, axe silent."""
        assert self.foreign == [], self.foreign
        kind = IDS.sub("…", self.path)
        wide = self.page.locator("html").evaluate("html => html.scrollWidth")
        assert wide <= self.width, f"{kind} is {wide} px wide at {self.width}"
        if self.script:  # without script the examiner itself cannot run
            self._examine(kind)

    def _examine(self, kind: str) -> None:
        language = self.page.locator("html").get_attribute("lang") or ""
        if (kind, language, self.width) in CHECKED:
            return
        CHECKED.add((kind, language, self.width))
        told = examined(self.page, AXE)
        assert told == [], f"{kind}: {told}"


def examined(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds wrong on the page as it is now."""
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')}"
        for found in _axe.run(page, options=options).response["violations"]
        for node in found["nodes"][:3]
    ]
