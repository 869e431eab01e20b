"""A course that is followed gives, bit by bit, what the window has made."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import rnnsim
from rnnsim import SettingError, Settings, simulate
from rnnsim.engine.pictures import clipping_picture
from rnnsim.engine.training import Training
from rnnsim.model.course import Course, CourseError
from rnnsim.model.edits import edit, edited
from rnnsim.run.follow import follow

sys.path.insert(0, str(Path(__file__).parent))
try:
    from courses import EDITS, STARTS, courses
finally:
    sys.path.pop(0)

ROOT = Path(rnnsim.__file__).parent.parent
SMALL = Settings(hidden_size=4, time_steps=5, batch_size=2)
FLOAT16 = edited(
    SMALL, {"activation": "linear", "spectral_radius": 3.0, "precision": "float16", "time_steps": 8}
)
"""Diverges after some iterations."""


def nothing():
    """Let a pass go on."""


def trained(course):
    """What the window's training makes of a course, as it is asked for one order at a time."""
    run = Training(course.first, nothing)
    changes = list(course.changes[1:])
    while True:
        while changes and changes[0][0] == run.iteration and not run.diverged:
            run.change(changes.pop(0)[1])
        if run.diverged or run.iteration == course.iteration:
            return run
        run.iterate()


def assert_same(result, run):
    simulation = run.simulation
    for name, weight in simulation.network.named_weights().items():
        assert getattr(result, name).tobytes() == weight.tobytes()
    for name, gradient in simulation.network.gradients.items():
        assert getattr(result, f"grad_{name}").tobytes() == np.ascontiguousarray(gradient).tobytes()
    curves = run.curves()
    assert_array_equal(result.losses, curves.losses)
    assert_array_equal(result.clipped_gradient_norms, curves.clipped_gradient_norms)
    assert_array_equal(result.spectrum.constructed, simulation.constructed)
    assert result.hidden.tobytes() == np.ascontiguousarray(simulation.network.cell.hidden).tobytes()
    assert result.settings == run.settings
    assert repr(result.clipping) == repr(clipping_picture(simulation))


@examples(max_examples=30)
@given(course=courses())
def test_it_is_bit_by_bit_what_the_window_makes(course):
    run = trained(course)
    result = follow(course)
    assert_same(result, run)
    assert result.iterations == result.course.iteration == run.newest
    assert result.course == course or run.diverged
    assert_same(follow(run.course()), run)


@examples(max_examples=30)
@given(course=courses())
def test_as_mappings_or_as_settings_changes_are_the_same(course):
    as_settings: dict[int, list] = {}
    for iteration, settings in course.changes[1:]:
        as_settings.setdefault(iteration, []).append(settings)
    result = simulate(course.first, course.iteration, changes=as_settings)
    ours, theirs = result.arrays(), follow(course).arrays()
    assert ours.keys() == theirs.keys()
    for name, array in ours.items():
        assert_array_equal(array, theirs[name])


@examples(max_examples=30)
@given(start=STARTS, change=EDITS)
def test_what_is_set_at_the_start_is_as_if_it_had_been_there_from_the_start(start, change):
    settings = edit(start, *change)
    changed = follow(Course(((0, start), (0, settings)), 3))
    fresh = simulate(settings, 3)
    assert_array_equal(changed.losses, fresh.losses)
    assert changed.weight_hh.tobytes() == fresh.weight_hh.tobytes()


def test_a_change_holds_from_the_next_update_on():
    plain = simulate(SMALL, 5)
    changed = simulate(SMALL, 5, changes={3: {"learning_rate": 0.9}})
    assert_array_equal(changed.losses[:4], plain.losses[:4])
    assert changed.losses[4] != plain.losses[4]
    assert changed.settings.learning_rate == 0.9
    assert [at for at, _ in changed.course.changes] == [0, 3]


def test_another_radius_scales_the_recurrent_matrix():
    plain = simulate(SMALL, 4)
    scaled = simulate(SMALL, 4, changes={4: {"spectral_radius": 0.4}})
    radius = np.abs(np.linalg.eigvals(scaled.weight_hh)).max()
    assert radius == pytest.approx(0.4)
    np.testing.assert_allclose(
        scaled.weight_hh, plain.weight_hh * (0.4 / plain.spectrum.spectral_radius)
    )


def test_changes_at_one_iteration_are_made_in_their_order():
    radii = [{"spectral_radius": 0.4}, edit(SMALL, "spectral_radius", 1.2)]
    result = simulate(SMALL, 2, changes={2: radii})
    assert [settings.spectral_radius for _, settings in result.course.changes] == [0.85, 0.4, 1.2]
    assert simulate(SMALL, 2, changes={2: tuple(radii[::-1])}).settings.spectral_radius == 0.4


