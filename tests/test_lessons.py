"""Each lesson's claim, and whatever its scenes say, by real runs over five seeds.

`told` binds a number to its scene: the scene's text must hold it as the window writes it.
"""

import math
from dataclasses import replace

import numpy as np
import pytest

from rnnsim.engine.extras import cells_picture, cliff_picture, singular_values_picture
from rnnsim.engine.pictures import clipping_picture, pass_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.theory import cliff, ridge
from rnnsim.engine.theory.cliff import descend
from rnnsim.model.lesson import lessons
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.target import Kind
from rnnsim.ui.numbers import short

LESSONS = lessons()
COURSE = (
    *("memory", "unrolling", "power", "vanishing", "sigmoid", "review"),
    *("exploding", "clipping", "cliff", "orthogonal", "non-normal", "gates"),
)
LN4 = math.log(4)
SEEDS = (1, 2, 3, 4, 5)
every_seed = pytest.mark.parametrize("seed", SEEDS)


def start(name, seed=None, *, scene=None, **changes):
    """The simulation of a lesson, at one of its scenes, as shipped but for what is changed."""
    lesson = LESSONS[name]
    settings = lesson.settings if scene is None else lesson.settings_at(scene - 1)
    changes |= {} if seed is None else {"seed": seed}
    return Simulation(replace(settings, **changes))


def text_of(name, scene):
    return LESSONS[name].scenes[scene - 1].text


def told(name, scene, value, *, digits=2, after="", then=""):
    """Whether the scene says `value`, as the window writes it, between these words."""
    return f"{after}{short(float(value), digits)}{then}" in text_of(name, scene)


def magnitude(simulation):
    return pass_picture(simulation).gradient_magnitude


def singular_values(simulation):
    return singular_values_picture(simulation, lambda: None)


def losses(simulation, iterations):
    """The losses of so many iterations; fewer where it diverges."""
    found = []
    while len(found) < iterations:
        found.append(simulation.loss)
        if not simulation.iterate():
            break
    return np.array(found)


def never_turns(magnitude):
    return (np.diff(magnitude) > 0.0).all()


# The course


def test_the_twelve_lessons_are_there_in_order():
    assert tuple(LESSONS) == COURSE
    assert [lesson.number for lesson in LESSONS.values()] == [*range(1, 13)]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_a_lesson_can_be_told(lesson):
    assert 4 <= len(lesson.scenes) <= 7
    assert 1 <= len(lesson.controls) <= 3
    assert lesson.claim.endswith(".")
    assert "  " not in lesson.claim
    assert any(scene.covered for scene in lesson.scenes)
    assert not lesson.scenes[0].covered
    assert not lesson.scenes[-1].covered
    assert any(scene.knob for scene in lesson.scenes)


SCENES = [
    pytest.param(lesson, i, id=f"{lesson.name}-{i + 1}")
    for lesson in LESSONS.values()
    for i in range(len(lesson.scenes))
]


@pytest.mark.parametrize(("lesson", "index"), SCENES)
def test_a_scene_can_be_entered(lesson, index):
    scene, settings = lesson.scenes[index], lesson.settings_at(index)
    assert 90 <= len(scene.text) <= 240
    assert scene.text.strip() == scene.text
    assert 1 <= len(lesson.views_at(index)) <= 4
    assert {*scene.covered} <= {*lesson.views_at(index)}
    assert not scene.knob or scene.knob in lesson.controls
    assert not scene.knob or PARAMETERS[scene.knob].why_idle(settings) is None
    if scene.moment is not None:
        assert 1 <= scene.moment.time_step <= settings.time_steps
    simulation = Simulation(settings)
    assert simulation.divergence is None


