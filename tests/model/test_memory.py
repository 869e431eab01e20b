"""The estimate is held against what NumPy really allocates."""

import gc
import tracemalloc
from dataclasses import replace

import pytest

from rnnsim.engine.cells import CELLS
from rnnsim.engine.pictures import pass_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import TASKS
from rnnsim.engine.training import History
from rnnsim.model import memory
from rnnsim.model.cells import CELLS as CELL_CHOICES
from rnnsim.model.course import Course
from rnnsim.model.memory import LIMIT, memory_needed, require_memory
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.tasks import TASKS as TASK_CHOICES
from rnnsim.run.gather import result_of

LARGEST = Settings(cell="lstm", hidden_size=256, time_steps=500, batch_size=64)


def peak(settings):
    """Bytes held at most while a simulation is made, trained, drawn and diagnosed."""
    gc.collect()
    tracemalloc.start()
    try:
        simulation = Simulation(settings)
        simulation.iterate()
        pass_picture(simulation)
        result_of(simulation, History().curves(), Course.start(simulation.settings))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("precision", memory.BYTES)
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(
    "sizes",
    [
        Settings(time_steps=60, batch_size=32, hidden_size=48, truncation=50, loss_at="all"),
        Settings(time_steps=40, batch_size=4, hidden_size=128),
        Settings(time_steps=4, batch_size=2, hidden_size=256, optimizer="adam", spectrum="circle"),
        Settings(time_steps=40, batch_size=64, hidden_size=24, task="text", loss_at="all"),
        Settings(time_steps=500, batch_size=64, hidden_size=1, task="text", loss_at="all"),
        Settings(time_steps=500, batch_size=64, hidden_size=1, task="adding", loss_at="all"),
        Settings(time_steps=500, batch_size=64, hidden_size=1, task="review"),
    ],
    ids=[
        "large batch",
        "large state",
        "large weights",
        "large inputs",
        "outputs alone",
        "small numbers",
        "words",
    ],
)
def test_what_is_needed_is_known_within_a_factor_of_two(sizes, cell, precision):
    settings = replace(sizes, cell=cell, precision=precision)
    assert 0.5 < memory_needed(settings) / peak(settings) < 2.0


def test_the_tables_know_every_cell_precision_and_task():
    assert [*memory.BYTES] == [choice.value for choice in PARAMETERS["precision"].choices]
    assert CELL_CHOICES.keys() == CELLS.keys()
    for name, cell in CELL_CHOICES.items():
        assert len(cell.blocks) == CELLS[name].GATES
    for name, build in TASKS.items():
        settings = Settings(task=name, text="".join(map(chr, range(40, 240))))
        task = build(settings)
        known = TASK_CHOICES[name]
        assert (known.inputs, known.outputs) == (task.input_size, task.output_size)
        assert known.embedded == (task.vocabulary_size > 0)


@pytest.mark.parametrize("size", ["hidden_size", "time_steps", "batch_size"])
def test_a_larger_simulation_needs_more(size):
    settings = Settings()
    larger = replace(settings, **{size: 2 * getattr(settings, size)})
    assert memory_needed(larger) > memory_needed(settings)


def test_what_exceeds_the_limit_is_refused_with_its_size():
    assert memory_needed(LARGEST) > LIMIT
    with pytest.raises(SettingError) as refusal:
        require_memory(LARGEST, "hidden_size")
    error = refusal.value
    assert (error.key, error.value) == ("hidden_size", 256)
    needed = f"{memory_needed(LARGEST) / 2**30:.3g} GiB"
    assert "give less: T = 500, B = 64, N = 256 of the cell lstm in float64" in str(error)
    assert f"would need {needed}, above the limit of 2 GiB" in str(error)


def test_what_stays_below_the_limit_is_let_pass():
    require_memory(Settings(), "hidden_size")
    require_memory(replace(LARGEST, precision="float32"), "precision")


def test_the_limit_is_allowed_and_one_byte_more_is_not(monkeypatch):
    needed = memory_needed(Settings())
    monkeypatch.setattr(memory, "LIMIT", needed)
    require_memory(Settings(), "seed")
    monkeypatch.setattr(memory, "LIMIT", needed - 1)
    with pytest.raises(SettingError):
        require_memory(Settings(), "seed")
