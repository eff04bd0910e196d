"""Seasons as people see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import seasons as rules
from domain.rules.levels import level_at
from domain.rules.rewards import name_of
from domain.rules.seasons import Result
from domain.rules.zones import day_of
from domain.specs import BoardSpec, Ranked, RewardKind, Scope, SeasonPrize, SeasonSpec
from domain.store import awards, boards, people
from domain.store import seasons as stored
from domain.store.driver import connection
from domain.store.queries import cards
from domain.store.queries.game import level_curve
from domain.store.seasons import Season
from domain.store.teams import MEMBERS
from domain.views import (
    BoardRow,
    MissionCard,
    PrizeLine,
    SeasonCard,
    SeasonDefinition,
    SeasonPage,
    SeasonState,
    SeasonTeam,
    SeasonTotals,
    SeasonView,
    Standing,
)

#: An announced season is on the dashboard from so many days before it begins.
SOON = 14
LEADERS = 3
TOGETHER = 2


def definitions(session: Session, *, now: datetime) -> tuple[SeasonDefinition, ...]:
    """Every season, with what names it, the newest first."""
    missions = connection(session).execute(
        """
        select spec ->> 'season', array_agg(distinct spec ->> 'title') from mission
        where spec ->> 'season' is not null and state <> 'retired' group by 1
        """
    )
    titles = dict(missions.fetchall())
    ranks = boards.specs(session)
    return tuple(
        SeasonDefinition(
            _view(one, now),
            one.announced_at,
            tuple(sorted(titles.get(one.spec.id, ()))),
            tuple(board.title for board in ranks if board.season == one.spec.id),
        )
        for one in stored.seasons(session)
    )


def announced(session: Session, *, now: datetime) -> tuple[SeasonView, ...]:
    """The seasons that everybody may see, the newest first."""
    return tuple(_view(one, now) for one in stored.seasons(session) if one.announced_at is not None)


def card(session: Session, player_id: UUID, *, now: datetime, missions: Sequence[MissionCard]) -> SeasonCard | None:
    """The season that is on where a player lives, or the next one if it begins soon."""
    today = day_of(people.one(session, player_id).zones, now)
    coming = [one for one in stored.seasons(session) if one.announced_at is not None and one.spec.last >= today]
    if not coming or (coming[-1].spec.first - today).days > SOON:
        return None
    return _card(session, coming[-1], player_id, today, missions, now)


def page(session: Session, player_id: UUID, season_id: str, *, now: datetime) -> SeasonPage:
    """One season that was announced. Raises `NotFound`."""
    one = named(session, season_id)
    today = day_of(people.one(session, player_id).zones, now)
    mine = [each for each in cards.mission_cards(session, player_id, now=now) if each.season == season_id]
    others = tuple(each for each in announced(session, now=now) if each.spec.id != season_id)
    ranked = [board for board in boards.specs(session) if board.season == season_id and board.on]
    closed = one.closed_at is not None
    return SeasonPage(
        card=_card(session, one, player_id, today, mine, now),
        missions=tuple(mine),
        boards=tuple((board.key, board.title) for board in ranked),
        totals=_totals(session, season_id) if closed else None,
        leaders=_leaders(session, season_id) if closed and ranks_people(ranked) else (),
        teams=teams(session, season_id, player_id) if closed else (),
        others=others,
        was_held=closed and stored.was_held(session, one, player_id),
    )


def named(session: Session, season_id: str) -> Season:
    """A season that was announced. Raises `NotFound`."""
    one = stored.season(session, season_id)
    if one is None or one.announced_at is None:
        raise NotFound("There is no such season.")
    return one


def view(one: Season, now: datetime) -> SeasonView:
    """A season with where it stands."""
    return _view(one, now)


def result(session: Session, season: Season, player_id: UUID) -> Result:
    """What a player has, or had when it was closed."""
    if season.closed_at is not None:
        row = connection(session).execute(
            "select xp, missions, badges, streak from season_result where season_id = %s and player_id = %s",
            (season.spec.id, player_id),
        )
        found = row.fetchone()
        return Result(*found) if found else Result()
    return stored.result(session, season.spec.first, season.spec.last, player_id)


def prizes(session: Session, spec: SeasonSpec, mine: Result) -> tuple[PrizeLine, ...]:
    """The prizes of a season, the nearest first within each kind of bar."""
    names = {badge: one.name for badge, one in awards.badges(session, _badges(spec.prizes)).items()}
    ordered = sorted(spec.prizes, key=lambda prize: (prize.bar, prize.at_least))
    return tuple(
        PrizeLine(rules.bar_in_words(prize), _gives(prize, names), mine.of(prize.bar), prize.at_least)
        for prize in ordered
    )


def _badges(prizes_: Sequence[SeasonPrize]) -> set[str]:
    further = (one.reference for prize in prizes_ for one in prize.rewards if one.kind is RewardKind.BADGE)
    return {badge for badge in (*(prize.badge_id for prize in prizes_), *further) if badge}


def _gives(prize: SeasonPrize, names: dict[str, str]) -> str:
    parts = [f"+{prize.xp:,} XP"] if prize.xp else []
    parts += [f"+{prize.coins:,} coin{'' if prize.coins == 1 else 's'}"] if prize.coins else []
    parts += [f"the badge “{names[prize.badge_id]}”"] if prize.badge_id in names else []
    parts += [name_of(reward, names) for reward in prize.rewards]
    return " and ".join(parts)


def _view(one: Season, now: datetime) -> SeasonView:
    if one.closed_at is not None:
        state = SeasonState.CLOSED
    elif one.announced_at is None:
        state = SeasonState.DRAFT
    elif now >= rules.over_at(one.spec.last):
        state = SeasonState.OVER
    else:
        state = SeasonState.OPEN if one.opened_at is not None else SeasonState.ANNOUNCED
    return SeasonView(one.spec, state)


def _card(
    session: Session, one: Season, player_id: UUID, today: date, missions: Sequence[MissionCard], now: datetime
) -> SeasonCard:
    mine = result(session, one, player_id)
    together = [
        each
        for each in missions
        if each.season == one.spec.id and each.scope is not Scope.PERSONAL and each.standing is not Standing.COMPLETED
    ]
    return SeasonCard(
        season=_view(one, now),
        days_left=rules.days_left(one.spec, today),
        begins_in=max(0, (one.spec.first - today).days),
        passed=rules.passed(one.spec, today),
        xp=mine.xp,
        missions=mine.missions,
        badges=mine.badges,
        streak=mine.streak,
        prizes=prizes(session, one.spec, mine),
        together=tuple(sorted(together, key=lambda each: -each.progress)[:TOGETHER]),
    )


def _totals(session: Session, season_id: str) -> SeasonTotals:
    row = connection(session).execute(
        """
        select count(*), coalesce(sum(xp), 0)::bigint, coalesce(sum(missions), 0)::bigint,
               coalesce(sum(badges), 0)::bigint, coalesce(sum(jsonb_array_length(prizes)), 0)::bigint
        from season_result where season_id = %s
        """,
        (season_id,),
    )
    return SeasonTotals(*(row.fetchone() or (0, 0, 0, 0, 0)))


def ranks_people(ranked: Sequence[BoardSpec]) -> bool:
    """Whether one of a season's boards ranks people; without any, nobody is."""
    return any(board.ranked is Ranked.EVERYONE for board in ranked)


