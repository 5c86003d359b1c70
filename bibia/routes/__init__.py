"""Every address of the site, declared. One that is not here is refused, and fails the tests."""

from bibia.routes import compte, contribution, echanges, importer, membres, moderation, proconnect
from bibia.routes.kinds import PRIVATE_PREFIX, Access, Kind, PrivateRoute, Route
from bibia.routes.public import ROUTES

PRIVATE: dict[str, PrivateRoute] = {
    **compte.ROUTES,
    **proconnect.ROUTES,
    **membres.ROUTES,
    **contribution.ROUTES,
    **moderation.ROUTES,
    **echanges.ROUTES,
    **importer.ROUTES,
}

__all__ = ["PRIVATE", "PRIVATE_PREFIX", "ROUTES", "Access", "Kind", "PrivateRoute", "Route"]
