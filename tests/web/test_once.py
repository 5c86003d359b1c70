"""A form that is sent twice is received once; one that fails can be sent again."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponseRedirect
from django.test import RequestFactory

from bibia.fiches.guard import trusted
from bibia.web.models import Done
from bibia.web.once import new_key, once
from tests import factories

pytestmark = pytest.mark.django_db


def post(key, user=None, path="/espace/essai/"):
    request = RequestFactory().post(path, {"cle": key} if key else {})
    request.user = user or AnonymousUser()
    return request


class Effect:
    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return HttpResponseRedirect(f"/espace/fait/{self.times}/")


def test_the_same_form_again_leads_to_the_same_place_and_does_nothing():
    effect, key = Effect(), new_key()
    answers = [once(post(key), effect).url for _ in range(3)]
    assert answers == ["/espace/fait/1/"] * 3 and effect.times == 1


def test_a_place_of_any_length_is_kept_on_both_engines():
    key, long = new_key(), f"/espace/rattachement/213502388/?next={'%25C3%25A9' * 200}"
    for _twice in range(2):
        assert once(post(key), lambda: HttpResponseRedirect(long)).url == long


def test_another_key_another_person_and_another_page_are_other_forms():
    effect, key = Effect(), new_key()
    once(post(key), effect)
    once(post(new_key()), effect)
    once(post(key, factories.account("membre")), effect)
    once(post(key, path="/espace/autre/"), effect)
    assert effect.times == 4


def test_without_a_key_each_sending_counts():
    effect = Effect()
    once(post(""), effect)
    once(post(""), effect)
    assert effect.times == 2


def test_what_fails_may_be_sent_again():
    key = new_key()

    def fail():
        Done.objects.create(key="à moitié", location="", at="2026-03-05T09:00:00Z")
        raise ValueError

    with pytest.raises(ValueError):
        once(post(key), fail)
    effect = Effect()
    once(post(key), effect)
    with trusted():
        assert effect.times == 1 and Done.objects.count() == 1


def test_the_key_that_is_kept_tells_neither_the_form_nor_the_person():
    key, account = new_key(), factories.account("membre", handle="compte-essai")
    once(post(key, account), Effect())
    with trusted():
        assert key not in str(Done.objects.values().get())
