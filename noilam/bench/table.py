"""Every measurement by its name: the path of a module with `add_arguments` and `measure`."""

from collections.abc import Mapping

BENCHES: Mapping[str, str] = {
    "close": "noilam.bench.close",
    "demo": "noilam.bench.demo_year",
    "import": "noilam.bench.large_import",
    "pages": "noilam.bench.pages",
}
