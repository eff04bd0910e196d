"""The tokens of the house style: every colour, once for the dark and once for the light theme.

`assets/css/questboard.css` uses them as custom properties (`var(--text)`), charts use them by value.
"""

from collections.abc import Mapping

from domain.specs import Theme

Tokens = Mapping[str, str]

DARK: Tokens = {
    "canvas": "#0a0d14",
    "surface": "#121722",
    "raised": "#1a2130",
    "line": "#242c3b",
    "line-strong": "#5f6d8a",
    "text": "#eef1f6",
    "muted": "#a9b3c5",
    "faint": "#8893a8",
    "accent": "#ffb454",
    "accent-fill": "#ffb454",
    "on-accent": "#1d1200",
    "glow-1": "#ff7a59",
    "glow-2": "#ffb454",
    "glow-3": "#ffe0a3",
    "night": "#3557b5",
    "good": "#5fe0a8",
    "bad": "#ff8a8a",
    "info": "#8cc2ff",
    "bronze": "#d9935f",
    "silver": "#bcc7d8",
    "gold": "#f4c750",
    "platinum": "#9fe5e2",
    "shadow": "#000000",
}

LIGHT: Tokens = {
    "canvas": "#f4f2ee",
    "surface": "#ffffff",
    "raised": "#faf8f4",
    "line": "#e4dfd6",
    "line-strong": "#8d8373",
    "text": "#1a1d26",
    "muted": "#474e5d",
    "faint": "#575e6d",
    "accent": "#9f4600",
    "accent-fill": "#ffb243",
    "on-accent": "#231400",
    "glow-1": "#dc4a1e",
    "glow-2": "#ea7a0c",
    "glow-3": "#f7a62b",
    "night": "#9db4f0",
    "good": "#0f7048",
    "bad": "#b3261e",
    "info": "#1d5fae",
    "bronze": "#7c4317",
    "silver": "#566173",
    "gold": "#694a00",
    "platinum": "#0f6b6a",
    "shadow": "#8d7f66",
}

#: The accents of seasons, dark and light. What they leave out is the house's own; EMBER is the house's altogether.
SEASONS: Mapping[Theme, tuple[Tokens, Tokens]] = {
    Theme.EMBER: ({}, {}),
    Theme.MEADOW: (
        {
            "accent": "#7fdca4", "accent-fill": "#7fdca4", "on-accent": "#04210f",
            "glow-1": "#2fae7a", "glow-2": "#7fdca4", "glow-3": "#d4f7c5",
        },
        {
            "accent": "#0f6b3f", "accent-fill": "#8fe0b0", "on-accent": "#04210f",
            "glow-1": "#138a55", "glow-2": "#2fa36b", "glow-3": "#7fc98f",
        },
    ),
    Theme.TIDE: (
        {
            "accent": "#7cc4ff", "accent-fill": "#7cc4ff", "on-accent": "#04182b",
            "glow-1": "#3f7bff", "glow-2": "#5fb8ff", "glow-3": "#c2ecff",
        },
        {
            "accent": "#1457a8", "accent-fill": "#93ccff", "on-accent": "#04182b",
            "glow-1": "#1d5fd0", "glow-2": "#2f86d8", "glow-3": "#6fb7ea",
        },
    ),
    Theme.DUSK: (
        {
            "accent": "#d3a8ff", "accent-fill": "#d3a8ff", "on-accent": "#1d0a33",
            "glow-1": "#8f5bff", "glow-2": "#d08bff", "glow-3": "#ffc8ea",
        },
        {
            "accent": "#6b3aa8", "accent-fill": "#d9b8ff", "on-accent": "#1d0a33",
            "glow-1": "#6a34c9", "glow-2": "#9a55d8", "glow-3": "#d184cf",
        },
    ),
}  # fmt: skip

#: Pairs (foreground, background) that carry text; each must reach 4.5 : 1 in both themes.
TEXT_PAIRS = (
    *((ink, ground) for ink in ("text", "muted", "faint", "accent") for ground in ("canvas", "surface", "raised")),
    *((ink, "surface") for ink in ("good", "bad", "info", "bronze", "silver", "gold", "platinum")),
    ("on-accent", "accent-fill"),
)

#: Pairs that carry meaning without text (rings, field outlines, focus); each must reach 3 : 1.
SHAPE_PAIRS = (("accent", "surface"), ("accent", "canvas"), ("glow-1", "surface"), ("line-strong", "surface"))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def custom_properties() -> str:
    """Both themes as CSS. The system's preference rules until somebody chooses (`data-theme` on the root)."""
    dark, light = _declarations(DARK), _declarations(LIGHT)
    return (
        f":root{{color-scheme:dark;{dark}}}"
        f"@media(prefers-color-scheme:light){{:root:not([data-theme=dark]){{color-scheme:light;{light}}}}}"
        f":root[data-theme=light]{{color-scheme:light;{light}}}"
    ) + "".join(_season(theme, *tokens) for theme, tokens in SEASONS.items() if tokens[0])


def _season(theme: Theme, dark: Tokens, light: Tokens) -> str:
    """The accents of a season, for whatever wears its class."""
    name, dark_ones, light_ones = f".qb-theme-{theme.value}", _declarations(dark), _declarations(light)
    return (
        f"{name}{{{dark_ones}}}"
        f"@media(prefers-color-scheme:light){{:root:not([data-theme=dark]) {name}{{{light_ones}}}}}"
        f":root[data-theme=light] {name}{{{light_ones}}}"
    )


def _declarations(tokens: Tokens) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
