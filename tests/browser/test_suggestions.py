"""The combobox of the search field: by keyboard, announced, in order, and absent without a script."""

import re

from playwright.sync_api import expect

from tests.browser.measures import axe


def field(page):
    return page.get_by_role("combobox", name="Quel est votre besoin")


def test_keyboard_alone_reaches_a_suggestion_and_escape_takes_it_back(site, open_page):
    page = open_page()
    page.goto(site.url)
    field(page).press_sequentially("cant")
    listbox = page.get_by_role("listbox")
    expect(listbox).to_be_visible()
    expect(page.get_by_role("status")).to_have_text(re.compile(r"\d suggestion"))
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(listbox).to_be_hidden()
    page.keyboard.type("i")
    expect(listbox).to_be_visible()
    page.keyboard.press("ArrowDown")
    first = page.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/cas-usage/" in page.url


def test_a_late_answer_never_covers_a_newer_one(site, open_page):
    page = open_page()
    asked = []

    def slow(route):
        asked.append(route.request.url)
        if route.request.url.endswith("q=ca"):
            page.wait_for_timeout(600)
        route.continue_()

    page.route("**/suggestions.json*", slow)
    page.goto(site.url)
    field(page).press_sequentially("ca")
    page.wait_for_timeout(250)
    field(page).press_sequentially("nti")
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_timeout(700)
    assert all("ant" in text.lower() for text in page.get_by_role("option").all_inner_texts())


def test_without_a_script_the_form_and_the_page_do_the_same(site, open_page):
    page = open_page(script=False)
    page.goto(site.url)
    assert page.get_by_role("listbox").count() == 0
    page.goto(f"{site.url}/cas-usage/suggestions/?q=cant")
    assert page.get_by_role("heading", name="Mots").count() == 1
