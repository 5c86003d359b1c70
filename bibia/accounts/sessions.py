"""Sessions in the database, each knowing whose it is: they can be listed and ended."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions


class SessionStore(DatabaseSessions):
    @classmethod
    def get_model_class(cls):
        from bibia.accounts.models import Session

        return Session

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        setattr(session, "account_id", data.get(SESSION_KEY))  # noqa: B010 - the base class has no such column
        return session
