"""The date of this release: what must expire counts from it, never from the hour of a request."""

from datetime import UTC, datetime, timedelta

RELEASED = datetime(2026, 11, 23, tzinfo=UTC)
# RFC 9116 asks for less than a year: a release refreshes it.
SECURITY_TXT_EXPIRES = RELEASED + timedelta(days=364)
