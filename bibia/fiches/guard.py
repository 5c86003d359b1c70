"""Two of the five locks: an SQL tripwire on every statement, and the engine itself on public requests.

Restricted (`rsv_`) and working (`trv_`) tables are refused outside `trusted()`. During a public request
the engine allows reading `pub_` and `ref_` tables, and nothing else: SQLite by its authorizer,
PostgreSQL by `SET ROLE`. SQLite forgets every prepared statement when an authorizer is set: between two
public requests it stays locked, until another statement comes.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

PUBLIC_ROLE = "bibia_public"
PUBLIC_PREFIXES = ("pub_", "ref_")
# auth_, account_ and mfa_: accounts, in tables that libraries name.
_WATCHED = re.compile(r"\b(?:rsv|trv|auth|account|mfa)_", re.IGNORECASE)
# One statement that reads; on PostgreSQL another could take the role off (RESET ROLE, a DO block…).
_READ = re.compile(
    r"[\s(]*(?:SELECT|WITH|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\b[^;]*", re.IGNORECASE
)
# Functions that could as well, and those that run a text as a statement.
_ESCAPES = re.compile(r"set_config|_to_xml|ts_stat|ts_rewrite|U&", re.IGNORECASE)

_trusted: ContextVar[bool] = ContextVar("trusted", default=False)
_public: ContextVar[bool] = ContextVar("public", default=False)


class RestrictedAccess(Exception):
    """A statement named a restricted table where nothing allowed it."""


@contextmanager
def trusted() -> Iterator[None]:
    """Allow restricted tables here; a public request can never enter."""
    if _public.get():
        raise RestrictedAccess("Une requête publique ne lit que des tables publiques.")
    token = _trusted.set(True)
    try:
        yield
    finally:
        _trusted.reset(token)


@contextmanager
def public_request() -> Iterator[None]:
    """Everything in here may read public tables only, by the engine's own rule."""
    # Not `django.db.connection`: it is a proxy, with a __dict__ of its own that never holds the lock.
    db = connections[DEFAULT_DB_ALIAS]
    public, trust = _public.set(True), _trusted.set(False)
    try:
        # Before any transaction of the request: its rollback would take PostgreSQL's role off.
        db.ensure_connection()
        _lock_engine(db)
        yield
    finally:
        _public.reset(public)
        _trusted.reset(trust)
        # The end of a transaction does not come through the tripwire, which would unlock.
        if db.vendor != "sqlite" or (db.connection is not None and db.connection.in_transaction):
            _unlock_engine(db)


def tripwire(execute, sql, params, many, context):
    text = str(sql)
    watched, reads = _judged(text) if len(text) <= _USUAL else _judge(text)
    if not _trusted.get() and watched:
        raise RestrictedAccess(text[:80])
    if _public.get():
        if not reads:
            raise RestrictedAccess(text[:80])
        _lock_engine(context["connection"])
    else:
        _unlock_engine(context["connection"])
    return execute(sql, params, many, context)


# Characters; rows written together make statements that do not come back.
_USUAL = 10_000


def _judge(statement: str) -> tuple[bool, bool]:
    """Whether it names a watched table, and whether it only reads."""
    reads = _READ.fullmatch(statement) is not None and not _ESCAPES.search(statement)
    return _WATCHED.search(statement) is not None, reads


# The same few statements, read letter by letter, would cost as much as running them.
_judged = lru_cache(maxsize=512)(_judge)


def install(connection: BaseDatabaseWrapper, **kwargs) -> None:
    """Put the tripwire on a new connection (receiver of `connection_created`)."""
    if tripwire not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, tripwire)
    if _public.get():
        _lock_engine(connection)


def _lock_engine(db: BaseDatabaseWrapper) -> None:
    # Which connection is locked, and not whether one is: another may have taken its place.
    if db.__dict__.get("bibia_locked") is db.connection:
        return
    if db.vendor == "sqlite":
        db.connection.set_authorizer(_authorize)
    else:
        db.connection.execute(f"SET ROLE {PUBLIC_ROLE}")
    db.__dict__["bibia_locked"] = db.connection


def _unlock_engine(db: BaseDatabaseWrapper) -> None:
    locked = db.__dict__.pop("bibia_locked", None)
    if locked is None or locked is not db.connection:
        return
    if db.vendor == "sqlite":
        db.connection.set_authorizer(None)
        return
    try:
        with db.wrap_database_errors:
            db.connection.execute("RESET ROLE")
    except DatabaseError:
        # A broken transaction cannot leave the role: the connection is given up, never reused.
        db.close()


_ALLOWED_PRAGMAS = ("data_version",)


def _authorize(action: int, first: str | None, second: str | None, database, trigger) -> int:
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ and (first or "").startswith(PUBLIC_PREFIXES):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in _ALLOWED_PRAGMAS and not second:
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
