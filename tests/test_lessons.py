"""What the lessons claim and narrate, by real runs; behaviour over five seeds.

`told` holds a number to its sentence: whoever changes the one has to look at the other.
"""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from rnnsim.engine.diagnostics import state_jacobian_singular_values
from rnnsim.engine.extras import bifurcation_picture, cliff_picture
from rnnsim.engine.pictures import clipping_picture, pass_picture, spectrum_picture
from rnnsim.engine.simulation import Simulation
from rnnsim.engine.theory import cliff, ridge
from rnnsim.model.edits import edited
from rnnsim.model.lesson import find_lesson, lessons
from rnnsim.model.moment import Stage, moments
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.target import Kind
from rnnsim.model.view import PLOTS

SEEDS = (1, 2, 3, 4, 5)
every_seed = pytest.mark.parametrize("seed", SEEDS)

NAMES = (
    "memory",
    "unrolling",
    "power",
    "vanishing",
    "sigmoid",
    "review",
    "exploding",
    "clipping",
    "cliff",
    "orthogonal",
    "non-normal",
    "gates",
    "recall",
    "adam",
)

every_scene = pytest.mark.parametrize(
    ("name", "index"),
    [(name, i) for name, lesson in lessons().items() for i in range(len(lesson.scenes))],
)


def start(name, seed, **changes):
    """The simulation of a lesson as shipped, but for its seed."""
    return Simulation(replace(find_lesson(name).settings, seed=seed, **changes))


def at(name, number, seed=None):
    """The untrained simulation of a scene, counted from 1, with the file's seed or another."""
    settings = find_lesson(name).settings_at(number - 1)
    return Simulation(settings if seed is None else replace(settings, seed=seed))


def beside(name, number, seed):
    """The untrained simulations of the twins of a scene, counted from 1."""
    lesson = find_lesson(name)
    main = replace(lesson.settings_at(number - 1), seed=seed)
    return [Simulation(edited(main, twin.changes)) for twin in lesson.twins_at(number - 1)]


def told(name, number, *phrases):
    """The same, of a scene that says these words."""
    text = find_lesson(name).scenes[number - 1].text
    for phrase in phrases:
        assert phrase in text, f"{name}, scene {number} does not say “{phrase}”"
    return at(name, number)


def magnitude(simulation):
    return pass_picture(simulation).gradient_magnitude


def shrinkage(simulation):
    """How many times smaller the gradient is at h_1 than at h_T."""
    size = magnitude(simulation)
    return size[-1] / size[1]


def bound(simulation):
    """γσ₁."""
    spectrum = spectrum_picture(simulation)
    return spectrum.slope_bound * spectrum.largest_singular_value


def losses(simulation, iterations):
    """The losses of so many iterations; fewer where it diverges."""
    return trained(simulation, iterations)[:, 0]


def trained(simulation, iterations):
    """Loss, gradient norm and accuracy of so many iterations; fewer where it diverges."""
    found = []
    while len(found) < iterations:
        accuracy = simulation.network.accuracy()
        right = math.nan if accuracy is None else accuracy
        found.append((simulation.loss, simulation.gradient_norm, right))
        if not simulation.iterate():
            break
    return np.array(found)


def first_below(values, limit):
    """After how many updates a value is first below `limit`."""
    below = np.flatnonzero(values < limit)
    return int(below[0]) if len(below) else math.inf


# Every lesson, every scene


def test_all_lessons_are_numbered_in_order_and_say_what_they_show():
    shipped = lessons()
    assert tuple(shipped) == NAMES
    assert [lesson.number for lesson in shipped.values()] == list(range(1, 15))
    for lesson in shipped.values():
        assert lesson.title
        assert lesson.claim
        assert 4 <= len(lesson.scenes) <= 7
        assert len(lesson.controls) <= 3
        assert set(lesson.controls) <= set(PARAMETERS)


def test_most_lessons_let_predict_and_each_prediction_is_followed_by_its_answer():
    asking = 0
    for lesson in lessons().values():
        covers = [scene.covered for scene in lesson.scenes]
        asking += any(covers)
        assert not covers[-1]
        for index, (scene, after) in enumerate(itertools.pairwise(covers)):
            if scene and not after:
                assert "redict first" in lesson.scenes[index].text
                assert set(scene) <= set(lesson.views_at(index + 1))
    assert asking > len(lessons()) / 2


