"""Courses of any kind, short ones."""

from hypothesis import strategies as st

from rnnsim.model.course import Course
from rnnsim.model.edits import edit, edited
from rnnsim.model.settings import SettingError, Settings

LONGEST = 12
"""Iterations."""

EDITS = st.one_of(
    st.tuples(st.just("learning_rate"), st.floats(1e-3, 3.0)),
    st.tuples(st.just("clip"), st.sampled_from(["off", "norm", "value", "backward"])),
    st.tuples(st.just("clip_threshold"), st.floats(1e-3, 2.0)),
    st.tuples(st.just("optimizer"), st.sampled_from(["sgd", "momentum", "rmsprop", "adam"])),
    st.tuples(st.just("spectral_radius"), st.floats(0.1, 2.0)),
    st.tuples(st.just("truncation"), st.integers(0, 6)),
)
"""Such as do not start anew."""


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=[]), max_size=99)


def _settings(changes):
    """Small ones; own eigenvalues are an arrangement."""
    if "eigenvalues" in changes:
        changes.pop("spectrum", None)
    return edited(Settings(hidden_size=4, time_steps=6, batch_size=2), changes)


STARTS = st.fixed_dictionaries(
    {
        "cell": st.sampled_from(["rnn", "lstm", "gru"]),
        "activation": st.sampled_from(["tanh", "relu"]),
        "precision": st.sampled_from(["float16", "float32", "float64"]),
        "task": st.sampled_from(["recall", "adding", "review", "text"]),
        "loss_at": st.sampled_from(["last", "all"]),
        "seed": st.integers(0, 99),
    },
    optional={
        "text": TEXTS.map(lambda text: text + "ab\"'\\\n"),
        "eigenvalues": st.sampled_from(
            [((0.5, 0.7), (0.5, -0.7), (0.3, 0.0)), ((-0.9, 0.0), (0.1, 0.0))]
        ),
        "spectrum": st.just("orthogonal"),
        "forget_bias": st.just("chrono"),
    },
).map(_settings)


@st.composite
def courses(draw):
    """What a window could have done: edits at some iterations, a few at the same."""
    course = Course.start(draw(STARTS))
    places = draw(st.lists(st.integers(0, LONGEST), max_size=5))
    for place in sorted(places):
        course = course.until(place)
        try:
            settings = edit(course.last, *draw(EDITS))
        except SettingError:  # such as a stride above its truncation
            continue
        if settings != course.last:
            course = course.changed(settings)
    return course.until(LONGEST)
