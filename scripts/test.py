"""Everything that must hold before a commit, one step after the other; stops at the first that fails."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from scripts import postgres

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# What would make two machines disagree is taken away from the environment of the tests.
FOREIGN = (
    "ALLOWED_HOSTS",
    "BASE_URL",
    "BIBIA_DEMO",
    "DATABASE_URL",
    "DEBUG",
    "EMAIL_FROM",
    "EMAIL_URL",
    "GRIST_PRIVE",
    "GRIST_SENS",
    "GRIST_TABLE",
    "PORT",
    "PROCONNECT_CLIENT_ID",
    "PROCONNECT_CLIENT_SECRET",
    "PROCONNECT_URL",
    "PROXIES",
    "SECRET_KEY",
    "SECRET_KEY_FALLBACKS",
    "SITE_CONTACT_URL",
    "SITE_EDITEUR",
    "SITE_HEBERGEUR",
    "SITE_SOURCE_URL",
    "WEB_CONCURRENCY",
)
# Set in most containers: each of the hundreds of programs that the tests start would compile all of its code.
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"

QUALITY = [
    ("Mise en forme", ["ruff", "format", "--check", "--quiet", "."]),
    ("Règles du code", ["ruff", "check", "--quiet", "."]),
    ("Gabarits", ["djlint", "bibia", "--lint", "--quiet"]),
    ("Types", ["mypy", "--no-error-summary"]),
]
CONTRACT = "import sys; from importlinter.cli import lint_imports_command as run; sys.argv = ['lint-imports', '--no-logo']; run()"


def missing() -> list[str]:
    packages = [] if any(map(shutil.which, CHROMIUM)) else ["chromium"]
    return packages if postgres.binaries() else [*packages, "postgresql"]


def install_system_packages() -> None:
    packages = missing()
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(
            f"Il manque à ce poste : {', '.join(packages)}. "
            f"Installez-les avec « sudo apt install {' '.join(packages)} », puis relancez « make test » "
            "(« make check » s’en passe)."
        )
    print(f"Installation de {', '.join(packages)}…", flush=True)
    apt = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update"], check=True, env=environment)
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)


def step(title: str, command: list[str], environment: dict[str, str]) -> None:
    started = time.monotonic()
    print(f"— {title}", flush=True)
    status = subprocess.call([sys.executable, *command], env=environment)
    if status:
        raise SystemExit(f"Échec : {title} (code {status}).")
    print(f"  {time.monotonic() - started:.0f} s", flush=True)


def quality(environment: dict[str, str]) -> None:
    for title, (module, *arguments) in QUALITY:
        step(title, ["-m", module, *arguments], environment)
    step("Sens des dépendances", ["-c", CONTRACT], environment)
    step("Migrations à jour", ["manage.py", "makemigrations", "--check", "--dry-run"], environment)


def workers() -> int:
    """One for each core; more than eight would ask more connections than the temporary server has."""
    return min(max(2, len(os.sched_getaffinity(0))), 8)


def pytest(title: str, environment: dict[str, str], *arguments: str) -> None:
    # The last line of pytest is the last line of all.
    print(f"— {title}", flush=True)
    command = [sys.executable, "-m", "pytest", "-n", str(workers())]
    status = subprocess.call([*command, *arguments], env=environment)
    if status:
        raise SystemExit(status)


@contextmanager
def clean_environment() -> Iterator[dict[str, str]]:
    """No variable of the person who runs the tests, and no file outside a temporary directory."""
    with tempfile.TemporaryDirectory(prefix="bibia-essais-") as data:
        kept = {name: value for name, value in os.environ.items() if name not in (*FOREIGN, UNCOMPILED)}
        yield {**kept, "BIBIA_DATA": data, "PYTHONUTF8": "1"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="sans PostgreSQL ni navigateur")
    fast = parser.parse_args().fast
    # Turned into an exception, so that the temporary server stops as with Ctrl+C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not fast:
        install_system_packages()
    with clean_environment() as environment:
        quality(environment)
        if fast:
            pytest("Essais sur SQLite, sans navigateur", environment, "-m", "not browser")
            return
        with postgres.temporary() as url:
            served = {**environment, "DATABASE_URL": url}
            pytest("Essais sur PostgreSQL", served, "-m", "database and not browser")
        pytest("Essais sur SQLite et dans Chromium", environment)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Interrompu.")
