"""Readers and peers: questions, contact, interest, alerts."""

from bibia.routes.kinds import PrivateRoute

ROUTES: dict[str, PrivateRoute] = {}
