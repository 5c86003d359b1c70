"""Where organisations stand on the map: where their fiches say that their seat is, and nowhere else.

The tables that circulate move coordinates by hand so that pins do not overlap. So a point needs fiches that agree;
nothing is averaged, nothing is moved, and an organisation without a sure point counts in its département.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import cos, hypot, radians

from bibia.catalogue.outlines import Point, carte
from bibia.fiches.models import Fiche
from bibia.territoires.models import Collectivite

AGREE_KM = 1.0
_MARGIN_KM = 5.0  # the coast of the drawing is simplified, and a harbour may be built on the sea
_DEGREE_KM = 111.2


@dataclass(frozen=True)
class Seat:
    organisation: Collectivite
    count: int
    longitude: float
    latitude: float


def counts(ids: Collection[str]) -> Counter[str]:
    """How many of these fiches each organisation has."""
    return Counter(Fiche.objects.filter(pk__in=ids).values_list("collectivite_id", flat=True))


def seats(found: Counter[str]) -> list[Seat]:
    """One for each organisation that has a sure place; whatever the filters, the same one."""
    declared = defaultdict(list)
    rows = Fiche.objects.filter(collectivite__in=found).exclude(latitude=None).exclude(longitude=None)
    for key, latitude, longitude in rows.order_by("pk").values_list(
        "collectivite_id", "latitude", "longitude"
    ):
        declared[key].append((float(longitude), float(latitude)))
    organisations = Collectivite.objects.in_bulk(list(declared))
    placed = (_seat(organisations[key], found[key], places) for key, places in declared.items())
    return sorted(
        (seat for seat in placed if seat),
        key=lambda seat: (-seat.count, seat.organisation.folded_name, seat.organisation.pk),
    )


def _seat(organisation: Collectivite, count: int, places: list[Point]) -> Seat | None:
    plan = carte().plan_of(organisation.departement)
    if plan is None or not agree(places):
        return None
    longitude, latitude = Counter(places).most_common(1)[0][0]
    at = plan.place(longitude, latitude)
    # A seat in another département contradicts what is known of the organisation.
    if not plan.outlines[organisation.departement].near(at, _MARGIN_KM / plan.km):
        return None
    return Seat(organisation, count, longitude, latitude)


def agree(places: Iterable[Point]) -> bool:
    """No two of them farther apart than a kilometre."""
    distinct = sorted(set(places))
    return all(_km(one, other) <= AGREE_KM for rank, one in enumerate(distinct) for other in distinct[:rank])


def _km(one: Point, other: Point) -> float:
    across = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return hypot(across, one[1] - other[1]) * _DEGREE_KM
