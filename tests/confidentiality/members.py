"""Two organisations and the people of one: what A's people are answered, whatever B keeps to itself.

Walks every declared private address that answers a GET to visitors, signed people or members: a new route is
walked as soon as it is declared; then what the pages lead to.
"""

import io
import os
import random
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.utils import timezone

from bibia.accounts.models import Account, Organisation
from bibia.accounts.roles import Role
from bibia.catalogue.membres.reader import members_reader
from bibia.contribution.models import Draft
from bibia.echanges import actions as exchanges
from bibia.echanges.models import Kind
from bibia.fiches import actions
from bibia.fiches.guard import trusted
from bibia.fiches.models import Fiche, Internal, Proposal, Reserved
from bibia.fiches.ownership import owners
from bibia.fiches.projection import EXPOSING
from bibia.imports.models import Import
from bibia.routes import PRIVATE, Access, PrivateRoute
from tests import factories
from tests.confidentiality import library
from tests.confidentiality.private import private_samples
from tests.confidentiality.walker import Answer, Asked, links

A, B = factories.siren(1), factories.siren(2)
# "visitor" is not signed in; Role.PUBLIC is signed in, and of no organisation.
PEOPLE = ("visitor", Role.PUBLIC, Role.MEMBRE, Role.CONTRIBUTEUR, Role.RESPONSABLE, Role.DPO)
OPEN_TO_THEM = (Access.OPEN, Access.SIGNED, Access.MEMBER)
FILES = [("espace-export", "/espace/cas-usage/exporter/", extension) for extension in ("csv", "json", "xlsx")]
# Words that only B knows, searched for by everybody.
WORDS = ("secretdeux", "secretdeux0@exemple.test", "secretun", "attendu")
MOST_LINKS = 60
NOW = library.START.timestamp() + 90 * 24 * 3600

Addresses = list[tuple[str, str]]


def people(word: str) -> Addresses:
    """Who works where, what they have begun; then every private address of this library."""
    writers = {}
    for role in PEOPLE[1:]:
        writers[role] = factories.account(role, siren=A, handle=f"a-{role}", email=f"{role}@a.example")
    b = factories.account(Role.RESPONSABLE, siren=B, handle="b", email="responsable@b.example")
    for who, rank in ((writers[Role.CONTRIBUTEUR], 1), (b, 2)):
        actions.propose(values={"lecons": f"Attendu de {who.handle}"}, by=who, fiche_id=record_of(rank).pk)
        factories.draft(values={"nom_projet": f"Brouillon de {who.handle}"}, source="", by=who)
    secrets_of_b(word, b)
    declared = [(name, address) for name, address in private_samples() if open_to_them(PRIVATE[name])]
    records = [f"/espace{record_of(rank).get_absolute_url()}" for rank in (1, 2)]
    return [
        *declared,
        *(("espace-fiche", address) for address in records),
        *(("espace-fiche-historique", f"{address}historique/") for address in records),
        *(("espace-cas-usage", f"/espace/cas-usage/?q={word}") for word in WORDS),
    ]


def open_to_them(route: PrivateRoute) -> bool:
    return route.access in OPEN_TO_THEM and "GET" in route.methods


def record_of(rank: int) -> Fiche:
    """A published record of the organisation of this rank."""
    return Fiche.objects.filter(collectivite__siren=factories.siren(rank)).order_by("pk")[0]


def secrets_of_b(word: str, b: Account) -> None:
    """What B keeps to itself: drafts, proposals, an import, a message to its service, internal values."""
    fiche = record_of(2)
    for rank in range(2):
        given = {"nom_projet": f"{word} brouillon {rank}", "parametres": f"{word} ébauche"}
        factories.draft(values=given, source=f"{word} source", by=b)
    actions.propose(
        values={"resume": f"{word} attendu", "parametres": f"{word} attendu"}, by=b, fiche_id=fiche.pk
    )
    refused = actions.propose(values={"lecons": f"{word} refusé"}, by=b, fiche_id=fiche.pk)
    actions.reject(refused, by=factories.system(), reason=f"{word} motif")
    factories.update(fiche, projet_contact=f"{word}@exemple.test")
    with trusted():
        Import.objects.create(
            by=b, siren=B, name=f"{word}.csv", sha256="0" * 64, size=1, made_at=timezone.now()
        )
        exchanges.receive(
            kind=Kind.CONTACT, fiche_id=fiche.pk, address=f"{word}@exemple.test", text=f"{word} message"
        )


