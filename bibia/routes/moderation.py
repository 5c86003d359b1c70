"""Reading again, deciding, animating."""

from bibia.routes.kinds import PrivateRoute

ROUTES: dict[str, PrivateRoute] = {}
