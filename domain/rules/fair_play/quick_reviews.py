"""Approvals that nobody can have read for."""

from collections.abc import Iterable, Sequence

from domain.rules.fair_play.findings import Detector, Finding, finding
from domain.rules.fair_play.thresholds import RAPID_SECONDS, RAPID_TIMES, SECONDS_LONG, SECONDS_LONG_TIMES
from domain.rules.fair_play.work import Work, by


def find(work: Sequence[Work]) -> list[Finding]:
    """Without a word: seconds after it was opened, or one after the other. Work of bots may be waved through."""
    approvals = filter(lambda one: one.is_wordless_approval, work)
    found = []
    for mine in by(lambda one: (one.player, one.day), approvals).values():
        found += [*_in_seconds(mine), *_in_a_row(mine)]
    return found


def _in_seconds(mine: Sequence[Work]) -> Iterable[Finding]:
    quick = [one for one in mine if one.open_seconds is not None and one.open_seconds <= SECONDS_LONG]
    if len(quick) >= SECONDS_LONG_TIMES:
        yield finding(
            Detector.QUICK_REVIEWS,
            "seconds-long",
            quick,
            since=quick[0].day,
            strength=len(quick) / SECONDS_LONG_TIMES,
            sentence=f"approved {len(quick)} pull requests within a minute of their opening, without a word.",
        )


def _in_a_row(mine: Sequence[Work]) -> Iterable[Finding]:
    """The longest row of a day."""
    longest: list[Work] = []
    row: list[Work] = []
    for one in mine:
        if row and (one.at - row[-1].at).total_seconds() > RAPID_SECONDS:
            row = []
        row.append(one)
        longest = max(longest, row, key=len)
    if len(longest) >= RAPID_TIMES:
        yield finding(
            Detector.QUICK_REVIEWS,
            "in-a-row",
            longest,
            since=longest[0].day,
            strength=len(longest) / RAPID_TIMES,
            sentence=f"gave {len(longest)} approvals without a word, seconds after each other.",
        )
