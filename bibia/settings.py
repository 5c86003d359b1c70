"""Settings, read from the environment only; docs/exploitation.md lists every variable."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import dj_database_url

from bibia.courrier.configuration import mail_server, sender

BASE_DIR = Path(__file__).resolve().parent.parent


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _secret_key(data: Path) -> str:
    """SECRET_KEY, else a key generated once and kept where the data is."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = data / "secret-key"
    if not path.exists():
        draft = data / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # A link appears whole or not at all: processes that start together read the same key.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


# Where the database and the files live.
DATA_DIR = Path(os.environ.get("BIBIA_DATA") or BASE_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = _secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = _list("SECRET_KEY_FALLBACKS", "")
DEBUG = os.environ.get("DEBUG") == "1"
PORT = int(os.environ.get("PORT") or 8000)
# Canonical addresses come from here, never from the Host header.
BASE_URL = (os.environ.get("BASE_URL") or f"http://127.0.0.1:{PORT}").rstrip("/")
# Servers in front of this one that add to X-Forwarded-For where a request comes from: a site in https has one.
PROXIES = int(os.environ.get("PROXIES") or BASE_URL.startswith("https://"))
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")

# Who answers for this site, printed in the legal notices; empty values are said to be missing.
SITE = {
    "editeur": os.environ.get("SITE_EDITEUR", ""),
    "hebergeur": os.environ.get("SITE_HEBERGEUR", ""),
    "contact_url": os.environ.get("SITE_CONTACT_URL", ""),
    "source_url": os.environ.get("SITE_SOURCE_URL", ""),
}

# The Grist table that the library exchanges with (docs/grist.md); its key is nowhere in the database.
GRIST = {
    "url": os.environ.get("GRIST_URL", ""),
    "key": os.environ.get("GRIST_API_KEY", ""),
    "doc": os.environ.get("GRIST_DOC", ""),
    "table": os.environ.get("GRIST_TABLE", ""),
    "sens": os.environ.get("GRIST_SENS") or "lire",
    "private": os.environ.get("GRIST_PRIVE", ""),
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bibia.checks.Checks",
    "bibia.ui",
    "bibia.territoires",
    "bibia.courrier",
    "bibia.accounts",
    "bibia.fiches",
    "bibia.web",
    "bibia.compte",
    "bibia.catalogue",
    "bibia.imports",
    "bibia.imports.grist",
    "bibia.contribution",
    "bibia.echanges",
    "bibia.moderation",
    "bibia.observatoire",
    "bibia.pages",
]
AUTH_USER_MODEL = "accounts.Account"

# Sessions, forgery protection and messages exist under PRIVATE_PREFIX only: public pages know nobody.
MIDDLEWARE = [
    "bibia.middleware.headers.strict_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bibia.middleware.private.space",
    "bibia.middleware.private.Sessions",
    "bibia.middleware.private.Forgery",
    "bibia.middleware.private.Authentication",
    "bibia.middleware.private.Messages",
    "allauth.account.middleware.AccountMiddleware",
    "bibia.middleware.declared.DeclaredRoutes",
    "django.middleware.common.CommonMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "bibia.compte.proconnect.backend.Backend",
]
ACCOUNT_ADAPTER = "bibia.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_RATE_LIMITS = False  # counted in the database instead (bibia/web/limits.py)
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that opens the session proves the address
ACCOUNT_SESSION_REMEMBER = True
# ProConnect, when the operator has an agreement: its address, up to /api/v2.
PROCONNECT_URL = os.environ.get("PROCONNECT_URL", "").rstrip("/")
OIDC_RP_CLIENT_ID = os.environ.get("PROCONNECT_CLIENT_ID", "")
OIDC_RP_CLIENT_SECRET = os.environ.get("PROCONNECT_CLIENT_SECRET", "")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_RP_SCOPES = "openid given_name usual_name email uid siret idp_id"
OIDC_STATE_SIZE = OIDC_NONCE_SIZE = 40  # characters; ProConnect asks for 32
OIDC_TIMEOUT = 10  # seconds
OIDC_STORE_ID_TOKEN = True  # to end ProConnect's session too
OIDC_OP_AUTHORIZATION_ENDPOINT = f"{PROCONNECT_URL}/authorize"
OIDC_OP_TOKEN_ENDPOINT = f"{PROCONNECT_URL}/token"
OIDC_OP_USER_ENDPOINT = f"{PROCONNECT_URL}/userinfo"
OIDC_OP_JWKS_ENDPOINT = f"{PROCONNECT_URL}/jwks"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/espace/"
MFA_ADAPTER = "bibia.accounts.factors.Adapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Bibliothèque d’IA territoriale"
# The browser itself sends these cookies nowhere else.
SESSION_ENGINE = "bibia.accounts.sessions"
SESSION_COOKIE_NAME = "espace"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/espace/"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # seconds
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "jeton"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "bibia.pages.errors.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ROOT_URLCONF = "bibia.urls"
WSGI_APPLICATION = "bibia.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "bibia.web.jinja.environment", "auto_reload": DEBUG},
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(DATA_DIR / 'bibia.sqlite3'))}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: no "database is locked"; FULL: a confirmed write survives a power cut (NORMAL loses some).
    # The first 128 MB are read where the system keeps them, not copied: a fifth sooner for the rows of a page.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA mmap_size=134217728;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# The outbox: without a server, messages are files in OUTBOX_DIR.
(EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL) = mail_server(
    os.environ.get("EMAIL_URL", "")
)
EMAIL_TIMEOUT = 10  # seconds, for each answer of the server
DEFAULT_FROM_EMAIL = sender(os.environ.get("EMAIL_FROM", ""), BASE_URL)
OUTBOX_DIR = DATA_DIR / "courriels"
# The outbox is below what guards the working tables: it opens them by this name.
OUTBOX_GUARD = "bibia.fiches.guard.trusted"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 60

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # What readers ask for is never written, not even what was not found (bibia/serve.py).
    "loggers": {"django.request": {"level": "ERROR"}},
}
