import time
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from rnnsim.worker.order import Order
from rnnsim.worker.runner import Runner

PATIENCE = 60.0
"""Seconds before a frame that does not come is a failure; far more than any machine takes."""


class Running:
    """A runner, and the order last posted to it."""

    def __init__(self, settings):
        self.runner = Runner(settings)
        self.order = Order(0, settings)

    def start(self):
        self.runner.start()
        return self

    def post(self, **changes):
        """Post the last order with `changes`; return its generation."""
        wanted = {name: getattr(self.order, name) for name in self.order.__slots__} | changes
        wanted["generation"] = self.order.generation + 1
        self.order = Order(**wanted)
        self.runner.post(self.order)
        return self.order.generation

    def frame_where(self, wanted):
        """Take frames until one fulfils `wanted`."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            frame = self.runner.take_frame()
            if frame is not None and wanted(frame):
                return frame
            time.sleep(0.001)
        raise AssertionError("the frame waited for did not come")

    def answer(self):
        """The frame of all that the last order asks for."""
        wanted = self.order.generation
        return self.frame_where(lambda frame: frame.generation == wanted and not frame.owed)

    def ask(self, **changes):
        """Post, and wait for the answer."""
        self.post(**changes)
        return self.answer()


@pytest.fixture
def run():
    """Make a started runner on some settings; all are stopped at the end."""
    made = []

    def start(settings, *, started=True):
        made.append(Running(settings))
        return made[-1].start() if started else made[-1]

    yield start
    for running in made:
        assert running.runner.stop(PATIENCE)


def arrays_of(thing):
    """All arrays within a frame, by the path to them."""
    found = {}
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, np.ndarray):
            found[field.name] = value
        elif isinstance(value, Mapping):
            found |= {f"{field.name}.{name}": x for name, x in value.items()}
        elif is_dataclass(value):
            found |= {f"{field.name}.{name}": x for name, x in arrays_of(value).items()}
    return found


@pytest.fixture(name="arrays_of")
def _arrays_of():
    return arrays_of


@pytest.fixture
def assert_same():
    """Hold two frames against each other, bit by bit."""

    def check(one, other):
        assert arrays_of(one).keys() == arrays_of(other).keys()
        for name, array in arrays_of(one).items():
            assert array.tobytes() == arrays_of(other)[name].tobytes(), name
        assert repr(one.passed.loss) == repr(other.passed.loss)  # NaN included
        assert one.passed.tokens == other.passed.tokens
        assert one.iteration == other.iteration

    return check