@pytest.mark.parametrize(("lesson", "index"), SCENES)
def test_a_prediction_is_asked_before_the_answer_can_be_seen(lesson, index):
    scene = lesson.scenes[index]
    if not scene.covered:
        return
    training = [each.train for each in lesson.scenes[: index + 1] if each.train is not None]
    assert "?" in scene.text or "Draw" in scene.text
    assert not (training[-1] if training else lesson.train)
    of_the_pass = {"gradient", "contributions", "cells", "singular"} & {*scene.covered}
    assert not of_the_pass or scene.moment.stage.value == "loss"
    assert not lesson.scenes[index + 1].covered
    assert not lesson.scenes[index + 1].changes


@pytest.mark.parametrize(("lesson", "index"), SCENES)
def test_a_knob_that_is_pointed_at_is_in_sight(lesson, index):
    point = lesson.scenes[index].point
    assert point is None or point.kind is not Kind.KNOB or point.name in lesson.controls


# 1 Memory


@every_seed
def test_the_network_learns_to_name_the_first_token(seed):
    found = losses(start("memory", seed), 400)
    assert (found[100:] < 0.1).all()


@every_seed
def test_a_first_token_is_in_every_later_state(seed):
    simulation = start("memory", seed)
    before = simulation.network.cell.hidden.copy()
    inputs = simulation.batch.inputs.copy()
    inputs[0, :, :4] = np.roll(inputs[0, :, :4], 1, axis=-1)
    simulation.network.forward(replace(simulation.batch, inputs=inputs))
    apart = np.linalg.norm(simulation.network.cell.hidden - before, axis=-1)
    assert (apart[1:] > 0.2).all()


def test_what_the_scenes_of_memory_say():
    simulation = start("memory", scene=1)
    passed = pass_picture(simulation)
    assert passed.tokens[0] == "A"
    assert (len(passed.tokens), passed.hidden.shape) == (8, (9, 16))
    assert not passed.hidden[0].any()
    assert passed.hidden[1].all()
    assert told("memory", 5, start("memory", scene=5).loss, digits=3, after="The loss is ")
    assert told("memory", 5, LN4, digits=3, after="ln 4 = ")


# 2 Unrolling


@every_seed
def test_the_gradient_is_the_sum_of_the_time_steps_contributions(seed):
    simulation = start("unrolling", seed)
    passed = pass_picture(simulation)
    whole = simulation.network.gradients["weight_hh"]
    assert passed.contributions.sum() == pytest.approx(np.linalg.norm(whole), rel=1e-12)
    assert passed.contributions.argmax() == passed.contribution_norms.argmax() == 5
    assert passed.contribution_norms[0] == passed.contributions[0] == 0.0


def test_what_the_scenes_of_unrolling_say():
    passed = pass_picture(start("unrolling"))
    total = passed.contributions.sum()
    assert told("unrolling", 4, passed.contributions[-1], after="gives the most: ")
    assert told("unrolling", 4, total, digits=3, then=", half of the whole")
    assert passed.contributions[-1] / total == pytest.approx(0.5, abs=0.03)
    assert passed.gradient_magnitude.argmax() == 6
    assert told("unrolling", 5, passed.gradient_magnitude[1], then=" arrives at h₁")
    assert told("unrolling", 6, total, digits=3, after="ends on ")
    longer = pass_picture(start("unrolling", time_steps=24))
    assert longer.contributions.sum() < 1.2 * total
    assert longer.contributions[:12].sum() < 0.2 * longer.contributions[12:].sum()


# 3 Powers


@every_seed
def test_of_the_gradient_of_one_unit_with_w_09_a_power_is_left(seed):
    size = magnitude(start("power", seed))
    assert size[0] / size[50] == pytest.approx(0.00515377520732, rel=1e-10)


