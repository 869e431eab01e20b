import os
import signal

import pytest

from rnnsim.cli.interruption import SIGNALS, Interrupted, interruptible


@pytest.fixture(autouse=True)
def usual_handlers():
    """As in a program that was started from a terminal; put back afterwards."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_becomes_an_exception_that_knows_the_exit_code(number, code):
    with pytest.raises(Interrupted) as interrupted, interruptible():
        os.kill(os.getpid(), number)
    assert interrupted.value.exit_code == code
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_second_signal_does_not_disturb_the_cleaning_up():
    done = []

    def disturbed():
        try:
            os.kill(os.getpid(), signal.SIGINT)
        finally:
            for number in SIGNALS:
                os.kill(os.getpid(), number)
            done.append("cleaned up")

    with pytest.raises(Interrupted) as interrupted, interruptible():
        disturbed()
    assert done == ["cleaned up"]
    assert interrupted.value.exit_code == 130


def test_no_error_handler_on_the_way_takes_it_for_an_error():
    def careless():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        except Exception:  # noqa: BLE001 - that is the point
            pytest.fail("it was taken for an error")

    with pytest.raises(Interrupted), interruptible():
        careless()


def test_what_was_to_be_ignored_stays_ignored():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with interruptible():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_without_a_signal_all_is_as_before():
    with interruptible():
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
