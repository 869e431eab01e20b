import threading

import pytest

from rnnsim.worker.mailbox import Mailbox


@pytest.fixture
def mailbox():
    return Mailbox()


def test_it_starts_empty(mailbox):
    assert mailbox.take() is None


def test_a_message_is_taken_once(mailbox):
    mailbox.put("a")
    assert mailbox.take() == "a"
    assert mailbox.take() is None


def test_it_says_whether_a_message_waits(mailbox):
    assert not mailbox.waiting
    mailbox.put("a")
    assert mailbox.waiting
    mailbox.take()
    assert not mailbox.waiting


def test_the_latest_message_wins(mailbox):
    for message in "abc":
        mailbox.put(message)
    assert mailbox.take() == "c"
    assert mailbox.take() is None


@pytest.mark.parametrize("message", [0, "", (), False], ids=repr)
def test_a_message_that_is_false_is_still_a_message(mailbox, message):
    mailbox.put(message)
    assert mailbox.take(None) == message


def test_taking_waits_no_longer_than_asked(mailbox):
    assert mailbox.take(0.0) is None
    assert mailbox.take(0.01) is None


@pytest.mark.parametrize("timeout", [None, 60.0])
def test_a_message_wakes_who_waits_for_it(mailbox, timeout):
    taken = []
    waiting = threading.Thread(target=lambda: taken.append(mailbox.take(timeout)), name="taker")
    waiting.start()
    mailbox.put("a")
    waiting.join(10.0)
    assert not waiting.is_alive()
    assert taken == ["a"]


def test_between_threads_none_comes_twice_or_out_of_order_and_the_last_always_comes(mailbox):
    last = 20_000
    taken = []

    def take_all():
        while not taken or taken[-1] != last:
            taken.append(mailbox.take(None))

    taker = threading.Thread(target=take_all, name="taker")
    taker.start()
    for number in range(last + 1):
        mailbox.put(number)
    taker.join(30.0)
    assert not taker.is_alive()
    assert taken == sorted(set(taken))
