"""The outcomes as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rnnsim.checks.check import Outcome


def report(outcomes: Sequence[Outcome]) -> str:
    """A table of the outcomes under their sources, and a closing sentence."""
    rows = [_cells(outcome) for outcome in outcomes]
    head = ("", "expected", "obtained", "")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return ("    " + "  ".join(padded)).rstrip()

    lines, source = [line(head)], ""
    for outcome, row in zip(outcomes, rows, strict=True):
        if outcome.check.source != source:
            source = outcome.check.source
            lines.append(f"{outcome.check.row:>2}  {source}")
        lines.append(line(row))
    wrong = sum(not outcome.agrees for outcome in outcomes)
    verdict = f"{wrong} of {len(outcomes)} disagree" if wrong else f"all {len(outcomes)} agree"
    return "\n".join([*lines, "", verdict])


def _cells(outcome: Outcome) -> tuple[str, ...]:
    check = outcome.check
    return (
        check.setting,
        f"{'≤ ' if check.at_most else ''}{check.expected:.12g}",
        f"{outcome.obtained:.12g}",
        "agrees" if outcome.agrees else "DISAGREES",
    )
