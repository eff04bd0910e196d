"""The front door."""

from collections.abc import Sequence
from dataclasses import asdict

from components.assets import asset_url
from components.frame import head
from components.outside import plain, web_url
from components.vue import vue
from domain.views import PersonView


class SignIn:
    """The whole sign-in page. `github` is where its button leads; `calm` marks a message that is no error."""

    def __init__(
        self,
        *,
        github: str | None,
        forge: str,
        people: Sequence[PersonView],
        sample_action: str,
        target: str,
        error: str | None,
        calm: bool = False,
    ) -> None:
        head("Sign in")
        self.element = vue(
            "signin",
            github=github,
            forge=forge,
            people=[plain({**asdict(person), "avatar_url": web_url(person.avatar_url)}) for person in people],
            sample_action=sample_action,
            next=target,
            error=error,
            calm=calm,
            logo=asset_url("icons/questboard.svg"),
        ).mark("signin")
