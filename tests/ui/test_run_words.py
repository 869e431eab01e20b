"""What runs are called, and how they look."""

from dataclasses import replace

import pytest

from rnnsim.model.frame import Run
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.ui.lineup import MOST_RUNS
from rnnsim.ui.run_words import difference_of, name_of
from rnnsim.ui.runs_look import MAIN, look_of
from rnnsim.ui.theme import THEMES


@pytest.fixture
def run_of(frame_of):
    frame = frame_of()

    def make(name="", newest=12000, **changes):
        return Run(
            number=1,
            settings=replace(Settings(), **changes),
            iteration=0,
            newest=newest,
            passed=frame.passed,
            curves=frame.curves,
            trail=frame.trail,
            chance_loss=None,
            divergence=None,
            name=name,
        )

    return make


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cell": "lstm"}, "LSTM"),
        ({"clip": "norm"}, "clipping by norm, τ = 1"),
        ({"spectral_radius": 1.25}, "ρ = 1.25"),
        ({"cell": "gru", "forget_bias": -1.0}, "GRU, b_f = −1"),
        ({"seed": 7}, "seed 7"),
        ({"hidden_size": 32, "optimizer": "adam", "learning_rate": 0.01}, "N = 32, Adam, η = 0.01"),
        ({"cell": "gru", "hidden_size": 8, "seed": 2, "task": "adding"}, "GRU, N = 8, 2 more"),
        ({"loss_at": "all"}, "loss at all steps"),
        ({"task": "text", "text": "abab"}, "next character, another text"),
        ({"clip_threshold": 3.0}, "τ = 3"),
    ],
)
def test_a_run_without_a_name_is_called_by_what_differs(run_of, changes, said):
    assert name_of(Settings(), run_of(**changes)) == said


def test_what_does_nothing_in_a_run_is_not_said_of_it(run_of):
    # the forget bias of an RNN, beside a setting that acts
    assert name_of(Settings(), run_of(forget_bias=2.0, seed=3)) == "seed 3"


def test_a_name_comes_first_and_no_run_is_without_one(run_of):
    assert name_of(Settings(), run_of(name="the bold one", cell="lstm")) == "the bold one"
    assert name_of(Settings(), run_of()) == "pinned at 12\u2009000"


def test_long_values_are_cut_short(run_of):
    values = tuple((0.1 * i, 0.0) for i in range(9))
    run = run_of(spectrum="own", eigenvalues=values, hidden_size=9)
    assert max(map(len, name_of(Settings(), run).split("λ = "))) <= 30
    assert name_of(Settings(), run).count("…") == 1


def test_every_setting_can_be_said():
    other = {
        "cell": "lstm",
        "hidden_size": 3,
        "time_steps": 9,
        "batch_size": 2,
        "activation": "relu",
        "forget_bias": 2.0,
        "precision": "float32",
        "text": "ab",
        "spectrum": "circle",
        "spectral_radius": 1.0,
        "non_normality": 1.0,
        "eigenvalues": ((0.5, 0.0),),
        "task": "sine",
        "loss_at": "all",
        "optimizer": "adam",
        "learning_rate": 0.2,
        "clip": "value",
        "clip_threshold": 2.0,
        "truncation": 3,
        "truncation_stride": 2,
        "seed": 5,
    }
    assert other.keys() == PARAMETERS.keys()
    for key, value in other.items():
        assert difference_of(Settings(), replace(Settings(), **{key: value}))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_run_has_a_colour_of_its_own(theme):
    colors = {theme.color(look_of(number).role).name() for number in range(MOST_RUNS + 1)}
    assert len(colors) == MOST_RUNS + 1


def test_a_ghost_is_thinner_and_in_dashes_of_its_colour():
    twin, ghost = look_of(3), look_of(3, ghost=True)
    assert ghost.role == twin.role
    assert ghost.width < twin.width
    assert ghost.dashes
    assert not twin.dashes
    assert look_of(0) is MAIN
