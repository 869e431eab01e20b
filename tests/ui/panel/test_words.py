"""What the panel says."""

import pytest

from rnnsim.model.parameters import PARAMETERS, Effect, Group, RealParameter
from rnnsim.ui import tips
from rnnsim.ui.panel import words


@pytest.mark.parametrize(
    ("measured", "wanted", "said"),
    [
        (1.17, 1.2, "now 1.17"),
        (1.2, 1.2, ""),
        (1.2059, 1.2, ""),
        (1.207, 1.2, "now 1.21"),
        (0.0, 0.0, ""),
        (0.01, 0.0, "now 0.0100"),
        (float("nan"), 1.2, "now NaN"),
        (float("inf"), 1.2, "now ∞"),
    ],
)
def test_now_is_said_only_where_it_differs(measured, wanted, said):
    assert words.now(measured, wanted) == said


def test_markup_in_the_table_is_text():
    row = RealParameter(
        key="x",
        label="<b>",
        symbol="&",
        group=Group.NETWORK,
        effect=Effect.RESTART,
        minimum=0.0,
        maximum=1.0,
        help="a < b & <img src=x>",
    )
    assert "<img" not in words.tooltip(row)
    assert "a &lt; b &amp; &lt;img src=x&gt;" in words.tooltip(row)
    assert "<b>&lt;b&gt; &amp;</b>" in words.tooltip(row)


def test_a_tooltip_says_what_is_allowed_what_it_does_and_why_it_does_nothing():
    text = words.tooltip(
        PARAMETERS["clip_threshold"], *words.idleness("clipping is off"), "A remark."
    )
    assert "A number from 0.0001 to 100 · takes effect at the next iteration." in text
    assert "Does nothing now: clipping is off." in text
    assert "A remark." in text
    assert words.idleness(None) == ()


def test_subscripts():
    assert tips.rich("W_hh, h_T") == "W<sub>hh</sub>, h<sub>T</sub>"
    assert words.title(Group.RECURRENT.value) == "Recurrent matrix Wₕₕ"


def test_only_long_pages_are_wide():
    assert "width" not in tips.page("off", "The gradient is used as it is.")
    assert f"width='{tips.WIDTH}'" in tips.page("ρ", "x " * 100)
