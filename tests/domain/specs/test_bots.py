import pytest

from domain.specs import BotSpec, PersonKind
from tests.domain.specs.faults import fields, survives


@pytest.mark.parametrize("login", ["Renovate-Bot", "@renovate-bot", "  renovate-bot "])
def test_a_login_is_compared_in_lower_case_and_without_its_at_sign(login: str) -> None:
    spec = BotSpec.model_validate({"login": login, "provider": "GitLab"})
    assert (spec.login, spec.provider, spec.kind) == ("renovate-bot", "gitlab", PersonKind.BOT)
    assert survives(spec)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"login": "@"}, "login"),
        ({"login": "a\nb"}, "login"),
        ({"login": 7}, "login"),
        ({"login": "a", "provider": "9"}, "provider"),
        ({"login": "a", "kind": "human"}, "kind"),
    ],
)
def test_what_can_be_no_bot_is_refused(given: dict[str, object], field: str) -> None:
    assert fields(BotSpec, given) == [field]
