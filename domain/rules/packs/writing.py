"""Writing a pack: one canonical text for each pack, made to be read and to be compared line by line."""

from collections.abc import Iterable, Mapping
from textwrap import indent
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from domain.rules.packs.comparing import SETTINGS
from domain.rules.packs.pack import Pack
from domain.rules.packs.references import SECTIONS
from domain.specs import Spec

_WIDTH = 100
#: Longer text is folded.
_LONG = 80
#: What is short enough to stand in one line: {number: 3, unit: days}.
_FLAT = {"within", "time_limit", "filters", "tiers", "prizes", "milestones", "rewards", "gives", "variants", "titles"}


def write(pack: Pack) -> str:
    """The pack as YAML: keys in the order of the specs, entries in theirs, defaults left out; settings in full."""
    head = {"format": pack.format, "name": pack.name, "title": pack.title}
    if pack.description:
        head["description"] = pack.description
    sections = [_section(name, getattr(pack, name)) for name in SECTIONS if getattr(pack, name)]
    settings = [_setting(name, spec) for name in SETTINGS if (spec := getattr(pack, name)) is not None]
    return "\n".join([_yaml(_node(head)), *sections, *settings])


def _section(name: str, entries: Iterable[Spec]) -> str:
    return f"{name}:\n" + "\n".join(indent(_yaml(_node([_said(entry)])), "  ") for entry in entries)


def _setting(name: str, spec: Spec) -> str:
    return f"{name}:\n" + indent(_yaml(_node(spec.model_dump(mode="json"))), "  ")


def _said(entry: Spec) -> dict[str, Any]:
    """What an entry says beyond its defaults, its id first."""
    said = entry.model_dump(mode="json", exclude_defaults=True)
    return {"id": said.pop("id"), **said}


def _yaml(node: Node) -> str:
    return str(yaml.serialize(node, Dumper=_Dumper, width=_WIDTH, allow_unicode=True))


class _Dumper(yaml.SafeDumper):
    """Lists stand further in than their key, and between double quotes stands nothing but ASCII."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)

    def write_double_quoted(self, text: str, split: bool = True) -> None:  # noqa: FBT001, FBT002
        self.allow_unicode = False
        super().write_double_quoted(text, split)
        self.allow_unicode = True


def _node(value: object, *, flat: bool = False) -> Node:
    match value:
        case Mapping():
            pairs = [(_key(key), _node(inner, flat=flat or key in _FLAT)) for key, inner in value.items()]
            return MappingNode("tag:yaml.org,2002:map", pairs, flow_style=flat)
        case list() as items:
            in_one_line = not any(isinstance(item, dict | list) for item in items)
            return SequenceNode(
                "tag:yaml.org,2002:seq", [_node(item, flat=flat) for item in items], flow_style=in_one_line
            )
        case bool():
            return ScalarNode("tag:yaml.org,2002:bool", "true" if value else "false")
        case int():
            return ScalarNode("tag:yaml.org,2002:int", str(value))
        case _:
            return ScalarNode("tag:yaml.org,2002:str", str(value), style=_style(str(value)))


def _key(key: str) -> Node:
    """A key is a plain word, also “on”, which YAML takes for a truth where nobody says otherwise."""
    return ScalarNode("tag:yaml.org,2002:bool" if key == "on" else "tag:yaml.org,2002:str", key)


def _style(text: str) -> Any:
    """How a text is written. What the eye cannot see is written as an escape."""
    if not all(char == "\n" or char.isprintable() for char in text):
        return '"'
    if "\n" in text:
        return "|"
    return ">" if len(text) > _LONG else None
