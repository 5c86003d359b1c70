"""The page of a fiche is drawn by the capability that publishes it; those that preview one ask it here."""

from collections.abc import Callable

from markupsafe import Markup

from bibia.fiches.models import Fiche

Drawer = Callable[[Fiche], Markup]
_drawers: list[Drawer] = []


def bring(drawer: Drawer) -> Drawer:
    """Registers what draws the body of a fiche; called once, from the `ready` of a capability."""
    if drawer not in _drawers:
        _drawers.append(drawer)
    return drawer


def draw(fiche: Fiche) -> Markup:
    """The body of its page, as readers would see it; nothing when no capability publishes fiches."""
    return Markup("").join(drawer(fiche) for drawer in _drawers)