@every_scene
def test_every_scene_can_be_entered(name, index):
    lesson = find_lesson(name)
    scene, settings, views = lesson.scenes[index], lesson.settings_at(index), lesson.views_at(index)
    assert 100 <= len(scene.text) <= 260
    assert 1 <= len(views) <= 3
    assert set(views) <= set(PLOTS)
    assert set(scene.covered) <= set(views)
    assert not scene.knob or scene.knob in lesson.controls
    before = lesson.settings_at(index - 1) if index else lesson.settings
    assert (settings != before) == bool(scene.changes)
    moment, point = scene.moment, scene.point
    if moment is not None and moment.stage is not Stage.LOSS:
        assert moment in moments(settings.time_steps, parts=moment.part is not None)
    if point is not None:
        assert point.time_step <= settings.time_steps
        assert point.kind is not Kind.INPUT or point.time_step >= 1
        assert point.kind is not Kind.KNOB or point.name in lesson.controls
        assert point.kind is not Kind.VIEW or point.name in views


@every_scene
def test_what_is_pointed_at_is_reached_by_then(name, index):
    scene = find_lesson(name).scenes[index]
    if scene.moment is None or scene.point is None or scene.play:
        return
    if scene.point.kind is Kind.ARROW:
        assert scene.moment.gradient_reached == scene.point.time_step
    if scene.point.kind is Kind.CELL:
        assert scene.moment.state_reached == scene.point.time_step


@every_scene
def test_where_one_trains_the_loss_is_to_be_seen(name, index):
    lesson = find_lesson(name)
    assert trains(lesson, 0) is False
    assert not trains(lesson, index) or "loss" in lesson.views_at(index)


def test_what_is_told_of_a_start_is_shown_of_a_start():
    """A scene that changes settings starts anew; only these go on with a trained network."""
    going_on = {
        (name, index + 1)
        for name, lesson in lessons().items()
        for index, scene in enumerate(lesson.scenes)
        if index and trains(lesson, index - 1) and not scene.changes
    }
    assert going_on == {("memory", 6), ("exploding", 5)}


def trains(lesson, index):
    """Whether one trains at a scene."""
    said = [scene.train for scene in lesson.scenes[: index + 1] if scene.train is not None]
    return said[-1] if said else lesson.train


# 1 Memory


@every_seed
def test_the_last_state_depends_on_the_first_token_and_on_every_other(seed):
    simulation = at("memory", 3, seed)
    last = simulation.network.cell.hidden[-1].copy()
    for t in range(8):
        inputs = simulation.network.inputs().copy()
        inputs[t] = np.roll(inputs[t], 1, axis=-1)
        simulation.network.cell.forward(simulation.weights.cell, inputs)
        changed = np.linalg.norm(simulation.network.cell.hidden[-1] - last, axis=-1)
        assert changed.min() > 0.01


@every_seed
def test_the_first_state_is_made_of_the_first_token_alone(seed):
    told("memory", 2, "h₀ is 0", "the first token alone")
    simulation = at("memory", 2, seed)
    weights, cell = simulation.weights.cell, simulation.network.cell
    assert not cell.hidden[0].any()
    driven = simulation.network.inputs()[0] @ weights.weight_ih.T + weights.bias_ih
    np.testing.assert_allclose(cell.hidden[1], np.tanh(driven + weights.bias_hh), rtol=1e-12)


def test_the_sequence_shown_begins_with_a():
    tokens = pass_picture(told("memory", 1, "here A", "seven that follow")).tokens
    assert tokens[0] == "A"
    assert len(tokens) == 8
    assert not set(tokens[1:]) & set("ABCD")


def test_the_untrained_memory_guesses():
    simulation = told("memory", 4, "ln 4 = 1.386", "1.47")
    assert simulation.task.chance_loss == pytest.approx(1.386, abs=5e-4)
    assert simulation.loss == pytest.approx(1.47, abs=0.005)


@every_seed
def test_training_teaches_to_carry_the_first_token_on(seed):
    told("memory", 5, "some hundred updates", "below 0.1", "seven steps")
    simulation = at("memory", 5, seed)
    found = losses(simulation, 300)
    assert 70 <= first_below(found, 0.1) <= 130
    assert found[150:].max() < 0.1
    assert simulation.network.accuracy() == 1.0


# 2 Unrolling


