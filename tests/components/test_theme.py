import re

import pytest

from components import theme
from components.assets import ASSETS
from domain.specs import Theme

THEMES = {"dark": theme.DARK, "light": theme.LIGHT}


def test_black_on_white_has_the_contrast_the_standard_names() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), theme.TEXT_PAIRS)
def test_text_is_readable_in_both_themes(name: str, ink: str, ground: str) -> None:
    assert theme.contrast(THEMES[name][ink], THEMES[name][ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("ink", "ground"), theme.SHAPE_PAIRS)
def test_shapes_that_mean_something_stand_out_in_both_themes(name: str, ink: str, ground: str) -> None:
    assert theme.contrast(THEMES[name][ink], THEMES[name][ground]) >= 3


def test_both_themes_define_the_same_tokens() -> None:
    assert theme.DARK.keys() == theme.LIGHT.keys()


def test_the_stylesheet_uses_only_tokens_that_exist() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)", _all_css()))
    scripts = "".join(script.read_text() for script in (ASSETS / "vue").glob("*.js"))
    own = set(re.findall(r"--([a-z0-9-]+)['\"]?\s*:", _all_css() + scripts))
    assert used - own - theme.DARK.keys() == set()


def test_the_stylesheet_names_no_colour_itself() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", _all_css()) == []


def test_no_component_names_a_colour() -> None:
    for script in (ASSETS / "vue").glob("*.js"):
        assert re.findall(r"[\"'`:\s]#[0-9a-fA-F]{6}\b|rgba?\(", script.read_text()) == [], script.name


def test_a_chosen_theme_wins_over_the_preference_of_the_system() -> None:
    css = theme.custom_properties()
    assert css.index("prefers-color-scheme") < css.index(":root[data-theme=light]")
    assert ":root:not([data-theme=dark])" in css


def _all_css() -> str:
    return "\n".join(sheet.read_text() for sheet in (ASSETS / "css").glob("*.css"))


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("season", theme.SEASONS)
def test_the_accents_of_seasons_are_as_readable_as_those_of_the_house(name: str, season: Theme) -> None:
    house = THEMES[name]
    own = {**house, **theme.SEASONS[season][name == "light"]}

    assert own.keys() == house.keys()
    for pairs, least in ((theme.TEXT_PAIRS, 4.5), (theme.SHAPE_PAIRS, 3)):
        for ink, ground in pairs:
            assert theme.contrast(own[ink], own[ground]) >= least, (ink, ground)


def test_every_season_theme_but_that_of_the_house_has_a_class() -> None:
    css = theme.custom_properties()
    assert [one for one in Theme if f".qb-theme-{one.value}{{" in css] == [Theme.MEADOW, Theme.TIDE, Theme.DUSK]
