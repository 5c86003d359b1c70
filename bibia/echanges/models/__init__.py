from bibia.echanges.models.exchange import DECIDED, Exchange, Kind, State
from bibia.echanges.models.news import Alert, Reading, Reminder
from bibia.echanges.models.peers import Interest, Need, Offer

__all__ = [
    "DECIDED",
    "Alert",
    "Exchange",
    "Interest",
    "Kind",
    "Need",
    "Offer",
    "Reading",
    "Reminder",
    "State",
]