@every_seed
def test_the_gradient_is_the_sum_of_the_contributions_and_the_first_is_0(seed):
    simulation = at("unrolling", 4, seed)
    contributions = simulation.network.cell.contributions()
    whole = simulation.network.gradients["weight_hh"]
    np.testing.assert_allclose(contributions.sum(axis=0), whole, rtol=1e-12, atol=1e-15)
    assert not contributions[0].any()
    bars = pass_picture(simulation).contributions
    assert bars.sum() == pytest.approx(np.linalg.norm(whole))
    assert (bars[1:] > 0.0).all()


@every_seed
def test_unrolling_adds_no_weights_and_a_step_back_is_two_factors(seed):
    told("unrolling", 2, "multiplied by the slope φ′ and then by")
    longer = Simulation(replace(find_lesson("unrolling").settings, time_steps=60, seed=seed))
    simulation = at("unrolling", 2, seed)
    for few, many in zip(
        simulation.network.trained_weights(), longer.network.trained_weights(), strict=True
    ):
        np.testing.assert_array_equal(few, many)
    cell, matrix = simulation.network.cell, simulation.weights.cell.weight_hh
    slope = 1.0 - cell.hidden[6] ** 2
    np.testing.assert_allclose(cell.dloss_dh[5], (slope * cell.dloss_dh[6]) @ matrix, rtol=1e-10)
    at_six = np.einsum("bi,bj->ij", slope * cell.dloss_dh[6], cell.hidden[5])
    np.testing.assert_allclose(cell.contributions()[5], at_six, rtol=1e-10)


def test_the_sum_of_the_contributions_ends_on_the_norm_told():
    simulation = told("unrolling", 5, "0.302", "h₀ is 0")
    assert pass_picture(simulation).contributions.sum() == pytest.approx(0.302, abs=5e-4)


@every_seed
def test_at_a_small_radius_the_last_steps_make_the_gradient(seed):
    told("unrolling", 6, "ρ = 0.3", "nine tenths", "first three together less than 2 %")
    bars = pass_picture(at("unrolling", 6, seed)).contributions
    assert bars[-1] / bars.sum() == pytest.approx(0.9, abs=0.08)
    assert abs(bars[:3].sum()) < 0.02 * bars.sum()


# 3 The power


@every_seed
def test_of_the_gradient_of_one_unit_with_w_09_a_power_is_left(seed):
    size = magnitude(start("power", seed))
    assert size[0] / size[50] == pytest.approx(0.00515377520732, rel=1e-10)


@every_seed
@pytest.mark.parametrize(
    ("number", "factor", "steps", "phrase"),
    [
        (1, 0.9, 10, "w = 0.9"),
        (2, 0.9, 10, "0.9¹⁰ = 0.349"),
        (4, 0.9, 50, "0.9⁵⁰ = 0.00515: half a percent"),
        (6, 1.1, 50, "1.1⁵⁰ = 117"),
    ],
)
def test_the_power_of_one_unit(number, factor, steps, phrase, seed):
    told("power", number, phrase)
    size = magnitude(at("power", number, seed))
    assert size[-1] == pytest.approx(1.0)
    np.testing.assert_allclose(size, factor ** np.arange(steps, -1.0, -1.0), rtol=1e-12)


def test_the_powers_told_are_rounded_rightly():
    assert magnitude(at("power", 2))[0] == pytest.approx(0.349, abs=5e-4)
    assert magnitude(at("power", 4))[0] == pytest.approx(0.00515, abs=5e-6)
    assert magnitude(at("power", 6))[0] == pytest.approx(117, abs=0.5)


# 4 Vanishing


@every_seed
def test_the_vanishing_gradient_leaves_the_loss_at_guessing(seed):
    simulation = start("vanishing", seed)
    before = magnitude(simulation)
    found = losses(simulation, 1000)
    after = magnitude(simulation)
    assert before[1] < before[-1] / 100
    assert after[1] < after[-1] / 100
    assert found[-200:].mean() == pytest.approx(math.log(4), rel=0.01)


@every_seed
def test_every_step_back_leaves_at_most_what_the_bound_says(seed):
    told("vanishing", 1, "at most 0.65")
    told("vanishing", 2, "0.65¹¹", "at least 114")
    simulation = at("vanishing", 1, seed)
    assert bound(simulation) == pytest.approx(0.65)
    size = magnitude(simulation)
    assert (size[:-1] <= 0.65 * size[1:] * (1 + 1e-12)).all()
    assert shrinkage(simulation) > 114
    assert math.pow(0.65, -11) == pytest.approx(114, abs=0.5)


def test_how_much_vanishes_is_told_rightly():
    assert shrinkage(told("vanishing", 2, "some 330 times")) == pytest.approx(330, rel=0.02)
    assert shrinkage(told("vanishing", 4, "Some 90 000 times")) == pytest.approx(9e4, rel=0.05)


