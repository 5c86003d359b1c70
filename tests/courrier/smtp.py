"""A real mail server on loopback, strict as the strictest, that can be told to misbehave at any step.

    with Mailbox() as mailbox:                   # or the `mailbox` fixture, which also points the settings at it
        mailbox.refuse("rcpt", 450)              # then mailbox.accept()
        mailbox.drop("body"); mailbox.hold("quit"); mailbox.die(); mailbox.revive()
        mailbox.received[0].text, .html, .subject, .to, .mail["Message-ID"]

Steps: connect, ehlo, auth, mail, rcpt, data, body, quit.
"""

import base64
import re
import socketserver
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self


@dataclass
class Received:
    greeted: str
    sender: str
    to: str
    raw: bytes
    mail: EmailMessage = field(init=False)

    def __post_init__(self) -> None:
        self.mail = message_from_bytes(self.raw, policy=policy.SMTP)

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        return self.mail.get_body(["plain"]).get_content().replace("\r\n", "\n")

    @property
    def html(self) -> str:
        return self.mail.get_body(["html"]).get_content()

    @property
    def everything(self) -> str:
        """All that anyone could read in it: raw lines, headers and parts decoded."""
        headers = "\n".join(f"{name}: {value}" for name, value in self.mail.items())
        return "\n".join([self.raw.decode("ascii"), headers, self.text, self.html])


class Mailbox:
    def __init__(
        self,
        *,
        account: tuple[str, str] | None = None,
        starttls: ssl.SSLContext | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.account, self.starttls, self.tls = account, starttls, tls
        self.received: list[Received] = []
        self.wrong: list[str] = []  # what a strict server found in what it read
        self.reached = threading.Semaphore(0)  # released each time a held step is reached
        self._refusals: dict[str, tuple[int, int | None]] = {}
        self._drops: set[str] = set()
        self._held: dict[str, threading.Event] = {}
        self._server: socketserver.ThreadingTCPServer | None = None
        self.port = 0
        self.revive()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.accept()
        self.die()

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def revive(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Conversation)
        self._server.mailbox = self
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def die(self) -> None:
        """Nobody listens any more; the port stays ours."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def refuse(self, step: str, code: int, *, times: int | None = None) -> None:
        self._refusals[step] = (code, times)

    def drop(self, step: str) -> None:
        self._drops.add(step)

    def hold(self, step: str) -> None:
        """Say nothing at this step until accept(); `reached` tells that a client is there."""
        self._held[step] = threading.Event()

    def accept(self) -> None:
        """Behave again."""
        self._refusals.clear()
        self._drops.clear()
        held, self._held = self._held, {}
        for event in held.values():
            event.set()

    def _refusal(self, step: str) -> int | None:
        code, times = self._refusals.get(step, (None, None))
        if times is not None:
            self._refusals[step] = (code, times - 1)
            if times == 1:
                del self._refusals[step]
        return code


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False  # server_close() waits for the conversations: no socket is left open
    mailbox: Mailbox

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(
            sys.exc_info()[1], ssl.SSLError
        ):  # a client that does not trust us is right to leave
            self.mailbox.wrong.append("conversation rompue par une erreur du serveur")


class _Gone(Exception):
    pass


class _Conversation(socketserver.StreamRequestHandler):
    server: _Server
    timeout = 20

    def setup(self) -> None:
        if context := self.server.mailbox.tls:
            self.request = context.wrap_socket(self.request, server_side=True)
        self.secured = context is not None
        super().setup()

    def handle(self) -> None:
        self.greeted = self.sender = self.to = ""
        self.entitled = self.server.mailbox.account is None
        with suppress(_Gone, ConnectionError, TimeoutError):
            self.answer("connect", 220, "boite.exemple.test")
            while True:
                line = self.read()
                verb, _, rest = line.partition(" ")
                method = getattr(self, f"on_{verb.lower()}", None)
                if method is None:
                    self.say(502, "inconnu")
                else:
                    method(rest)

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()  # the encrypted one too, which the server does not know

    def read(self) -> str:
        line = self.rfile.readline(1001)
        if not line:
            raise _Gone
        if not line.endswith(b"\r\n") or b"\r" in line[:-2] or not line.isascii():
            self.server.mailbox.wrong.append(f"ligne mal formée : {line[:80]!r}")
        return line.rstrip(b"\r\n").decode("ascii", "replace")

    def say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())

    def answer(self, step: str, code: int, text: str = "bien") -> bool:
        box = self.server.mailbox
        if event := box._held.get(step):
            box.reached.release()
            event.wait(20)
        if step in box._drops:
            raise _Gone
        refusal = box._refusal(step)
        self.say(refusal or code, f"refus <{self.to}>" if refusal else text)
        return refusal is None

    def on_ehlo(self, rest: str) -> None:
        self.greeted = rest
        box = self.server.mailbox
        lines = ["boite.exemple.test"]
        lines += ["STARTTLS"] if box.starttls and not self.secured else []
        lines += ["AUTH PLAIN"] if box.account else []
        if "ehlo" not in box._refusals:
            self.wfile.write("".join(f"250-{line}\r\n" for line in lines[:-1]).encode())
        self.answer("ehlo", 250, lines[-1])

    def on_starttls(self, rest: str) -> None:
        context = self.server.mailbox.starttls
        if context is None:
            self.say(502, "inconnu")
            return
        self.say(220, "à vous")
        self.rfile.close()
        self.wfile.close()
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.greeted, self.secured = "", True

    def on_auth(self, rest: str) -> None:
        given = base64.b64decode(rest.removeprefix("PLAIN ")).decode().split("\0")[1:]
        if tuple(given) == self.server.mailbox.account:
            self.entitled = self.answer("auth", 235)
        else:
            self.say(535, "compte ou mot de passe faux")

    def on_mail(self, rest: str) -> None:
        found = re.fullmatch(r"FROM:<([^<>\s@]+@[^<>\s@]+)>", rest, re.IGNORECASE)
        if not self.greeted or not self.entitled or not found:
            self.say(530 if self.greeted and found else 501, "pas ainsi")
        elif self.answer("mail", 250):
            self.sender = found[1]

    def on_rcpt(self, rest: str) -> None:
        found = re.fullmatch(r"TO:<([^<>\s@]+@[^<>\s@]+)>", rest, re.IGNORECASE)
        if not self.sender or not found:
            self.say(501, "pas ainsi")
        else:
            self.to = found[1]
            if not self.answer("rcpt", 250):
                self.to = ""

    def on_data(self, rest: str) -> None:
        if not self.to:
            self.say(503, "pour qui ?")
            return
        if not self.answer("data", 354):
            return
        lines = []
        while (line := self.read()) != ".":
            lines.append(line.removeprefix("."))
        raw = "".join(f"{line}\r\n" for line in lines).encode("ascii")
        box = self.server.mailbox
        kept = Received(self.greeted, self.sender, self.to, raw)
        if "body" not in box._refusals:
            box.received.append(kept)  # before the answer: a server that falls silent here has it
        self.answer("body", 250)

    def on_rset(self, rest: str) -> None:
        self.sender = self.to = ""
        self.say(250, "bien")

    def on_quit(self, rest: str) -> None:
        self.answer("quit", 221)
        raise _Gone


@contextmanager
def mailbox_for(settings: Any, **options: Any) -> Iterator[Mailbox]:
    """A mailbox, and the settings of this process pointed at it."""
    with Mailbox(**options) as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = box.account or ("", "")
        yield box
        assert box.wrong == []
