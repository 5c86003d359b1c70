"""« Nous l’utilisons aussi », « Ça nous intéresse » : said by an organisation; the public reads how many, and the
names of those whose own people chose it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account, Organisation
from bibia.echanges.models import Interest
from bibia.fiches import voices
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal, journal, published, require
from bibia.fiches.writing import writing


def express(*, fiche_id: str, siren: str, kind: str, named: bool, by: Account) -> Interest:
    """Say it, or say it otherwise; to be named in public is decided by who speaks for the organisation."""
    with writing():
        fiche = published(fiche_id)
        require(by, "express_interest", siren=siren)
        if fiche.collectivite.siren == siren:
            raise Refusal(_("Cette fiche est celle de votre organisation."))
        before = Interest.objects.select_for_update().filter(fiche_id=fiche_id, organisation_id=siren).first()
        if not by.viewer.may("name_publicly", siren=siren):
            named = before is not None and before.named
        interest = before or Interest(fiche_id=fiche_id, organisation=Organisation.objects.get(pk=siren))
        interest.kind = kind
        interest.named = named and kind == Interest.Kind.USE
        interest.by, interest.at = by, before.at if before else timezone.now()
        interest.save()
        journal("express_interest", by, fiche_id, detail=f"{kind} {siren}")
        refresh(fiche_id)
        return interest


def give_up(*, fiche_id: str, siren: str, by: Account) -> None:
    with writing():
        published(fiche_id)
        require(by, "express_interest", siren=siren)
        Interest.objects.filter(fiche_id=fiche_id, organisation_id=siren).delete()
        journal("give_up_interest", by, fiche_id, detail=siren)
        refresh(fiche_id)


def refresh(fiche_id: str) -> None:
    """Bring what the public reads up to date."""
    uses = Interest.objects.filter(fiche_id=fiche_id, kind=Interest.Kind.USE).select_related("organisation")
    names = sorted(use.organisation.nom for use in uses if use.named)
    voices.put_reuse(fiche_id, count=len(uses), names=names)


def restore() -> None:
    """A record that was withdrawn, then published again, has lost its public count."""
    with writing():
        used = Interest.objects.filter(kind=Interest.Kind.USE).values_list("fiche_id", flat=True)
        back = Fiche.objects.filter(pk__in=set(used), reuse=None)
        for fiche_id in back.values_list("pk", flat=True):
            refresh(fiche_id)