@every_seed
def test_twice_the_distance_squares_the_factor_roughly(seed):
    told("vanishing", 4, "roughly squared")
    once, twice = shrinkage(at("vanishing", 2, seed)), shrinkage(at("vanishing", 4, seed))
    assert 1.8 < math.log(twice) / math.log(once) < 2.2
    assert twice > 50 * once


@every_seed
def test_with_radius_1_the_same_network_learns(seed):
    told("vanishing", 6, "ρ = 1", "3-fold", "some 300 updates", "half that of guessing")
    simulation = at("vanishing", 6, seed)
    assert 3 < shrinkage(simulation) < 7
    assert 150 < first_below(losses(simulation, 450), math.log(4) / 2) < 400


def test_with_radius_1_what_is_told_of_the_seed_shown():
    simulation = at("vanishing", 6)
    assert shrinkage(simulation) == pytest.approx(3.4, abs=0.1)
    assert first_below(losses(simulation, 450), math.log(4) / 2) == pytest.approx(300, abs=60)


# 5 The sigmoid


@every_seed
def test_the_sigmoid_lets_the_gradient_vanish_at_a_radius_of_three(seed):
    simulation = start("sigmoid", seed)
    size, spectrum = magnitude(simulation), spectrum_picture(simulation)
    assert spectrum.spectral_radius == pytest.approx(3.0)
    assert spectrum.slope_bound * spectrum.largest_singular_value < 1
    assert size[1] < size[-1] / 100


@every_seed
def test_the_sigmoids_gradient_stays_below_its_bound(seed):
    told("sigmoid", 1, "σ₁ = ρ = 3", "¼ · 3 = 0.75")
    simulation = at("sigmoid", 2, seed)
    size = magnitude(simulation)
    assert bound(simulation) == pytest.approx(0.75)
    assert (size[:-1] < size[-1] * 0.75 ** np.arange(len(size) - 1.0, 0.0, -1.0)).all()
    assert shrinkage(simulation) > 1000


@every_seed
def test_the_same_matrix_with_tanh_lets_the_gradient_grow(seed):
    sigmoid, tanh = at("sigmoid", 2, seed), at("sigmoid", 4, seed)
    np.testing.assert_array_equal(sigmoid.weights.cell.weight_hh, tanh.weights.cell.weight_hh)
    np.testing.assert_array_equal(sigmoid.network.inputs(), tanh.network.inputs())
    assert bound(tanh) == pytest.approx(3.0)
    assert shrinkage(tanh) < 0.1


def test_how_much_the_sigmoid_costs_is_told_rightly():
    assert shrinkage(told("sigmoid", 2, "some 1800 times")) == pytest.approx(1800, rel=0.02)
    assert 1 / shrinkage(told("sigmoid", 4, "some 24-fold")) == pytest.approx(24, rel=0.02)
    simulation = told("sigmoid", 5, "σ₁ is 15.7", "γσ₁ is 3.9", "some 200-fold")
    assert spectrum_picture(simulation).largest_singular_value == pytest.approx(15.7, abs=0.05)
    assert bound(simulation) == pytest.approx(3.9, abs=0.05)
    assert shrinkage(simulation) == pytest.approx(200, rel=0.02)


@every_seed
def test_training_the_sigmoid_leaves_the_loss_at_guessing(seed):
    told("sigmoid", 6, "settles at ln 4 = 1.386")
    simulation = at("sigmoid", 6, seed)
    assert simulation.settings == replace(find_lesson("sigmoid").settings, seed=seed)
    assert losses(simulation, 600)[-300:].mean() == pytest.approx(math.log(4), rel=0.01)


# 6 A product review


def test_the_review_shown_is_the_one_told():
    told("review", 1, "34 words", "high hopes", "“Very disappointing.”")
    words = pass_picture(at("review", 1)).tokens
    assert len(words) == 34
    assert " ".join(words).startswith("I initially ordered this with high hopes,")
    assert " ".join(words).endswith("Very disappointing.")


@every_seed
def test_the_first_word_gets_least_in_an_rnn(seed):
    settings = replace(find_lesson("review").settings_at(2), seed=seed)
    rnn, lstm, gru = (
        shrinkage(Simulation(replace(settings, cell=cell))) for cell in ("rnn", "lstm", "gru")
    )
    assert rnn > 1e6
    assert 250 < lstm < 500
    assert 3 < gru < 8


