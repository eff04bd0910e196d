from components.feed import Feed
from tests.components.drawing import drawn, eventually, props
from tests.components.samples import feed_line


async def test_why_tells_its_line() -> None:
    told: list[int] = []

    async def on_why(line: int) -> None:
        told.append(line)

    async with drawn(lambda: Feed([feed_line(3)], timezone="UTC", on_why=on_why)) as user:
        assert props(user, "feed")["asks"]
        user.find(marker="feed").trigger("why", 3)
        await eventually(lambda: told == [3])


async def test_a_feed_nobody_may_ask_has_no_why() -> None:
    async with drawn(lambda: Feed([feed_line()], timezone="UTC")) as user:
        assert not props(user, "feed")["asks"]
