"""Doing something for a person: a refusal becomes a toast, not a trace."""

from collections.abc import Awaitable

from components.toasts import Toasts
from domain.errors import QuestboardError


async def attempt(toasts: Toasts, what: Awaitable[object], done: str = "") -> bool:
    """Await `what`; say `done`, or the sentence of the refusal. Returns whether it worked."""
    try:
        await what
    except QuestboardError as refusal:
        toasts.say(refusal.title, refusal.sentence, good=False)
        return False
    if done:
        toasts.say(done)
    return True
