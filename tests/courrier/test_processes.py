"""Real processes on one database: killed in the middle, or all at work at once."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from bibia.courrier.models import Message
from bibia.fiches.guard import trusted
from tests.courrier.processes import shared
from tests.courrier.smtp import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

SETUP = "import os, sys, time, django; django.setup()\nfrom bibia.courrier import delivery\n"


@pytest.fixture
def box():
    with Mailbox() as box:
        yield box
        assert box.wrong == []


@pytest.fixture
def site(box, tmp_path):
    with shared(tmp_path, box.url) as site:
        yield site


@pytest.fixture
def states(rows):
    return lambda: sorted(message.state for message in rows())


def later() -> None:
    """Long enough after for a claim without an end to be noticed, and for every delay to be over."""
    past = timezone.now() - timedelta(hours=5)
    with trusted():
        Message.objects.exclude(claimed_at=None).update(claimed_at=past)
        Message.objects.update(next_try_at=past)


# What the recipient has when the process dies while the server holds its answer to this step.
DEATHS = {"connect": 0, "ehlo": 0, "mail": 0, "rcpt": 0, "data": 0, "body": 1, "quit": 1}


@pytest.mark.parametrize("step", DEATHS)
def test_a_process_killed_never_makes_a_second_mail(site, box, write, states, step):
    for rank in range(3):
        write(to=f"agent{rank}@collectivite.example")
    box.hold(step)
    victim = site.courrier()
    assert box.reached.acquire(timeout=30)
    site.kill(victim)
    box.accept()
    assert len(box.received) == DEATHS[step]
    # At once: what was not claimed leaves, what was is left alone.
    site.wait(site.courrier())
    assert states() == ["sending", "sent", "sent"]
    later()
    site.wait(site.courrier())
    assert states() == ["sent", "sent", "uncertain"]
    copies = Counter(one.to for one in box.received)
    assert max(copies.values()) == 1 and len(copies) == 2 + DEATHS[step]


KILLED_AROUND_THE_CLAIM = {
    "before": "delivery._claim = lambda: os.kill(os.getpid(), 9)",
    "after": "delivery.hand_over = lambda message: os.kill(os.getpid(), 9)",
    "before the record": "delivery._record = lambda *result: os.kill(os.getpid(), 9)",
}


@pytest.mark.parametrize("moment", KILLED_AROUND_THE_CLAIM)
def test_killed_between_two_transactions(site, box, write, states, moment):
    write()
    victim = site.start("-c", f"{SETUP}{KILLED_AROUND_THE_CLAIM[moment]}\ndelivery.deliver()")
    victim.communicate(timeout=30)
    assert victim.returncode == -9
    assert states() == ["waiting" if moment == "before" else "sending"]
    later()
    site.wait(site.courrier())
    assert states() == ["sent" if moment == "before" else "uncertain"]
    assert len(box.received) == (0 if moment == "after" else 1)


def test_two_processes_share_the_work_and_each_message_is_received_once(site, box, write, states):
    for rank in range(50):
        write(to=f"agent{rank}@collectivite.example")
    # Both are there before either has finished its first message.
    box.hold("connect")
    both = [site.courrier(), site.courrier()]
    assert all(box.reached.acquire(timeout=30) for _ in both)
    box.accept()
    told = [site.wait(process) for process in both]
    copies = Counter(one.to for one in box.received)
    assert copies == {f"agent{rank}@collectivite.example": 1 for rank in range(50)}
    assert states() == ["sent"] * 50
    assert all("envoyé" in line for line in told), told


POSTMAN = SETUP + "from bibia.courrier.postman import postman\n"
WEB = POSTMAN + "import bibia.wsgi\n"


def test_a_request_does_not_wait_for_the_server_and_its_message_leaves_at_once(site, box, write):
    write()
    box.hold("rcpt")
    web = site.start(
        "-c", WEB + "sys.stdin.readline(); postman.kick(); print('fini', flush=True); time.sleep(60)"
    )
    assert box.reached.acquire(timeout=30)  # its thread has taken up what was left, and is held
    write(to="suivant@collectivite.example")
    web.stdin.write("\n")
    web.stdin.flush()
    assert web.stdout.readline() == "fini\n"
    assert box.received == []
    box.accept()
    # Well before the next round of the clock.
    for _ in range(200):
        if len(box.received) == 2:
            break
        time.sleep(0.05)
    assert [one.to for one in box.received] == ["agent@collectivite.example", "suivant@collectivite.example"]


def test_a_web_process_that_stops_ends_the_message_in_hand(site, box, write, states):
    write()
    write()
    box.hold("body")
    web = site.start("-c", POSTMAN + "postman.start(); sys.stdin.readline()")
    assert box.reached.acquire(timeout=30)
    web.stdin.write("\n")
    web.stdin.flush()
    time.sleep(1)  # the program is over, its thread is not
    assert web.poll() is None
    box.accept()
    site.wait(web)
    assert states() == ["sent", "waiting"]


def test_a_broken_round_is_told_and_the_thread_goes_on(site):
    program = """
import time, bibia.courrier.postman as module
rounds = []
def deliver(stopping):
    rounds.append(1)
    raise RuntimeError("base en panne")
module.deliver = deliver
module.postman.start()
time.sleep(0.3)
module.postman.kick()
time.sleep(0.3)
print(len(rounds))
"""
    told = site.wait(site.start("-c", SETUP + program))
    assert told.count("n’ont pas pu partir") == 2 and told.splitlines()[-1] == "2"
