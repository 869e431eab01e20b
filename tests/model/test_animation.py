import math

import pytest

from rnnsim.model import figure as figures
from rnnsim.model.animation import (
    FONTS,
    FORMATS,
    GIF,
    LONGEST,
    MOST_IMAGES,
    RATES,
    RESTS,
    TRAINING,
    VIEWS,
    WEBP,
    WIDTHS,
    AnimationError,
    AnimationSpec,
)


def durations(spec, count):
    return [spec.duration(i, last=i == count - 1) for i in range(count)]


def test_a_pass_has_an_image_for_every_time_step_both_ways_the_loss_and_the_whole():
    assert AnimationSpec().images(14) == 14 + 1 + 14 + 1
    assert AnimationSpec(parts=True).images(14) == 3 * 14 + 1 + 3 * 14 + 1


@pytest.mark.parametrize(
    ("first", "last", "every", "iterations"),
    [
        (0, 4, 1, (0, 1, 2, 3, 4)),
        (0, 5, 2, (0, 2, 4, 5)),
        (10, 12, 100, (10, 12)),
    ],
)
def test_training_shows_the_last_iteration_whatever_the_stride(first, last, every, iterations):
    spec = AnimationSpec(of=TRAINING, first=first, last=last, every=every)
    assert spec.iterations == iterations
    assert spec.images(14) == len(iterations)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("rate", [0.2, 3.0, 7.0, 24.0, 30.0, 49.0, 50.0])
def test_many_images_together_last_what_the_rate_says(kind, rate):
    found = durations(AnimationSpec(format=kind, rate=rate, rest=1.5), 301)
    assert abs(sum(found[:-1]) - 300_000 / rate) <= 10
    assert max(found[:-1]) - min(found[:-1]) <= {WEBP: 1, GIF: 10}[kind]
    assert abs(found[-1] - 1500 - 1000 / rate) <= 10


def test_a_gif_counts_hundredths_of_a_second_and_players_slow_down_what_is_shorter_than_two():
    found = durations(AnimationSpec(format=GIF, rate=RATES[1]), 100)
    assert all(each % 10 == 0 for each in found)
    assert min(found) >= 20


def test_no_single_image_is_shown_longer_than_a_file_can_say():
    assert AnimationSpec(rate=RATES[0], rest=RESTS[1]).duration(0, last=True) <= LONGEST
    assert LONGEST < 65536 * 10


def test_the_figure_and_its_margins_are_as_wide_as_was_asked_for():
    spec = AnimationSpec(width=800)
    pixels = spec.figure.width / 25.4 * spec.figure.dpi
    assert pixels + 2 * spec.margin == pytest.approx(800)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("font", FONTS)
def test_the_figure_is_one_that_may_be(width, font):
    figure = AnimationSpec(width=width, font=font).figure
    for value, (least, most) in (
        (figure.width, figures.WIDTHS),
        (figure.font, figures.FONTS),
        (figure.dpi, figures.DPIS),
    ):
        assert least <= value <= most


def test_several_views_have_titles_and_one_has_none():
    assert not AnimationSpec(("canvas",)).figure.titles
    assert AnimationSpec(("canvas", "loss")).figure.titles


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("views", (), "one of canvas, "),
        ("views", ("nothing",), "one of canvas, "),
        ("views", ("window",), "one of canvas, "),
        ("views", ("loss", "loss"), "every view once"),
        ("views", VIEWS, "at most 9 views"),
        ("of", "lesson", "one of pass, training"),
        ("format", "mp4", "one of webp, gif"),
        ("theme", "pink", "one of print, light, dark, projector"),
        ("width", 159, "a whole number from 160 to 2560"),
        ("width", 2561, "a whole number from 160 to 2560"),
        ("width", 800.5, "a whole number from 160 to 2560"),
        ("width", True, "a whole number from 160 to 2560"),
        ("rate", 0.0, "a number from 0.2 to 50"),
        ("rate", 51, "a number from 0.2 to 50"),
        ("rate", math.nan, "a number from 0.2 to 50"),
        ("rate", "fast", "a number from 0.2 to 50"),
        ("rest", -1.0, "a number from 0 to 60"),
        ("rest", math.inf, "a number from 0 to 60"),
        ("font", 5.9, "a number from 6 to 28"),
        ("first", -1, "a whole number from 0 to 999999"),
        ("first", 10**6, "a whole number from 0 to 999999"),
        ("last", 0, "a whole number from 1 to 1000000"),
        ("last", 10**6 + 1, "a whole number from 1 to 1000000"),
        ("every", 0, "a whole number from 1 to 1000000"),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_allowed(key, value, allowed):
    with pytest.raises(AnimationError) as error:
        AnimationSpec(**{"of": TRAINING, key: value})
    assert error.value.key == key
    assert str(error.value).startswith(f"{key}: “")
    assert allowed in str(error.value)


def test_a_film_of_more_images_than_anybody_wants_is_refused_by_its_stride():
    with pytest.raises(AnimationError, match="every: “1” is not allowed; give a whole number from"):
        AnimationSpec(of=TRAINING, last=10**6)
    with pytest.raises(AnimationError) as error:
        AnimationSpec(of=TRAINING, last=MOST_IMAGES, every=1)
    assert "from 2 to" in str(error.value)
    assert AnimationSpec(of=TRAINING, last=MOST_IMAGES, every=2).images(1) <= MOST_IMAGES
    assert AnimationSpec(of=TRAINING, last=MOST_IMAGES - 1).images(1) == MOST_IMAGES


def test_what_is_of_training_alone_hinders_no_pass():
    assert AnimationSpec(last=10**6).images(2) == 6
