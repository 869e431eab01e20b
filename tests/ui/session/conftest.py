"""A window that asks, as the program's own does, and files to open in it."""

import pytest

LONG = 60_000


@pytest.fixture
def window(open_window):
    """Asks before work is lost."""
    window = open_window()
    window.sessions.asks = True
    window.canvas.setFocus()
    yield window
    window.sessions.asks = False  # nobody answers any more


@pytest.fixture
def settled(qtbot):
    """Wait until all orders of a window are answered."""

    def wait(window):
        qtbot.waitUntil(lambda: not window.presenter.awaiting, timeout=LONG)
        return window.presenter.frame

    return wait


@pytest.fixture
def trained(settled):
    """Let a window make some iterations."""

    def train(window, count):
        window.presenter.iterate(count)
        return settled(window)

    return train
