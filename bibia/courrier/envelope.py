"""From a row to what a mail server reads: headers that tell nothing of the machine, text and HTML."""

import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from bibia.courrier.configuration import domain_of
from bibia.courrier.models import Message

_BREAKS = ("Cc", "Zl", "Zp")  # control characters, and the line breaks of Unicode


def is_one_line(text: str) -> bool:
    return not any(unicodedata.category(char) in _BREAKS for char in text)


def clean_address(written: str) -> str:
    """One plain address, its domain in ASCII: what any mail server understands."""
    address = written.strip()
    validate_email(address)
    local, _, domain = address.rpartition("@")
    if not local.isascii() or '"' in local:
        raise ValidationError("Cette adresse de courriel n’est pas prise en charge.")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise ValidationError("Cette adresse de courriel n’est pas prise en charge.") from error


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def letter(message: Message, *, encoding: str = "quoted-printable") -> EmailMessage:
    """The same at each attempt, to the last header; any server passes it on, even one of seven bits."""
    mail = EmailMessage(policy=SMTP)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = Address(addr_spec=message.to)
    if message.reply_to:
        mail["Reply-To"] = Address(addr_spec=message.reply_to)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(timezone.localtime(message.made_at))
    mail["Message-ID"] = f"<{message.uid}@{domain_of(settings.BASE_URL)}>"
    # No absence message in answer: the RFC's word, then the one that Exchange reads.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if message.unsubscribe:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, cte=encoding)
    mail.add_alternative(message.html, subtype="html", cte=encoding)
    # The boundary too: a random one would make of each attempt another mail.
    mail.set_boundary(f"=_{message.uid}")
    return mail