def test_what_the_first_word_gets_is_told_rightly():
    told("review", 3, "seven million times less", "some 370 times", "some four times")
    settings = find_lesson("review").settings_at(2)
    expected = {"rnn": 7e6, "lstm": 370, "gru": 4}
    for cell, times in expected.items():
        assert shrinkage(Simulation(replace(settings, cell=cell))) == pytest.approx(times, rel=0.06)


@every_seed
def test_the_rnn_forgets_the_beginning_of_a_review(seed):
    told("review", 4, "75 % at most", "there the RNN remains")
    found = trained(at("review", 4, seed), 500)
    assert found[250:, 2].mean() == pytest.approx(0.75, abs=0.03)


@every_seed
def test_the_lstm_learns_to_judge_reviews(seed):
    told("review", 5, "some 200 updates", "nearly every review")
    found = trained(at("review", 5, seed), 250)
    assert found[200:, 2].mean() > 0.97


@every_seed
def test_the_gru_learns_it_within_a_hundred_updates(seed):
    told("review", 6, "some hundred updates", "below 0.1")
    found = trained(at("review", 6, seed), 150)
    assert 60 < first_below(found[:, 0], 0.1) < 130


# 7 Exploding


@every_seed
def test_the_exploding_gradient_ends_in_an_overflow(seed):
    simulation = start("exploding", seed)
    size = magnitude(simulation)
    assert size[1] > 50 * size[-1]
    losses(simulation, 20)
    assert simulation.divergence is not None
    assert simulation.iteration <= 5


@every_seed
def test_every_step_back_stretches_by_14(seed):
    told("exploding", 1, "1.4 times longer, exactly")
    told("exploding", 2, "1.4¹³ = 79")
    size = magnitude(at("exploding", 1, seed))
    np.testing.assert_allclose(size[:-1] / size[1:], 1.4, rtol=1e-12)
    assert size[1] / size[14] == pytest.approx(79, abs=0.5)


def test_what_overflows_first_is_told_rightly():
    told("exploding", 4, "10, then 1000, then 6·10³⁵")
    told("exploding", 5, "After three updates", "h₁₀, going forward in iteration 3", "10³⁰⁸")
    simulation = at("exploding", 4)
    assert simulation.settings == at("exploding", 5).settings
    found = losses(simulation, 20)
    np.testing.assert_allclose(found[:3], (10, 1000, 6e35), rtol=0.1)
    assert len(found) == 4
    assert not math.isfinite(found[3])
    found = simulation.divergence
    assert (found.tensor, found.time_step, found.stage, found.iteration) == ("h", 10, "forward", 3)
    assert np.isinf(simulation.network.cell.hidden[10]).any()


@every_seed
def test_tanh_holds_back_what_explodes_without(seed):
    told("exploding", 7, "only some 3-fold", "γσ₁ = 1.4", "tanh")
    simulation = at("exploding", 7, seed)
    np.testing.assert_array_equal(
        simulation.weights.cell.weight_hh, at("exploding", 1, seed).weights.cell.weight_hh
    )
    assert bound(simulation) == pytest.approx(1.4)
    assert 2.5 < 1 / shrinkage(simulation) < 4.5


def test_how_much_it_grows_with_tanh_is_told_rightly():
    assert 1 / shrinkage(at("exploding", 7)) == pytest.approx(3.4, abs=0.1)


# 8 Clipping


@every_seed
def test_clipping_alone_makes_the_same_start_learn(seed):
    told("clipping", 4, "some dozen updates", "below 0.1", "soon has nothing left to do")
    clipped, unclipped = start("clipping", seed), start("exploding", seed)
    assert replace(clipped.settings, clip="off") == unclipped.settings
    np.testing.assert_array_equal(magnitude(clipped), magnitude(unclipped))
    found = trained(clipped, 1000)
    assert clipped.divergence is None
    assert found[-200:, 0].mean() < 0.1
    assert 8 <= first_below(found[:, 0], 0.1) <= 24
    assert (found[150:, 1] < 1.0).all()


@every_seed
def test_the_twin_without_clipping_is_lesson_7_and_soon_over(seed):
    (twin,) = beside("clipping", 4, seed)
    assert twin.settings == start("exploding", seed).settings
    assert beside("clipping", 3, seed)[0].settings == twin.settings
    losses(twin, 10)
    assert twin.divergence is not None


