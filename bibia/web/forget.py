"""What private pages leave behind, dropped in time."""

from datetime import datetime

from bibia.accounts.models import Session
from bibia.web.models import Done


def sessions(before: datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def forms(before: datetime) -> int:
    return Done.objects.filter(at__lt=before).delete()[0]
