"""Why a sign-in did not work: a short code in the address, a sentence on the page. Addresses carry no free text."""

from enum import StrEnum

from domain.errors import Forbidden, QuestboardError, Refused, Unavailable


class Reason(StrEnum):
    AGAIN = "again"
    DENIED = "denied"
    GITHUB = "github"
    MEMBERS = "members"
    AWAY = "away"
    PEOPLE = "people"
    LIMIT = "limit"
    ENDED = "ended"


_SENTENCES = {
    Reason.AGAIN: "This sign-in was overtaken by another tab or took too long. Please try again.",
    Reason.DENIED: "You did not allow the sign-in on GitHub. Nothing has happened; try again whenever you like.",
    Reason.GITHUB: "GitHub did not confirm the sign-in. Please try again.",
    Reason.MEMBERS: "Only members of the organisation may sign in here. If you are one, grant Questboard access to it "
    "in GitHub’s dialogue and try again.",
    Reason.AWAY: "GitHub or the database cannot be reached right now. Please try again in a moment.",
    Reason.PEOPLE: "Bots and coding agents cannot sign in.",
    Reason.LIMIT: "Too many attempts. Please wait a minute and try again.",
    Reason.ENDED: "You have been signed out.",
}


def sentence_of(code: str | None) -> str | None:
    """The sentence behind `?error=…` on the sign-in page; None for anything that is no code of ours."""
    return _SENTENCES.get(Reason(code)) if code in set(Reason) else None


def reason_of(refusal: QuestboardError) -> Reason:
    """What to tell somebody whose sign-in ended in `refusal`."""
    match refusal:
        case Forbidden():
            return Reason.MEMBERS
        case Unavailable():
            return Reason.AWAY
        case Refused():
            return Reason.PEOPLE
        case _:
            return Reason.GITHUB
