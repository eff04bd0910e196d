"""How parts stand on a page."""

from nicegui import ui


def columns() -> ui.element:
    """A wide and a narrow column; one below the other on small screens."""
    return ui.element("div").classes("qb-columns")


def thirds() -> ui.element:
    """Three columns that become two, then one, as the screen gets narrower."""
    return ui.element("div").classes("qb-thirds")


def halves() -> ui.element:
    """Two equal columns; one below the other on small screens."""
    return ui.element("div").classes("qb-halves")


def stack() -> ui.element:
    """Parts below each other."""
    return ui.element("div").classes("qb-stack")


def card(label: str) -> ui.element:
    """A glass card; `label` names it for screen readers."""
    section = ui.element("section").classes("qb-card")
    section.props["aria-label"] = label
    return section
