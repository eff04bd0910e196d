"""Every refusal this program makes, as a sentence for the person who reads it.

`app` maps each family to one HTTP status and one toast; nothing else decides that.
"""

from collections.abc import Mapping


class QuestboardError(Exception):
    """The base of all expected errors. `status` is the HTTP status, `title` the RFC 9457 title."""

    status = 500
    title = "Something went wrong"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Invalid(QuestboardError):
    """The input breaks a rule. `fields` maps a field's name to the sentence to show beside it."""

    status = 422
    title = "Please check the input"

    def __init__(self, sentence: str, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.fields = dict(fields or {})


class Refused(QuestboardError):
    """The input is well formed, but the game does not allow it now."""

    status = 409
    title = "Not possible now"


class Unauthenticated(QuestboardError):
    """Nobody is signed in, or the credentials are wrong."""

    status = 401
    title = "Please sign in"


class Forbidden(QuestboardError):
    """Somebody is signed in, but may not do this."""

    status = 403
    title = "Not allowed"


class NotFound(QuestboardError):
    """No such thing, or not one this person may see."""

    status = 404
    title = "Not found"


class Unavailable(QuestboardError):
    """The database or a worker is away; trying again later helps."""

    status = 503
    title = "Please try again in a moment"
