"""Purge: every declared rule drops what is old, and only that."""

import datetime
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from bibia.accounts.models import Session
from bibia.fiches.guard import trusted
from bibia.ui.filters import typo
from bibia.web.models import Attempts, Done
from bibia.web.retention import purge, rules

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def test_every_rule_says_what_how_long_and_since_when():
    codes = [rule.code for rule in rules()]
    assert {"courriels", "sessions", "formulaires", "tentatives"} <= set(codes)
    for rule in rules():
        assert rule.what and rule.counted_from and 0 <= rule.days <= 3650, rule.code


def test_what_is_old_goes_and_what_is_not_stays():
    now = timezone.now()
    with trusted():
        for rank, age in enumerate((-1, 1, 10, 400)):
            moment = now - age * DAY
            Session.objects.create(session_key=f"s{rank}", expire_date=moment)
            Done.objects.create(key=f"d{rank}", at=moment)
            Attempts.objects.create(key=f"a{rank}", window=moment)
    counts = purge(now=now)
    assert (counts["sessions"], counts["formulaires"], counts["tentatives"]) == (3, 2, 2)
    assert set(purge(now=now).values()) == {0}


def test_the_command_says_what_it_dropped(capsys):
    call_command("purge", "--regles")
    said = capsys.readouterr().out
    assert "courriels" in said and "30 jours" in said.replace("\u00a0", " ")
    call_command("purge")
    assert "sessions\u00a0: 0" in capsys.readouterr().out


def test_the_register_of_processing_prints_these_rules():
    register = Path(settings.BASE_DIR, "docs/rgpd/registre.md").read_text(encoding="utf-8")
    written = re.findall(r"^\| `[a-z-]+` \|.*$", register, re.MULTILINE)
    assert written == [typo(f"| `{rule.code}` | {rule.what} | {rule.until} |") for rule in rules()]
