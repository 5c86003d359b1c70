"""All that was written to anyone: for canaries."""

from bibia.courrier.models import Message
from bibia.fiches.guard import trusted

COLUMNS = ("kind", "key", "to", "subject", "text", "html", "unsubscribe", "error")


def everything_written() -> str:
    with trusted():
        rows = list(Message.objects.values_list(*COLUMNS))
    return "\n".join(str(value) for row in rows for value in row)
