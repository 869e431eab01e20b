"""A run as a program asks for it: what it gives is what the engine made, named and shaped."""

import json
import math
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import rnnsim
from rnnsim import Result, SettingError, Settings, simulate
from rnnsim.engine.cells import CELLS, CellWeights, Shape
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.tasks import TASKS
from rnnsim.model.cells import CELLS as CELL_CHOICES
from rnnsim.model.diagnosis import Verdict
from rnnsim.model.edits import edited
from rnnsim.model.frame import Divergence
from rnnsim.model.kinds import ChoiceParameter
from rnnsim.model.parameters import PARAMETERS

ROOT = Path(rnnsim.__file__).parent.parent

ASK_FOR_VALUES = {"adding", "echo", "sine"}
"""Tasks; the others ask for a class, or for nothing."""

SETTINGS = st.builds(
    Settings,
    hidden_size=st.integers(1, 6),
    time_steps=st.integers(4, 9),
    batch_size=st.integers(1, 4),
    spectral_radius=st.floats(0.0, 3.0),
    truncation=st.integers(0, 10),
    clip_threshold=st.floats(1e-3, 2.0),
    seed=st.integers(0, 999_999),
    **{
        key: st.sampled_from([choice.value for choice in row.choices if choice.value != "own"])
        for key, row in PARAMETERS.items()
        if isinstance(row, ChoiceParameter)
    },
)
"""Every choice of the table among them."""

EXPLODING = Settings(
    activation="linear", spectral_radius=3.0, precision="float16", time_steps=8, learning_rate=1.0
)


def documented(settings, iterations, diagnostics=False):
    """Shape and format of every array of the file, as docs/data-format.md has them."""
    task = TASKS[settings.task](settings)
    t, b, n = settings.time_steps, settings.batch_size, settings.hidden_size
    i, o, v = task.input_size, task.output_size, task.vocabulary_size
    cell, own = CELL_CHOICES[settings.cell], np.dtype(settings.precision)
    g, gates = len(cell.blocks), cell.blocks if cell.words else ""
    judged = (t, b) if settings.loss_at == "all" else (b,)
    weights = {
        "weight_ih": (g * n, i),
        "weight_hh": (g * n, n),
        "bias_ih": (g * n,),
        "bias_hh": (g * n,),
        "weight_ho": (o, n),
        "bias_o": (o,),
    }
    if v:
        weights["embedding"] = (v, i)
    states = {"hidden": (t + 1, b, n), "dloss_dh": (t + 1, b, n)}
    if settings.cell == "lstm":
        states |= {"cell": (t + 1, b, n), "dloss_dc": (t + 1, b, n)}
    classes = settings.task not in ASK_FOR_VALUES
    expected = {
        **{name: (shape, own) for name, shape in weights.items()},
        **{f"grad_{name}": (shape, own) for name, shape in weights.items()},
        **{name: (shape, own) for name, shape in states.items()},
        **{f"gate_{letter}": ((t, b, n), own) for letter in gates},
        "inputs": ((t, b, i), own),
        "targets": (judged, np.dtype(np.intp)) if classes else ((*judged, o), own),
        "outputs": ((*judged, o), own),
        "loss": ((), np.dtype(float)),
        "saturation": ((), np.dtype(float)),
        "gradient_magnitude": ((t + 1,), np.dtype(float)),
        "contribution_norms": ((t,), np.dtype(float)),
        "losses": ((iterations,), np.dtype(float)),
        "gradient_norms": ((iterations,), np.dtype(float)),
        "clipped_gradient_norms": ((iterations,), np.dtype(float)),
    }
    if settings.cell != "rnn":
        expected["direct_path"] = ((t + 1,), np.dtype(float))
    if diagnostics:
        shapes = {
            "gradient_map": (t, t + 1),
            "state_jacobian_singular_values": (t + 1, n),
            "step_singular_values": (t,),
            "step_radii": (t,),
            "lyapunov_exponents": (2 * n if settings.cell == "lstm" else n,),
        }
        expected |= {name: (shape, np.dtype(float)) for name, shape in shapes.items()}
    return expected | ({"words": ((t, b), np.dtype(np.intp))} if v else {})