@every_seed
def test_what_the_scenes_of_powers_say(seed):
    size = magnitude(start("power", seed, scene=2))
    np.testing.assert_allclose(size, 0.9 ** np.arange(10, -1, -1), rtol=1e-12)
    assert "0.9, 0.81, 0.73" in text_of("power", 2)
    assert [short(each) for each in size[[9, 8, 7]]] == ["0.90", "0.81", "0.73"]
    assert told("power", 3, size[0], then=" is left at h₀")
    size = magnitude(start("power", seed, scene=5))
    assert size[50] == pytest.approx(1.0)
    assert text_of("power", 5).startswith(short(size[0]))
    assert 1.0 / size[0] == pytest.approx(200, rel=0.05)
    grown = magnitude(start("power", seed, scene=6))
    assert told("power", 6, grown[0], digits=3, after="turn 1 into ")
    assert start("power", seed, scene=7).settings == start("power", seed).settings
    half = start("power", seed, eigenvalues=((0.5**0.02, 0.0),), spectral_radius=0.5**0.02)
    assert magnitude(half)[0] == pytest.approx(0.5)
    assert 0.98 < half.settings.spectral_radius < 1.0


# 4 Vanishing


@every_seed
def test_the_vanishing_gradient_leaves_the_loss_at_guessing(seed):
    simulation = start("vanishing", seed)
    before = magnitude(simulation)
    found = losses(simulation, 1000)
    after = magnitude(simulation)
    assert before[1] < before[-1] / 300
    assert after[1] < after[-1] / 300
    assert found[-200:].mean() == pytest.approx(LN4, rel=0.01)


@every_seed
def test_what_is_learned_then_comes_from_the_last_steps(seed):
    simulation = start("vanishing", seed)
    for _ in range(2):
        contributions = pass_picture(simulation).contributions
        assert contributions[-3:].sum() > 0.9 * contributions.sum()
        losses(simulation, 500)


@every_seed
def test_the_same_task_is_learned_where_the_gradient_arrives(seed):
    simulation = start("vanishing", seed, scene=7)
    assert simulation.settings.learning_rate == start("vanishing").settings.learning_rate
    size = magnitude(simulation)
    assert 1 / 3 < size[1] / size[-1] < 1 / 2
    found = losses(simulation, 1000)
    assert (found[700:] < 0.1).all()


def test_what_the_scenes_of_vanishing_say():
    simulation = start("vanishing")
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert told("vanishing", 2, size[12], after="a gradient of ", then=" to h₁₂")
    assert never_turns(size)
    assert told("vanishing", 4, size[1], then=" arrives, over 300 times less")
    assert told("vanishing", 4, spectrum.largest_singular_value, after="σ₁ = ")
    assert told("vanishing", 4, 0.65**-11, digits=3, after="at least ", then=" times less")
    assert told("vanishing", 5, LN4, digits=4, after="ln 4 = ")
    orthogonal = magnitude(start("vanishing", scene=7))
    assert orthogonal[1] / orthogonal[12] == pytest.approx(0.5, abs=0.05)


# 5 Sigmoid


@every_seed
def test_the_sigmoid_lets_the_gradient_vanish_at_a_radius_of_three(seed):
    simulation = start("sigmoid", seed)
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert spectrum.spectral_radius == pytest.approx(3.0)
    assert spectrum.slope_bound * spectrum.largest_singular_value == pytest.approx(0.75)
    assert size[1] < size[-1] * 0.75**13
    assert size[1] < size[-1] / 1000


@every_seed
def test_the_same_matrix_lets_it_grow_with_tanh(seed):
    sigmoid, tanh = start("sigmoid", seed), start("sigmoid", seed, scene=4)
    np.testing.assert_array_equal(sigmoid.weights.cell.candidate_hh, tanh.weights.cell.candidate_hh)
    size = magnitude(tanh)
    assert size[1] > 10 * size[-1]


@every_seed
def test_a_bound_above_one_does_not_make_it_explode(seed):
    simulation = start("sigmoid", seed, scene=6)
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert spectrum.spectral_radius == pytest.approx(3.0)
    assert spectrum.slope_bound * spectrum.largest_singular_value > 1.2
    assert size[1] < size[-1] / 500


