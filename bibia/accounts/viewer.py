"""Who is looking: the little that decides what may be known."""

from dataclasses import dataclass

from bibia.accounts.roles import Role, allows


@dataclass(frozen=True)
class Viewer:
    role: Role = Role.PUBLIC
    siren: str = ""

    def owns(self, siren: str) -> bool:
        return bool(siren) and siren == self.siren

    def may(self, verb: str, *, siren: str = "") -> bool:
        """Whether this viewer may do `verb` to a record of the organisation `siren`."""
        return allows(verb, self.role, own=self.owns(siren))


PUBLIC = Viewer()
