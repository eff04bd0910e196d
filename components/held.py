"""What is on hold: a notice for the player, rows for tables, and the dialogs around them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import ui

from components.forms import button
from components.frame import words
from components.table import Action, Chip, Tone
from components.vue import put, vue
from domain.views import Explanation
from domain.views.fair_play import HoldOutcome, HoldView

PLACE = "/held"
YOU = "You"
_ENDED: Mapping[HoldOutcome, tuple[str, Tone]] = {
    HoldOutcome.RELEASED: ("Counts again", "good"),
    HoldOutcome.EXPIRED: ("Counts again, not decided in time", "good"),
    HoldOutcome.REVERSED: ("Does not count", "bad"),
}


class HeldNotice:
    """Says that something of the player is on hold; nothing where nothing is."""

    def __init__(self, holds: Sequence[HoldView], *, timezone: str) -> None:
        self._zone = timezone
        self.element = vue("held", text="", place=PLACE).mark("held")
        self.show(holds)

    def show(self, holds: Sequence[HoldView]) -> None:
        text = ""
        if holds:
            first = min(holds, key=lambda one: one.expires_at)
            more = f" {len(holds) - 1} more of your days wait too." if len(holds) > 1 else ""
            until = f"until {day(first.expires_at, self._zone)} at the latest"
            text = f"{first.xp:,} XP {until}, because {first.sentence}{more}"
        put(self.element, text=text)


def day(at: datetime, zone: str) -> str:
    """A date in words."""
    return f"{at.astimezone(ZoneInfo(zone)):%-d %B}"


def chips(hold: HoldView, zone: str) -> tuple[Chip, ...]:
    """How a hold stands, in a few words."""
    if hold.end is None:
        waits = Chip(f"On hold until {day(hold.expires_at, zone)}", "info")
        return (waits, Chip("Appealed")) if hold.appeal else (waits,)
    return (Chip(*_ENDED[hold.end.outcome]),)


def said_of(hold: HoldView, who: str) -> str:
    """What looked odd, said about somebody: the sentence itself is said to him."""
    said = hold.sentence.removeprefix("you").replace(" your own", " their own").replace(" of yours", " of theirs")
    return f"{who}{said}"


def explanation(hold: HoldView, who: str, zone: str) -> Explanation:
    """Everything about a hold, in the order in which it happened. `who` is its player, as the reader knows him."""
    why = hold.sentence if who == YOU else said_of(hold, who)
    sentences = [f"{hold.xp:,} XP are held for a look by a person since {day(hold.at, zone)}, because {why}"]
    sentences.append(f"{hold.by} held it: {hold.reason}" if hold.by else hold.reason)
    if hold.appeal:
        sentences.append(f"{who} said: “{hold.appeal}”")
    if hold.end is None:
        sentences.append(f"If nobody decides until {day(hold.expires_at, zone)}, it counts again.")
    else:
        judge = f", says {hold.end.by}" if hold.end.by else ""
        sentences.append(f"{_ENDED[hold.end.outcome][0]} since {day(hold.end.at, zone)}{judge}: {hold.end.reason}")
    if hold.more:
        sentences.append(f"The newest {len(hold.evidence)} pieces of work are here; {hold.more} more are held.")
    return Explanation("On hold", tuple(sentences), hold.evidence)


def row(hold: HoldView, actions: tuple[Action, ...], zone: str, *, title: str, text: str) -> dict[str, object]:
    """A row of a table of holds."""
    return {
        "id": hold.id,
        "what": {"title": title, "text": text},
        "xp": hold.xp,
        "at": hold.at,
        "state": chips(hold, zone),
        "do": actions,
    }


async def ask_appeal(hold: HoldView, *, limit: int) -> str | None:
    """Ask the player what it was; None when he thinks better of it."""
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = "Say what it was"
        words("h2", "Say what it was")
        words("p", f"It is on hold because {hold.sentence} Whoever decides reads this, and answers with a reason.")
        text = ui.textarea("What happened").props(f"outlined autogrow maxlength={limit}").mark("appeal")

        def submit() -> None:
            if (text.value or "").strip():
                dialog.submit(text.value)
            else:
                text.error = "What should the person who decides know?"

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button("Send", submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return str(answer) if answer else None
