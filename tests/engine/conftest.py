"""Random settings of moderate size; the same examples in every run, however slow the machine."""

from hypothesis import settings
from hypothesis import strategies as st

from rnnsim.engine.activations import ACTIVATIONS
from rnnsim.engine.tasks import TASKS
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings

settings.register_profile("rnnsim", deadline=None, derandomize=True)
settings.load_profile("rnnsim")

ARRANGEMENTS = [choice.value for choice in PARAMETERS["spectrum"].choices if choice.value != "own"]

st.register_type_strategy(
    Settings,
    st.builds(
        Settings,
        hidden_size=st.integers(1, 12),
        time_steps=st.integers(1, 12),
        batch_size=st.integers(1, 5),
        activation=st.sampled_from(sorted(ACTIVATIONS)),
        spectrum=st.sampled_from(ARRANGEMENTS),
        spectral_radius=st.floats(0.0, 1.5),
        non_normality=st.floats(0.0, 1.0),
        task=st.sampled_from(sorted(TASKS)),
        seed=st.integers(0, 999_999),
    ),
)