def test_what_the_scenes_of_sigmoid_say():
    size = magnitude(start("sigmoid", scene=3))
    assert told("sigmoid", 3, 0.75**-13, after="0.75¹³ is 1/", then=":")
    assert f"{size[14] / size[1]:.2g}" == "1.8e+03"
    assert "1800 times less" in text_of("sigmoid", 3)
    grown = magnitude(start("sigmoid", scene=4))
    assert told("sigmoid", 4, grown[1] / grown[14], after="grows ", then="-fold")
    sigma = spectrum_picture(start("sigmoid", scene=5)).largest_singular_value
    assert told("sigmoid", 5, sigma, after="σ₁ is ")
    assert told("sigmoid", 5, sigma / 4, digits=3, after="γσ₁ = ")
    small = magnitude(start("sigmoid", scene=6))
    assert f"{small[14] / small[1]:.2g}" == "2.1e+04"
    assert "about 21 000-fold" in text_of("sigmoid", 6)


# 6 A product review


@every_seed
def test_gated_cells_carry_the_verdict_further_back_in_a_review(seed):
    settings = start("review", seed).settings
    cells = cells_picture(settings, lambda: None)
    arriving = {name: size[6] / size[-1] for name, size in cells.items()}
    assert arriving["rnn"] < 1e-8
    assert min(arriving["lstm"], arriving["gru"]) > 200 * arriving["rnn"]
    chrono = magnitude(start("review", seed, scene=6))
    assert chrono[6] > 0.1 * chrono[-1]


@every_seed
def test_the_first_half_of_a_review_is_hardly_heard(seed):
    simulation = start("review", seed, scene=3)
    size = magnitude(simulation)
    assert (size[:30] < 1e-4 * size[-1]).all()
    assert 0.2 < size[56] / size[-1] < 0.4
    assert pass_picture(simulation).tokens == pass_picture(start("review")).tokens


def test_what_the_scenes_of_the_review_say():
    simulation = start("review", scene=1)
    words = pass_picture(simulation).tokens
    assert len(words) == 58
    assert " ".join(words).startswith("I initially ordered this with high hopes,")
    assert " ".join(words).endswith("the main component completely failed. Very disappointing.")
    assert (words[5], words[55]) == ("high", "failed.")
    assert simulation.batch.targets[0] == 0
    size = magnitude(simulation)
    assert told("review", 2, size[58], after="sets out with ")
    assert text_of("review", 3).startswith(f"{short(size[6])}. ")
    assert size[56] / size[58] == pytest.approx(0.25, abs=0.03)
    cells = cells_picture(start("review", scene=5).settings, lambda: None)
    assert text_of("review", 5).startswith(short(cells["lstm"][6]))
    assert told("review", 5, cells["gru"][6], after="in the GRU ")
    assert min(cells["lstm"][6], cells["gru"][6]) > 4000 * cells["rnn"][6]
    for name, gate in (("lstm", "f"), ("gru", "z")):
        kept = start("review", scene=5, cell=name).network.cell.gates[gate]
        assert kept.mean() == pytest.approx(0.7, abs=0.03)
    gru = start("review", scene=6)
    size = magnitude(gru)
    assert told("review", 6, size[6], then=" arrives at “high”")
    assert f"{size[6] / size[58]:.0%}".replace("%", " %") in text_of("review", 6)
    assert (gru.network.cell.gates["z"] > 0.9).mean() > 0.5


# 7 Exploding


@every_seed
def test_the_exploding_gradient_ends_in_an_overflow(seed):
    simulation = start("exploding", seed)
    size = magnitude(simulation)
    assert size[1] / size[-1] == pytest.approx(1.4**13)
    found = losses(simulation, 20)
    assert simulation.divergence.iteration in (3, 4)
    assert simulation.divergence.stage == "forward"
    assert found[2] > 1e10 * found[0]


@every_seed
def test_tanh_overflows_nowhere_though_its_gradient_explodes(seed):
    simulation = start("exploding", seed, scene=6)
    size = magnitude(simulation)
    assert size[1] > 100 * size[-1]
    found = losses(simulation, 100)
    assert simulation.divergence is None
    assert np.abs(np.diff(found)).mean() > 0.05
    assert found.mean() > 1.0


