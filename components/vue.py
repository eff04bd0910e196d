"""Makes the data-fed components of `assets/vue`: one element each, fed by props, changed in place."""

from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.dependencies import register_library, register_vue_component

from components.assets import ASSETS

VUE = ASSETS / "vue"


def vue(name: str, /, **props: Any) -> ui.element:
    """The component in `assets/vue/qb_<name>.js`. Props are data; texts in them are drawn as text."""
    path = VUE / f"qb_{name}.js"
    component = register_vue_component(path, max_time=_changed(path))
    element = ui.element(component.tag)
    element.component = component
    return put(element, **props)


def put(element: ui.element, /, **props: Any) -> ui.element:
    """Give `element` the props that are new; nothing is sent when all are as they were."""
    changed = {_attribute(name): value for name, value in props.items()}
    changed = {name: value for name, value in changed.items() if element.props.get(name, ...) != value}
    if changed:
        element.props.update(changed)
    return element


def _attribute(name: str) -> str:
    return name.replace("_", "-")


def _changed(path: Path) -> float:
    return path.stat().st_mtime


register_library(VUE / "questboard.js", import_name="questboard", max_time=_changed(VUE / "questboard.js"))