def _leaders(session: Session, season_id: str) -> tuple[BoardRow, ...]:
    """The first three as they were when it was closed, without whoever hides since."""
    rows = connection(session).execute(
        """
        select r.rank, p.id, p.name, p.avatar_url, p.xp, r.xp from season_result r join player p on p.id = r.player_id
        where r.season_id = %s and r.rank <= %s and not p.hidden and p.kind = 'human' order by r.rank, p.id limit %s
        """,
        (season_id, LEADERS, 2 * LEADERS),
    )
    curve = level_curve(session)
    return tuple(
        BoardRow(rank, player, name, avatar, level_at(total, curve).number, xp)
        for rank, player, name, avatar, total, xp in rows
    )


def teams(session: Session, season_id: str, player_id: UUID | None = None) -> tuple[SeasonTeam, ...]:
    """Teams by name: it is no list with a last place. `mine` are those of a player."""
    rows: Sequence[tuple[Any, ...]] = (
        connection(session)
        .execute(
            """
        select t.name, s.members, s.xp, s.missions, exists (
            select from ("""
            + MEMBERS
            + """) m where m.team_id = t.id and m.player_id = %s and m.until is null)
        from season_team s join team t on t.id = s.team_id where s.season_id = %s order by t.name
        """,
            (player_id, season_id),
        )
        .fetchall()
    )
    return tuple(SeasonTeam(*row) for row in rows)
