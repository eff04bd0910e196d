from datetime import UTC, datetime

from nicegui.testing import User

from domain.services import samples
from domain.store import session
from tests.app.pages.conftest import Visit


async def test_a_development_machine_offers_its_sample_people(simulated: tuple[User, object]) -> None:
    session.write(samples.invite, now=datetime.now(UTC))
    user, _ = simulated
    await user.open("/signin?next=/missions")
    (element,) = user.find(marker="signin").elements
    assert element.props["people"][0]["name"] == "Mira Okafor"
    assert element.props["next"] == "/missions"
    assert element.props["github"] is None


async def test_a_target_elsewhere_is_forgotten(simulated: tuple[User, object]) -> None:
    user, _ = simulated
    await user.open("/signin?next=//evil.example/")
    (element,) = user.find(marker="signin").elements
    assert element.props["next"] == "/"


async def test_a_failed_sign_in_says_why_and_takes_no_text_from_the_address(simulated: tuple[User, object]) -> None:
    user, _ = simulated
    await user.open("/signin?error=again")
    (element,) = user.find(marker="signin").elements
    assert "another tab" in element.props["error"]
    await user.open("/signin?error=Call+this+number")
    (element,) = user.find(marker="signin").elements
    assert element.props["error"] is None


async def test_whoever_is_signed_in_goes_on(visit: Visit) -> None:
    response = await visit.user.http_client.get("/signin?next=/badges")
    assert (response.status_code, response.headers["location"]) == (303, "/badges")