def other_life(word: str) -> None:
    """Change everything that A's people may not know, and add to it; nothing that they may."""
    with trusted():
        b = Account.objects.get(handle="b")
        mine = set(Fiche.objects.filter(collectivite__siren=A).values_list("pk", flat=True))
        for rank, internal in enumerate(Internal.objects.exclude(pk__in=mine).order_by("pk")):
            Internal.objects.filter(pk=internal.pk).update(projet_contact=f"{word}{rank}@exemple.test")
        for rank, reserved in enumerate(Reserved.objects.exclude(pk__in=mine).order_by("pk")):
            _other_statements(reserved, rank)
        for proposal in Proposal.objects.exclude(state=Proposal.State.ACCEPTED):
            if A not in owners(proposal):
                proposal.values = proposal.values | library.secret(proposal.pk, word)
                proposal.reason = proposal.reason and f"{word} motif"
                proposal.source = f"{word} source"
                proposal.save()
        for draft in Draft.objects.filter(account=b):
            draft.values, draft.text = {"nom_projet": f"{word} autre"}, word
            draft.save()
        Organisation.objects.create(siren=factories.siren(77), nom=f"Mairie de {word}")
    for rank in range(3):
        factories.account(
            Role.MEMBRE,
            siren=factories.siren(2 + rank),
            handle=f"{word}-{rank}",
            email=f"{word}{rank}@b.example",
        )
    secrets_of_b(word, b)
    library.drafts(word, 7)


def _other_statements(reserved: Reserved, rank: int) -> None:
    """Those that their organisation did not confirm: no peer knows them."""
    if set(EXPOSING) & set(reserved.confirmed):
        return
    reserved.ria_classe = [["haut-risque-3"], [], ["aucune"]][rank % 3]
    reserved.aipd = {"statut": "non-realisee", "date": "2026-01-01"}
    reserved.save()


@contextmanager
def still() -> Iterator[None]:
    """One moment and one source of chance for every request: the same answer, unless something is known."""
    with (
        library.determined(9, library.START + (library.datetime.timedelta(days=90))),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(time, "time", lambda: NOW)
        yield


def chance(patch: pytest.MonkeyPatch, seed: str) -> None:
    """Tokens, keys and nonces come from this seed, anew at each request."""
    source = random.Random(seed).randbytes
    patch.setattr(random, "_urandom", source)
    patch.setattr(os, "urandom", source)


def ask(client: Client, path: str, **posted: str) -> Answer:
    with pytest.MonkeyPatch.context() as patch:
        chance(patch, f"{path} {sorted(posted.items())}")
        response = client.post(path, posted) if posted else client.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = dict(response.headers)
    if headers.get("Content-Type", "").endswith("spreadsheetml.sheet"):
        body = _opened(body)
        del headers["Content-Length"]
    cookies = tuple((name, str(morsel)) for name, morsel in response.cookies.items())
    return Answer(response.status_code, (*sorted(headers.items()), *cookies), body)


def _opened(workbook: bytes) -> bytes:
    """What a workbook holds, which is compressed; without the moment it was written, that no test can hold still."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as file:
        return b"\n".join(file.read(one) for one in file.namelist() if one != "docProps/core.xml")


def browser(who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who != "visitor":
        with trusted(), pytest.MonkeyPatch.context() as patch:
            chance(patch, who)
            factories.sign_in(client, Account.objects.get(handle=f"a-{who}"))
    return client


def walk(who: str, addresses: Addresses, *, follow: int = MOST_LINKS) -> dict[str, Answer]:
    """What this person is answered: the declared addresses, the files of members, then what the pages lead to."""
    members_reader.__init__()
    client = browser(who)
    answers = {path: ask(client, path) for _name, path in addresses}
    names = {name for name, _path in addresses}
    for name, path, extension in FILES:
        if name in names:
            answers[f"{path} {extension}"] = ask(client, path, format=extension)
    waiting = _led_to(answers)
    while waiting and follow:
        path = waiting.pop(0)
        follow -= 1
        answers[path] = ask(client, path)
        waiting += [
            one for one in _led_to({path: answers[path]}) if one not in answers and one not in waiting
        ]
    return answers


def _led_to(answers: dict[str, Answer]) -> list[str]:
    """The private addresses, not walked yet, that these pages lead to by a link."""
    found: dict[str, None] = {}
    for path, answer in answers.items():
        if answer.header("Content-Type").startswith("text/html"):
            found |= dict.fromkeys(sorted(links(Asked(path), answer)))
    return [
        one for one in found if one.startswith("/espace/") and one not in answers and "deconnexion" not in one
    ]


def seen(answer: Answer) -> bytes:
    """Everything that an answer says, headers included."""
    return "\n".join(f"{name}: {value}" for name, value in answer.headers).encode() + b"\n" + answer.body


def differences(first: dict[str, Answer], second: dict[str, Answer]) -> list[str]:
    return [path for path in sorted({*first, *second}) if first.get(path) != second.get(path)]
