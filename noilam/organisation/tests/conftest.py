"""A district with three communes, their heads and their cells."""

import pytest

from noilam.organisation.models import Unit

from .given import a_head, a_unit


@pytest.fixture
def district() -> Unit:
    unit = a_unit("Huyện uỷ Sông Hiền", kind="district_committee", code="SH")
    a_head(unit, "Lê Thị Mẫu")
    for name in ("Mường Sa", "Khe Quế", "Nà Phạ"):
        commune = a_unit(f"Đảng bộ xã {name}", parent=unit)
        a_head(commune, f"Bí thư {name}")
        for number in range(1, 5):
            a_unit(f"Chi bộ {number} {name}", parent=commune, kind="subordinate_cell")
    return unit
