"""Who is looking: the little that decides what may be known."""

from dataclasses import dataclass

from bibia.accounts.roles import OF_ASSOCIATION, Role, allows


@dataclass(frozen=True)
class Seat:
    """A confirmed membership of an organisation."""

    siren: str
    role: Role
    self_publishing: bool = False  # the association lets this organisation publish, in two steps


@dataclass(frozen=True)
class Viewer:
    role: Role = Role.PUBLIC  # towards the records of others
    seats: tuple[Seat, ...] = ()

    def seat(self, siren: str) -> Seat | None:
        return next((seat for seat in self.seats if siren and seat.siren == siren), None)

    def owns(self, siren: str) -> bool:
        return self.seat(siren) is not None

    def may(self, verb: str, *, siren: str = "") -> bool:
        """Whether this viewer may do `verb` to a record of the organisation `siren`."""
        if allows(verb, self.role, own=False):
            return True
        seat = self.seat(siren)
        return seat is not None and allows(verb, seat.role, own=True, self_publishing=seat.self_publishing)

    def organisations(self, verb: str) -> tuple[str, ...]:
        """The SIREN of its organisations for which this viewer may do `verb`."""
        return tuple(seat.siren for seat in self.seats if self.may(verb, siren=seat.siren))

    @property
    def is_association(self) -> bool:
        return self.role in OF_ASSOCIATION

    @property
    def is_member(self) -> bool:
        """Reads what is reserved to members."""
        return self.may("read_restricted")


PUBLIC = Viewer()
