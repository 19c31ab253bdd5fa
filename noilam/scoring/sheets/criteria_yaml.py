"""A set of criteria as a YAML file: written as people read it, and read again.

Read strictly: no aliases (a file of a few lines could grow without end), no key twice, only plain
numbers, true and false. "no" stays a word, 08:30 is no number.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from noilam.foundation.errors import Problem, Refused
from noilam.foundation.text import say

MOST_BYTES = 1_000_000
MOST_NODES = 20_000  # a set of two hundred criteria has some eight thousand
DEEPEST = 20


def as_yaml(content: Mapping[str, Any]) -> str:
    """In the shape of docs/criteria.md, keys in the order in which they are kept."""
    inner = {key: value for key, value in content.items() if key != "schema_version"}
    outer = {"schema_version": content.get("schema_version", 1), "criteria_set": inner}
    return yaml.dump(outer, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=100)


def from_yaml(written: bytes) -> Any:
    """What stands in the file, not judged yet. Refused: it is no YAML, or of a kind that cannot
    be taken."""
    try:
        return yaml.load(written.decode("utf-8-sig"), Loader=_Reader)  # noqa: S506  stricter
    except _Untaken as untaken:
        raise Refused(_problem(untaken.code, untaken.message, untaken.mark)) from untaken
    except UnicodeDecodeError as error:
        message = say("Tệp không phải chữ UTF-8. Lưu lại với mã UTF-8 rồi nhập.")
        raise Refused(Problem("not-utf-8", message, about="file")) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        message = say("Không đọc được tệp YAML, gần dòng {line}. Kiểm tra thụt dòng, dấu hai chấm.")
        raise Refused(_problem("not-yaml", message, mark)) from error


def _problem(code: str, message: str, mark: Any) -> Problem:
    return Problem(code, message, "file", {"line": mark.line + 1 if mark else 1})


class _Untaken(Exception):
    """YAML, but of a kind that is not taken."""

    def __init__(self, code: str, message: str, mark: Any) -> None:
        self.code, self.message, self.mark = code, message, mark
        super().__init__(message)


class _Reader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.nodes = self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        mark = self.peek_event().start_mark
        if self.check_event(yaml.AliasEvent):
            message = say("Dòng {line}: tệp dùng dấu * để nhắc lại. Chép nội dung ra.")
            raise _Untaken("alias", message, mark)
        self.nodes += 1
        self.depth += 1
        if self.nodes > MOST_NODES or self.depth > DEEPEST:
            message = say("Gần dòng {line}: tệp quá dài hoặc lồng quá sâu cho một bộ tiêu chí.")
            raise _Untaken("too-much", message, mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
                message = say("Dòng {line}: tên mục phải là chữ.")
                raise _Untaken("key", message, key_node.start_mark)
            if key in seen:
                message = say("Dòng {line}: mục này ghi hai lần. Giữ một.")
                raise _Untaken("twice", message, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


class _Writer(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """The same list twice is written twice."""
        return True


# Days stay text: whoever judges the content says which is none, and where.
_PLAIN = {
    "bool": (r"(?:true|false)\Z", "tTfF"),
    "null": (r"(?:~|null|)\Z", "~nN"),
    "int": (r"[-+]?(?:0|[1-9][0-9]{0,14})\Z", "-+0123456789"),
    "float": (r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z", "-+0123456789"),
}
for _kind, (_shape, _first) in _PLAIN.items():
    _Reader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}",
        re.compile(_shape, re.IGNORECASE),
        [*_first, ""] if _kind == "null" else list(_first),
    )
