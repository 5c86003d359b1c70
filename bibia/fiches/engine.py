"""What the database itself enforces beside constraints: the public role, and the append-only journal."""

from contextlib import suppress

from django.core.checks import Error, register
from django.db import DEFAULT_DB_ALIAS, IntegrityError, ProgrammingError, connection, connections, transaction

from bibia.fiches.guard import PUBLIC_PREFIXES, PUBLIC_ROLE

_JOURNAL = "trv_journal"
_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {_JOURNAL}_{verb} BEFORE {verb.upper()} ON {_JOURNAL} "
    f"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("update", "delete")
]
_POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION {_JOURNAL}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
    """,
    # For each statement, and not each row: TRUNCATE touches none.
    f"""
    CREATE OR REPLACE TRIGGER {_JOURNAL}_update BEFORE UPDATE OR DELETE OR TRUNCATE ON {_JOURNAL}
    FOR EACH STATEMENT EXECUTE FUNCTION {_JOURNAL}_refuse()
    """,
]


def seal_journal(db) -> None:
    """From here on the engine refuses to change or delete a line of the journal."""
    with db.cursor() as cursor:
        for statement in _SQLITE if db.vendor == "sqlite" else _POSTGRESQL:
            cursor.execute(statement)


def unseal_journal(db) -> None:
    """For `flush` only, which empties a whole database."""
    with db.cursor() as cursor:
        for verb in ("update", "delete"):
            table = "" if db.vendor == "sqlite" else f" ON {_JOURNAL}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {_JOURNAL}_{verb}{table}")


def grant_public_role(using: str = DEFAULT_DB_ALIAS, **kwargs) -> None:
    """Give the public role the public tables, and them only (receiver of `post_migrate`)."""
    db = connections[using]
    if db.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=using), db.cursor() as cursor:
            _make_role(cursor)
            tables = db.introspection.table_names(cursor)
            public = [table for table in tables if table.startswith(PUBLIC_PREFIXES)]
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {PUBLIC_ROLE}")
            for table in public:
                cursor.execute(f'GRANT SELECT ON "{table}" TO {PUBLIC_ROLE}')
    except ProgrammingError:
        # Not allowed to make roles: the check below says it, and public requests are refused.
        return


def _make_role(cursor) -> None:
    """Roles belong to the whole server: another database may be making the same one at this moment."""
    if not _one(cursor, "SELECT 1 FROM pg_roles WHERE rolname = %s", PUBLIC_ROLE):
        with suppress(IntegrityError), transaction.atomic(using=cursor.db.alias):
            cursor.execute(f"CREATE ROLE {PUBLIC_ROLE} NOLOGIN")
    if not _one(
        cursor,
        "SELECT 1 FROM pg_auth_members JOIN pg_roles AS role ON role.oid = roleid "
        "JOIN pg_roles AS member ON member.oid = member "
        "WHERE role.rolname = %s AND member.rolname = current_user",
        PUBLIC_ROLE,
    ):
        user = _one(cursor, "SELECT current_user")
        with suppress(IntegrityError), transaction.atomic(using=cursor.db.alias):
            cursor.execute(f'GRANT {PUBLIC_ROLE} TO "{user}"')
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {PUBLIC_ROLE}")


def _one(cursor, statement: str, *params: str):
    cursor.execute(statement, params)
    row = cursor.fetchone()
    return row and row[0]


@register("database", "bibia")
def check_public_role(app_configs=None, databases=None, **kwargs):
    """Without the role the engine cannot lock public requests: production is refused."""
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')", [PUBLIC_ROLE]
        )
        if cursor.fetchone():
            return []
    return [
        Error(
            f"Le rôle PostgreSQL « {PUBLIC_ROLE} » n’existe pas ou n’est pas accordé à ce compte.",
            hint=f"CREATE ROLE {PUBLIC_ROLE} NOLOGIN; GRANT {PUBLIC_ROLE} TO <compte>; puis migrate.",
            id="bibia.E001",
        )
    ]
