"""The whole library as members may read it."""

from bibia.routes.kinds import PrivateRoute

ROUTES: dict[str, PrivateRoute] = {}
