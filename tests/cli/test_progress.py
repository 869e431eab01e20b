import io

import pytest

from rnnsim.cli.progress import FILE_INTERVAL, TERMINAL_INTERVAL, ProgressLine


class Stream(io.StringIO):
    """Text that may claim to be a terminal's."""

    def __init__(self, is_terminal):
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal


class Clock:
    """Goes on when told."""

    now = 0.0

    def __call__(self):
        return self.now


def screen(text):
    """What a terminal shows after `text`: a carriage return begins the line again."""
    line = ""
    for piece in text.split("\r"):
        line = piece + line[len(piece) :]
    return line.rstrip()


@pytest.fixture
def clock():
    return Clock()


def test_on_a_terminal_one_line_is_rewritten(clock):
    stream = Stream(is_terminal=True)
    with ProgressLine(stream, clock) as progress:
        clock.now = TERMINAL_INTERVAL
        progress(9, 10, "iterations")
        assert screen(stream.getvalue()) == "9 of 10 iterations"
        clock.now = 2.0 * TERMINAL_INTERVAL
        progress(1, 2, "iterations")
        assert screen(stream.getvalue()) == "1 of 2 iterations"
        clock.now = 3.0 * TERMINAL_INTERVAL
        progress(3, 14, "time steps of the rates")
        assert screen(stream.getvalue()) == "3 of 14 time steps of the rates"
    assert screen(stream.getvalue()) == ""
    assert "\n" not in stream.getvalue()


def test_elsewhere_there_is_a_line_now_and_then(clock):
    stream = Stream(is_terminal=False)
    with ProgressLine(stream, clock) as progress:
        for made in range(1, 101):
            clock.now += FILE_INTERVAL / 40.0
            progress(made, 100, "iterations")
    assert stream.getvalue() == (
        "rnnsim: 40 of 100 iterations, about 45 s left\n"
        "rnnsim: 80 of 100 iterations, about 15 s left\n"
    )


@pytest.mark.parametrize("is_terminal", [False, True])
def test_nothing_is_said_of_a_short_run(is_terminal, clock):
    stream = Stream(is_terminal)
    with ProgressLine(stream, clock) as progress:
        clock.now = 0.9 * TERMINAL_INTERVAL
        progress(1, 1, "iterations")
    assert stream.getvalue() == ""


def test_the_line_is_not_rewritten_more_often_than_it_can_be_read(clock):
    stream = Stream(is_terminal=True)
    progress = ProgressLine(stream, clock)
    for made in range(1000):
        clock.now += TERMINAL_INTERVAL / 100.0
        progress(made, 1000, "iterations")
    assert 5 <= stream.getvalue().count("\r") <= 10
