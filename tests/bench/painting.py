"""The yearly survey in real Chromium on a slow phone: bytes, requests, first sight of it.

Slow 4G as Lighthouse throttles it through the browser: its model of 150 ms round trips and 1.6
Mbit/s becomes 562.5 ms before each answer, 1,475 kbit/s down and 675 up. The processor is made
four times as slow, the screen has 390 by 844 points. Bytes are counted on the wire, with the heads
of requests and answers and with whatever a service worker asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from survey.db import db
from survey.web.locales import LANGUAGES
from tests.bench.listening import Wire, wire_to
from tests.bench.place import application, sqlite_url, temporary_folder
from tests.bench.servers import GZIP, standing
from tests.browser.hosting import CHROMIUM, FLAGS
from tests.browser.hosting import PHONE as SCREEN
from tests.browser.walking import answer_all, begin, send
from tests.factories.surveys import LINK, launch_annual
from tests.journeys.server import HOST, Server

LOOKED_AT: Final = ("en", "ar", "zh-Hans")
TIMES: Final = 5
CPU_SLOWDOWN: Final = 4
SLOW_4G: Final = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1474.56 * 1000 / 8,
    "uploadThroughput": 675 * 1000 / 8,
}
PHONE: Final[dict[str, Any]] = {"viewport": SCREEN, "is_mobile": True, "has_touch": True}
SETTLED_MS: Final = 3000
PATIENCE_MS: Final = 60_000

WATCH: Final = """
window.seen = { fcp: 0, lcp: 0, tasks: [] };
const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
  .observe({ type, buffered: true });
watch("paint", (one) => { if (one.name === "first-contentful-paint") seen.fcp = one.startTime; });
watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
watch("longtask", (one) => seen.tasks.push([one.startTime, one.duration]));
"""

PAINT: Final = "{:<10} {:>12} {:>12} {:>12}"
VISIT: Final = "{:<10} {:>12} {:>12} {:>12} {:>12} {:>12}"


@dataclass(frozen=True, slots=True)
class Sight:
    """Milliseconds: first and largest contentful paint; blocking, the parts of tasks beyond 50 ms
    from the first paint on."""

    first: float
    largest: float
    blocking: float


def table() -> Iterator[str]:
    """What each language's document weighs, what a visit asks for, and how soon it is seen."""
    with temporary_folder() as folder, application(sqlite_url(folder), folder) as app:
        work = launch_annual(datetime.now(UTC), languages=list(LANGUAGES), **LINK)
        db.session.remove()
        with standing(app, folder) as server, sync_playwright() as playwright:
            yield "The compressed document, bytes"
            for tag in LANGUAGES:
                yield f"{tag:<10} {_weigh(server, f'/s/{work.slug}/{tag}'):>12,}"
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield from _paint(browser, server, work.slug)
            yield from _visit(browser, server, work.slug)
            browser.close()


def _weigh(server: Server, path: str) -> int:
    reply = server.get(path, **GZIP)
    assert reply.status == 200
    return len(reply.body)


def _paint(browser: Browser, server: Server, slug: str) -> Iterator[str]:
    yield f"\nSlow 4G, processor {CPU_SLOWDOWN} times as slow, milliseconds, median of {TIMES}"
    yield PAINT.format("", "first paint", "largest", "blocking")
    for tag in LOOKED_AT:
        address = f"http://{HOST}:{server.port}/s/{slug}/{tag}"
        seen = [_look(browser, address) for _ in range(TIMES)]
        columns = (
            [getattr(one, name) for one in seen] for name in ("first", "largest", "blocking")
        )
        yield PAINT.format(tag, *(f"{median(column):.0f}" for column in columns))


def _look(browser: Browser, address: str) -> Sight:
    """Open the survey on a phone that was never here."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(WATCH)
    chrome = context.new_cdp_session(page)
    chrome.send("Network.enable")
    chrome.send("Network.emulateNetworkConditions", SLOW_4G)
    chrome.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    page.goto(address, timeout=PATIENCE_MS)
    page.wait_for_function("seen.fcp > 0 && seen.lcp > 0", timeout=PATIENCE_MS)
    page.wait_for_timeout(SETTLED_MS)
    seen: dict[str, Any] = page.evaluate("seen")
    context.close()
    late = [length - 50 for start, length in seen["tasks"] if start + length > seen["fcp"]]
    return Sight(seen["fcp"], seen["lcp"], sum(one for one in late if one > 0))


def _visit(browser: Browser, server: Server, slug: str) -> Iterator[str]:
    yield "\nOn the wire: the first visit, and a whole answer up to the thank-you page"
    names = ("requests", "down", "requests", "down", "up")
    yield VISIT.format("", *names)
    with wire_to(server.port) as wire:
        for tag in LOOKED_AT:
            context = browser.new_context(**PHONE)
            context.set_default_timeout(PATIENCE_MS)
            yield _walk(context.new_page(), wire, f"http://{HOST}:{wire.port}/s/{slug}/{tag}", tag)
            context.close()


def _walk(page: Page, wire: Wire, address: str, tag: str) -> str:
    wire.begin()
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(SETTLED_MS)
    first = (str(len(wire.requests)), f"{wire.down:,}")
    begin(page)
    answer_all(page)
    send(page)
    page.wait_for_timeout(SETTLED_MS)
    asked = ", ".join(one.replace(address.partition("/s/")[2], "…") for one in wire.requests)
    whole = (str(len(wire.requests)), f"{wire.down:,}", f"{wire.up:,}")
    return VISIT.format(tag, *first, *whole) + f"   {asked}"
