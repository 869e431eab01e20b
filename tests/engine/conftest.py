"""Random settings of moderate size, over everything that can be set."""

from dataclasses import replace

from hypothesis import strategies as st

from rnnsim.model.edits import edit
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
from rnnsim.model.tasks import TASKS


def _choices(key, *without):
    values = [choice.value for choice in PARAMETERS[key].choices]
    return st.sampled_from([value for value in values if value not in without])


def _with_room(settings):
    """As many time steps as the task needs at least, and no longer a stride than truncation."""
    least = TASKS[settings.task].least_time_steps
    stride = settings.truncation_stride
    if settings.truncation:
        stride = min(stride, settings.truncation)
    return replace(settings, time_steps=max(settings.time_steps, least), truncation_stride=stride)


_BUILT = st.builds(
    Settings,
    cell=_choices("cell"),
    hidden_size=st.integers(1, 8),
    time_steps=st.integers(1, 12),
    batch_size=st.integers(1, 4),
    activation=_choices("activation"),
    forget_bias=st.floats(-3.0, 3.0) | st.just("chrono"),
    precision=_choices("precision"),
    spectrum=_choices("spectrum", "own"),
    spectral_radius=st.floats(0.0, 1.5),
    non_normality=st.floats(0.0, 1.0),
    task=_choices("task"),
    text=st.sampled_from(["", "abracadabra"]),
    loss_at=_choices("loss_at"),
    optimizer=_choices("optimizer"),
    learning_rate=st.floats(1e-3, 0.2),
    clip=_choices("clip"),
    clip_threshold=st.floats(1e-3, 2.0),
    truncation=st.integers(0, 13),
    truncation_stride=st.integers(0, 13),
    seed=st.integers(0, 999_999),
).map(_with_room)

_PART = st.floats(-1.0, 1.0)

_EIGENVALUES = st.lists(
    st.tuples(_PART, _PART).map(lambda pair: (pair, (pair[0], -pair[1])) if pair[1] else (pair,)),
    min_size=1,
    max_size=4,
).map(lambda pairs: tuple(value for pair in pairs for value in pair))

_OWN = st.builds(lambda settings, own: edit(settings, "eigenvalues", own), _BUILT, _EIGENVALUES)

st.register_type_strategy(Settings, _BUILT | _OWN)
