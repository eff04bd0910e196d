from components.inbox import Inbox
from domain.views import NotificationView
from tests.components.drawing import drawn, eventually, props
from tests.components.samples import NOW


def note(kind: str, *, read: bool = False) -> NotificationView:
    return NotificationView(1, NOW, kind, "First light", "Mission completed.", read)


async def test_every_notification_leads_to_what_it_tells_of() -> None:
    inboxes: list[Inbox] = []
    read: list[bool] = []

    async def on_read() -> None:
        read.append(True)

    def draw() -> None:
        notes = [note(kind) for kind in ("level", "mission", "step", "badge", "retired", "a kind to come")]
        inboxes.append(Inbox(notes, unread=6, older=None, newest=None, timezone="Asia/Tokyo", on_read=on_read))

    async with drawn(draw) as user:
        assert props(user, "inbox")["zone"] == "Asia/Tokyo"
        places = [one["href"] for one in props(user, "inbox")["notes"]]
        assert places == ["/", "/missions", "/quests", "/badges", "/missions", "/"]
        user.find(marker="inbox").trigger("read")
        await eventually(lambda: read == [True])
        with user:
            inboxes[0].show([note("level", read=True)], unread=0, older="/inbox?before=1")
        assert (props(user, "inbox")["unread"], props(user, "inbox")["older"]) == (0, "/inbox?before=1")
