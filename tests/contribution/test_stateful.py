"""Two people, one of them in two tabs, on the same drafts and the same published record, while proposals are decided:
whatever the order, no text that was saved disappears without somebody having been shown it beside what replaced it."""

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bibia.accounts.roles import Role
from bibia.contribution import actions, merging
from bibia.contribution.models import Draft
from bibia.fiches import actions as verbs
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Proposal, Reserved
from tests import factories
from tests.contribution.conftest import RENNES, Writer

FIELDS = ("vigilance", "lecons")  # of one page
PAGE = "rubrique/retours/"
_WORD = re.compile(r"mot\d+\.")
_FIELD = {
    name: re.compile(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', re.DOTALL) for name in FIELDS
}
State = Proposal.State
SCREENS, ANY = st.integers(0, 2), st.integers(0, 7)


def words(value: Any) -> set[str]:
    return set(_WORD.findall(str(value)))


class Editing(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.agent = Writer(factories.account(Role.CONTRIBUTEUR, siren=RENNES, email=""))
        self.colleague = Writer(factories.account(Role.CONTRIBUTEUR, siren=RENNES, email=""))
        self.screens = [self.agent, self.agent, self.colleague]
        # The draft, its marks, what the form holds, and what its reader saw that saving would replace.
        self.shown: list[tuple[str, str, dict[str, str], dict[str, str]] | None] = [None, None, None]
        self.refused: dict[
            tuple[Writer, str], dict[str, str]
        ] = {}  # the form behind a text that was not kept
        given = factories.values(coll_nom="Rennes", coll_siret=RENNES)
        self.fiche = factories.fiche(**given, vigilance="mot0.")
        begun = factories.draft(
            values=factories.values(coll_nom="Rennes", coll_siret=RENNES),
            source="",
            by=self.agent.account,
            siren=RENNES,
        )
        self.drafts = [begun.pk]
        self.records = {self.fiche.pk}
        self.rank = 0
        # Saved and confirmed; then seen by whoever replaced it.
        self.saved, self.let_go = {"mot0."}, set[str]()
        self.revisions: dict[str, int] = {}

    def draft(self, which: int, **only: Any) -> Draft:
        """One of those where something may happen, if there is one: the last begun comes first."""
        drafts = Draft.objects.filter(pk__in=self.drafts)
        found = sorted(drafts.filter(**only) or drafts, key=lambda one: -self.drafts.index(one.pk))
        return found[which % len(found)]

    def proposal(self, which: int, *states: str) -> Proposal | None:
        drafts = Draft.objects.filter(pk__in=self.drafts).exclude(proposal=None).order_by("pk")
        found = [one.sent for one in drafts if one.sent.state in states]
        return found[which % len(found)] if found else None

    @rule(who=SCREENS)
    def edit_the_record(self, who):
        answer = self.screens[who].client.post(f"/espace/fiches/{self.fiche.pk}/modifier/")
        key = answer["Location"].split("/")[3]
        if key not in self.drafts:
            self.drafts.append(key)

    @rule(who=SCREENS, which=ANY)
    def open_the_form(self, who, which):
        draft = self.draft(which, proposal=None)
        address = f"/espace/brouillons/{draft.pk}/{PAGE}"
        answer = self.screens[who].client.get(address)
        assert answer.status_code == (200 if draft.is_open else 302)
        if draft.is_open:
            page = answer.content.decode()
            values = {name: draft.values.get(name, "") for name in FIELDS}
            held = {name: unescape(_FIELD[name].search(page)[1]) for name in FIELDS}
            back = "pas encore enregistré" in page
            assert back or held == values
            before = values | self.refused.get((self.screens[who], draft.pk), {}) if back else values
            self.shown[who] = (draft.pk, re.search(r'name="vu" value="([^"]*)"', page)[1], held, before)

    @rule(who=SCREENS, which=ANY, changed=st.sets(st.sampled_from(FIELDS), min_size=1))
    def write(self, who, which, changed):
        if self.shown[who] is None:
            self.open_the_form(who, which)
        if self.shown[who] is None:
            return
        key, seen, values, before = self.shown[who]
        typed = dict(values)
        for name in changed:
            self.rank += 1
            typed[name] = f"mot{self.rank}."
        answer = self.screens[who].client.post(
            f"/espace/brouillons/{key}/{PAGE}", typed | {"vu": seen, "suite": "rester"}
        )
        draft = Draft.objects.get(pk=key)
        assert answer.status_code == (302 if draft.is_open else 409)
        self.shown[who] = None  # the page is shown anew
        if not draft.is_open:
            # Told that it was not kept, with all that was typed; it comes back when the draft is taken back.
            assert all(typed[name] in answer.content.decode() for name in changed)
            self.refused[self.screens[who], key] = before
            return
        for name in FIELDS:
            self.saved |= words(typed[name])
            if draft.values.get(name, "") == typed[name]:
                self.let_go |= words(before[name])

    @rule(other=st.booleans(), which=ANY, changed=st.sets(st.sampled_from(FIELDS), min_size=1))
    def a_colleague_sends_while_one_writes(self, other, which, changed):
        """The text of who was writing waits for them, and is saved when the draft is taken back."""
        one, sender = (0, 2) if other else (2, 0)
        draft = self.draft(which, proposal=None)
        if not draft.is_open:
            return
        self.shown[one] = None
        self.open_the_form(one, which)
        self.screens[sender].client.post(f"/espace/brouillons/{draft.pk}/envoyer/")
        self.write(one, which, changed)
        if not Draft.objects.get(pk=draft.pk).is_open:
            back = self.screens[one].client.post(f"/espace/brouillons/{draft.pk}/reprendre/")["Location"]
            assert back.endswith(PAGE)
            page = self.screens[one].get(back)
            assert all(f"mot{self.rank - rank}." in page for rank in range(len(changed)))

    @rule(who=SCREENS, which=ANY, choice=st.sampled_from((merging.MINE, merging.THEIRS, merging.BOTH)))
    def settle(self, who, which, choice):
        draft = self.draft(which, proposal=None)
        if not draft.is_open or not draft.aside:
            return
        address = f"/espace/brouillons/{draft.pk}/concilier/"
        page = self.screens[who].get(address)
        for one in draft.aside:
            both = words(draft.values.get(one["field"])) | words(one["value"])
            assert all(word in page for word in both), "both texts are shown"
            if choice != merging.BOTH:
                self.let_go |= both
        marks = {actions.mark(one): choice for one in draft.aside}
        assert self.screens[who].client.post(address, marks).status_code == 302
        assert Draft.objects.get(pk=draft.pk).aside == []

    @rule(who=SCREENS, which=ANY)
    def send(self, who, which):
        draft = self.draft(which, proposal=None)
        answer = self.screens[who].client.post(f"/espace/brouillons/{draft.pk}/envoyer/")
        assert answer.status_code == 302
        if sent := Draft.objects.get(pk=draft.pk).proposal:
            self.records.add(sent.fiche_id)

    @rule(who=SCREENS, which=ANY)
    def take_back(self, who, which):
        draft = self.draft(which, proposal__isnull=False)
        over = draft.proposal and draft.sent.state == State.ACCEPTED
        answer = self.screens[who].client.post(f"/espace/brouillons/{draft.pk}/reprendre/")
        assert answer.status_code == 302
        assert Draft.objects.get(pk=draft.pk).is_open is not bool(over)

    @rule(which=ANY)
    def accept(self, which):
        if proposal := self.proposal(which, State.PENDING):
            try:
                verbs.accept(proposal, by=factories.system())
            except verbs.Stale:
                assert Reserved.objects.get(pk=proposal.fiche_id).revision != proposal.base

    @rule(which=ANY)
    def ask_changes(self, which):
        if proposal := self.proposal(which, State.PENDING):
            verbs.ask_changes(proposal, by=factories.system(), reason="Précisez.")

    @rule(which=ANY)
    def reject(self, which):
        if proposal := self.proposal(which, State.PENDING):
            verbs.reject(proposal, by=factories.system(), reason="Non.")

    @rule(who=SCREENS, which=ANY)
    def cancel(self, who, which):
        if proposal := self.proposal(which, State.PENDING, State.CHANGES):
            verbs.cancel(proposal, by=self.screens[who].account)

    @invariant()
    def every_saved_text_stands_somewhere(self):
        """In a draft that may still be written or taken back, or in what is published."""
        found = set[str]()
        for draft in Draft.objects.filter(pk__in=self.drafts):
            if draft.is_open or draft.sent.state != State.ACCEPTED:
                found |= words(draft.values) | words(draft.aside)
        for fiche in Fiche.objects.filter(pk__in=self.records):
            found |= words(fiche.values)
        assert self.saved - self.let_go - found == set()

    @invariant()
    def revisions_only_grow(self):
        now = {one.pk: one.revision for one in Reserved.objects.filter(pk__in=self.records)}
        now |= {one.pk: one.version for one in Draft.objects.filter(pk__in=self.drafts)}
        assert all(now[key] >= before for key, before in self.revisions.items())
        self.revisions = now

    @invariant()
    def what_is_published_was_accepted(self):
        for fiche in Fiche.objects.filter(pk__in=self.records):
            accepted = Proposal.objects.filter(fiche_id=fiche.pk, state=State.ACCEPTED).order_by("base")
            told: dict[str, Any] = {}
            for proposal in accepted:
                told |= proposal.values
            assert accepted.exists()
            assert all(getattr(fiche, name) == told.get(name, "") for name in FIELDS)


@pytest.mark.django_db
def test_the_record_changes_while_somebody_writes_the_same_field():
    """The longest way round, that chance seldom takes: each step is followed by what always holds."""
    agent, colleague, field = 0, 2, {"vigilance"}
    with trusted():
        machine = Editing()
        for step in (
            lambda: machine.edit_the_record(who=agent),
            lambda: machine.write(who=agent, which=0, changed=field),
            lambda: machine.send(who=agent, which=0),
            lambda: machine.edit_the_record(who=colleague),
            lambda: machine.write(who=colleague, which=0, changed=field),
            lambda: machine.accept(which=0),
            lambda: machine.send(who=colleague, which=0),
            lambda: machine.settle(who=colleague, which=0, choice=merging.BOTH),
            lambda: machine.send(who=colleague, which=0),
            lambda: machine.accept(which=0),
        ):
            step()
            machine.every_saved_text_stands_somewhere()
            machine.revisions_only_grow()
            machine.what_is_published_was_accepted()
        assert words(Fiche.objects.get(pk=machine.fiche.pk).vigilance) == {"mot1.", "mot2."}


@pytest.mark.django_db
def test_nothing_that_was_saved_is_lost_silently():
    with trusted():
        run_state_machine_as_test(
            Editing,
            settings=settings(
                max_examples=10,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
