"""What the panel says."""

import math
from dataclasses import replace

import pytest

from rnnsim.model.kinds import Effect, Group, RealParameter
from rnnsim.model.parameters import PARAMETERS
from rnnsim.model.settings import Settings
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
    assert tips.rich("W_hhᵀ, (γ σ₁)ᵀ⁻ᵏ") == ("W<sub>hh</sub><sup>T</sup>, (γ σ₁)<sup>T−k</sup>")
    assert tips.rich("的W_hh的") == "的W<sub>hh</sub>的"
    assert words.title(Group.RECURRENT.value) == "Recurrent matrix Wₕₕ"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the shipped text"),
        ("ab", "2 characters: “ab”"),
        ("a  b\n\tc", "7 characters: “a b c”"),
        ("x" * 12345, "12\u2009345 characters: “" + "x" * 30 + "…”"),
    ],
)
def test_a_text_is_summed_up(text, said):
    assert words.text_summary(text) == said


@pytest.mark.parametrize(
    ("low", "high"), [(0.0, 1.0), (0.0, 0.0), (math.nan, math.nan), (1.0, math.inf), (2.0, 1.0)]
)
def test_nothing_is_suggested_where_there_is_no_range(low, high):
    assert words.suggestion(low, high) == ""


def test_settings_out_of_sight_are_summed_up():
    rows = [row for row in PARAMETERS.values() if row.group is Group.MORE]
    there = words.summary(Settings(), rows)
    assert there.split(", ") == [row.label for row in rows]
    unusual = replace(Settings(), seed=7, loss_at="all", truncation=3, truncation_stride=2)
    assert words.summary(unusual, rows) == "loss at all steps · k₂ 3 · k₁ 2 · seed 7"
    idle = replace(Settings(), truncation_stride=2)
    assert words.summary(idle, rows) == there


def test_only_long_pages_are_wide():
    assert "width" not in tips.page("off", "The gradient is used as it is.")
    assert f"width='{tips.WIDTH}'" in tips.page("ρ", "x " * 100)
