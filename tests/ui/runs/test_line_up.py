"""Which runs stand beside the main one: room, lessons' twins, the user's own."""

from dataclasses import replace

import pytest

from rnnsim.model.settings import SettingError, Settings
from rnnsim.model.twin import MOST_TWINS, TwinWanted
from rnnsim.ui.lineup import MOST_RUNS, Lineup

MAIN = Settings()
CLIPPED = TwinWanted({"clip": "norm"}, "clipped")
GATED = TwinWanted({"cell": "gru"})
LARGE = {"time_steps": 400, "batch_size": 64, "hidden_size": 256}


@pytest.fixture
def lineup():
    return Lineup()


@pytest.fixture
def changes(lineup):
    """How often the line-up has told of a change."""
    told = []
    lineup.changed = lambda: told.append(lineup.members)
    return told


def shown(lineup):
    return [(each.number, each.name, dict(each.twin.changes)) for each in lineup.members]


def test_a_scene_has_its_twins_called_as_it_says(lineup, changes):
    lineup.line_up(MAIN, [CLIPPED, GATED])
    assert shown(lineup) == [(1, "clipped", {"clip": "norm"}), (2, "", {"cell": "gru"})]
    assert len(changes) == 1


def test_the_next_scene_keeps_what_it_has_too_and_ends_the_rest(lineup, changes):
    lineup.line_up(MAIN, [CLIPPED, GATED])
    kept = lineup.members[1]
    lineup.line_up(MAIN, [GATED])
    assert lineup.members == (kept,)
    lineup.line_up(MAIN, [GATED])
    assert len(changes) == 2
    lineup.line_up(MAIN, [])
    assert lineup.members == ()


def test_two_twins_of_one_kind_are_two(lineup):
    lineup.line_up(MAIN, [GATED, GATED])
    lineup.line_up(MAIN, [GATED])
    assert [each.number for each in lineup.members] == [1]


def test_the_users_own_runs_stay(lineup, frame_of):
    own = lineup.add_twin(MAIN, {"seed": 7})
    ghost = lineup.pin(frame_of())
    lineup.line_up(MAIN, [CLIPPED])
    lineup.line_up(MAIN, [])
    assert [each.number for each in lineup.members] == [own, ghost]


def test_a_scene_comes_before_the_users_twins_where_there_is_no_room_for_all(lineup):
    for seed in range(2, 2 + MOST_TWINS):
        lineup.add_twin(MAIN, {"seed": seed})
    lineup.line_up(MAIN, [CLIPPED, GATED])
    assert [dict(twin.changes) for twin in lineup.twins] == [
        {"seed": 1 + MOST_TWINS},
        {"clip": "norm"},
        {"cell": "gru"},
    ]
    assert len({each.number for each in lineup.members}) == MOST_TWINS


def test_and_before_those_that_need_too_much_memory_beside_it(lineup, frame_of):
    lineup.add_twin(MAIN, {"cell": "lstm", **LARGE})
    lineup.pin(frame_of())
    lineup.line_up(MAIN, [TwinWanted(LARGE)])
    assert [each.wanted is not None or each.ghost is not None for each in lineup.members] == [
        True,
        True,
    ]


def test_the_oldest_ghosts_make_room_for_twins(lineup, frame_of):
    for name in range(MOST_RUNS):
        lineup.pin(frame_of(), str(name))
    lineup.add_twin(MAIN, {"seed": 2})
    assert [each.name for each in lineup.members][:2] == ["1", "2"]
    lineup.line_up(MAIN, [CLIPPED, GATED])
    assert [each.name for each in lineup.members] == ["3", "4", "5", "6", "", "clipped", ""]
    assert {each.number for each in lineup.members} == set(range(1, MOST_RUNS + 1))


@pytest.mark.parametrize(
    "wanted",
    [
        [TwinWanted({"seed": 1})],
        [TwinWanted({"seed": -1})],
        [TwinWanted(LARGE), TwinWanted({"cell": "lstm", **LARGE})],
    ],
    ids=["the main run", "none", "too large"],
)
def test_what_cannot_be_is_refused_and_nothing_has_changed(lineup, changes, wanted):
    lineup.add_twin(MAIN, {"seed": 3})
    changes.clear()
    with pytest.raises(SettingError):
        lineup.line_up(MAIN, wanted)
    assert [dict(twin.changes) for twin in lineup.twins] == [{"seed": 3}]
    assert changes == []


def test_the_twins_are_asked_for_again_as_they_are_now(lineup, frame_of):
    lineup.line_up(MAIN, [CLIPPED])
    lineup.add_twin(MAIN, {"seed": 7}, "another draw")
    lineup.pin(frame_of())
    lineup.rename(1, " by   norm ")
    wanted = (TwinWanted({"clip": "norm"}, "by norm"), TwinWanted({"seed": 7}, "another draw"))
    assert lineup.wanted(MAIN) == wanted
    assert lineup.wanted(replace(MAIN, seed=7)) == wanted[:1]  # the other is the main run now


def test_a_twin_is_pinned_like_the_main_run(lineup, frame_of):
    lineup.pin(frame_of(losses=(3.0, 2.0)), "first")
    ghost = lineup.members[0].ghost
    again = lineup.pin(replace(ghost, ghost=False, number=5), "second")
    copy = lineup.members[1].ghost
    assert (again, copy.number, copy.ghost) == (2, 2, True)
    assert copy.passed is ghost.passed
    assert copy.newest == ghost.newest