def test_what_the_scenes_of_exploding_say():
    simulation = start("exploding", scene=4)
    size = magnitude(simulation)
    assert told("exploding", 2, size[14], after="hands ", then=" to h₁₄")
    assert text_of("exploding", 3).startswith(f"{short(size[1])}. ")
    assert told("exploding", 3, 1.4**13, then=" times as much")
    assert told("exploding", 4, simulation.gradient_norm, then=" long. With η = 0.05")
    assert told("exploding", 4, 0.05 * simulation.gradient_norm, after="the first step is ")
    weights = math.hypot(*(np.linalg.norm(each) for each in simulation.network.trained_weights()))
    assert told("exploding", 4, weights, after="only ", then=" long")
    first, second, third, *_ = losses(simulation, 20)
    assert text_of("exploding", 5).startswith(f"{first:.0f}, then {float(f'{second:.2g}'):.0f},")
    assert f"{third:.0e}" == "6e+35"
    assert "6·10³⁵" in text_of("exploding", 5)
    divergence = simulation.divergence
    assert (divergence.tensor, divergence.time_step, divergence.iteration) == ("h", 10, 3)
    assert "After the third update" in text_of("exploding", 5)
    size = magnitude(start("exploding", scene=6))
    assert f"grows {float(f'{size[1] / size[14]:.2g}'):.0f}-fold" in text_of("exploding", 6)


# 8 Clipping


@every_seed
def test_clipping_alone_makes_the_same_start_learn(seed):
    clipped, unclipped = start("clipping", seed), start("exploding", seed)
    assert replace(clipped.settings, clip="off") == unclipped.settings
    np.testing.assert_array_equal(magnitude(clipped), magnitude(unclipped))
    found = losses(clipped, 1000)
    assert clipped.divergence is None
    assert (found[50:] < 0.1).all()
    assert clipping_picture(clipped).share == pytest.approx(0.02, abs=0.0075)


@every_seed
def test_clipping_by_norm_keeps_the_direction_and_by_value_does_not(seed):
    assert clipping_picture(start("clipping", seed)).cosine == pytest.approx(1.0)
    cosine = clipping_picture(start("clipping", seed, scene=6)).cosine
    assert 30 < math.degrees(math.acos(cosine)) < 45


def test_what_the_scenes_of_clipping_say():
    unclipped = start("clipping", scene=1)
    assert unclipped.settings == start("exploding").settings
    assert told("clipping", 1, unclipped.gradient_norm, then=" long")
    losses(unclipped, 20)
    assert unclipped.divergence.iteration == 3
    clipped = start("clipping", scene=2)
    assert told("clipping", 2, clipped.gradient_norm, after="from ", then=" to 1")
    assert clipped.clipped_gradient_norm == pytest.approx(1.0)
    size = magnitude(clipped)
    assert told("clipping", 3, size[1] / size[14], then="-fold on its way from h₁₄ to h₁")
    cosine = clipping_picture(start("clipping", scene=6)).cosine
    assert f"{math.degrees(math.acos(cosine)):.0f} degrees" in text_of("clipping", 6)


# 9 The cliff


def picture_at(scene):
    settings = LESSONS["cliff"].settings_at(scene - 1)
    return cliff_picture(settings.learning_rate, settings.clip_threshold, lambda: None)


def step_lengths(path):
    return np.linalg.norm(np.diff(path[:, :2], axis=0), axis=1)


def leaves(path, picture):
    w, b = path[-1, :2]
    within = picture.w[0] <= w <= picture.w[-1] and picture.b[0] <= b <= picture.b[-1]
    return not within


