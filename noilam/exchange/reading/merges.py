"""Cells merged over several rows: their value stands at the top left and counts for each row."""

from collections.abc import Collection, Sequence

from ..rules.cells import Cell
from .xlsx_marks import Marks


class Merges:
    """Walks down a worksheet and fills what is merged, column by column.

    Only down: a heading merged across the columns, or a signature below them, is one cell still.
    A merge that begins above the first row walked (in the header, in a title) is left as it is.
    """

    def __init__(self, marks: Marks, positions: Collection[int]) -> None:
        self.marks, self.positions = marks, positions
        self.open: dict[int, tuple[int, int, Cell]] = {}  # position -> first row, last row, value

    def filled_down(self, index: int, row: Sequence[Cell]) -> tuple[Sequence[Cell], list[int]]:
        """The row with what was merged into it, and where."""
        if not self.marks.merges:
            return row, []
        filled, carried = list(row), []
        for at in self.positions:
            first, last, value = self.open.get(at, (0, -1, None))
            if index <= last and first < index:
                filled += [None] * (at + 1 - len(filled))
                filled[at] = value
                self._carry_marks((first, at), (index, at))
                carried.append(at)
            elif end := self.marks.merges.get((index, at)):
                self.open[at] = (index, end, row[at] if at < len(row) else None)
        return filled, carried

    def _carry_marks(self, origin: tuple[int, int], place: tuple[int, int]) -> None:
        """What is wrong with the cell at the top left is wrong here too."""
        if origin in self.marks.no_value:
            self.marks.no_value.add(place)
        if origin in self.marks.errors:
            self.marks.errors[place] = self.marks.errors[origin]
        if origin in self.marks.percents:
            self.marks.percents.add(place)
