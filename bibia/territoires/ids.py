"""Permanent public identifiers: 8 Crockford base-32 characters, random, never sequential."""

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 8
PATTERN = rf"[{ALPHABET}]{{{LENGTH}}}"
ID = re.compile(PATTERN)


def new_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
