"""The picture is well-formed XML whatever anybody is called, and holds nothing but texts and shapes."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.season_picture import picture
from components.theme import SEASONS
from domain.specs import SeasonSpec, Theme
from domain.views import Highlight, Recap, SeasonState, SeasonView
from tests.domain.specs.made_up import TRICKY

SVG = "{http://www.w3.org/2000/svg}"
HARD = "<script>alert(1)</script>\"'&amp; ]]> \u202eevil \x00\x08\ufffe"


def recap(name: str = "Ada", season: str = "Frost", text: str = "10 days", theme: Theme = Theme.EMBER) -> Recap:
    spec = SeasonSpec.model_construct(
        id="frost", name=season, sentence="", first=date(2026, 11, 1), last=date(2026, 12, 1), theme=theme, prizes=()
    )
    return Recap(
        season=SeasonView(spec, SeasonState.CLOSED),
        player_id=None,  # type: ignore[arg-type]
        name=name,
        xp=1234,
        missions=1,
        streak=7,
        badges=(),
        highlights=(Highlight("flame", "Streak", text),),
        firsts=(),
        titles=(),
        weeks=((date(2026, 11, 2), 0), (date(2026, 11, 9), 300)),
        thanks=("Thank you, said Grace.",),
        prizes=(),
    )


@given(st.one_of(st.text(max_size=120), st.sampled_from([HARD, *TRICKY])), st.sampled_from(Theme))
def test_any_text_is_text_and_nothing_else(text: str, theme: Theme) -> None:
    drawn = ET.fromstring(picture(recap(text, text, text, theme), named=True))

    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} <= {
        "svg", "title", "defs", "linearGradient", "radialGradient", "stop", "rect", "text"
    }  # fmt: skip
    assert not any(name.startswith("on") or "href" in name for element in drawn.iter() for name in element.attrib)


def test_it_says_the_players_own_numbers() -> None:
    said = " ".join(picture_texts(recap(), named=True))

    for part in ("Frost", "Ada", "1,234", "mission", "days in a row", "Streak: 10 days", "Questboard"):
        assert part in said


def test_it_holds_nothing_of_others_and_no_name_of_whoever_hides() -> None:
    said = " ".join(picture_texts(recap(), named=False))

    assert "Grace" not in said
    assert "Ada" not in said


def test_what_would_run_out_of_the_picture_is_cut() -> None:
    (name,) = [text for text in picture_texts(recap(season="W" * 80), named=True) if text.startswith("WW")]
    assert name == "W" * 21 + "…"


@pytest.mark.parametrize("theme", SEASONS)
def test_every_theme_has_a_picture(theme: Theme) -> None:
    assert picture(recap(theme=theme), named=True).count("<rect") == 5


def picture_texts(of: Recap, *, named: bool) -> list[str]:
    return [element.text or "" for element in ET.fromstring(picture(of, named=named)).iter(f"{SVG}text")]
