"""The map under the hand: every link by the keyboard, details said where scripts run, nothing lost where they do not."""

import pytest

from tests.browser.measures import axe


@pytest.fixture
def carte(site, open_page):
    def opener(query="", **options):
        page = open_page(**options)
        page.goto(f"{site.url}/carte/{query}")
        return page

    return opener


def frame(page):
    return page.locator("#plan").evaluate("title => title.parentNode.getAttribute('viewBox')")


def reached(page, most=200):
    """The names of what Tab reaches in the drawing, in order, each with a visible focus."""
    names = []
    page.locator(".zoom button").first.focus()
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one);
              return [Boolean(one.closest('svg')), one.getAttribute('aria-label'),
                      style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
            }"""
        )
        if found[0]:
            names.append(found[1])
            assert found[2], f"le point d’attention ne se voit pas sur {found[1]}"
        elif names:
            break
    return names


def test_the_keyboard_reaches_every_territory_in_the_order_of_codes(carte):
    page = carte()
    names = reached(page)
    drawn = page.locator("svg a").evaluate_all("links => links.map(one => one.getAttribute('aria-label'))")
    assert names == drawn
    assert len(names) > 5


def test_a_territory_leads_to_its_fiches_without_script(carte):
    page = carte(script=False)
    link = page.locator("svg a", has=page.locator("path")).first
    count = link.get_attribute("aria-label").split("\u00a0: ")[1].split()[0]
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cas-usage/?departement=*")
    assert page.locator("h2#resultats").inner_text().startswith(count)


def test_what_is_reached_is_said(carte):
    page = carte()
    detail = page.locator(".detail")
    assert not detail.is_visible()
    link = page.locator("svg a").first
    link.focus()
    assert detail.inner_text() == link.get_attribute("aria-label")
    page.keyboard.press("Escape")
    assert not detail.is_visible()


def test_nearer_farther_and_back(carte):
    page = carte()
    whole = frame(page)
    page.get_by_role("button", name="Agrandir la carte").click()
    near = frame(page)
    assert float(near.split()[2]) < float(whole.split()[2])
    assert axe(page) == []
    plan = page.locator("svg.plan").first
    plan.scroll_into_view_if_needed()
    box = plan.bounding_box()
    x, y = box["x"] + box["width"] / 2, max(box["y"], 0) + 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 60, steps=4)
    page.mouse.up()
    assert frame(page) != near
    assert page.url.endswith("/carte/")
    page.get_by_role("button", name="Revenir à la carte entière").click()
    assert frame(page) == whole


def test_the_choice_of_a_region_needs_no_script(carte):
    page = carte("?theme=ecologie", script=False)
    whole = frame(page)
    page.get_by_label("Agrandir").select_option("76")
    page.get_by_role("button", name="Voir").click()
    assert "theme=ecologie" in page.url
    assert frame(page) != whole
