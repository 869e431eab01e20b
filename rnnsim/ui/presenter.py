"""The presenter: holds what is wanted, sends it to the worker, hands on what comes back.  No Qt.

Every edit goes through `edit`, whoever makes it; an edit that changes nothing ends there, which
ends every echo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rnnsim.model.edits import edit, edited
from rnnsim.model.frame import Frame
from rnnsim.model.settings import SettingError, Settings
from rnnsim.worker.runner import Order, Runner


class Presenter:
    """Between the window and the worker.

    Parameters
    ----------
    settings : Settings
        What to begin with.
    runner : Runner
        Not yet started.

    Attributes
    ----------
    frame : Frame or None
        The newest frame taken.
    changed : callable
        Called after every change of `settings`, `playing` or `pace`; the window's to set.
    """

    def __init__(self, settings: Settings, runner: Runner) -> None:
        self._runner = runner
        self._order = Order(0, settings)
        self._start = settings
        self.frame: Frame | None = None
        self.changed: Callable[[], None] = lambda: None

    @property
    def settings(self) -> Settings:
        """The settings asked for."""
        return self._order.settings

    @property
    def playing(self) -> bool:
        """Whether training is asked for."""
        return self._order.playing

    @property
    def pace(self) -> float:
        """Iterations a second at most; inf for flat out."""
        return self._order.pace

    @property
    def awaiting(self) -> bool:
        """Whether the last order's frame is still to come."""
        return self.frame is None or self.frame.generation < self._order.generation

    def edit(self, key: str, value: object) -> None:
        """Set one setting.

        Raises
        ------
        SettingError
            If the value is not allowed; nothing has then changed.
        """
        if key == "spectrum" and value == "own" and self.frame is not None:
            self._make_own()
        else:
            self._post(settings=edit(self.settings, key, value))

    def load(self, settings: Settings) -> None:
        """Take on a whole set of settings and start anew; `reset_all` comes back to it."""
        self._start = settings
        self._reset(settings)

    def play(self) -> None:
        """Train."""
        self._post(playing=True)

    def pause(self) -> None:
        """Stop training after the present iteration."""
        self._post(playing=False)

    def toggle(self) -> None:
        """Play or pause."""
        self._post(playing=not self.playing)

    def iterate(self, count: int = 1) -> None:
        """Pause, and make so many iterations at once."""
        self._post(playing=False, single_iterations=self._order.single_iterations + count)

    def reset(self) -> None:
        """Start anew from the seed with the present settings, bit-identical weights."""
        self._reset(self.settings)

    def reset_all(self) -> None:
        """Come back to the settings last loaded, and start anew."""
        self._reset(self._start)

    def set_pace(self, iterations_per_second: float) -> None:
        """Set the pace of training; inf for flat out."""
        if not iterations_per_second > 0:
            raise SettingError("pace", iterations_per_second, "a number above 0, or inf")
        self._post(pace=float(iterations_per_second))

    def poll(self) -> Frame | None:
        """Return the newest frame, None where there is none since the last call."""
        frame = self._runner.take_frame()
        if frame is None:
            return None
        self.frame = frame
        if not self.awaiting:
            self._fall_back(frame)
        return frame

    def start(self) -> None:
        """Start the worker."""
        self._runner.start()

    def stop(self) -> bool:
        """Stop the worker; return whether it has ended."""
        return self._runner.stop()

    def _reset(self, settings: Settings) -> None:
        self._post(settings=settings, resets=self._order.resets + 1, single_iterations=0)

    def _fall_back(self, frame: Frame) -> None:
        """Want no more than there is: divergence ends training, a failure brings back settings."""
        settings = self.settings if frame.failure is None else frame.settings
        order = replace(self._order, settings=settings, playing=self.playing and frame.playing)
        if order != self._order:
            self._order = order
            self.changed()

    def _make_own(self) -> None:
        """Own eigenvalues begin as the present arrangement's."""
        if self.settings.spectrum == "own" or self.frame is None:
            return
        values = [(value.real, value.imag) for value in self.frame.spectrum.constructed.tolist()]
        if len(values) == self.settings.hidden_size:
            self._post(settings=edited(self.settings, {"eigenvalues": tuple(values)}))

    def _post(self, **changes: object) -> None:
        order = replace(self._order, **changes)  # type: ignore[arg-type]
        if order == self._order:
            return
        self._order = replace(order, generation=self._order.generation + 1)
        self._runner.post(self._order)
        self.changed()
