"""The back-test beside the mission form: what the mission would have given on recorded work."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

from nicegui import ui

from app import door
from components.preview import BackTest
from domain.errors import Invalid, QuestboardError
from domain.rules.missions import EASTERNMOST
from domain.specs import MissionSpec
from domain.store.queries.preview import preview
from domain.store.queries.preview_walk import Cancelled

#: How often the page looks how far the attempt is, in seconds.
LOOK_EVERY = 0.2


class Trial:
    """Tries on request what `spec_of` says; at most one attempt at a time, and none without a reader."""

    def __init__(
        self, spec_of: Callable[[], MissionSpec], *, on_invalid: Callable[[Invalid], None], report: str | None = None
    ) -> None:
        self._spec_of, self._on_invalid = spec_of, on_invalid
        self._stop = Event()
        self._share = 0.0
        ui.context.client.on_disconnect(self._leave)
        ui.context.client.on_delete(self._leave)
        self._box = BackTest(on_try=self._try, on_stop=self._leave, report=report)
        self._watch = ui.timer(LOOK_EVERY, lambda: self._box.progress(self._share), active=False)

    async def _try(self, days: int) -> None:
        try:
            spec = self._spec_of()
        except Invalid as refusal:
            self._box.refused("Please finish the form first: the marked fields say what is missing.")
            self._on_invalid(refusal)
            return
        self._share, self._stop = 0.0, Event()
        self._box.progress(0)
        self._watch.activate()
        try:
            await self._run(spec, days, self._stop)
        finally:
            self._watch.deactivate()

    async def _run(self, spec: MissionSpec, days: int, stop: Event) -> None:
        now = door.now()
        until = (now + EASTERNMOST).date()
        try:
            found = await door.read(
                preview,
                spec,
                since=until - timedelta(days=days),
                until=until,
                now=now,
                tell=self._tell,
                cancelled=stop.is_set,
            )
        except Cancelled:
            self._box.stopped()
        except QuestboardError as refusal:
            self._box.refused(refusal.sentence)
        else:
            self._box.show(found, dated=bool(spec.starts_at or spec.ends_at))

    def _tell(self, share: float) -> None:
        """Called from the thread of the query; the page looks at it in its own time."""
        self._share = share

    def _leave(self) -> None:
        self._stop.set()
