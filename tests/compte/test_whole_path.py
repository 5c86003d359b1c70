"""From a blank page to the public library: written, signed in, vouched for, read again, published, found."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.compte.test_browser import press, tab_to

pytestmark = pytest.mark.browser

AGENT, ANIMATOR = "agent.metz@mairie.example", "animatrice@asso.example"
TITLE = "Trier le courrier entrant de la mairie"
# A second factor that is already there: test_browser.py enrols one for real.
ANIMATOR_WITH_A_FACTOR = """
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from bibia.accounts.models import Account
from bibia.fiches.guard import trusted
with trusted():
    account = Account.objects.get(email="animatrice@asso.example")
    TOTP.activate(account, generate_totp_secret())
    print(RecoveryCodes.activate(account).get_unused_codes()[0])
"""


class Counted:
    """What a person does: each field filled, each choice and each button is one action."""

    def __init__(self, page: Page):
        self.page, self.actions = page, 0

    def type(self, selector: str, text: str) -> None:
        tab_to(self.page, selector)
        self.page.keyboard.type(text)
        self.actions += 1

    def choose(self, selector: str, times: int = 1) -> None:
        tab_to(self.page, selector)
        press(self.page, *["ArrowDown"] * times)
        self.actions += 1

    def tick(self, selector: str) -> None:
        tab_to(self.page, selector)
        press(self.page, "Space")
        self.actions += 1

    def push(self, name: str) -> None:
        self.page.get_by_role("button", name=name).press("Enter")
        self.actions += 1

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).press("Enter")
        self.actions += 1


def written(person: Counted, url: str) -> None:
    person.page.goto(f"{url}/espace/proposer/")
    person.type("[name=nom_projet]", TITLE)
    person.type("[name=resume]", "Aide les agents à orienter chaque courrier vers le bon service.")
    person.choose("[name=theme]", 6)
    person.choose("[name=projet_status]", 3)
    person.type("[name=organisation]", "metz")
    press(person.page, "Enter")
    person.actions += 1
    person.page.wait_for_url("**/organisation/")
    person.tick("input[type=radio]")
    person.push("Continuer")
    person.page.wait_for_url("**/envoyer/")


def vouched_for(site, page: Page, sign_in) -> None:
    """An animator confirms that the agent works there."""
    site.manage("compte", ANIMATOR, "--role", "animateur")
    said = site.manage("shell", "-c", ANIMATOR_WITH_A_FACTOR)
    sign_in(page, ANIMATOR)
    page.wait_for_url("**/verification/")
    page.get_by_label("code de secours").fill(said.split()[-1])
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/espace/")
    page.goto(f"{site.url}/espace/membres/")
    page.get_by_role("row", name=AGENT).get_by_role("link", name="Metz").click()
    page.get_by_role("button", name=f"Confirmer {AGENT}").click()
    expect(page.get_by_text("Confirmée").or_(page.get_by_text("confirmé")).first).to_be_visible()


def test_an_agent_writes_and_the_library_shows_it(site, open_page, code_for, sign_in):
    page = open_page(script=False)
    agent = Counted(page)
    written(agent, site.url)
    assert agent.actions < 12
    agent.follow("Me connecter pour envoyer")
    page.get_by_label("Votre adresse").fill(AGENT)
    press(page, "Enter")
    page.get_by_label("Le code reçu").fill(code_for(AGENT))
    press(page, "Enter")
    page.wait_for_url("**/envoyer/")
    # The organisation is the one that the draft names: one choice, one button.
    page.get_by_role("link", name="déclarer mon organisation").press("Enter")
    tab_to(page, "input[name=choice]")
    press(page, "Space")
    page.get_by_role("button", name="Demander mon rattachement").press("Enter")
    expect(page.get_by_text("Votre demande est partie")).to_be_visible()
    animator = open_page(script=False)
    vouched_for(site, animator, sign_in)
    page.goto(f"{site.url}/espace/brouillons/")
    page.get_by_role("link", name=TITLE).first.press("Enter")
    page.get_by_role("link", name="Envoyer").first.press("Enter")
    page.get_by_role("button", name="Envoyer").first.press("Enter")
    expect(page.get_by_text("envoyée").first).to_be_visible()
    animator.goto(f"{site.url}/espace/moderation/")
    animator.get_by_role("link", name=TITLE).first.press("Enter")
    animator.wait_for_url("**/moderation/*/**")
    animator.get_by_role("button", name="Publier").first.press("Enter")
    published = time.monotonic()
    reader = open_page(script=False)
    reader.goto(f"{site.url}/cas-usage/?q=courriers")
    expect(reader.get_by_role("link", name=TITLE)).to_be_visible()
    # Loading the page is in this second.
    assert time.monotonic() - published < 5
