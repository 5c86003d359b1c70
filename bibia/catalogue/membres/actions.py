"""What members do that is kept: taking records away in a file."""

from datetime import timedelta

from bibia.accounts.models import Account
from bibia.catalogue.listing import counted, heading
from bibia.catalogue.membres import export
from bibia.catalogue.query import Search
from bibia.fiches.models import Fiche
from bibia.fiches.verbs import Refusal, journal, require
from bibia.fiches.writing import writing
from bibia.web import limits

MOST = 20  # files in an hour, for one account


def take_away(*, search: Search, extension: str, by: Account) -> tuple[export.Export, bytes, str]:
    """The records of a search in a file; the journal keeps who took how many. Raises Refusal beyond the limit."""
    if not limits.allow("export", str(by.pk), most=MOST, per=timedelta(hours=1)):
        raise Refusal("Vous avez demandé beaucoup de fichiers en peu de temps. Réessayez dans une heure.")
    with writing():
        require(by, "read_restricted")
        made = _collected(search, by)
        content, kind = export.file(made, extension)
        journal("export", by, "", detail=f"{counted(len(made.fiches))}, {extension}")
    return made, content, kind


def whose(account: Account) -> str:
    """Whose file it is: their address, and the organisations they are members of."""
    names = [membership.organisation.nom for membership in account.memberships.confirmed()]
    return f"{account} ({', '.join(names)})" if names else str(account)


def _collected(search: Search, by: Account) -> export.Export:
    result = search.door.reader.search(search.everything())
    fiches = Fiche.objects.select_related("collectivite").in_bulk(result.ids)
    ordered = [fiches[one] for one in result.ids if one in fiches]
    return export.collect(ordered, by.viewer, whose=whose(by), asked=heading(search, result.total))
