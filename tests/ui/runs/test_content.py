"""What is said of runs side by side: chips and rows of the table."""

import math
from dataclasses import replace

import pytest

from rnnsim.model.frame import Divergence, Run
from rnnsim.model.settings import Settings
from rnnsim.ui.lineup import Lineup
from rnnsim.ui.runs.content import comparison, reached
from rnnsim.ui.runs.state import states

MAIN = Settings(time_steps=3, hidden_size=2, batch_size=2)
OVERFLOW = Divergence("∂L/∂h", 3, "backward", 17)


@pytest.fixture
def lineup():
    return Lineup()


@pytest.fixture
def beside(lineup, frame_of):
    """A frame with the twins of the line-up, as the worker makes it, dressed."""

    def make(*runs, **fields):
        frame = frame_of(settings=MAIN, **fields)
        others = []
        for twin, changes in zip(lineup.twins, runs, strict=True):
            own = {
                "number": twin.number,
                "settings": twin.settings_beside(MAIN),
                "iteration": frame.iteration,
                "newest": frame.iteration,
                "passed": frame.passed,
                "curves": frame.curves,
                "trail": frame.trail,
                "chance_loss": None,
                "divergence": None,
            }
            others.append(Run(**own | changes))
        return lineup.dressed(replace(frame, others=tuple(others)))

    return make


EARLY = Divergence("h", 2, "forward", 5)


def said(lineup, frame):
    return [(each.name, each.mark) for each in states(MAIN, lineup.members, frame)]


def rows(lineup, frame):
    found = comparison(MAIN, lineup.members, frame)
    return dict((*found.settings, *found.numbers))


def test_a_run_alone_needs_no_legend(lineup, frame_of):
    assert states(MAIN, lineup.members, frame_of()) == ()


def test_runs_in_step_say_once_where_they_stand(lineup, beside):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    lineup.add_twin(MAIN, {"clip": "norm"}, "clipped")
    frame = beside({}, {"iteration": 12}, losses=range(40))
    assert said(lineup, frame) == [("main run", "at 40"), ("LSTM", ""), ("clipped", "at 12")]


def test_a_twin_that_came_late_is_said_to_catch_up(lineup, beside):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    frame = beside({"iteration": 12}, losses=range(40), at=40, newest=40)
    assert said(lineup, frame) == [("main run", "at 40"), ("LSTM", "catching up: 12")]
    frame = beside({"iteration": 12, "divergence": EARLY}, losses=range(40), at=40, newest=40)
    assert said(lineup, frame)[1] == ("LSTM", "overflow at 5")


def test_before_a_frame_has_come_the_names_are_there(lineup):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    assert said(lineup, None) == [("main run", ""), ("LSTM", "")]


def test_a_run_that_is_over_says_when_and_of_what(lineup, beside):
    lineup.add_twin(MAIN, {"clip": "norm"})
    frame = beside({"iteration": 17, "divergence": OVERFLOW}, losses=range(40))
    state = states(MAIN, lineup.members, frame)[1]
    assert (state.mark, state.over) == ("overflow at 17", True)
    assert "∂L/∂h₃ is not finite" in state.said
    assert rows(lineup, frame)["overflow"] == (None, "17: ∂L/∂h₃")


def test_a_failure_inside_is_told(lineup, beside):
    lineup.add_twin(MAIN, {"clip": "norm"})
    state = states(MAIN, lineup.members, beside({"failure": "MemoryError: so large"}))[1]
    assert (state.mark, state.over) == ("failed", True)
    assert "MemoryError: so large" in state.said


def test_a_hidden_run_keeps_its_name_and_nothing_is_known_of_it(lineup, beside):
    lineup.add_twin(MAIN, {"cell": "gru"})
    lineup.show(1, shown=False)
    frame = beside({}, losses=range(5))
    state = states(MAIN, lineup.members, frame)[1]
    assert (state.name, state.mark, state.said, state.shown) == ("GRU", "", "hidden", False)
    assert rows(lineup, frame)["loss"] == (1.25, None)


def test_a_ghost_stands_where_it_stood(lineup, beside, frame_of):
    lineup.pin(frame_of(settings=replace(MAIN, seed=5), losses=range(7), newest=7))
    state = states(MAIN, lineup.members, beside(losses=range(9)))[1]
    assert (state.name, state.mark, state.ghost) == ("seed 5", "at 7", True)
    assert "iteration 7" in state.said


def test_rows_are_the_settings_that_differ_as_the_panel_says_them(lineup, beside):
    lineup.add_twin(MAIN, {"cell": "lstm", "learning_rate": 0.001})
    lineup.add_twin(MAIN, {"clip": "norm", "text": "abab"})
    found = comparison(MAIN, lineup.members, beside({}, {}))
    assert [column.number for column in found.columns] == [0, 1, 2]
    assert dict(found.settings) == {
        "cell": ("RNN", "LSTM", "RNN"),
        "learning rate η": ("0.1", "0.001", "0.1"),
        "clipping": ("off", "off", "by norm"),
        "clip threshold τ": ("–", "–", "1"),  # which acts on the last alone
        "text": ("the shipped text", "the shipped text", "4 characters: “abab”"),
    }


def test_a_run_that_is_over_has_the_settings_it_had(lineup, beside):
    lineup.add_twin(MAIN, {"clip": "norm"})
    then = replace(MAIN, clip="norm", learning_rate=0.9)
    frame = beside({"settings": then, "divergence": OVERFLOW})
    assert rows(lineup, frame)["learning rate η"] == ("0.1", "0.9")


def test_numbers_are_those_of_the_frame(lineup, beside, frame_of):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    other = frame_of((0.0, 0.5, 0.0, 2.0), loss=0.75, gradient_norm=3.5, accuracy=0.5)
    frame = beside({"passed": other.passed, "iteration": 2}, losses=range(3))
    found = rows(lineup, frame)
    assert found["iteration"] == (3, 2)
    assert found["loss"] == (1.25, 0.75)
    assert found["accuracy"] == (None, 0.5)
    assert found["‖g‖"] == (1.0, 3.5)
    assert found["‖∂L/∂h₁‖ / ‖∂L/∂h₃‖"] == (pytest.approx(0.02 / 0.08), 0.25)
    assert "overflow" not in found


def test_outputs_that_are_no_numbers_are_right_about_nothing(lineup, beside, frame_of):
    lineup.add_twin(MAIN, {"cell": "lstm"})
    broken = frame_of(loss=math.nan, accuracy=0.5)
    assert "accuracy" not in rows(lineup, beside({"passed": broken.passed}))


def test_a_share_of_nothing_is_no_number(frame_of):
    assert math.isnan(reached(frame_of((0.0, 1.0, 0.0, 0.0))))
    assert reached(frame_of((0.0, 3.0, 0.0, 1.5))) == 2.0


def test_time_steps_that_differ_have_no_common_number(lineup, beside):
    lineup.add_twin(MAIN, {"time_steps": 9})
    assert "‖∂L/∂h₁‖ / ‖∂L/∂h_T‖" in rows(lineup, beside({}))
