"""Fair play: an admin looks at what seems odd and says what became of it. Nothing is taken away here."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent
from domain.services.rights import require_admin
from domain.store import audit
from domain.store.tables import FindingReviewRow, FindingRow
from domain.views.fair_play import Verdict

MAX_NOTE = 300


def look_at(
    session: Session, key: str, verdict: Verdict, *, note: str, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Say what became of a finding; the latest word stands, every one is audited. Nobody judges himself."""
    require_admin(session, actor_id)
    if not note.strip():
        raise Invalid("Please check the input.", {"note": "Please write a few words, for whoever reads this later."})
    finding = session.get(FindingRow, key)
    if finding is None:
        raise NotFound("This is not there any more.")
    if actor_id in finding.players:
        raise Refused("This is about your own work. Ask another admin to look at it.")
    seen, words = len(finding.evidence), note.strip()[:MAX_NOTE]
    row = FindingReviewRow(finding_key=key, verdict=verdict.value, note=words, evidence=seen, actor_id=actor_id, at=now)
    details = {"verdict": row.verdict, "note": words, "evidence": seen}
    # Audited first: its lock lets two admins write one after the other.
    audit.note(session, at=now, actor_id=actor_id, action="fair_play.looked_at", subject=key, details=details)
    session.merge(row)
    return []