@examples(max_examples=60)
@given(settings=SETTINGS, iterations=st.integers(0, 2), diagnostics=st.booleans())
def test_all_that_is_documented_is_there_and_nothing_else(settings, iterations, diagnostics):
    result = simulate(settings, iterations, diagnostics=diagnostics)
    arrays = result.arrays()
    texts = {name for name, array in arrays.items() if array.dtype.kind == "U"}
    divergence = result.first_nonfinite
    assert texts == {"settings", "version"} | ({"first_nonfinite"} if divergence else set())
    found = {name: (x.shape, x.dtype) for name, x in arrays.items() if name not in texts}
    assert found == documented(settings, result.iterations, diagnostics)
    assert result.iterations == iterations or divergence is not None
    for name in found.keys() - {"loss", "saturation"}:
        array = getattr(result, name)
        assert array is arrays[name]
        assert not array.flags.writeable
        assert array.base is None  # and so holds on to nothing larger


def test_the_description_of_the_file_names_every_array():
    described = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    names = {"settings", "changes", "version", "first_nonfinite"}
    for cell in CELL_CHOICES:
        names |= documented(Settings(cell=cell, task="review"), 0, diagnostics=True).keys()
    ours = {name for name in names if not name.startswith("grad_")}
    assert all(f"`{name}`" in described for name in ours)
    assert names - ours == {
        f"grad_{name}" for name in ours if name.startswith(("weight_", "bias_", "embedding"))
    }


@examples(max_examples=30)
@given(settings=SETTINGS, iterations=st.integers(0, 3))
def test_it_is_what_the_engine_makes_in_so_many_iterations(settings, iterations):
    result, simulation = simulate(settings, iterations), Simulation(settings)
    losses = []
    for _ in range(iterations):
        losses += [] if simulation.divergence else [simulation.loss]
        simulation.iterate()
    assert_array_equal(result.losses, losses)
    assert_array_equal(result.loss, simulation.loss)
    assert_array_equal(result.weight_hh, simulation.weights.cell.weight_hh)
    assert_array_equal(result.grad_weight_ih, simulation.gradient[0])
    assert_array_equal(result.dloss_dh, simulation.network.cell.dloss_dh)
    assert_array_equal(result.contribution_norms, simulation.network.contribution_norms)
    assert result.first_nonfinite == simulation.divergence


def test_a_longer_run_begins_as_a_shorter_one():
    settings = Settings(cell="gru", clip="norm", clip_threshold=0.05)
    longer = simulate(settings, 6)
    for n in range(6):
        shorter = simulate(settings, n)
        assert_array_equal(shorter.losses, longer.losses[:n])
        assert shorter.loss == longer.losses[n]


def test_gradients_are_raw_and_their_norms_are_given_before_and_after_clipping():
    settings = Settings(clip="norm", clip_threshold=0.01)
    longer, result = simulate(settings, 3), simulate(settings, 2)
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_ho", "bias_o")
    joint = math.hypot(*(np.linalg.norm(getattr(result, f"grad_{name}")) for name in names))
    assert joint == pytest.approx(longer.gradient_norms[2])
    assert joint > 0.01
    assert_allclose(longer.clipped_gradient_norms, 0.01)
    assert result.clipping.share == 1.0


def test_the_signal_clipped_on_the_way_is_not_the_one_that_is_given():
    settings = Settings(spectral_radius=1.5, activation="linear", time_steps=20)
    clipped = simulate(replace(settings, clip="backward", clip_threshold=1e-4))
    raw = simulate(settings)
    assert_array_equal(clipped.dloss_dh, raw.dloss_dh)
    assert_array_equal(clipped.grad_weight_hh, raw.grad_weight_hh)


def test_magnitude_and_contributions_belong_to_the_gradient():
    result = simulate(Settings(hidden_size=1, batch_size=1, cell="rnn"), 2)
    assert_allclose(result.gradient_magnitude, np.abs(result.dloss_dh[:, 0, 0]))
    slopes = 1.0 - result.hidden[1:] ** 2
    contributions = result.dloss_dh[1:] * slopes * result.hidden[:-1]
    assert_allclose(result.contribution_norms, np.abs(contributions[:, 0, 0]), atol=1e-300)
    assert_allclose(result.grad_weight_hh, contributions.sum(axis=0))


@pytest.mark.parametrize("precision", ["float16", "float32", "float64"])
@pytest.mark.parametrize("task", ["adding", "review"])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_same_states_come_of_the_weights_and_inputs(cell, task, precision):
    settings = Settings(cell=cell, task=task, precision=precision)
    result = simulate(settings, 1)
    t, b, i = result.inputs.shape
    shape = Shape(t, b, settings.hidden_size, i)
    again = CELLS[cell](shape, settings.activation, np.dtype(precision))
    weights = (result.weight_ih, result.weight_hh, result.bias_ih, result.bias_hh)
    again.forward(CellWeights(*weights), result.inputs)
    assert_array_equal(again.hidden, result.hidden)
    for name, gate in again.gates.items():
        assert_array_equal(gate, getattr(result, f"gate_{name}"))
    if task == "review":
        assert_array_equal(result.embedding[result.words], result.inputs)