def test_where_descent_meets_the_wall_a_plain_step_leaves_the_picture():
    picture = picture_at(4)
    steps = step_lengths(picture.unclipped)
    assert leaves(picture.unclipped, picture)
    assert steps.argmax() == 231
    assert f"after {steps.argmax()} updates" in text_of("cliff", 4)
    assert told("cliff", 4, steps.max(), after="a single step, ", then=" long")
    assert (steps[232:] < 1e-6).all()
    before = picture.unclipped[:232]
    above = before[:, 1] > ridge(before[:, 0])
    over = np.flatnonzero(~above)[0]
    assert above[:over].all()
    assert not above[over:].any()
    assert (steps[: over - 1] < 0.01).all()
    assert 50 < 231 - over < 100
    assert not leaves(picture.clipped, picture)
    assert step_lengths(picture.clipped).max() == pytest.approx(0.01)


@every_seed
def test_how_the_last_digits_are_rounded_changes_nothing_of_it(seed):
    w, b, _ = picture_at(4).unclipped[0] + np.random.default_rng(seed).normal(scale=1e-13, size=3)
    steps = step_lengths(descend((w, b), 0.01, 300))
    assert steps.argmax() == 231
    assert steps.max() == pytest.approx(11, abs=0.5)


def test_the_clipped_descent_steps_over_the_edge_and_comes_back():
    path = picture_at(5).clipped
    above = path[:, 1] > ridge(path[:, 0])
    assert np.count_nonzero(above[1:] != above[:-1]) > 10
    assert (np.abs(path[150:, 1] - ridge(path[150:, 0])) < 0.03).all()
    assert path[300, 0] < path[225, 0] < path[150, 0]


def test_a_smaller_rate_only_postpones_the_wall():
    assert LESSONS["cliff"].settings_at(5).learning_rate == 0.001
    steps = step_lengths(descend(tuple(picture_at(4).unclipped[0, :2]), 0.001, 2000))
    assert steps[:300].max() < 0.001
    assert 1000 < steps.argmax() < 2000
    assert steps.max() > 0.1
    assert step_lengths(picture_at(6).clipped).max() < 0.001


def test_what_the_scenes_of_the_cliff_say():
    assert told("cliff", 2, cliff(5.0, -2.612).error, digits=1, after="the error is ")
    assert told("cliff", 2, cliff(5.0, -2.613).error, then=" at b = −2.613")
    simulation = start("cliff")
    assert told("cliff", 1, simulation.gradient_norm, after="a gradient be ")
    assert told("cliff", 7, simulation.gradient_norm, after="its gradient is ")
    moved = simulation.settings.learning_rate * simulation.clipped_gradient_norm
    assert moved == pytest.approx(0.01)


# 10 Orthogonal and identity


@every_seed
def test_an_orthogonal_start_keeps_the_gradients_length(seed):
    simulation = start("orthogonal", seed)
    np.testing.assert_allclose(magnitude(simulation), 1.0, rtol=1e-12)
    np.testing.assert_allclose(singular_values(simulation), 1.0, rtol=1e-12)
    np.testing.assert_allclose(np.abs(spectrum_picture(simulation).measured), 1.0, rtol=1e-12)


@every_seed
def test_a_twentieth_off_costs_more_than_tenfold(seed):
    small = magnitude(start("orthogonal", seed, scene=4))[0]
    large = magnitude(start("orthogonal", seed, spectral_radius=1.05))[0]
    assert told("orthogonal", 4, small, after="only ", then=" of it arrives at h₀")
    assert told("orthogonal", 4, large, after="it would be ")
    assert min(1 / small, large) > 10


@every_seed
def test_squashing_costs_the_orthogonal_start_its_gradient(seed):
    tanh, relu = (start("orthogonal", seed, scene=scene) for scene in (5, 6))
    assert magnitude(tanh)[0] < 1e-3
    assert 0.2 < magnitude(relu)[0] < 0.35
    np.testing.assert_array_equal(relu.weights.cell.candidate_hh, np.eye(16))
    values = singular_values(relu)
    assert set(np.unique(values)) <= {0.0, 1.0}


def test_about_a_quarter_gets_through_an_identity_start():
    assert "About a quarter" in text_of("orthogonal", 6)
    assert magnitude(start("orthogonal", scene=6))[0] == pytest.approx(0.25, abs=0.02)


# 11 Eigenvalues are not everything


