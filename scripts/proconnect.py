"""A strict ProConnect on the loopback interface, for the tests and for trying a sign-in while developing.

`python -m scripts.proconnect` serves it and prints the variables to start the library with. Whatever the real
service refuses is refused: unknown parameters, short state and nonce, scopes that were not agreed, another address
to come back to, a code used twice.
"""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "bibliotheque", "secret-d-essai"
SCOPES = {name: name for name in ("given_name", "usual_name", "email", "uid", "siret", "idp_id")} | {
    "openid": "sub"
}
AGENT = {
    "sub": "agent-1",
    "uid": "1",
    "given_name": "Prénom",
    "usual_name": "Nom",
    "email": "agent@bourg-essai.example",
    "siret": "21570463600012",
    "idp_id": "fournisseur-essai",
}
_ASKED = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values"}
_SHORTEST = 32  # characters of a state and of a nonce


@dataclass
class ProConnect:
    """What it would say; tests change it to make it lie."""

    url: str = ""
    redirect_uri: str = ""
    agent: dict[str, str] = field(default_factory=lambda: dict(AGENT))
    id_token: dict[str, Any] = field(default_factory=dict)  # said instead of the truth
    userinfo: dict[str, Any] = field(default_factory=dict)
    plain_userinfo: bool = False  # an unsigned answer
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, dict[str, str]] = field(default_factory=dict)
    ended: list[dict[str, str]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def signed(self, claims: dict[str, Any]) -> str:
        now = int(time.time())
        known = {"iss": self.url, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        return jwt.encode(known | claims, self.key, "RS256", headers={"kid": "essai"})

    def jwks(self) -> dict[str, Any]:
        public = self.key.public_key().public_numbers()
        numbers = {"n": _base64(public.n), "e": _base64(public.e)}
        return {"keys": [{"kty": "RSA", "kid": "essai", "use": "sig", "alg": "RS256", **numbers}]}

    def refusal(self, asked: dict[str, str]) -> str:
        if unknown := set(asked) - _ASKED:
            return f"Y000400 : paramètres inconnus {sorted(unknown)}"
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return "client inconnu"
        if self.redirect_uri and asked.get("redirect_uri") != self.redirect_uri:
            return "adresse de retour inconnue"
        if min(len(asked.get("state", "")), len(asked.get("nonce", ""))) < _SHORTEST:
            return "state ou nonce trop court"
        wrong = set(asked.get("scope", "").split()) - set(SCOPES)
        return f"périmètres refusés {sorted(wrong)}" if wrong else ""


def _base64(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


class _Handler(BaseHTTPRequestHandler):
    provider: ProConnect

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        page = address.path.removeprefix("/api/v2")
        asked = _flat(address.query)
        if page == "/jwks":
            return self._json(200, self.provider.jwks())
        if page == "/authorize":
            return self._authorize(asked)
        if page == "/userinfo":
            return self._userinfo()
        if page == "/session/end":
            self.provider.ended.append(asked)
            return self._answer(302, b"", Location=asked["post_logout_redirect_uri"])
        return self._json(404, {"error": "not_found"})

    def do_POST(self) -> None:
        sent = _flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.provider.codes.pop(sent.get("code", ""), None)
        known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not (known and asked and asked["redirect_uri"] == sent.get("redirect_uri")):
            return self._json(400, {"error": "invalid_grant"})
        token = secrets.token_urlsafe(16)
        self.provider.tokens[token] = asked
        claims = {"sub": self.provider.agent["sub"], "nonce": asked["nonce"], "acr": "eidas1"}
        id_token = self.provider.signed(claims | self.provider.id_token)
        self._json(
            200, {"access_token": token, "token_type": "Bearer", "id_token": id_token, "expires_in": 60}
        )

    def _authorize(self, asked: dict[str, str]) -> None:
        if refusal := self.provider.refusal(asked):
            return self._json(400, {"error": refusal})
        code = secrets.token_urlsafe(16)
        self.provider.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return self._answer(303, b"", Location=f"{asked['redirect_uri']}?{back}")

    def _userinfo(self) -> None:
        asked = self.provider.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if not asked:
            return self._json(401, {"error": "invalid_token"})
        agent = self.provider.agent
        claims = {SCOPES[scope]: agent[SCOPES[scope]] for scope in asked["scope"].split()}
        claims |= self.provider.userinfo
        if self.provider.plain_userinfo:
            return self._json(200, claims)
        return self._answer(200, self.provider.signed(claims).encode(), **{"Content-Type": "application/jwt"})

    def _json(self, status: int, content: dict[str, Any]) -> None:
        self._answer(status, json.dumps(content).encode(), **{"Content-Type": "application/json"})

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def served(port: int = 0) -> Iterator[ProConnect]:
    provider = ProConnect()
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Handler", (_Handler,), {"provider": provider}))
    provider.url = f"http://127.0.0.1:{server.server_port}/api/v2"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    with served(8899) as provider:
        print("Un ProConnect d’essai répond. Dans un autre terminal :", flush=True)
        print(
            f"PROCONNECT_URL={provider.url} PROCONNECT_CLIENT_ID={CLIENT_ID} "
            f"PROCONNECT_CLIENT_SECRET={CLIENT_SECRET} make dev",
            flush=True,
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
