from dataclasses import replace

import pytest

from rnnsim.model.edits import edit
from rnnsim.model.frame import Run
from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import MOST_TWINS
from rnnsim.ui.lineup import LONGEST_NAME, MOST_RUNS, Lineup

MAIN = Settings(hidden_size=2, time_steps=3)
LONG = edit(MAIN, "time_steps", 30)


@pytest.fixture
def lineup():
    lineup = Lineup()
    lineup.changes = []
    lineup.changed = lambda: lineup.changes.append(lineup.members)
    return lineup


def run_of(frame, number, **fields):
    """What the worker would tell of a twin."""
    return Run(
        number=number,
        settings=frame.settings,
        iteration=frame.iteration,
        newest=frame.newest,
        passed=frame.passed,
        curves=frame.curves,
        trail=frame.trail,
        chance_loss=None,
        divergence=None,
        **fields,
    )


def test_a_twin_gets_the_first_free_number(lineup):
    assert [lineup.add_twin(MAIN, {"cell": cell}) for cell in ("lstm", "gru")] == [1, 2]
    lineup.remove(1)
    assert lineup.add_twin(MAIN, {"clip": "norm"}) == 1
    assert {twin.number: twin.changes for twin in lineup.twins} == {
        2: (("cell", "gru"),),
        1: (("clip", "norm"),),
    }
    assert len(lineup.changes) == 4


@pytest.mark.parametrize("changes", [{}, {"cell": "rnn"}, {"hidden_size": 0}, {"none": 1}])
def test_what_can_be_no_twin_is_refused_and_nothing_changes(lineup, changes):
    with pytest.raises((SettingError, KeyError)):
        lineup.add_twin(MAIN, changes)
    assert lineup.members == ()
    assert lineup.changes == []


def test_more_twins_than_can_be_told_apart_are_refused(lineup):
    for seed in range(1, MOST_TWINS + 1):
        lineup.add_twin(MAIN, {"seed": MAIN.seed + seed})
    with pytest.raises(SettingError, match="remove one first"):
        lineup.add_twin(MAIN, {"cell": "lstm"})


def test_settings_beside_which_a_twin_cannot_be_are_refused(lineup):
    lineup.add_twin(LONG, {"time_steps": 2})
    lineup.require(edit(LONG, "seed", 5))
    with pytest.raises(SettingError, match="time steps for the task"):
        lineup.require(edit(LONG, "task", "copying"))


def test_twins_that_cannot_be_beside_other_settings_are_dropped(lineup):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    lineup.add_twin(LONG, {"time_steps": 2})
    lineup.beside(edit(LONG, "seed", 8))
    assert len(lineup.twins) == 2
    lineup.beside(edit(LONG, "task", "copying"))
    assert [twin.number for twin in lineup.twins] == [1]


def test_a_ghost_is_what_the_frame_showed(lineup, frame_of):
    frame = frame_of(losses=(3.0, 2.0), newest=2)
    number = lineup.pin(frame, "  before ")
    (ghost,) = lineup.dressed(frame).others
    assert (ghost.number, ghost.ghost, ghost.name) == (number, True, "before")
    assert ghost.curves is frame.curves
    assert ghost.passed is frame.passed
    assert lineup.twins == ()


def test_where_there_is_no_room_the_oldest_ghost_goes(lineup, frame_of):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    for i in range(MOST_RUNS):
        lineup.pin(frame_of(), str(i))
    assert len(lineup.members) == MOST_RUNS
    assert [each.name for each in lineup.members[1:]] == [str(i) for i in range(1, MOST_RUNS)]
    assert len({each.number for each in lineup.members}) == MOST_RUNS
    assert lineup.members[0].twin is not None


def test_hidden_runs_are_not_drawn_but_go_on(lineup, frame_of):
    number = lineup.add_twin(MAIN, {"cell": "lstm"})
    frame = frame_of()
    frame = replace(frame, others=(run_of(frame, number),))
    lineup.show(number, shown=False)
    assert lineup.dressed(frame).others == ()
    assert lineup.twins
    lineup.show(number, shown=True)
    assert [run.number for run in lineup.dressed(frame).others] == [number]


def test_runs_are_called_what_the_user_calls_them(lineup, frame_of):
    number = lineup.add_twin(MAIN, {"cell": "lstm"}, "first")
    frame = frame_of()
    frame = replace(frame, others=(run_of(frame, number),))
    assert lineup.dressed(frame).others[0].name == "first"
    lineup.rename(number, "  two\n words " + 100 * "x")
    name = lineup.dressed(frame).others[0].name
    assert name.startswith("two words x")
    assert len(name) == LONGEST_NAME


def test_a_twin_of_which_no_frame_tells_yet_is_not_drawn(lineup, frame_of):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    assert lineup.dressed(frame_of()).others == ()


def test_nothing_is_told_where_nothing_changes(lineup):
    number = lineup.add_twin(MAIN, {"cell": "lstm"}, "a")
    lineup.changes.clear()
    lineup.rename(number, "a")
    lineup.show(number, shown=True)
    lineup.remove(7)
    assert lineup.changes == []
    lineup.clear()
    lineup.clear()
    assert lineup.changes == [()]
