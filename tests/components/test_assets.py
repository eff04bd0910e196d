import re
from pathlib import Path

import pytest
import yaml

from components import frame
from components.assets import ASSETS, asset_url

SCRIPTS = sorted((ASSETS / "vue").glob("*.js"))
ICONS = set(re.findall(r'<symbol id="([a-z]+)"', (ASSETS / "icons" / "icons.svg").read_text()))


def test_an_address_changes_with_the_content() -> None:
    assert re.fullmatch(r"/assets/css/questboard\.css\?v=[0-9a-f]{10}", asset_url("css/questboard.css"))
    assert asset_url("css/questboard.css").split("=")[1] != asset_url("js/theme.js").split("=")[1]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_components_draw_text_as_text(script: object) -> None:
    source = script.read_text()  # type: ignore[attr-defined]
    assert not re.search(r"v-html|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_every_icon_a_component_names_exists(script: object) -> None:
    named = set(re.findall(r'<QbIcon[^>]* name="([a-z]+)"', script.read_text()))  # type: ignore[attr-defined]
    assert named <= ICONS


def test_every_icon_of_the_navigation_exists() -> None:
    assert {link.icon for link in (*frame.LINKS, *frame.ADMIN_LINKS)} <= ICONS


@pytest.mark.parametrize("pack", sorted((ASSETS / "packs").glob("*.yaml")), ids=lambda pack: pack.stem)
def test_every_picture_of_a_badge_exists(pack: Path) -> None:
    arts = {badge["art"] for badge in yaml.safe_load(pack.read_text())["badges"]}
    assert arts
    assert arts <= ICONS


def test_fonts_and_charts_come_with_their_licences() -> None:
    fonts = {font.name.split("-")[0].removesuffix(".woff2") for font in (ASSETS / "fonts").glob("*.woff2")}
    assert all("OPEN FONT LICENSE" in (ASSETS / "fonts" / f"{font}-LICENSE.txt").read_text() for font in fonts)
    assert "MIT" in (ASSETS / "plotly" / "LICENSE").read_text()


def test_no_asset_is_fetched_from_elsewhere() -> None:
    for file in (*SCRIPTS, *(ASSETS / "css").glob("*.css"), *(ASSETS / "js").glob("*.js")):
        assert "//" not in re.sub(r"(?m)^\s*//.*$|/\*.*?\*/", "", file.read_text()), file.name
