"""YAML read strictly, node by node, so that whatever is wrong is refused with its line.

Values are taken as they are written: 0501 stays a code, and 2025-12-01 is not yet a day.
"""

import re
from collections.abc import Collection
from datetime import date

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from groundswell.common.matching import did_you_mean, nearest
from groundswell.common.months import Month
from groundswell.submissions.findings import Findings

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
_WHOLE = re.compile(r"\d{1,9}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = "tag:yaml.org,2002:"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def compose(content: bytes, findings: Findings) -> Node | None:
    """The file's one document as nodes; None once it has been refused."""
    try:
        node = yaml.compose(content.decode("utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        why = "The file is not UTF-8 text."
        findings.refuse("", line, "", "", why, "Save it as UTF-8.")
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        what = getattr(error, "problem", None) or getattr(error, "reason", "")
        why = f"This is not YAML: {what}."
        mend = "Mend the line or the one before it: spaces in front, colons, quotation marks."
        findings.refuse("", line, "", "", why, mend)
        return None
    if node is None:
        findings.refuse("", 0, "", "", "The file is empty.", "Write a definition in it.")
    return node


class Nodes:
    """Reads nodes of one file by key path. `lines` keeps the line of each key and list item.

    What cannot be read is refused, and stands as an empty value of its type: whoever reads goes
    on, and looks at `findings` at the end.
    """

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.lines: dict[str, int] = {}

    def refuse(self, node: Node, path: str, why: str, mend: str) -> None:
        value = node.value if isinstance(node, ScalarNode) else ""
        self.findings.refuse("", _line(node), path, value, why, mend)

    def keys(
        self, node: Node, path: str, known: Collection[str], needed: Collection[str]
    ) -> dict[str, Node]:
        """A mapping's values by key. `needed` are those that may not be left out."""
        if not isinstance(node, MappingNode):
            keys = ", ".join(needed)
            self.refuse(node, path, "Keys with values are needed here.", f"Give {keys}.")
            return {}
        found: dict[str, Node] = {}
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            place = _below(path, key)
            if key in seen:
                why = f"This key stands in line {seen[key]} already."
                self.refuse(key_node, place, why, "Keep one of the two.")
            elif key not in known:
                near = did_you_mean(nearest(key, known))
                mend = near or f"Take it out. Known here: {', '.join(known)}."
                self.refuse(key_node, place, "Nothing reads this key.", mend)
            else:
                found[key] = value
                self.lines[place] = _line(key_node)
            seen.setdefault(key, _line(key_node))
        for key in needed:
            if key not in found:
                self.missing(node, path, key)
        return found

    def missing(self, node: Node, path: str, key: str) -> None:
        line = self.lines.get(path, _line(node))
        why, mend = "This key is missing.", f"Add {key}."
        self.findings.refuse("", line, _below(path, key), "", why, mend)

    def items(self, node: Node, path: str) -> list[tuple[str, Node]]:
        """A list's items, each with its key path. Nothing written is an empty list."""
        if isinstance(node, ScalarNode) and _is_empty(node):
            return []
        if not isinstance(node, SequenceNode):
            mend = "Write each item on a line of its own that starts with a hyphen."
            self.refuse(node, path, "A list is needed here.", mend)
            return []
        found = [(f"{path}[{i}]", item) for i, item in enumerate(node.value)]
        self.lines |= {place: _line(item) for place, item in found}
        return found

    def text(self, node: Node, path: str) -> str:
        if not isinstance(node, ScalarNode):
            self.refuse(node, path, "Text is needed here.", "Write words, not a list or keys.")
            return ""
        if not node.tag.startswith(_PLAIN):
            self.refuse(node, path, f"Nothing reads the tag {node.tag}.", "Take the tag out.")
            return ""
        if _is_empty(node):
            self.refuse(node, path, "This is empty.", "Write something, or take the key out.")
            return ""
        return str(node.value).strip()

    def chosen(self, node: Node, path: str, allowed: Collection[str]) -> str:
        value = self.text(node, path)
        if value and value not in allowed:
            near = did_you_mean(nearest(value, allowed))
            mend = near or f"Use one of: {', '.join(allowed)}."
            self.refuse(node, path, "This is not one of the values of this key.", mend)
        return value

    def number(self, node: Node, path: str) -> float:
        value = self.text(node, path)
        if _NUMBER.fullmatch(value):
            return float(value)
        if value:
            self.refuse(node, path, "A number is needed here.", "Write it as 100 or 0.5.")
        return 0.0

    def whole(self, node: Node, path: str) -> int:
        value = self.text(node, path)
        if _WHOLE.fullmatch(value):
            return int(value)
        if value:
            self.refuse(node, path, "A whole number is needed here.", "Write it as 12.")
        return 0

    def truth(self, node: Node, path: str) -> bool:
        return self.chosen(node, path, ("true", "false")) == "true"

    def day(self, node: Node, path: str) -> date:
        value = self.text(node, path)
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        if value:
            self.refuse(node, path, "This is not a day.", "Write it as 2027-04-01.")
        return date.min

    def month(self, node: Node, path: str) -> Month | None:
        value = self.text(node, path)
        try:
            return Month.parse(value) if value else None
        except ValueError:
            self.refuse(node, path, "This is not a month.", "Write it as 2018-04.")
            return None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _is_empty(node: ScalarNode) -> bool:
    return node.tag == f"{_PLAIN}null" or not str(node.value).strip()
