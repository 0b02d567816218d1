"""What is read once while a page is made, and asked anew by the next.

Covers `passerelle_web.people.remembering`.
"""

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from passerelle_web.people.models import Membership, Role
from passerelle_web.people.permissions import desks, may, read_once
from passerelle_web.people.remembering import ReadOnce, reading, remember, remembered
from tests.site.people_makers import member, person, put


class Asked:
    """Counts how often it is read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_outside_nothing_is_kept():
    read = Asked()
    remember("key", 99)
    assert [remembered("key", read), remembered("key", read)] == [1, 2]


def test_within_it_is_read_once_and_forgotten_afterwards():
    read = Asked()
    with reading():
        assert [remembered("key", read), remembered("key", read), remembered("other", read)] == [1, 1, 2]
        with reading():  # within another it is the other's
            assert remembered("key", read) == 1
        assert remembered("key", read) == 1
        remember("key", 99)
        remember("third", None)
        assert (remembered("key", read), remembered("third", read)) == (1, None)
    assert remembered("key", read) == 3
    with pytest.raises(ZeroDivisionError), reading():
        remembered("key", lambda: 1 / 0)
    with reading():
        assert remembered("key", read) == 4, "a fault ends it as well"


@pytest.mark.parametrize(("method", "times"), [("get", 1), ("head", 1), ("post", 2), ("put", 2), ("delete", 2)])
def test_a_request_that_writes_asks_again(method, times):
    read = Asked()

    def view(_request: object) -> HttpResponse:
        remembered("key", read)
        remembered("key", read)
        return HttpResponse()

    ReadOnce(view)(getattr(RequestFactory(), method)("/"))
    assert read.times == times


@pytest.mark.django_db
def test_who_was_removed_loses_access_at_the_next_request():
    ana, of = person("ana"), member("Village")
    put(ana, of, Role.DELEGATE)
    with read_once():
        assert may(ana, "people.change_member", of)
        Membership.objects.update(until=date.today())  # noqa: DTZ011  whatever the zone, she is in it no more
        assert len(desks(ana)) == 1, "the page that is being made stays of one mind"
    assert not may(ana, "people.change_member", of)
    with read_once():
        assert not may(ana, "people.change_member", of)
