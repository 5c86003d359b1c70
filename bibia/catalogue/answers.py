"""A fiche opens with the answers to what anyone asks first, from its fields; it says so where nothing is declared."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from bibia.catalogue.cards import organisation as named
from bibia.catalogue.lines import lines
from bibia.fiches import display
from bibia.fiches.fields import BY_NAME, label
from bibia.fiches.models import Fiche

UNDECLARED = "Non déclaré."
PROGRESS = "Où en est-on ?"
RIGHTS = "Vos droits ne dépendent pas de cette fiche : ce que vous pouvez demander"
# Facets say who one of them is; an answer, whom they are.
_PEOPLE = {
    "grand-public": "grand public",
    "beneficiaire": "bénéficiaires",
    "agent": "agents",
    "association": "associations",
    "elu": "élus",
    "entreprise": "entreprises",
    "collectivite": "collectivités",
    "scolaire": "établissements scolaires",
    "sante": "établissements de santé",
    "amenageur": "aménageurs",
}
_STEPS = (("projet_date", "démarrage"), ("date_service", "mise en service"), ("date_fin", "fin"))

Line = dict[str, Any]


@dataclass(frozen=True)
class Question:
    words: str
    fields: tuple[str, ...]
    answer: Callable[[Fiche], list[Line]]

    def applies_to(self, nature: str) -> bool:
        return any(BY_NAME[name].applies_to(nature) for name in self.fields)


def answers(fiche: Fiche, lost: Collection[str] = ()) -> list[dict[str, Any]]:
    """What each question is answered, in lines that may have a label; `lost`: no longer kept in an old version."""
    return [
        {"question": _words(question, fiche), "lines": _answer(question, fiche, lost)}
        for question in QUESTIONS
        if question.applies_to(fiche.nature)
    ]


def _words(question: Question, fiche: Fiche) -> str:
    """The sentence under the title has said what it is: what is left of that answer is how far it went."""
    return PROGRESS if question.answer is _what and fiche.resume else question.words


def _answer(question: Question, fiche: Fiche, lost: Collection[str]) -> list[Line]:
    gone = [label(name) for name in question.fields if name in lost]
    found = question.answer(fiche) or ([] if gone else [_plain(UNDECLARED)])
    return [*found, _plain(f"N’est plus public : {', '.join(gone)}.")] if gone else found


def said(fiche: Fiche) -> set[str]:
    """The fields whose whole value is in the answers: not said again in their group."""
    names = {name for question in QUESTIONS if question.applies_to(fiche.nature) for name in question.fields}
    # A light fiche has one sentence for both: it is said once.
    return names - {"usage_description"} if fiche.resume not in ("", fiche.usage_description) else names


def _plain(value: Any) -> Line:
    return {"label": "", "value": value}


def _lines(fiche: Fiche, *names: str, first: str = "") -> list[Line]:
    """One line per field that is filled, under its label; `first` needs none: it is the answer itself."""
    return [
        {"label": "" if name == first else label(name), "value": _value(name, getattr(fiche, name))}
        for name in names
        if display.display(name, getattr(fiche, name))
    ]


def _value(name: str, value: Any) -> Any:
    """A link, a list when its items are long, a text otherwise."""
    shown = display.display(name, value)
    if len(shown) == 1 and shown[0].url:
        return {"text": shown[0].text, "url": shown[0].url}
    if any(one.details or one.url for one in shown):
        return lines(shown)
    return ", ".join(one.text for one in shown)


def _what(fiche: Fiche) -> list[Line]:
    found = [] if fiche.resume else [_plain(fiche.usage_description)]
    steps = [
        f"{word} en {display.month(getattr(fiche, name))}" for name, word in _STEPS if getattr(fiche, name)
    ]
    status = display.text("projet_status", fiche.projet_status)
    progress = " : ".join(part for part in (status, ", ".join(steps)) if part)
    if progress:
        found.append(_plain(progress[0].upper() + progress[1:] + "."))
    return found + _lines(fiche, "sous_theme")


def _for_whom(fiche: Fiche) -> list[Line]:
    people = ", ".join(_PEOPLE.get(code, code) for code in fiche.audience_service)
    found = [_plain(people[0].upper() + people[1:])] if people else []
    return found + _lines(fiche, "acces_service")


def _who(fiche: Fiche) -> list[Line]:
    owner = named(fiche.collectivite)
    main = _plain({"text": owner["name"], "url": owner["url"]})
    return [main, *_lines(fiche, "fournisseurs", "partenaires")]


def _outcome(fiche: Fiche) -> list[Line]:
    found = []
    if fiche.projet_status == "abandonne":
        found.append(_plain("Le projet a été abandonné."))
    found += _lines(fiche, "status_abandon")
    if fiche.resultats:
        found.append(_plain(lines(display.display("resultats", fiche.resultats))))
    elif found or fiche.lecons:
        found.append(_plain("Résultats non déclarés."))
    return found + _lines(fiche, "lecons")


def _data(fiche: Fiche) -> list[Line]:
    return _lines(fiche, "donnees_personnelles", "aipd", "conservation", "hebergement_pays")


def _objection(fiche: Fiche) -> list[Line]:
    found = _lines(
        fiche,
        *("objection", "decision_individuelle", "intervention_humaine", "url_mention"),
        first="objection",
    )
    return [*(found or [_plain(UNDECLARED)]), _plain({"text": RIGHTS, "url": reverse("pres-de-chez-moi")})]


def _contact(fiche: Fiche) -> list[Line]:
    found = _lines(fiche, "service_contact", "url_infos", "offre_aide", first="service_contact")
    if not fiche.service_contact:
        owner = named(fiche.collectivite)
        found.insert(
            0, {"label": "Service non déclaré", "value": {"text": owner["name"], "url": owner["url"]}}
        )
    return found


QUESTIONS = (
    Question(
        "De quoi s’agit-il ?",
        ("usage_description", "projet_status", "projet_date", "date_service", "date_fin", "sous_theme"),
        _what,
    ),
    Question("Pour qui ?", ("audience_service", "acces_service"), _for_whom),
    Question("Qui porte le projet ?", ("fournisseurs", "partenaires"), _who),
    Question("Qu’est-ce que cela a donné ?", ("resultats", "status_abandon", "lecons"), _outcome),
    Question("Et mes données ?", ("donnees_personnelles", "aipd", "conservation", "hebergement_pays"), _data),
    Question(
        "Puis-je m’y opposer ?",
        ("objection", "decision_individuelle", "intervention_humaine", "url_mention"),
        _objection,
    ),
    Question("À qui s’adresser ?", ("service_contact", "url_infos", "offre_aide"), _contact),
)
