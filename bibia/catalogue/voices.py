"""What readers and peers say of a fiche: questions and answers, rights of reply, who uses it too."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from bibia.catalogue.documents import day_of
from bibia.fiches import display
from bibia.fiches.models import Fiche, Question, Reply, Reuse
from bibia.ui.paging import last_page, pagination, understood

SHOWN = 3
PER_PAGE = 15
NAMED = 6  # organisations that are named on the page of the fiche
READER = "Un lecteur"


def context(fiche: Fiche) -> dict[str, Any]:
    """For the page of the fiche: the newest questions, the replies, who uses it too."""
    questions = list(fiche.questions.all())
    return {
        "questions": [_question(one) for one in questions[:SHOWN]],
        "questions_total": len(questions),
        "questions_url": address(fiche),
        "replies": [_reply(one) for one in fiche.replies.all()],
        "reuse": _reuse(Reuse.objects.filter(pk=fiche.pk).first()),
    }


def page(fiche: Fiche, asked: str) -> dict[str, Any]:
    """Every question, newest first."""
    whole = fiche.questions.all()
    total = whole.count()
    number = min(understood(asked) or 1, last_page(total, PER_PAGE))
    base = address(fiche)
    return {
        "questions": [_question(one) for one in whole[(number - 1) * PER_PAGE : number * PER_PAGE]],
        "page": pagination(number, total, PER_PAGE, lambda n: f"{base}?page={n}" if n > 1 else base),
        "canonical": f"{base}?page={number}" if number > 1 else base,
    }


def address(fiche: Fiche) -> str:
    return reverse("fiche-questions", args=[fiche.pk, fiche.slug])


def as_json(fiche: Fiche) -> dict[str, Any]:
    reuse = Reuse.objects.filter(pk=fiche.pk).first()
    columns = ("author", "text", "asked_at", "answer", "answerer", "answered_at")
    return {
        "questions": list(fiche.questions.values(*columns)),
        "droits_de_reponse": list(fiche.replies.values("author", "text", "at")),
        "utilise_aussi": {"nombre": reuse.count if reuse else 0, "noms": reuse.names if reuse else []},
    }


def _question(question: Question) -> dict[str, str]:
    found = {
        "id": question.pk,
        "text": question.text,
        "author": _capital(question.author) or READER,
        "date": display.day(day_of(question.asked_at)),
        "answer": question.answer,
        "answerer": question.answerer,
        "delay": "",
    }
    if question.answered_at:
        found["delay"] = delay(question.asked_at, question.answered_at)
    return found


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _reply(reply: Reply) -> dict[str, str]:
    return {"author": reply.author, "text": reply.text, "date": display.day(day_of(reply.at))}


def _reuse(reuse: Reuse | None) -> str:
    """How many say that they use it too, and the names of those that chose to be named."""
    if reuse is None:
        return ""
    said = f"{reuse.count} autre{'s' if reuse.count > 1 else ''} organisation{'s' if reuse.count > 1 else ''}"
    verb = "l’utilisent" if reuse.count > 1 else "l’utilise"
    if not reuse.names:
        return f"{said} {verb} aussi."
    shown, more = reuse.names[:NAMED], reuse.count - len(reuse.names[:NAMED])
    rest = f" et {more} autre{'s' if more > 1 else ''}" if more else ""
    return f"{said} {verb} aussi : {', '.join(shown)}{rest}."


def delay(asked: datetime, answered: datetime) -> str:
    days = (day_of(answered) - day_of(asked)).days
    if days < 1:
        return "répondu le jour même"
    if days == 1:
        return "répondu en un jour"
    return f"répondu en {days} jours" if days < 60 else f"répondu en {round(days / 30.4)} mois"
