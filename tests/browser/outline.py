"""What a screen reader is told of a page, in its order, from Chromium's accessibility tree."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Page

SILENT: Final = {
    *("generic", "none", "InlineTextBox", "LineBreak", "ListMarker", "RootWebArea"),
    *("paragraph", "LabelText", "Legend", "listitem", "form", "code", "strong"),
}
"""What has no words of its own, or only repeats those of its parts."""

STATES: Final = ("checked", "expanded", "invalid", "disabled")


def outline(page: Page) -> list[str]:
    """One line for each thing that is read: role, name, description, state.

    Words that are a part of a name already, of a link or of the choice before, are left out.
    """
    wire = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = wire.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    lines: list[str] = []
    _read(by_id, nodes[0], "", lines)
    return lines


def _read(
    by_id: dict[str, dict[str, Any]], node: dict[str, Any], above: str, lines: list[str]
) -> None:
    role = _value(node, "role")
    name = " ".join(_value(node, "name").split())
    told = not node["ignored"] and role not in SILENT
    repeats = name in above or name in "".join(lines[-1:])
    if told and not (role == "StaticText" and repeats):
        lines.append(_line(node, role, name))
    inner = f"{above} {name}" if told and role != "StaticText" else above
    for child in node.get("childIds", []):
        if child in by_id:
            _read(by_id, by_id[child], inner, lines)


def _line(node: dict[str, Any], role: str, name: str) -> str:
    description = " ".join(_value(node, "description").split())
    said = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    states = [state for state in STATES if said.get(state) in (True, "true")]
    parts = [role, f'"{name}"' if name else "", f"({description})" if description else "", *states]
    return " ".join(part for part in parts if part)


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value", ""))
