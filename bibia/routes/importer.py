"""Bringing tables in."""

from bibia.routes.kinds import PrivateRoute

ROUTES: dict[str, PrivateRoute] = {}
