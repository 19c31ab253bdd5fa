"""What the built sheet may hold. Chrome 80 drops a whole rule for one word it cannot read."""

import re

import pytest
import tinycss2

from noilam.ui import build

# What came after Chrome 80 and would change where things stand or what they look like.
AT_RULES = {"layer", "container", "property", "scope", "starting-style", "counter-style"}
PSEUDO = re.compile(
    r":(is|where|has|focus-visible|autofill|dir|open|modal|user-invalid|popover-open|defined)\b"
    r"|:not\([^)]*,|::(marker|file-selector-button|details-content)|&"
)
PROPERTIES = re.compile(
    r"^(inset(-\w+)*|(margin|padding)-(inline|block)|border-(inline|block)(-\w+)?|aspect-ratio"
    r"|translate|rotate|scale|anchor-name|container(-\w+)?|view-transition-name)$"
)
LOGICAL_BORDERS = re.compile(r"^border-(inline|block)-(start|end)$")  # Chrome 69
FUNCTIONS = {"light-dark", "color-mix", "oklch", "oklab", "lch", "lab", "color", "hwb", "round"}
UNITS = re.compile(r"^([dsl]v[hwib]|cq\w+|r?lh)$")
# Dropped by Chrome 80 on purpose: the ring then stays after a click, which harms nobody.
COMFORT = {":focus:not(:focus-visible)"}


def _tokens(tokens):
    for token in tokens:
        yield token
        yield from _tokens(
            getattr(token, "arguments", None) or getattr(token, "content", None) or []
        )


def _unreadable_values(declaration):
    for token in _tokens(declaration.value):
        if token.type == "function" and token.lower_name in FUNCTIONS:
            yield f"{declaration.name}: {token.lower_name}()"
        if token.type == "dimension" and UNITS.match(token.lower_unit):
            yield f"{declaration.name}: unit {token.lower_unit}"


def _unreadable_declarations(content):
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if each.type != "declaration":
            yield f"nested: {each.serialize()[:60]}"
            continue
        if PROPERTIES.match(each.lower_name) and not LOGICAL_BORDERS.match(each.lower_name):
            yield f"property {each.lower_name}"
        yield from _unreadable_values(each)


def rules_of(css):
    """Every (surrounding at-rule, selector, declarations), at-rules opened."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        yield from _opened(rule, "")


def _opened(rule, around):
    if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"}:
        condition = f"@{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
        for inner in tinycss2.parse_rule_list(rule.content, True, True):
            yield from _opened(inner, condition)
    elif rule.type == "at-rule":
        yield f"@{rule.lower_at_keyword}", "", rule.content
    else:
        yield around, tinycss2.serialize(rule.prelude).strip(), rule.content


def what_chrome_80_cannot_read(css):
    found = []
    for around, selector, content in rules_of(css):
        if around.lstrip("@").split(" ")[0] in AT_RULES or re.search(r"[<>]=?", around):
            found.append(around)
        if PSEUDO.search(selector) and selector not in COMFORT:
            found.append(selector)
        found += _unreadable_declarations(content)
    return found + list(flex_gaps_without_a_fallback(css))


def flex_gaps_without_a_fallback(css):
    """Chrome 80 to 83 know `gap` in grids only."""
    flexible, spaced, helped = set(), set(), set()
    for around, selectors, content in rules_of(css):
        for selector in selectors.split(","):
            names = {
                (d.lower_name, tinycss2.serialize(d.value).strip())
                for d in tinycss2.parse_blocks_contents(content)
                if d.type == "declaration"
            }
            if around.startswith("@supports not"):
                helped.add(selector.split(">")[0].strip())
            if names & {("display", "flex"), ("display", "inline-flex")}:
                flexible.add(selector)
            if any(name in {"gap", "column-gap"} for name, _value in names):
                spaced.add(selector)
    return (f"flex gap: {selector}" for selector in sorted((flexible & spaced) - helped))


def test_the_built_sheet_holds_nothing_that_chrome_80_cannot_read():
    assert what_chrome_80_cannot_read(build.build_css().read_text("utf-8")) == []


@pytest.mark.parametrize(
    "css",
    [
        "@layer a{p{color:red}}",
        "@container (min-width:1px){p{color:red}}",
        "p{color:red;&:hover{color:blue}}",
        "p:is(.a,.b){color:red}",
        "label:has(:checked){color:red}",
        "p:not(.a,.b){color:red}",
        ":focus-visible{outline:0}",
        "p{inset:0}",
        "p{margin-inline:1rem}",
        "p{aspect-ratio:1}",
        "p{color:light-dark(#000,#fff)}",
        "p{border:1px solid color-mix(in srgb,red,blue)}",
        "p{height:100dvh}",
        "@media (width >= 60rem){p{color:red}}",
        "p{display:flex;gap:1rem}",
        "p{display:flex}p{gap:1rem}",
    ],
)
def test_the_check_finds(css):
    assert what_chrome_80_cannot_read(css)


@pytest.mark.parametrize(
    "css",
    [
        "p{display:grid;gap:1rem}",
        "p{display:flex;gap:1rem}@supports not (aspect-ratio:1){p>*+*{margin-left:1rem}}",
        "p{margin-inline-start:1rem;width:clamp(1rem,3vw,2rem)}",
        "@media (min-width:60rem){p{color:var(--a)}}",
    ],
)
def test_the_check_leaves_alone(css):
    assert what_chrome_80_cannot_read(css) == []


def test_the_sheet_is_made_again_only_when_its_sources_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    monkeypatch.setattr(build, "BUILT", tmp_path / "built" / "noilam.css")
    (tmp_path / "1.css").write_text("p { color: red }")
    first = build.build_css().stat().st_mtime_ns

    assert build.build_css().stat().st_mtime_ns == first
    (tmp_path / "2.css").write_text("p { &.a { color: blue } }")
    assert "p.a{color:#00f}" in build.build_css().read_text()


def test_the_files_are_laid_in_the_order_of_their_names(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    monkeypatch.setattr(build, "BUILT", tmp_path / "noilam.built")
    (tmp_path / "2.css").write_text(".late { top: 1px }")
    (tmp_path / "1.css").write_text(".early { top: 1px }")

    sheet = build.build_css().read_text()

    assert sheet.index("early") < sheet.index("late")
