"""What an animation is of, how large and how fast it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from rnnsim.model.animation import (
    FONTS,
    PASS,
    RATES,
    RESTS,
    TRAINING,
    USUAL_RATES,
    VIEWS,
    WIDTHS,
    AnimationError,
    AnimationSpec,
)
from rnnsim.model.figure import MOST_VIEWS
from rnnsim.model.iterations import MOST_ITERATIONS
from rnnsim.model.kinds import Choice
from rnnsim.translation import noted, tr
from rnnsim.ui.export.choices import Choices
from rnnsim.ui.export.figure_options import THEMES
from rnnsim.ui.export.form import Form, box, check
from rnnsim.ui.export.number import Number
from rnnsim.ui.export.view_list import ViewList
from rnnsim.ui.labels import label

IMAGES = 100
"""Images of training that are offered at first."""

KINDS = (
    Choice(
        value=PASS, label=noted("The pass"), help=noted("One forward and backward pass, by steps.")
    ),
    Choice(
        value=TRAINING,
        label=noted("Training"),
        help=noted("The same views after more and more iterations."),
    ),
)

FORMATS = (
    Choice(value="webp", label=noted("WebP"), help=noted("All colours, and small.")),
    Choice(value="gif", label=noted("GIF"), help=noted("256 colours; shown everywhere.")),
)


class AnimationOptions(Form):
    """Emits `changed` with every option; shows an `AnimationSpec`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        usual = AnimationSpec()
        self.of = Choices(KINDS)
        self.views = ViewList(VIEWS)
        self.remark = label("refusal")
        self.remark.setWordWrap(True)
        self.parts = check(tr("With sub-steps"), tr("Takes each time step apart."))
        self.first = Number(0, MOST_ITERATIONS - 1, whole=True, step=10)
        self.last = Number(1, MOST_ITERATIONS, whole=True, step=10)
        self.every = Number(1, MOST_ITERATIONS, whole=True)
        self.format = Choices(FORMATS)
        self.width_px = Number(*WIDTHS, whole=True, step=20)
        self.type_size = Number(*FONTS, step=0.5)
        self.rate = Number(*RATES)
        self.rest = Number(*RESTS, step=0.5)
        self.theme = box(*((tr(words), name) for name, words in THEMES.items()))
        for number, value in (
            (self.first, usual.first),
            (self.last, usual.last),
            (self.every, usual.every),
            (self.width_px, usual.width),
            (self.type_size, usual.font),
            (self.rate, usual.rate),
            (self.rest, usual.rest),
        ):
            number.show_value(value)
        self._lay_out()
        self._connect()
        self.show_views(("canvas",))

    @property
    def spec(self) -> AnimationSpec:
        """The animation that is wanted.

        Raises
        ------
        AnimationError
            If what is chosen cannot be one.
        """
        return AnimationSpec(
            views=self.views.views,
            of=self.of.value,
            format=self.format.value,
            width=int(self.width_px.value or 0),
            rate=self.rate.value or 0.0,
            rest=self.rest.value or 0.0,
            parts=self.parts.isChecked(),
            first=int(self.first.value or 0),
            last=int(self.last.value or 0),
            every=int(self.every.value or 0),
            theme=self.theme.currentData(),
            font=self.type_size.value or 0.0,
        )

    def show_views(self, views: Sequence[str]) -> None:
        """Choose these views, as far as they can be animated; emits nothing."""
        known = [view for view in views if view in VIEWS][:MOST_VIEWS]
        self.views.show_views(known or ("canvas",))
        self._show_what_matters()

    def show_reached(self, iteration: int) -> None:
        """Offer training up to where it is; emits nothing."""
        last = max(1, iteration)
        self.first.show_value(0)
        self.last.show_value(last)
        self.every.show_value(max(1, round(last / IMAGES)))

    @property
    def complete(self) -> bool:
        """Whether what is chosen can be an animation."""
        return not self._wrong()

    def _wrong(self) -> str:
        """What is wrong with what is chosen, in words; empty where nothing is."""
        if not self.views.views:
            return tr("Choose at least one view.")
        if len(self.views.views) > MOST_VIEWS:
            return tr("Choose up to {most} views.").format(most=MOST_VIEWS)
        try:
            _ = self.spec
        except AnimationError as error:
            names = {"last": tr("To iteration"), "every": tr("Every")}
            said = tr("{name}: give {allowed}")
            name = names.get(error.key, error.key)
            return said.format(name=name, allowed=tr(error.allowed))
        return ""

    def _choose_kind(self) -> None:
        self.rate.show_value(USUAL_RATES[self.of.value])
        self._tell()

    def _tell(self) -> None:
        self._show_what_matters()
        self.changed.emit()

    def _show_what_matters(self) -> None:
        training = self.of.value == TRAINING
        for number in (self.first, self.last, self.every):
            self.show_row(number, shown=training)
        self.parts.setVisible(not training)
        wrong = self._wrong()
        self.remark.setText(wrong)
        self.remark.setVisible(bool(wrong))

    def _lay_out(self) -> None:
        self.wide(self.of)
        self.wide(self.views)
        self.wide(self.remark)
        self.wide(self.parts)
        self.row(
            tr("From iteration"),
            self.first,
            tr("The first image; the run is made again from its seed."),
        )
        self.row(tr("To iteration"), self.last, tr("The last image; it may still be to come."))
        self.row(tr("Every"), self.every, tr("From one image to the next."), tr("iterations"))
        self.heading(tr("File"))
        self.row(tr("Format"), self.format, tr("What the animation is written as."))
        self.row(tr("Width"), self.width_px, tr("The height is what the views ask for."), "px")
        self.row(tr("Type size"), self.type_size, tr("Size of all that is written in it."), "pt")
        self.row(tr("Images"), self.rate, tr("How fast they follow each other."), tr("a second"))
        self.row(tr("Rest"), self.rest, tr("How much longer the last image stays."), "s")
        self.heading(tr("Look"))
        self.row(tr("Theme"), self.theme, tr("Colours, and how thick lines are."))
        self.fill()

    def _connect(self) -> None:
        self.of.chosen.connect(lambda _value: self._choose_kind())
        self.format.chosen.connect(lambda _value: self._tell())
        for number in self.numbers:
            number.changed.connect(self._tell)
        self.theme.activated.connect(lambda _index: self._tell())
        self.parts.clicked.connect(lambda _on: self._tell())
        self.views.changed.connect(self._tell)