def test_when_the_twin_without_clipping_is_over_is_told_rightly():
    told("clipping", 3, "without clipping", "lesson 7 again", "over after three updates")
    told("clipping", 4, "overflows after three updates")
    (twin,) = beside("clipping", 4, find_lesson("clipping").settings.seed)
    losses(twin, 10)
    assert twin.divergence.iteration == 3


@every_seed
def test_the_twin_beside_the_large_threshold_learns(seed):
    told("clipping", 6, "beside a twin with τ = 1", "The twin learns")
    (twin,) = beside("clipping", 6, seed)
    assert twin.settings == start("clipping", seed).settings
    assert losses(twin, 1000)[-200:].mean() < 0.1


def test_the_first_update_is_told_rightly():
    told("clipping", 1, "is 78 long", "leap of 3.9")
    simulation = told("clipping", 2, "0.05 long, a 78th part", "Its direction stays")
    assert simulation.gradient_norm == pytest.approx(78, abs=0.5)
    assert 0.05 * simulation.gradient_norm == pytest.approx(3.9, abs=0.05)
    assert simulation.clipped_gradient_norm == pytest.approx(1.0)
    assert clipping_picture(simulation).cosine == pytest.approx(1.0)


def test_clipping_by_value_turns_the_update():
    simulation = told("clipping", 5, "turned by 35°", "still 20 long")
    turned = math.degrees(math.acos(clipping_picture(simulation).cosine))
    assert turned == pytest.approx(35, abs=0.5)
    assert simulation.clipped_gradient_norm == pytest.approx(20, abs=0.5)


@every_seed
def test_too_large_a_threshold_saves_from_overflow_but_learns_nothing(seed):
    told("clipping", 6, "τ = 100", "beyond 10⁹", "400 updates later it is still above 1000")
    simulation = at("clipping", 6, seed)
    assert simulation.gradient_norm < 100
    found = losses(simulation, 401)
    assert simulation.divergence is None
    assert found.max() > 1e9
    assert found[-1] > 1000


# 9 The cliff


def test_the_wall_is_told_rightly():
    told("cliff", 2, "w = 5", "b = −2.612", "0.0085", "−2.613")
    told("cliff", 3, "0.34, forty-fold", "b* = −2.612297", "x₀ = 0.5 is an unstable one")
    before, behind = float(cliff(5.0, -2.612).error), float(cliff(5.0, -2.613).error)
    assert before == pytest.approx(0.0085, abs=5e-5)
    assert behind == pytest.approx(0.34, abs=5e-3)
    assert behind / before == pytest.approx(40, rel=0.02)
    beside = bifurcation_picture()
    assert beside.w == 5.0
    assert beside.ridge == pytest.approx(-2.612297, abs=5e-7)
    assert not beside.ridge_stable
    assert -2.613 < beside.ridge < -2.612
    assert _end(5.0, -2.612) > 0.7 > 0.2 > _end(5.0, -2.613)


def _end(w, b):
    """σ(x_50)."""
    x = 0.5
    for _ in range(50):
        x = w / (1.0 + math.exp(-x)) + b
    return 1.0 / (1.0 + math.exp(-x))


def test_a_step_on_the_ridge_leaps_off_the_map_and_a_clipped_one_does_not():
    settings = told("cliff", 4, "779 long", "7.8 long", "rate 0.01").settings
    told("cliff", 5, "τ = 1", "0.01 long")
    assert (settings.learning_rate, settings.clip, settings.clip_threshold) == (0.01, "norm", 1.0)
    gradient = cliff(5.0, ridge(5.0))
    length = float(np.hypot(gradient.derror_dw, gradient.derror_db))
    assert length == pytest.approx(779, abs=0.5)
    assert 0.01 * length == pytest.approx(7.8, abs=0.05)
    picture = cliff_picture(0.01, 1.0)
    assert math.hypot(np.ptp(picture.w), np.ptp(picture.b)) < 7.8


def test_the_unclipped_path_leaves_the_map_and_the_clipped_one_meets_the_wall_and_stays():
    told("cliff", 4, "The unclipped path, a little further on, leaps 13 and is gone")
    told("cliff", 5, "meets the same wall, and stays on the map")
    picture = cliff_picture(0.01, 1.0)
    leaps = np.hypot(*np.diff(picture.unclipped[:, :2], axis=0).T)
    assert leaps.max() == pytest.approx(13, abs=0.5)
    before = picture.unclipped[leaps.argmax()]
    assert before[0] == pytest.approx(4.83, abs=0.05)
    assert before[1] == pytest.approx(ridge(before[0]), abs=0.01)
    assert not _on(picture, picture.unclipped)[leaps.argmax() + 1 :].any()
    assert _on(picture, picture.clipped).all()
    assert picture.clipped[:, 2].max() > 0.3
    lengths = np.hypot(*np.diff(picture.clipped[:, :2], axis=0).T)
    assert lengths.max() <= 0.01 * (1 + 1e-9)


