"""The page in a browser: one click to the evidence, the search, the keyboard; no request, no error, with and without script.

Skipped where playwright or a system chromium is not installed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.report.samples import document, sample
from vnnlp.report import write_page

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install 'vnnlp[test]')")
    if CHROMIUM is None:
        pytest.skip("needs chromium on the path (apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    write_page(path, sample())
    return path.as_uri()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    requested: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: requested.append(request.url))
    opened.goto(address)
    yield opened
    assert said == []
    assert {url.partition("#")[0] for url in requested} == {address}
    context.close()


def test_one_click_on_a_cell_shows_its_sentence_and_another_its_article(page: Any) -> None:
    evidence = page.locator(".panel:visible")
    assert evidence.count() == 0
    page.get_by_role("link", name="Gifts and greetings, Viettel").click()
    assert evidence.count() == 1
    assert "Viettel tặng 1.200 phần quà cho khách hàng VIP ở Đà Lạt." in evidence.inner_text()
    article = page.locator("#a0")
    assert not article.is_visible()
    evidence.get_by_role("link", name="Viettel tặng quà Tết").click()
    article.wait_for(state="visible")
    assert page.locator("#a0 .st:target").count() == 1


def test_escape_closes_the_evidence_and_goes_back_to_the_cell(page: Any) -> None:
    cell = page.get_by_role("link", name="Gifts and greetings, Viettel")
    cell.focus()
    page.keyboard.press("Enter")
    assert page.locator(".panel:visible").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".panel:visible").count() == 0
    assert cell.evaluate("cell => cell === document.activeElement")


def test_the_search_finds_without_tone_marks(page: Any) -> None:
    shown, said = page.locator("[data-article]:visible"), page.locator("output")
    assert shown.count() == 6
    page.get_by_label("Find in articles").fill("ngung  GIAM cuoc")
    said.and_(page.get_by_text("1 of 6", exact=True)).wait_for()
    assert shown.count() == 1 and "MobiFone ngừng giảm cước" in shown.inner_text()
    page.get_by_label("Find in articles").fill("đà lạt")
    said.and_(page.get_by_text("2 of 6", exact=True)).wait_for()
    page.get_by_label("Find in articles").fill("")
    page.wait_for_timeout(300)
    assert shown.count() == 6


def test_a_reason_shows_on_focus(page: Any) -> None:
    changed = page.locator("ins.ed").first
    changed.focus()
    assert "confidence 0.95" in changed.evaluate("one => getComputedStyle(one, '::after').content")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [340, 1200])
def test_nothing_hangs_over_the_edge(browser: Any, address: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    opened = context.new_page()
    opened.goto(address)
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    over = opened.evaluate("""() => [...document.querySelectorAll('main p, main table, main summary, main .sides')]
        .filter(one => !one.closest('.scroll') && one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 90))""")
    assert over == []
    context.close()


def test_without_script_the_evidence_and_the_articles_can_still_be_read(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    opened.get_by_role("link", name="Gifts and greetings, Viettel").click()
    assert opened.locator(".panel:visible").count() == 1
    assert opened.locator(".filter:visible").count() == 0
    opened.locator("[data-article] summary").first.click()
    assert opened.locator("#a0").is_visible()
    context.close()


def test_hostile_text_runs_nothing(browser: Any, tmp_path: Path) -> None:
    hostile = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'><svg onload='window.hit = 3'>"
    path = tmp_path / "report.html"
    write_page(path, sample(documents=[document(hostile, f"{hostile}\n{hostile} .", source=hostile)], edits=[], duplicates=[],
                            entities=[], figures=[], strategies=[]))
    opened = browser.new_page()
    opened.goto(path.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert opened.evaluate("window.hit === undefined")
    assert hostile in opened.locator(".text").inner_text()
    opened.close()
