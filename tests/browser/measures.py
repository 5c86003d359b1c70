"""What a page costs and what hinders its reader, measured in the browser."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.ecoindex import ecoindex

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The only rules whose verdict depends on the colours: the document is otherwise the same in the dark.
COLOURS = ["color-contrast", "link-in-text-block"]
# Those whose verdict depends on where things fall: the document is otherwise the same at another width.
LAYOUT = [*COLOURS, "target-size", "scrollable-region-focusable"]


def axe(page: Page, *, only: list[str] | None = None) -> list[str]:
    """Violations, one readable line per element at fault; of these rules alone when asked."""
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    # A target of 24 px is WCAG 2.2 AA, which axe does not apply unless told.
    rules = {} if only else {"target-size": {"enabled": True}}
    options = {"runOnly": run, "rules": rules, "resultTypes": ["violations"]}
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)  # half a megabyte, read once for each document
    found = page.evaluate("options => axe.run(options).then(told => told.violations)", options)
    return [
        f"{rule['id']} ({rule['impact']}) : {rule['help']} — {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """Pixels of horizontal scroll."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@dataclass
class Weight:
    """What one load of a page transferred, and what it left behind."""

    status: int = 0
    elements: int = 0
    addresses: list[str] = field(default_factory=list)
    transferred: int = 0
    errors: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return len(self.addresses)

    @property
    def kilobytes(self) -> float:
        return self.transferred / 1000

    @property
    def score(self) -> float:
        return ecoindex(self.elements, self.requests, self.kilobytes)

    def third_parties(self, own: str) -> list[str]:
        return [url for url in self.addresses if not url.startswith("data:") and urlsplit(url).netloc != own]

    def unexpected_errors(self) -> list[str]:
        """Chromium logs the status of a page that answers 404 or 410: that one is meant."""
        meant = f"status of {self.status} "
        return [error for error in self.errors if self.status == 200 or meant not in error]


def weigh(page: Page, url: str) -> Weight:
    """Load the address as a first visit would, counting what really crosses the network."""
    weight = Weight()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", lambda event: weight.addresses.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: _add(weight, event["encodedDataLength"]))
    page.on(
        "console", lambda message: message.type in ("error", "warning") and weight.errors.append(message.text)
    )
    page.on("pageerror", lambda error: weight.errors.append(str(error)))
    response = page.goto(url, wait_until="load")
    assert response
    weight.status = response.status
    weight.elements = page.locator("*").count()
    # Nothing may start once the page is there: a late request would be a hidden one.
    page.wait_for_timeout(50)
    weight.cookies = [cookie["name"] for cookie in page.context.cookies()]
    session.detach()
    return weight


def _add(weight: Weight, size: float) -> None:
    weight.transferred += round(size)
