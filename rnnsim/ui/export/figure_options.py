"""What a figure shows, how large it is and how it looks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from rnnsim.model.figure import (
    DPIS,
    FONTS,
    HEIGHTS,
    MOST_VIEWS,
    SIZES,
    WIDTHS,
    WINDOW,
    FigureSpec,
)
from rnnsim.model.kinds import Choice
from rnnsim.model.target import VIEWS
from rnnsim.translation import noted, tr
from rnnsim.ui.export.choices import Choices
from rnnsim.ui.export.form import Form, box, check
from rnnsim.ui.export.number import Number
from rnnsim.ui.export.view_list import ViewList
from rnnsim.ui.labels import label

OWN = "own"
"""The size that has no name."""

FORMATS = (
    Choice(
        value="png",
        label=noted("PNG"),
        help=noted("Pixels: for slides, for the web, and wherever vectors are refused."),
    ),
    Choice(
        value="svg",
        label=noted("SVG"),
        help=noted("Vectors with real text: to be edited, and for the web."),
    ),
    Choice(
        value="pdf",
        label=noted("PDF"),
        help=noted("Vectors with embedded fonts: for LaTeX and for print."),
    ),
)

THEMES = {
    "print": noted("Print"),
    "light": noted("Light"),
    "dark": noted("Dark"),
    "projector": noted("Projector"),
}


class FigureOptions(Form):
    """Emits `changed` with every option; shows one `FigureSpec` and a format."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._last: tuple[str, ...] = ("canvas",)
        self.what = Choices(
            (
                Choice(value="views", label=noted("Views"), help=noted("One view, or several.")),
                Choice(value=WINDOW, label=noted("The window"), help=noted("As it stands.")),
            )
        )
        self.views = ViewList(VIEWS)
        self.remark = label("refusal")
        self.remark.setWordWrap(True)
        self.format = Choices(FORMATS)
        self.size_box = box(
            *((tr(size.name), name) for name, size in SIZES.items()), (tr("Own size"), OWN)
        )
        self.width_mm = Number(*WIDTHS, step=1.0)
        self.height_mm = Number(*HEIGHTS, step=1.0, empty=tr("as the views ask"))
        self.type_size = Number(*FONTS, step=0.5)
        self.dpi = Number(*DPIS, step=50.0)
        self.theme = box(*((tr(words), name) for name, words in THEMES.items()))
        self.columns = box(
            (tr("as many as suit"), None), *((str(n), n) for n in range(1, MOST_VIEWS + 1))
        )
        self.transparent = check(
            tr("Transparent background"),
            tr("Leaves out the background, for a slide of another colour."),
        )
        self.titles = check(tr("Titles"), tr("Writes above each view what it is called."))
        self._lay_out()
        self._connect()
        self.show_spec(FigureSpec(("canvas",)), "png")

    @property
    def spec(self) -> FigureSpec:
        """The figure that is wanted."""
        width = self.width_mm.value or WIDTHS[0]
        return FigureSpec(
            views=self.chosen,
            width=width,
            height=self.height_mm.value,
            font=self.type_size.value or FONTS[0],
            dpi=self.dpi.value or DPIS[0],
            theme=self.theme.currentData(),
            transparent=self.transparent.isChecked(),
            columns=self.columns.currentData(),
            titles=self.titles.isChecked(),
        )

    @property
    def chosen(self) -> tuple[str, ...]:
        """The views, or the window; always something that can be drawn."""
        if self.what.value == WINDOW:
            return (WINDOW,)
        views = self.views.views
        if 0 < len(views) <= MOST_VIEWS:
            self._last = views
        return self._last

    @property
    def file_format(self) -> str:
        """One of `rnnsim.model.figure.FORMATS`."""
        return self.format.value

    def show_spec(self, spec: FigureSpec, file_format: str) -> None:
        """Show a figure; emits nothing.  A number that cannot be is left as it was."""
        self.show_views(spec.views)
        self.format.show_value(file_format)
        for number, value in (
            (self.width_mm, spec.width),
            (self.height_mm, spec.height),
            (self.type_size, spec.font),
            (self.dpi, spec.dpi),
        ):
            if number.allows(value):
                number.show_value(value)
        self.theme.setCurrentIndex(max(0, self.theme.findData(spec.theme)))
        self.columns.setCurrentIndex(max(0, self.columns.findData(spec.columns)))
        self.transparent.setChecked(spec.transparent)
        self.titles.setChecked(spec.titles)
        self._name_size()
        self._show_what_matters()

    def show_views(self, views: Sequence[str]) -> None:
        """Choose these views; emits nothing."""
        self.what.show_value(WINDOW if WINDOW in views else "views")
        if WINDOW not in views:
            self.views.show_views(views)
        self._show_what_matters()

    def _choose_size(self) -> None:
        size = SIZES.get(self.size_box.currentData())
        if size is None:
            self.width_mm.setFocus(Qt.FocusReason.OtherFocusReason)
            self.width_mm.selectAll()
        else:
            self.width_mm.show_value(size.width)
            self.height_mm.show_value(size.height)
            self.type_size.show_value(size.font)
        self._tell()

    def _name_size(self) -> None:
        """Say which size it is by now."""
        now = self.width_mm.value, self.height_mm.value, self.type_size.value
        named = (n for n, s in SIZES.items() if (s.width, s.height, s.font) == now)
        self.size_box.setCurrentIndex(self.size_box.findData(next(named, OWN)))

    def _tell(self) -> None:
        self._name_size()
        self._show_what_matters()
        self.changed.emit()

    def _show_what_matters(self) -> None:
        several = self.what.value != WINDOW
        self.views.setVisible(several)
        for control in (self.columns, self.height_mm, self.type_size, self.theme):
            self.show_row(control, shown=several)  # the window has its own
        self.titles.setVisible(several)
        self.show_row(self.dpi, shown=self.file_format == "png")
        self.columns.setEnabled(len(self.views.views) > 1)
        self._say_how_many()

    def _say_how_many(self) -> None:
        count = len(self.views.views)
        said = "" if count else tr("Choose at least one view.")
        if count > MOST_VIEWS:
            said = tr("Choose up to {most} views.").format(most=MOST_VIEWS)
        self.remark.setText(said)
        self.remark.setVisible(bool(said) and self.what.value != WINDOW)

    @property
    def complete(self) -> bool:
        """Whether what is chosen can be a figure."""
        return self.what.value == WINDOW or 0 < len(self.views.views) <= MOST_VIEWS

    def _lay_out(self) -> None:
        self.wide(self.what)
        self.wide(self.views)
        self.wide(self.remark)
        self.row(
            tr("Columns"), self.columns, tr("Of the grid in which several views are composed.")
        )
        self.heading(tr("File"))
        self.row(tr("Format"), self.format, tr("What the figure is written as."))
        self.row(tr("Size"), self.size_box, tr("Sizes that journals and slides ask for."))
        self.row(tr("Width"), self.width_mm, tr("Of the figure on paper."), "mm")
        self.row(
            tr("Height"),
            self.height_mm,
            tr("Of the figure on paper; empty for what the views ask for at that width."),
            "mm",
        )
        self.row(
            tr("Type size"), self.type_size, tr("Size of all that is written in the figure."), "pt"
        )
        self.row(tr("Resolution"), self.dpi, tr("Pixels per inch of a PNG."), "dpi")
        self.heading(tr("Look"))
        self.row(tr("Theme"), self.theme, tr("Colours, and how thick lines are."))
        self.wide(self.transparent)
        self.wide(self.titles)
        self.fill()

    def _connect(self) -> None:
        for choices in (self.what, self.format):
            choices.chosen.connect(lambda _value: self._tell())
        for number in (self.width_mm, self.height_mm, self.type_size, self.dpi):
            number.changed.connect(self._tell)
        for each in (self.theme, self.columns):
            each.activated.connect(lambda _index: self._tell())
        for switch in (self.transparent, self.titles):
            switch.clicked.connect(lambda _on: self._tell())
        self.size_box.activated.connect(lambda _index: self._choose_size())
        self.views.changed.connect(self._tell)
