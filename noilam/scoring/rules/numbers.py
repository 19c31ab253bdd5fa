"""Numbers of a content: at most two decimals; points become whole hundredths."""

from decimal import Decimal

from noilam.foundation.text import number_text


def decimal(number: int | float) -> Decimal:
    return Decimal(str(number))


def hundredths(number: int | float) -> int:
    """1.5 points = 150."""
    return int(decimal(number) * 100)


def points_text(points: int) -> str:
    """150 hundredths as people write them: 1,5."""
    return number_text(Decimal(points) / 100)
