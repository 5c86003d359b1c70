"""Hand one message over: to the mail server, or to a file where there is none."""

import os
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from bibia.courrier.configuration import domain_of
from bibia.courrier.envelope import letter, sender_address
from bibia.courrier.models import Message
from bibia.ui.text import squeeze

State = Message.State


@dataclass(frozen=True)
class Outcome:
    state: Message.State
    error: str = ""
    server_down: bool = False  # the next message would fare no better


def hand_over(message: Message) -> Outcome:
    return _post(message) if settings.EMAIL_HOST else _put(message)


def file_of(message: Message) -> Path:
    """Named after the message: written again, it is the same file."""
    name = f"{message.made_at:%Y-%m-%d-%H%M%S}-{message.kind}-{message.pk}.eml"
    return Path(settings.OUTBOX_DIR) / name


def _put(message: Message) -> Outcome:
    path = file_of(message)
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.touch(mode=0o600)  # it may hold a sign-in code
        draft.write_bytes(letter(message, encoding="8bit").as_bytes())  # read in a text editor
        draft.replace(path)
    except OSError as error:
        return Outcome(State.WAITING, _said(error), server_down=True)
    return Outcome(State.SENT)


def _post(message: Message) -> Outcome:
    data = re.sub(rb"(?m)^\.", b"..", letter(message).as_bytes()).removesuffix(b"\r\n") + b"\r\n.\r\n"
    try:
        server = _open()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(State.WAITING, _said(error), server_down=True)
    try:
        return _talk(server, message.to, data)
    finally:
        # The answer that counts came before.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _open() -> smtplib.SMTP:
    """Greeted under the site's name: by default smtplib gives the machine's."""
    name, timeout = domain_of(settings.BASE_URL), settings.EMAIL_TIMEOUT
    address = (settings.EMAIL_HOST, settings.EMAIL_PORT)
    server: smtplib.SMTP
    if settings.EMAIL_USE_SSL:
        server = smtplib.SMTP_SSL(
            *address, local_hostname=name, timeout=timeout, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(*address, local_hostname=name, timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _talk(server: smtplib.SMTP, to: str, data: bytes) -> Outcome:
    """By hand: smtplib.sendmail() does not say whether the message was already given when the line broke."""
    given = False
    try:
        code, text = server.mail(sender_address())
        if code != 250:
            # About us, not about this message: nothing is lost while the operator corrects it.
            return Outcome(State.WAITING, _reply(code, text), server_down=True)
        code, text = server.rcpt(to)
        if code in (250, 251):
            code, text = server.docmd("DATA")
            if code == 354:
                given = True
                server.send(data)
                code, text = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        state = State.UNCERTAIN if given else State.WAITING
        return Outcome(state, _said(error), server_down=True)
    return _judged(code, text, given=given)


def _judged(code: int, text: bytes, *, given: bool) -> Outcome:
    if given and 200 <= code < 300:
        return Outcome(State.SENT)
    if 500 <= code < 600:
        return Outcome(State.FAILED, _reply(code, text))
    if given and not 400 <= code < 500:
        return Outcome(State.UNCERTAIN, _reply(code, text))
    return Outcome(State.WAITING, _reply(code, text), server_down=code == 421)


def _reply(code: int, text: bytes) -> str:
    return _short(f"{code} {text.decode('utf-8', 'replace')}")


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _reply(error.smtp_code, reply if isinstance(reply, bytes) else str(reply).encode())
    return _short(f"{type(error).__name__}: {error}")


def _short(text: str) -> str:
    """What operators read; servers like to repeat the address."""
    return re.sub(r"\S+@\S+", "(adresse)", squeeze(text.replace("\0", "")))[:200]