@every_seed
def test_the_gradient_of_a_non_normal_matrix_first_grows(seed):
    simulation = start("non-normal", seed)
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert np.abs(spectrum.constructed).max() <= 0.9 + 1e-12
    assert np.abs(spectrum.measured).max() <= 0.9 + 1e-9
    assert size.max() > 10 * size[-1]
    assert 5 < 60 - size.argmax() < 20
    assert size[0] < size[-1]


@every_seed
def test_without_what_makes_it_so_the_same_eigenvalues_only_shrink_it(seed):
    normal, other = start("non-normal", seed, scene=1), start("non-normal", seed, scene=2)
    np.testing.assert_array_equal(normal.constructed, other.constructed)
    assert never_turns(magnitude(normal))
    mild = magnitude(start("non-normal", seed, scene=6, non_normality=1.0))
    assert mild.argmax() == 60


@every_seed
def test_in_the_long_run_the_eigenvalues_win(seed):
    size = magnitude(start("non-normal", seed, scene=5))
    assert len(size) == 151
    assert size[0] < 1e-4


def test_what_the_scenes_of_non_normality_say():
    simulation = start("non-normal", scene=3)
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert told("non-normal", 3, size.max() / size[-1], after="grows ", then="-fold")
    assert (size.argmax(), 60 - size.argmax()) == (43, 17)
    assert told("non-normal", 4, spectrum.largest_singular_value, after="here it is ")
    assert spectrum.ill_conditioned is None
    assert len(spectrum.measured) == 32


# 12 LSTM and GRU


@every_seed
def test_the_gates_alone_keep_a_tenth_with_chrono_bias_and_nothing_without(seed):
    chrono, one = start("gates", seed), start("gates", seed, scene=3)
    assert pass_picture(chrono).direct_path[1] > 0.1
    assert pass_picture(one).direct_path[1] < 1e-6


@every_seed
def test_what_the_gates_keep_is_kept_of_the_gradient_along_c_and_along_h(seed):
    of_c = pass_picture(start("gates", seed, scene=5)).memory_gradient_magnitude
    assert of_c[1] > 0.05 * of_c[-1]
    gru, rnn = (magnitude(start("gates", seed, scene=scene)) for scene in (7, 1))
    assert gru[1] > 0.1 * gru[-1]
    assert gru[1] > 5000 * rnn[1]


@every_seed
def test_chrono_shuts_the_input_gate_as_it_opens_the_forget_gate(seed):
    bias = start("gates", seed, scene=6).weights.cell.bias_ih.reshape(4, -1)
    np.testing.assert_array_equal(bias[0], -bias[1])
    assert (bias[1] >= 0.0).all()
    assert (bias[1] <= math.log(49)).all()


def test_what_the_scenes_of_the_gates_say():
    rnn = magnitude(start("gates", scene=1))
    assert told("gates", 1, rnn[1], then=" is left at h₁")
    one = pass_picture(start("gates", scene=3))
    assert one.gates["f"].mean() == pytest.approx(0.73, abs=0.01)
    assert one.direct_path[1] == pytest.approx(2e-7, rel=0.1)
    assert math.isclose(0.73**49, 2e-7, rel_tol=0.1)
    assert text_of("gates", 3).startswith("About 2·10⁻⁷, which is 0.73⁴⁹.")
    chrono = pass_picture(start("gates", scene=5))
    assert chrono.direct_path[1] == pytest.approx(1 / 5, rel=0.05)
    assert chrono.direct_path[1] / one.direct_path[1] == pytest.approx(1e6, rel=0.1)
    of_c = chrono.memory_gradient_magnitude
    assert told("gates", 5, of_c[1] / of_c[-1], after="keeps ")
    assert told("gates", 6, chrono.gradient_magnitude[1], after="h₁ gets only ")
    gru = magnitude(start("gates", scene=7))
    assert told("gates", 7, gru[1], then=" arrives at h₁")
    assert gru[1] / rnn[1] == pytest.approx(1e4, rel=0.1)
