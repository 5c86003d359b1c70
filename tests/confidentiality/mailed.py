"""People at work on a library where all that is reserved, internal or unfinished is marked: every mail is written."""

import datetime
from typing import Any

from bibia.accounts.models import Account, Membership
from bibia.accounts.roles import Role
from bibia.compte import actions as membership
from bibia.compte import codes, security
from bibia.compte.models import Code
from bibia.contribution import actions as drafts
from bibia.contribution import visas
from bibia.echanges import actions as exchanges
from bibia.echanges import alerts, annual, needs, reminders
from bibia.echanges.models import Kind
from bibia.fiches import actions
from bibia.fiches.models import Fiche, Proposal
from bibia.fiches.writing import writing
from bibia.imports import actions as imports
from bibia.imports.grist import alarms
from bibia.moderation import deciding, digest, mailing, terms
from bibia.web import alarm, following, retiring
from tests import factories
from tests.confidentiality import library
from tests.confidentiality.canaries import CANARY, PLACES, canary_of
from tests.confidentiality.library import RESOURCE, record

OURS = factories.siren(1)
TABLE = f"coll_nom,nom_projet,theme,parametres\nA,{CANARY} du tableau,ecologie,{CANARY}\n".encode()


def secrets(**public: Any) -> dict[str, Any]:
    """A whole record that may be published: every place that is not public has its mark."""
    given = record(1, "x") | {name: canary_of(name) for name in PLACES}
    return (
        given
        | {
            "url_ressources": [{"titre": f"{CANARY} réservé", "acces": "restreint", **RESOURCE}],
            "aipd": {"statut": "non-realisee", "url_resume": f"https://exemple.test/{CANARY}-aipd"},
        }
        | public
    )