def test_the_readout_has_a_gradient_where_it_is_not_trained():
    result = simulate(Settings(task="fixed", loss_at="all"), 3)
    assert_array_equal(result.weight_ho, simulate(Settings(task="fixed", loss_at="all")).weight_ho)
    assert_allclose(result.grad_weight_ho, result.hidden[1:].mean(axis=(0, 1))[None])
    assert_allclose(result.grad_bias_o, [1.0])


def test_equal_settings_give_equal_numbers():
    settings = Settings(cell="lstm", task="review", optimizer="adam")
    first, second = (simulate(settings, 3).arrays() for _ in range(2))
    assert first.keys() == second.keys()
    for name in first:
        assert_array_equal(first[name], second[name])


def test_a_run_that_diverges_stops_and_says_where():
    result = simulate(EXPLODING, 500)
    found = result.first_nonfinite
    assert 0 < result.iterations < 500
    assert isinstance(found, Divergence)
    assert found.iteration == result.iterations
    assert len(result.gradient_norms) == len(result.clipped_gradient_norms) == result.iterations
    assert result.diagnosis.verdict is Verdict.DIVERGED
    assert np.isfinite(result.losses).all()
    assert json.loads(str(result.arrays()["first_nonfinite"])) == {
        "tensor": found.tensor,
        "time_step": found.time_step,
        "pass": found.stage,
        "iteration": found.iteration,
    }


def test_theory_stands_beside_what_was_measured():
    linear = Settings(
        activation="linear", spectrum="orthogonal", spectral_radius=0.9, time_steps=30
    )
    diagnosis = simulate(linear).diagnosis
    assert diagnosis.verdict is Verdict.VANISHING
    rates = (diagnosis.fitted_slope, diagnosis.lyapunov_exponent, diagnosis.log_bound)
    assert_allclose((*rates, diagnosis.log_radius), math.log(0.9))
    two = edited(linear, {"eigenvalues": ((0.9, 0.0), (0.5, 0.0)), "time_steps": 300})
    assert simulate(two).diagnosis.lyapunov_exponent == pytest.approx(math.log(0.9), abs=0.01)
    gated = simulate(replace(linear, cell="gru")).diagnosis
    assert gated.verdict is Verdict.NO_BOUND
    assert gated.log_bound is None


def test_diagnostics_agree_with_what_is_known_otherwise():
    settings = rnnsim.settings(
        cell="lstm", time_steps=9, hidden_size=3, loss_at="all", truncation=4
    )
    result = simulate(settings, 2, diagnostics=True)
    alone = result.dloss_dh[-1] / result.gradient_magnitude[-1]
    assert_allclose(np.linalg.norm(alone), 1.0)
    assert_allclose(result.gradient_map[-1, -1], result.gradient_magnitude[-1])
    assert_array_equal(np.triu(result.gradient_map, 2), 0.0)
    assert result.lyapunov_exponents[0] == result.diagnosis.lyapunov_exponent
    assert_array_equal(np.sort(result.lyapunov_exponents)[::-1], result.lyapunov_exponents)
    assert_array_equal(result.state_jacobian_singular_values[-1], 1.0)
    assert (result.step_radii <= result.step_singular_values * (1.0 + 1e-12)).all()
    kept = np.cumprod(result.gate_f[::-1], axis=0)[::-1]
    assert_allclose(result.direct_path[:-1], np.sqrt(np.mean(kept**2, axis=(1, 2))))
    assert result.direct_path[-1] == 1.0


def test_a_map_of_one_loss_is_its_gradient_on_the_way():
    result = simulate(rnnsim.settings(cell="gru", time_steps=6), 1, diagnostics=True)
    assert_allclose(result.gradient_map[-1], result.gradient_magnitude)
    assert_array_equal(result.gradient_map[:-1], 0.0)


def test_saturation_counts_units_that_hardly_pass_a_gradient():
    relu = simulate(Settings(activation="relu"))
    share = np.mean(relu.hidden[1:] == 0.0)
    assert relu.saturation == pytest.approx(share)
    assert 0.0 < share < 1.0
    assert simulate(Settings(activation="linear")).saturation == 0.0