def test_an_iteration_may_be_numpys_and_there_may_be_no_changes():
    assert simulate(SMALL, 2, changes={np.int64(1): {"clip": "norm"}}).settings.clip == "norm"
    assert simulate(SMALL, 2, changes={}).course == Course(((0, SMALL),), 2)
    assert simulate(SMALL, 2, changes={1: []}).settings == SMALL


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {1: {"cell": "lstm"}},
            r"^cell: “lstm” is not allowed; give “rnn” as before: at it",
        ),
        ({1: {"spectral_radius": 0.0}}, r"^spectral_radius: “0.0” .* “0.85” as before"),
        ({1: edit(SMALL, "seed", 9)}, r"^seed: “9” .* start the run anew"),
        ({4: {"learning_rate": 0.1}}, r"^changes: “4” .* an iteration from 0 to 3"),
        ({-1: {}}, r"^changes: “-1” "),
        ({1.5: {}}, r"^changes: “1.5” "),
        ({"1": {}}, r"^changes: “1” "),
        ({1: {"learning_rate": -1}}, r"^learning_rate: “-1” "),
        ({1: {"learning": 1}}, r"^learning: "),
        ({1: Settings(learning_rate=-1.0)}, r"^learning_rate: "),
    ],
)
def test_a_change_that_cannot_be_is_refused(changes, message):
    with pytest.raises(SettingError, match=message):
        simulate(SMALL, 3, changes=changes)


@pytest.mark.parametrize("changes", [{1: "clip"}, {1: 3}, {1: [3]}, {1: ["clip"]}, {1: None}])
def test_what_is_no_change_is_refused(changes):
    with pytest.raises(TypeError, match="changes: give for each iteration a mapping such as"):
        simulate(SMALL, 3, changes=changes)


def test_a_matrix_that_cannot_be_scaled_has_no_other_radius():
    tiny = edited(
        SMALL,
        {
            "spectrum": "identity",
            "spectral_radius": 1e-6,
            "precision": "float16",
            "learning_rate": 1e-5,
        },
    )
    message = "^spectral_radius: .* at iteration 1 another value would start the run anew"
    with pytest.raises(SettingError, match=message):
        simulate(tiny, 1, changes={1: {"spectral_radius": 1.0}})


def test_at_the_start_anything_can_be_set():
    result = simulate(SMALL, 2, changes={0: [{"cell": "lstm"}, {"hidden_size": 3}]})
    assert_array_equal(
        result.losses, simulate(edited(SMALL, {"cell": "lstm", "hidden_size": 3}), 2).losses
    )


def test_a_run_that_diverges_stops_without_what_was_set_later():
    plain = simulate(FLOAT16, 500)
    end = plain.iterations
    assert 0 < end < 400
    changes = {at: {"learning_rate": 0.2} for at in (end, end + 9)}
    result = simulate(FLOAT16, 500, changes=changes)
    assert result.iterations == end
    assert result.settings == FLOAT16
    assert result.course == Course(((0, FLOAT16),), end)


def test_a_run_that_diverges_at_once_can_still_be_set_otherwise_there():
    broken = edited(FLOAT16, {"time_steps": 200})
    assert simulate(broken).first_nonfinite is not None
    result = simulate(broken, 2, changes={0: {"time_steps": 5}})
    assert result.iterations == 2


def test_a_course_without_its_start_is_refused():
    with pytest.raises(CourseError, match="before iteration 7 is not known"):
        follow(Course(((7, SMALL),), 9))


def test_a_course_too_long_is_refused():
    with pytest.raises(SettingError, match=r"iterations: .* from 0 to 1000000"):
        follow(Course(((0, SMALL),), 1_000_001))


def test_it_says_how_far_it_is():
    said = []
    follow(Course(((0, SMALL),), 2), progress=lambda *far: said.append(far))
    trained = [(made, 2, "iterations") for made in (0, 1, 2)]
    assert [*dict.fromkeys(said)] == [
        *trained,
        *((t, 5, "time steps of the rates") for t in range(1, 6)),
    ]


def made_again(run):
    """By the code that the description of the file gives."""
    text = (ROOT / "docs" / "data-format.md").read_text(encoding="utf-8")
    code = next(part for part in text.split("```") if "changes=changes" in part)
    names = {"json": json, "run": run}
    exec(code.removeprefix("python"), names)
    return names["result"]


@examples(max_examples=15)
@given(course=courses(), diagnostics=st.booleans())
def test_what_was_set_is_in_the_file_and_makes_the_run_again(course, diagnostics, tmp_path_factory):
    result = follow(course, diagnostics=diagnostics)
    path = tmp_path_factory.mktemp("run") / "run.npz"
    result.save(path)
    with np.load(path, allow_pickle=False) as file:
        run = dict(file)
    assert ("changes" in run) == (len(result.course.changes) > 1)
    if "changes" not in run:
        return
    again = made_again(run)
    assert again.course == result.course
    assert again.weight_hh.tobytes() == run["weight_hh"].tobytes()
    assert json.loads(str(run["settings"]))["learning_rate"] == course.last.learning_rate