class Life:
    def __init__(self) -> None:
        self.animator = factories.account(Role.ANIMATEUR, email="animatrice@exemple.test")
        self.head = factories.account(Role.ADMINISTRATEUR, email="administratrice@exemple.test")
        self.agent = factories.account(Role.CONTRIBUTEUR, siren=OURS, email="agente@exemple.test")
        self.manager = factories.account(Role.RESPONSABLE, siren=OURS, email="responsable@exemple.test")
        self.fiche = self._published()

    def everything(self) -> None:
        self.write_and_decide()
        self.join()
        self.exchange()
        self.animate()

    def _published(self) -> Fiche:
        proposal = actions.propose(values=secrets(), by=self.agent, source=f"{CANARY} source")
        return deciding.publish(proposal, by=self.animator)

    def _proposed(self) -> Proposal:
        values = secrets(nom_projet=f"{CANARY} projet", resume=f"{CANARY} résumé")
        return actions.propose(values=values, by=self.agent)

    def write_and_decide(self) -> None:
        reason = "Précisez l’usage."
        deciding.ask_changes(self._proposed(), by=self.animator, reason=reason)
        deciding.write_to_author(self._proposed(), by=self.animator, text="Bonjour, une question.")
        deciding.reject(self._proposed(), by=self.animator, reason=reason)
        corrected = self._proposed()
        deciding.suggest(corrected, values={"resume": f"{CANARY} mieux"}, by=self.animator, reason=reason)
        deciding.take_correction(Proposal.objects.get(pk=corrected.pk), by=self.agent)
        forbidden = factories.draft(
            values=secrets(nom_projet=f"{CANARY} brouillon", ria_classe=["interdit"]),
            source=f"{CANARY} source",
            by=self.agent,
            siren=OURS,
        )
        drafts.deposit(forbidden, by=self.agent, text=f"{CANARY} texte déposé", name=f"{CANARY}.txt")
        assert self._send(forbidden, self.agent) is not None
        visa, _token = visas.make(forbidden, by=self.agent, function="DGS")
        visas.answer(visa, approved=False, comment=f"{CANARY} commentaire")
        imports.receive(TABLE, name=f"{CANARY}.csv", by=self.agent, siren=OURS)

    def _send(self, draft: Any, by: Account) -> Proposal | None:
        from bibia.contribution.models import Draft
        from bibia.contribution.review import review

        fresh = Draft.objects.get(pk=draft.pk)
        drafts.answer(fresh, by=by, marks={one["name"]: one["digest"] for one in review(fresh).personal})
        return drafts.send(Draft.objects.get(pk=draft.pk), by=by)

    def join(self) -> None:
        newcomer = factories.account(Role.PUBLIC, email="nouvelle@exemple.test")
        waiting = factories.draft(
            values=secrets(nom_projet=f"{CANARY} attend"), source="", by=newcomer, siren=OURS
        )
        assert self._send(waiting, newcomer) is None
        codes.send(address=newcomer.email, purpose=Code.Purpose.SIGN_IN)
        asked = membership.ask_membership(by=newcomer, siren=OURS, nom="Ici", role=Role.CONTRIBUTEUR)
        confirmed = membership.confirm(asked, by=self.manager, role=Role.CONTRIBUTEUR)
        membership.change_role(confirmed, Role.MEMBRE, by=self.manager)
        membership.end(Membership.objects.get(pk=asked.pk), by=self.manager)
        other = factories.account(Role.PUBLIC, email="autre@exemple.test")
        refused = membership.ask_membership(by=other, siren=OURS, nom="Ici", role=Role.DPO)
        membership.refuse(refused, by=self.manager, reason="Nous ne vous connaissons pas.")
        named = membership.name_to_association("nommee@exemple.test", Role.ANIMATEUR, by=self.head)
        membership.leave_association(named, by=self.head)
        security.forget_factors(self.agent, by=self.head)

    def exchange(self) -> None:
        for kind in Kind:
            received = exchanges.receive(
                kind=kind, fiche_id=self.fiche.pk, address="lectrice@exemple.test", text="Bonjour."
            )
            exchanges.confirm(received)
        asked = exchanges.receive(
            kind=Kind.QUESTION, fiche_id=self.fiche.pk, address="lectrice@exemple.test", text="Quand ?"
        )
        exchanges.publish(exchanges.confirm(asked), by=self.animator, text="Quand ?", author="une habitante")
        for text, by in (("Demain.", self.agent), ("En mars.", self.animator), ("En avril.", self.agent)):
            asked = exchanges.answer(type(asked).objects.get(pk=asked.pk), by=by, text=text)
        exchanges.set_answer_aside(asked, by=self.animator, reason="Trop court.")
        peer = factories.account(Role.MEMBRE, siren=factories.siren(3), email="pair@exemple.test")
        words = {"title": "Relever l’eau", "text": "Nous cherchons.", "theme": "ecologie"}
        need = needs.post(siren=factories.siren(3), by=peer, **words)
        needs.offer(need, siren=OURS, text="Nous savons.", fiche_id=self.fiche.pk, by=self.agent)
        followed = following.again("fiche", self.fiche.pk)
        assert followed is not None
        alerts.ask("lectrice@exemple.test", followed)
        alerts.start(alerts.Asked("lectrice@exemple.test", "fiche", self.fiche.pk))
        for given in ({"lecons": "Commencer petit."}, {"parametres": f"{CANARY} encore"}):
            factories.update(self.fiche, **given)

    def animate(self) -> None:
        term = terms.propose(vocabulary="sous_theme", label="Sobriété", why="Il manque.", by=self.agent)
        terms.decide(term, accept=False, answer="Il existe déjà.", by=self.animator)
        mailing.write_mailing(mailing.Selection(), subject="Des nouvelles", text="Bonjour.", by=self.animator)
        alarms.ring("table", "lignes", f"{CANARY} a disparu", {"missing": [1], "fields": [CANARY]})
        alerts.send_all()
        digest.send_all()
        self.retire()
        with writing():
            alarm.tell("codes de trop", usual=1, most=2, per=datetime.timedelta(hours=1))
        with library.determined(11, datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=400)):
            reminders.send_all()
            annual.send_all(year=2026)

    def retire(self) -> None:
        one, other = self._published(), self._published()
        retiring.archive(one.pk, by=self.animator, reason="Le projet est terminé.")
        retiring.merge(one.pk, other.pk, taken=["lecons"], by=self.animator, reason="Le même projet.")
        retiring.withdraw(one.pk, by=self.animator, reason="Publiée par erreur.")
