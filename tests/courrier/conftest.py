from pathlib import Path

import pytest
from django.template import engines
from jinja2 import ChoiceLoader, FileSystemLoader

from bibia.courrier.models import Message
from bibia.courrier.outbox import send
from bibia.fiches.guard import trusted

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    """The template of these tests, beside those of the site."""
    env = engines["jinja2"].env
    loader = ChoiceLoader([env.loader, FileSystemLoader(HERE / "jinja2")])
    monkeypatch.setattr(env, "loader", loader)


@pytest.fixture
def write():
    """Write one message, as an action would."""

    def write(**changes) -> Message:
        values = {
            "to": "agent@collectivite.example",
            "kind": "code",
            "subject": "Votre code de connexion",
            "template": "essai/bonjour.html",
            "context": {"code": "BXQ-742", "name": "<Ville & fils>", "words": "Un mot.\nUn autre."},
        }
        with trusted():
            return send(**{**values, **changes})

    return write


@pytest.fixture
def rows():
    """The messages as the database has them now."""

    def rows() -> list[Message]:
        with trusted():
            return list(Message.objects.all())

    return rows


@pytest.fixture
def age():
    """Change a message behind the back of the outbox: what time would have done."""

    def age(message: Message, **values) -> None:
        with trusted():
            assert Message.objects.filter(pk=message.pk).update(**values) == 1

    return age
