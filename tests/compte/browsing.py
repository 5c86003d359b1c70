"""What the tests of accounts share: asking for a code, reading it, giving it, proving who one is."""

import re
import time

from django.test import Client

from bibia.accounts.models import Account
from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from tests import factories

LOGIN, CODE = "/espace/connexion/", "/espace/connexion/code/"


def ask(client: Client, address: str, **others: str):
    return client.post(LOGIN, {"address": address, **others})


def give(client: Client, code: str):
    return client.post(CODE, {"code": code})


def codes_in(text: str) -> list[str]:
    return re.findall(r"\b[B-DF-HJKM-NP-TV-Z2-9]{4}-[B-DF-HJKM-NP-TV-Z2-9]{4}\b", text)


def last_code() -> str:
    with trusted():
        return codes_in(Message.objects.filter(kind="code").latest("pk").text)[0]


def mails(to: str = "") -> list[Message]:
    with trusted():
        found = Message.objects.exclude(kind="code").order_by("pk")
        return list(found.filter(to=to) if to else found)


def is_signed_in(client: Client) -> bool:
    return client.get("/espace/").status_code == 200


def fresh(account: Account) -> Client:
    """Signed in a moment ago: what protects the account may change."""
    client = factories.sign_in(Client(), account)
    with trusted():
        session = client.session
        session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
        session["account_authentication_methods_user"] = str(account.pk)
        session.save()
    return client


def page(answer) -> str:
    """What is read, without the no-break spaces."""
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
