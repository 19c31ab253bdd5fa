"""How explanations speak: sentences with their numbers apart, to be put into the reader's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from noilam.foundation.text import number_text

from .numbers import points_text

HUNDRED = 100
PLACES = 10_000  # of a shown quotient


@dataclass(frozen=True)
class Sentence:
    """Vietnamese, marked with `say`; {names} are filled from `values`, themselves plain text."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        said = translate(self.message)
        return said.format(**self.values) if self.values else said

    def __str__(self) -> str:
        return self.text()


def sentence(message: str, **values: str) -> Sentence:
    return Sentence(message, values)


def shown(points: int) -> str:
    """Hundredths as people write points: 1175 is 11,75."""
    text = points_text(abs(points))
    return f"−{text}" if points < 0 else text


def signed(points: int) -> str:
    return shown(points) if points < 0 else f"+{shown(points)}"


def quotient(numerator: int, denominator: int) -> str:
    """A number of hundredths that need not be whole, with what goes before it: "= 11,25", or
    "≈ 11,6667" where no four places hold it. Both whole and not negative."""
    units = numerator * PLACES // (denominator * HUNDRED)
    is_exact = units * denominator * HUNDRED == numerator * PLACES
    if is_exact:
        return f"= {number_text(Decimal(units) / PLACES)}"
    nearest = (2 * numerator * PLACES + denominator * HUNDRED) // (2 * denominator * HUNDRED)
    return f"≈ {number_text(Decimal(nearest) / PLACES)}"