def test_it_says_how_far_it_is():
    said = []
    simulate(Settings(time_steps=2), 3, progress=lambda *how_far: said.append(how_far))
    trained = [(made, 3, "iterations") for made in (0, 1, 2, 3)]
    assert [*dict.fromkeys(said)] == [
        *trained,
        *((t, 2, "time steps of the rates") for t in (1, 2)),
    ]
    said.clear()
    simulate(Settings(time_steps=2), diagnostics=True, progress=lambda *far: said.append(far))
    rates = [(t, 4, "time steps of the rates") for t in (1, 2, 3, 4)]
    assert [*dict.fromkeys(said)] == [(0, 0, "iterations"), *rates]


@pytest.mark.parametrize("at", [(2, 3, "iterations"), (5, 28, "time steps of the rates")])
def test_it_can_be_abandoned(at):
    said = []

    def stop(*how_far):
        said.append(how_far)
        if how_far == at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(Settings(), 3, diagnostics=True, progress=stop)
    assert said[-1] == at


def test_so_can_a_long_pass_before_it_is_made():
    settings = Settings(hidden_size=128, time_steps=100, batch_size=32)
    said = []

    def stop(made, _all, _what):
        said.append(made)
        if len(said) > most:
            raise KeyboardInterrupt

    most = np.inf
    simulate(replace(settings, time_steps=2, batch_size=1), progress=stop)
    most = said.count(0)  # what comes now is within the pass
    said.clear()
    with pytest.raises(KeyboardInterrupt):
        simulate(settings, 1, progress=stop)
    assert set(said) == {0}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"hidden_size": 0}, "hidden_size"),
        ({"spectral_radius": math.nan}, "spectral_radius"),
        ({"cell": "transformer"}, "cell"),
        ({"spectrum": "own"}, "spectrum"),
        ({"task": "copying", "time_steps": 2}, "time_steps"),
        ({"text": "a\0b"}, "text"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(changes, key):
    with pytest.raises(SettingError, match=rf"^{key}: .* is not allowed; give ") as refusal:
        simulate(Settings(**changes))
    assert refusal.value.key == key


@pytest.mark.parametrize("count", [-1, 1.5, "3", True, None, 1_000_001])
def test_a_number_of_iterations_that_cannot_be_is_refused(count):
    with pytest.raises(SettingError, match=r"iterations: .* a whole number from 0 to 1000000"):
        simulate(Settings(), count)


def test_a_number_of_iterations_may_be_numpys():
    assert simulate(Settings(), np.int64(2)).iterations == 2


def test_settings_are_made_consistent_first():
    assert simulate(Settings(batch_size=2.0)).settings == Settings(batch_size=2)


def test_a_saved_result_reads_back_as_it_was(tmp_path):
    own = ((0.5, 0.3), (0.5, -0.3), (-0.9, 0.0))
    settings = edited(
        Settings(), {"eigenvalues": own, "cell": "lstm", "task": "text", "text": "ab½\n" * 9}
    )
    result = simulate(settings, 2)
    result.save(tmp_path / "run")
    with np.load(tmp_path / "run", allow_pickle=False) as file:
        read = dict(file)
    assert read.keys() == result.arrays().keys()
    for name, array in result.arrays().items():
        assert_array_equal(read[name], array)
        assert read[name].dtype == array.dtype
    content = json.loads(str(read["settings"]))
    assert edited(Settings(), content) == settings
    assert content.keys() == asdict(settings).keys()
    assert str(read["version"]) == rnnsim.__version__
    assert float(read["loss"]) == result.loss


def test_a_result_goes_into_one_line():
    result = simulate(Settings(activation="sigmoid"), 2)
    text = repr(result)
    assert text.count("\n") == 0
    assert "after 2 iterations" in text
    assert result.diagnosis.verdict.value in text


def test_it_needs_no_window():
    code = (
        "import sys, rnnsim\n"
        "assert 'numpy' not in sys.modules\n"
        "assert rnnsim.simulate(rnnsim.Settings(), iterations=1).iterations == 1\n"
        "assert not {'PySide6', 'pyqtgraph'} & sys.modules.keys()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_public_face_has_what_it_names_and_nothing_else():
    assert all(hasattr(rnnsim, name) for name in rnnsim.__all__)
    assert isinstance(simulate(Settings()), Result)
    with pytest.raises(AttributeError, match="no attribute 'emulate'"):
        rnnsim.emulate  # noqa: B018 - asking is the test
