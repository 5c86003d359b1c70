"""Terms that a vocabulary lacks: asked by members, decided by animators, added by a release."""

import json
import re

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.courrier.outbox import send
from bibia.fiches.columns import TermColumn, TermsColumn
from bibia.fiches.fields import FIELDS
from bibia.fiches.verbs import Refusal, because, journal, require
from bibia.fiches.vocabularies import VOCABULARIES
from bibia.fiches.writing import writing
from bibia.moderation.models import Term
from bibia.ui.jinja import absolute
from bibia.ui.text import slugify_fr, squeeze

State = Term.State


def vocabularies() -> dict[str, str]:
    """Those that a field uses, under the name of the first that does."""
    found: dict[str, str] = {}
    for field in FIELDS:
        if isinstance(field.column, TermColumn | TermsColumn):
            found.setdefault(field.column.vocabulary_name, field.label)
    return found


def propose(*, vocabulary: str, label: str, why: str, by: Account) -> Term:
    with writing():
        require(by, "propose_term")
        label, why = squeeze(label), squeeze(why)
        if vocabulary not in vocabularies():
            raise Refusal(_("Choisissez la liste à compléter."))
        if not 2 <= len(label) <= 80:
            raise Refusal(_("Écrivez le terme qui manque, en 80 caractères au plus."))
        if not why or len(why) > 1_000:
            raise Refusal(_("Dites à quoi il servirait, en 1 000 caractères au plus."))
        known = VOCABULARIES[vocabulary].match(label)
        if known:
            same = VOCABULARIES[vocabulary].label(known)
            raise Refusal(_("Ce terme existe déjà : « %(label)s ».") % {"label": same})
        term = Term.objects.create(vocabulary=vocabulary, label=label, why=why, made_at=timezone.now(), by=by)
        journal("propose_term", by, "", detail=vocabulary)
        return term


def decide(term: Term, *, accept: bool, answer: str, by: Account, code: str = "") -> Term:
    """Say yes, with the code under which it will be written, or no with the reason; its author learns it by mail."""
    with writing():
        require(by, "decide_term")
        term = Term.objects.select_for_update().get(pk=term.pk)
        if term.state != State.WAITING:
            raise Refusal(_("Ce terme a déjà reçu une réponse."))
        if accept:
            term.code = _free_code(term, code or slugify_fr(term.label))
            term.answer = squeeze(answer)[:500]
        else:
            term.answer = because(answer, _("Dites pourquoi : la personne lira votre réponse."))
        term.state = State.ACCEPTED if accept else State.REFUSED
        term.decided_at, term.decided_by = timezone.now(), by
        term.save()
        journal("decide_term", by, "", detail=f"{term.vocabulary} : {term.state}")
        _tell(term)
        return term


def _free_code(term: Term, code: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code) or len(code) > 60:
        raise Refusal(_("Le code tient en minuscules sans accent, chiffres et traits d’union."))
    taken = Term.objects.filter(vocabulary=term.vocabulary, code=code, state=State.ACCEPTED).exists()
    if code in VOCABULARIES[term.vocabulary].codes or taken:
        raise Refusal(_("Ce code est déjà pris : choisissez-en un autre."))
    return code


def _tell(term: Term) -> None:
    account = term.by
    if account is None or not account.email or not account.is_active:
        return
    send(
        to=account.email,
        kind="terme",
        subject="Votre proposition de vocabulaire a reçu une réponse",
        template="moderation/courriels/terme.html",
        context={
            "label": term.label,
            "accepted": term.state == State.ACCEPTED,
            "answer": term.answer,
            "day": term.made_at,
            "address": absolute("/modele-de-donnees/"),
        },
        key=f"terme-{term.pk}",
    )


def as_toml() -> str:
    """The accepted terms that no release has yet, as lines of bibia/fiches/data/vocabularies.toml."""
    lines: list[str] = []
    for term in Term.objects.filter(state=State.ACCEPTED).order_by("vocabulary", "code"):
        if term.vocabulary in VOCABULARIES and term.code in VOCABULARIES[term.vocabulary].codes:
            continue
        heading = f"[{term.vocabulary}]"
        if heading not in lines:
            lines += ["", heading] if lines else [heading]
        lines.append(f"{term.code} = {{ label = {json.dumps(term.label, ensure_ascii=False)} }}")
    return "\n".join(lines) + "\n" if lines else ""
