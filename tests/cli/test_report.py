import re

import pytest

from rnnsim import Settings, simulate
from rnnsim.cli.report import LONGEST, report
from rnnsim.model.parameters import PARAMETERS

EXPLODING = Settings(activation="linear", spectral_radius=3.0, precision="float16")


def fields(text):
    """The report by the title of each line."""
    return dict(re.split(r" +", line, maxsplit=1) for line in text.splitlines())


@pytest.fixture(scope="module")
def result():
    return simulate(Settings(spectral_radius=0.5, clip="norm", clip_threshold=0.01), 3)


def test_it_says_what_was_set_and_what_came_of_it(result):
    found = fields(report(result))
    assert found["settings"] == "spectral_radius=0.5 clip=norm clip_threshold=0.01"
    assert found["iterations"] == "3"
    assert found["loss"] == f"{result.loss:.4g} (chance: 1.386)"
    magnitude = result.gradient_magnitude
    assert found["gradient"] == f"‖∂L/∂h_1‖ = {magnitude[1]:.4g}, ‖∂L/∂h_T‖ = {magnitude[-1]:.4g}"
    assert found["verdict"] == result.diagnosis.verdict.value
    assert found["clipped"] == "100% of the gradients"
    assert found.keys() & {"diverged", "written"} == set()


def test_the_measured_rate_stands_beside_those_of_theory(result):
    diagnosis = result.diagnosis
    assert fields(report(result))["rates"] == (
        f"measured {diagnosis.fitted_slope:.4g}, ln ρ {diagnosis.log_radius:.4g},"
        f" ln γσ₁ {diagnosis.log_bound:.4g}, λ₁ {diagnosis.lyapunov_exponent:.4g} per time step"
    )


def test_what_there_is_not_is_left_out(tmp_path):
    text = report(simulate(Settings(cell="gru", task="fixed")), tmp_path)
    assert "chance" not in text
    assert "γσ₁" not in text.replace("γσ₁ < 1", "")
    assert "clipped" not in text
    assert fields(text)["written"] == str(tmp_path)


def test_without_changes_the_settings_are_the_defaults():
    assert fields(report(simulate(Settings())))["settings"] == "the defaults"


def test_a_setting_as_reported_can_be_set_again():
    settings = Settings(
        hidden_size=3, forget_bias="chrono", learning_rate=1.25e-3, precision="float32"
    )
    said = fields(report(simulate(settings)))["settings"]
    for pair in said.split():
        key, _, value = pair.partition("=")
        assert PARAMETERS[key].parse(value) == getattr(settings, key)


def test_a_long_text_is_cut_short_and_kept_on_one_line():
    said = report(simulate(Settings(task="text", text="ab\n" * 1000)))
    assert "text=ab ab ab" in said
    assert all(len(line) < 2 * LONGEST for line in said.splitlines())


def test_a_divergence_is_named_with_its_time_step():
    said = fields(report(simulate(EXPLODING, 9)))["diverged"]
    result = simulate(EXPLODING, 9).first_nonfinite
    assert said == (
        f"{result.tensor} at time step {result.time_step} is the first that is not finite:"
        f" {result.stage} pass after {result.iteration} iterations"
    )


def test_a_divergence_of_what_has_no_time_step_is_named_without():
    settings = Settings(
        task="adding", precision="float16", learning_rate=10.0, optimizer="momentum"
    )
    result = simulate(settings, 500)
    assert result.first_nonfinite is not None
    assert result.first_nonfinite.time_step is None
    said = fields(report(result))["diverged"]
    assert "time step" not in said
    assert said.startswith(f"{result.first_nonfinite.tensor} is the first")
