"""The whole reading path with the keyboard alone, the focus always in sight."""

from playwright.sync_api import Page

FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  return {
    text: (element.innerText || element.name || "").trim(),
    href: element.getAttribute("href") || "",
    tag: element.tagName,
    visible: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
  };
}"""


def tab_to(page: Page, wanted, most: int = 90) -> dict:
    """Press Tab until the focus is on what is wanted; every stop on the way must be visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            continue
        assert focus["visible"], f"le focus ne se voit pas sur {focus}"
        if wanted(focus):
            return focus
    raise AssertionError(f"{page.url} : jamais atteint avec la touche Tab")


def follow(page: Page, wanted) -> dict:
    focus = tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return focus


def test_reading_path(site, open_page):
    page = open_page()
    page.goto(site.url)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#contenu"
    page.keyboard.press("Enter")
    tab_to(page, lambda focus: focus["tag"] == "INPUT")
    page.keyboard.type("fuites")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/cas-usage/?q=fuites" in page.url

    follow(page, lambda focus: "theme=" in focus["href"])
    assert "q=fuites" in page.url and "theme=" in page.url

    title = follow(
        page,
        lambda focus: (
            "/cas-usage/" in focus["href"] and "?" not in focus["href"] and "-" in focus["href"][12:]
        ),
    )
    assert page.locator("h1").inner_text().strip() == title["text"]
    assert page.get_by_role("heading", name="Historique").count() == 1

    organisation = follow(
        page, lambda focus: focus["href"].startswith("/collectivites/") and len(focus["href"]) > 15
    )
    assert page.url.startswith(site.url + organisation["href"])
    assert page.locator("h1").count() == 1


def test_facets_unfold_on_a_phone(site, open_page):
    page = open_page(width=320)
    page.goto(site.url + "/cas-usage/")
    tab_to(page, lambda focus: focus["tag"] == "SUMMARY")
    page.keyboard.press("Enter")
    follow(page, lambda focus: "theme=" in focus["href"])
    assert "theme=" in page.url
