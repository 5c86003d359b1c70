"""Signing in, one's account, one's organisation."""

from bibia.routes.kinds import PrivateRoute

ROUTES: dict[str, PrivateRoute] = {}