def _on(picture, path):
    w, b = path[:, 0], path[:, 1]
    across = (picture.w.min() <= w) & (w <= picture.w.max())
    return across & (picture.b.min() <= b) & (b <= picture.b.max())


@every_seed
def test_the_unit_on_the_canvas_can_only_vanish(seed):
    told("cliff", 6, "w > 4", "w = 3", "at most three quarters")
    simulation = at("cliff", 6, seed)
    size = magnitude(simulation)
    assert bound(simulation) == pytest.approx(0.75)
    assert (size[:-1] <= 0.75 * size[1:] * (1 + 1e-12)).all()


# 10 Orthogonal and identity


@every_seed
def test_an_orthogonal_start_keeps_the_gradients_length(seed):
    told("orthogonal", 2, "1, to twelve digits")
    np.testing.assert_allclose(magnitude(start("orthogonal", seed)), 1.0, rtol=1e-12)
    values = np.linalg.svd(at("orthogonal", 1, seed).weights.cell.weight_hh, compute_uv=False)
    np.testing.assert_allclose(values, 1.0, rtol=1e-12)


@every_seed
def test_tanh_takes_what_an_orthogonal_matrix_leaves(seed):
    size = magnitude(at("orthogonal", 4, seed))
    assert 1500 < size[50] / size[0] < 8000


@every_seed
def test_identity_with_relu_keeps_more_than_a_quarter(seed):
    told("orthogonal", 5, "more than a quarter is left at h₁")
    simulation = at("orthogonal", 5, seed)
    size = magnitude(simulation)
    assert size[50] == pytest.approx(1.0)
    assert 0.25 < size[1] < 0.5
    assert set(np.unique(simulation.network.cell.slopes)) == {0.0, 1.0}


@every_seed
def test_a_scaled_orthogonal_start_is_beside_the_ridge(seed):
    told("orthogonal", 6, "ρ = 0.95", "a thirteenth")
    simulation = at("orthogonal", 6, seed)
    assert magnitude(simulation)[0] == pytest.approx(1 / 13, rel=1e-3)
    assert math.pow(0.95, 50) == pytest.approx(1 / 13, rel=1e-3)


@every_seed
def test_training_moves_an_orthogonal_matrix_away(seed):
    told("orthogonal", 6, "A good start is not kept by itself")
    simulation = start("orthogonal", seed)
    losses(simulation, 10)
    values = np.linalg.svd(simulation.weights.cell.weight_hh, compute_uv=False)
    assert np.ptp(values) > 1e-3


def test_what_tanh_takes_is_told_rightly():
    size = magnitude(told("orthogonal", 4, "Some 4000 times less"))
    assert size[50] / size[0] == pytest.approx(4000, rel=0.1)


# 11 Eigenvalues are not everything


@every_seed
def test_the_gradient_of_a_non_normal_matrix_first_grows(seed):
    simulation = start("non-normal", seed)
    size = magnitude(simulation)
    assert np.abs(spectrum_picture(simulation).constructed).max() <= 0.9 + 1e-12
    assert size.max() > 10 * size[-1]
    assert size.argmax() < len(size) - 2


@every_seed
def test_the_normal_matrix_has_the_same_eigenvalues_and_stretches_nothing(seed):
    told("non-normal", 1, "σ₁ = ρ = 0.9", "half a percent")
    told("non-normal", 2, "very same eigenvalues", "far from orthogonal")
    normal, other = at("non-normal", 1, seed), at("non-normal", 2, seed)
    np.testing.assert_array_equal(
        spectrum_picture(normal).constructed, spectrum_picture(other).constructed
    )
    size = magnitude(normal)
    assert (size[:-1] <= 0.9 * size[1:] * (1 + 1e-9)).all()
    assert spectrum_picture(normal).largest_singular_value == pytest.approx(0.9)
    conditions = [
        np.linalg.cond(np.linalg.eig(each.weights.cell.weight_hh)[1]) for each in (normal, other)
    ]
    assert conditions[0] == pytest.approx(1.0, abs=1e-6)
    assert conditions[1] > 1000


