"""The collections of the animators ("étagères"): put one, take one away. One transaction and one journal line each."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.actions import NotAllowed, Refusal
from bibia.fiches.models import Fiche, Journal, Shelf
from bibia.fiches.publication import follow
from bibia.fiches.writing import writing
from bibia.ui.text import squeeze

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_SLUG, LONGEST_TITLE, LONGEST_TEXT = 60, 120, 3_000
# More would no longer be a choice, nor a page that keeps its budget.
MOST = 24


def put_shelf(*, slug: str, title: str, text: str, fiches: Sequence[str], by: Account) -> Shelf:
    """Make a shelf, or give it these words and records, in this order. The same again changes nothing."""
    with _editing(by):
        title, text, choice = squeeze(title), _lines(text), list(fiches)
        _refuse_words(slug, title, text)
        _refuse_choice(choice)
        values = {"title": title, "text": text, "fiches": choice}
        shelf = Shelf.objects.select_for_update().filter(pk=slug).first() or Shelf(pk=slug)
        if all(getattr(shelf, name) == value for name, value in values.items()):
            return shelf
        for name, value in values.items():
            setattr(shelf, name, value)
        shelf.updated_at = timezone.now()
        shelf.save()
        _tell("put_shelf", shelf, by)
        return shelf


def remove_shelf(*, slug: str, by: Account) -> None:
    with _editing(by):
        shelf = Shelf.objects.select_for_update().filter(pk=slug).first()
        if shelf is None:
            raise Refusal(_("L’étagère « %(slug)s » n’existe pas.") % {"slug": slug})
        _tell("remove_shelf", shelf, by)
        shelf.delete()


@contextmanager
def _editing(by: Account) -> Iterator[None]:
    with writing():
        if not by.viewer.may("edit_shelf"):
            raise NotAllowed(_("Votre compte ne permet pas cette action."))
        yield


def _lines(text: str) -> str:
    """Paragraphs stay; the spaces at the ends of lines go."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _refuse_words(slug: str, title: str, text: str) -> None:
    if not re.fullmatch(SLUG, slug) or len(slug) > LONGEST_SLUG:
        asked = {"slug": slug, "most": LONGEST_SLUG}
        raise Refusal(
            _(
                "« %(slug)s » ne peut pas être une adresse : minuscules sans accent, chiffres et traits d’union, "
                "%(most)s caractères au plus."
            )
            % asked
        )
    for name, value, most in (("titre", title, LONGEST_TITLE), ("texte", text, LONGEST_TEXT)):
        if not value:
            raise Refusal(_("L’étagère « %(slug)s » n’a pas de %(name)s.") % {"slug": slug, "name": name})
        if len(value) > most:
            said = {"slug": slug, "name": name, "most": most}
            raise Refusal(_("Le %(name)s de l’étagère « %(slug)s » dépasse %(most)s caractères.") % said)


def _refuse_choice(fiches: list[str]) -> None:
    if not fiches:
        raise Refusal(_("Une étagère vide ne se publie pas : choisissez au moins une fiche."))
    if len(fiches) > MOST:
        raise Refusal(_("Une étagère tient au plus %(most)s fiches.") % {"most": MOST})
    twice = sorted({one for one in fiches if fiches.count(one) > 1})
    if twice:
        raise Refusal(_("Ces fiches y sont deux fois : %(names)s.") % {"names": ", ".join(twice)})
    known = set(Fiche.objects.filter(pk__in=fiches).values_list("pk", flat=True))
    unknown = [one for one in fiches if one not in known]
    if unknown:
        raise Refusal(_("Ces fiches ne sont pas publiées : %(names)s.") % {"names": ", ".join(unknown)})


def _tell(verb: str, shelf: Shelf, by: Account) -> None:
    """One line for the journal, and one for the pages that the public keeps."""
    at = timezone.now()
    Journal.objects.create(at=at, by=by, verb=verb, detail=f"{shelf.slug} : {shelf.title}"[:500])
    follow("", "shelf", at)
