"""People and rights in a real browser: by keyboard, without script, with a key, and usable by everyone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.measures import COLOURS, axe, overflow

pytestmark = pytest.mark.browser

ADMIN = "admin@asso.example"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Reach it with the keyboard alone."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"le clavier n’atteint pas {selector}")


@pytest.mark.parametrize("script", [True, False])
def test_a_new_agent_enters_and_says_for_whom_they_work_by_keyboard(site, open_page, code_for, script):
    address = f"agent{int(script)}@mairie.example"
    page = open_page(script=script)
    page.goto(f"{site.url}/espace/compte/")
    tab_to(page, "input[name=address]")
    page.keyboard.type(address)
    press(page, "Enter")
    page.wait_for_url("**/connexion/code/")
    tab_to(page, "input[name=code]")
    page.keyboard.type(code_for(address).lower().replace("-", " "))
    press(page, "Enter")
    page.wait_for_url("**/espace/compte/")  # the page that was asked first
    page.goto(f"{site.url}/espace/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon espace")
    page.get_by_role("link", name="Dire pour quelle organisation").press("Enter")
    tab_to(page, "#q-organisation")
    page.keyboard.type("metz")
    press(page, "Enter")
    page.wait_for_url("**q=metz**")
    tab_to(page, "input[name=choice]")
    press(page, "Space")
    page.get_by_role("button", name="Demander mon rattachement").press("Enter")
    page.wait_for_url("**/rattachement/215704636/**")
    expect(page.get_by_text("Votre demande est partie")).to_be_visible()


def test_another_browser_cannot_use_the_code(site, open_page, code_for):
    asker, thief = open_page(), open_page()
    asker.goto(f"{site.url}/espace/connexion/")
    asker.get_by_label("Votre adresse").fill("vise@mairie.example")
    asker.get_by_role("button", name="Recevoir un code").click()
    code = code_for("vise@mairie.example")
    thief.goto(f"{site.url}/espace/connexion/code/")
    expect(thief).to_have_url(f"{site.url}/espace/connexion/")
    asker.get_by_label("Le code reçu").fill(code)
    asker.get_by_role("button", name="Se connecter").click()
    asker.wait_for_url("**/espace/")


def with_a_key(page: Page) -> Page:
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_an_administrator_is_asked_for_a_key_and_enters_with_it_alone(site, open_page, sign_in):
    site.manage("compte", ADMIN, "--role", "administrateur")
    page = with_a_key(open_page())
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    sign_in(page, ADMIN)
    page.wait_for_url("**/second-facteur/**")  # from the first page
    page.goto(f"{site.url}/espace/equipe/")
    page.wait_for_url("**/second-facteur/**")
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Nom de cette clé").fill("Ordinateur du bureau")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/codes-de-secours/**")
    recovery = page.locator("code").first.inner_text()
    page.get_by_role("link", name="Je les ai gardés").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("L’équipe d’animation")
    page.get_by_role("button", name="Se déconnecter").click()
    # The key alone, from the page where one signs in.
    page.get_by_role("button", name="Utiliser ma clé").click()
    page.wait_for_url("**/espace/")
    page.get_by_role("button", name="Se déconnecter").click()
    # The code, then the key.
    sign_in(page, ADMIN)
    page.wait_for_url("**/verification/")
    page.get_by_role("button", name="Utiliser ma clé").click()
    page.wait_for_url("**/espace/")
    assert wrong == []
    # Elsewhere, without the device nor scripts: the code, then a recovery code.
    elsewhere = open_page(script=False)
    sign_in(elsewhere, ADMIN)
    elsewhere.wait_for_url("**/verification/")
    elsewhere.get_by_label("code de secours").fill(recovery)
    elsewhere.get_by_role("button", name="Continuer").click()
    elsewhere.wait_for_url("**/espace/")


PAGES = (
    *("", "compte/", "compte/adresse/", "compte/supprimer/", "confirmer/", "rattachement/"),
    *("rattachement/?q=metz", "rattachement/?q=rien+de+tel", "rattachement/215704636/"),
    *("second-facteur/", "second-facteur/application/", "second-facteur/cle/"),
)
FOR_THE_ASSOCIATION = (
    *("", "membres/", "membres/?etat=confirmes", "equipe/", "organisation/215704636/", "compte/"),
    *("second-facteur/", "second-facteur/codes-de-secours/", "confirmer/"),
)


def look(page: Page, address: str) -> None:
    page.goto(address)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        assert axe(page) == [], f"{address}, clair, {width} px"
        page.emulate_media(color_scheme="dark")
        assert axe(page, only=COLOURS) == [], f"{address}, sombre, {width} px"
        assert overflow(page) <= 0, f"{address} déborde à {width} px"
    elements = page.evaluate("document.querySelectorAll('*').length")
    assert elements <= 450, f"{address} : {elements} éléments"


def test_every_page_of_an_agent_is_usable_by_everyone(site, open_page, sign_in):
    page = open_page()
    look(page, f"{site.url}/espace/connexion/")
    sign_in(page, "regard@mairie.example")
    page.goto(f"{site.url}/espace/rattachement/?q=metz")
    page.locator("[value='215704636']").check()
    page.get_by_role("button", name="Demander").click()
    for path in PAGES:
        look(page, f"{site.url}/espace/{path}")


def test_every_page_of_the_association_is_usable_by_everyone(site, open_page, sign_in):
    address = "regard@asso.example"
    site.manage("compte", address, "--role", "administrateur")
    site.manage(
        "compte", "dgs@metz.example", "--role", "responsable", "--siren", "215704636", "--nom", "Metz"
    )
    page = with_a_key(open_page())
    sign_in(page, address)
    page.goto(f"{site.url}/espace/second-facteur/cle/")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_url("**/codes-de-secours/")
    for path in FOR_THE_ASSOCIATION:
        look(page, f"{site.url}/espace/{path}")