@every_seed
def test_in_the_end_the_eigenvalues_win(seed):
    short, long = magnitude(at("non-normal", 3, seed)), magnitude(at("non-normal", 5, seed))
    np.testing.assert_allclose(long[-31:], short, rtol=1e-6)
    assert long[0] < 1e-6


def test_the_growth_of_the_non_normal_gradient_is_told_rightly():
    assert magnitude(at("non-normal", 1))[0] == pytest.approx(0.005, rel=0.05)
    back = magnitude(told("non-normal", 3, "some 35-fold within nine steps"))[::-1]
    assert (np.diff(back[:10]) > 0.0).all()
    assert back[9] == pytest.approx(35, abs=0.5)
    assert back.max() == pytest.approx(35, abs=0.5)
    assert back[17] > 35
    assert (back[19:] < 16).all()
    long = told("non-normal", 5, "about a ten-millionth", "nine steps")
    assert magnitude(long)[0] == pytest.approx(1e-7, rel=0.3)


def test_the_singular_values_of_the_non_normal_matrix_are_told_rightly():
    simulation = told(
        "non-normal", 4, "σ₁ = 5.9", "almost sixfold", "sixteen steps", "two hundredfold"
    )
    assert spectrum_picture(simulation).largest_singular_value == pytest.approx(5.9, abs=0.05)
    largest = state_jacobian_singular_values(simulation.network.cell)[::-1, 0]
    assert largest.argmax() == 16
    assert 200 < largest[16] < 250


# 12 LSTM and GRU


@every_seed
def test_of_gates_that_start_near_1_the_gradient_is_kept(seed):
    bias_1, chrono = (pass_picture(at("gates", number, seed)) for number in (3, 4))
    assert bias_1.direct_path[1] < 1e-6
    assert chrono.direct_path[1] > 0.1
    kept = chrono.memory_gradient_magnitude
    assert kept[1] > 0.05 * kept[-1]
    faded = bias_1.memory_gradient_magnitude
    assert faded[1] < 0.01 * faded[-1]


@every_seed
def test_an_rnn_leaves_about_a_millionth(seed):
    told("gates", 1, "about a millionth")
    size = magnitude(at("gates", 1, seed))
    assert size[50] == pytest.approx(1.0)
    assert 3e-7 < size[1] < 2e-6


@every_seed
def test_detours_bring_more_to_c_1_than_forget_gates_that_start_at_073(seed):
    told("gates", 2, "near 0.73")
    told("gates", 3, "2·10⁻⁷", "0.73⁴⁹", "Nearly all", "detours through h")
    passed = pass_picture(at("gates", 3, seed))
    assert passed.gates["f"].mean() == pytest.approx(0.73, abs=0.01)
    assert passed.direct_path[1] == pytest.approx(2e-7, rel=0.4)
    memory = passed.memory_gradient_magnitude
    assert memory[1] / memory[-1] > 100 * passed.direct_path[1]


@every_seed
def test_from_the_chrono_start_gru_and_lstm_leave_more_at_h_1_than_an_rnn(seed):
    settings = replace(find_lesson("gates").settings_at(4), seed=seed)
    rnn, lstm, gru = (
        magnitude(Simulation(replace(settings, cell=cell)))[1] for cell in ("rnn", "lstm", "gru")
    )
    assert rnn < 1e-5 < 1e-3 < lstm < 0.01 < 0.1 < gru
    gates = pass_picture(Simulation(settings)).gates
    assert gates["i"].mean() < 0.2
    assert gates["f"].mean() > 0.8


def test_what_the_gates_leave_is_told_rightly():
    passed = pass_picture(told("gates", 4, "gates alone leave 0.21", "a quarter"))
    assert passed.direct_path[1] == pytest.approx(0.21, abs=0.005)
    memory = passed.memory_gradient_magnitude
    assert memory[1] / memory[-1] == pytest.approx(0.25, abs=0.01)
    settings = told("gates", 5, "RNN a millionth, LSTM 0.0018, GRU 0.14").settings
    for cell, left in {"rnn": 1.1e-6, "lstm": 0.0018, "gru": 0.14}.items():
        assert magnitude(Simulation(replace(settings, cell=cell)))[1] == pytest.approx(
            left, rel=0.03
        )
    assert pass_picture(at("gates", 3)).direct_path[1] == pytest.approx(2e-7, rel=0.05)
    assert math.pow(0.7310585786, 49) == pytest.approx(2.2e-7, rel=0.02)
