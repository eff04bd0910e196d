"""`python -m tests.benchmarks [part …]`: measure on this machine and print a table."""

import argparse
import os
import sys
from collections.abc import Iterator

from tests import corpus
from tests.benchmarks import (
    accept,
    apply,
    boards,
    ceiling,
    fair_play,
    game,
    kinds,
    live,
    lived,
    looks,
    preview,
    recommendations,
    replayed,
    settlement,
)
from tests.benchmarks.table import Part, lines

PARTS = ("ceiling", "apply", "preview", "looks", "boards", "settlement", "accept", "live")
#: These stand alone: what the four histories say.
OF_HISTORIES = {"histories": lived.tell, "fair-play": fair_play.tell, "recommendations": recommendations.tell}
#: With twenty missions as with two hundred, of which all others wait for something that never happens.
FURTHER = 180
SMALL, LARGE = 100_000, 1_000_000
#: A million players take two minutes to make up.
CROWDS = (1_000, SMALL, LARGE)


def main() -> None:
    chosen = _arguments()
    crowd = os.getloadavg()[0]
    if not corpus.FOLDER.is_dir():
        sys.exit(f"The histories to apply are not here ({corpus.FOLDER}); set QUESTBOARD_CORPUS.")
    for name, tell in OF_HISTORIES.items():
        if name in chosen.parts:
            tell(chosen.only)
            return
    for part in _measured(chosen):
        print("\n".join(lines(part)), flush=True)
    if crowd > 1:
        print(f"\nOther programs were busy when this began (load {crowd:.1f}): it can do more than that.")


def _measured(chosen: argparse.Namespace) -> Iterator[Part]:
    reached = None
    if "ceiling" in chosen.parts:
        with game.running() as url:
            part, reached = ceiling.measure(url, seconds=chosen.seconds, most=chosen.activities)
            yield part
    if "apply" in chosen.parts:
        yield from _applied(reached, chosen.activities)
    for name, measure in {"preview": preview.measure, "looks": looks.measure}.items():
        for stored in (SMALL, LARGE)[: 1 if len(chosen.parts) > 1 else 2] if name in chosen.parts else ():
            with game.running() as url:
                yield measure(url, stored=stored)
    if "boards" in chosen.parts:
        for people in CROWDS[:-1] if len(chosen.parts) > 1 else CROWDS:
            with game.running() as url:
                yield boards.measure(url, people=people)
    if "settlement" in chosen.parts:
        yield settlement.measure(people=SMALL)
    if "accept" in chosen.parts:
        yield accept.measure(seconds=chosen.seconds)
    if "live" in chosen.parts:
        yield live.measure(deliveries=chosen.deliveries)


def _applied(ceiling: float | None, most: int) -> Iterator[Part]:
    """With twenty missions, played again afterwards; with two hundred; and with everything switched on."""
    few = len(kinds.mixed())
    with game.running() as url:
        applied = apply.measure(url, missions=few, ceiling=ceiling, most=most)
        yield applied.part
        yield replayed.measure(url, beside=applied.rate)
    with game.running(further=FURTHER) as url:
        yield apply.measure(url, missions=few + FURTHER, ceiling=ceiling, beside=applied.rate, most=most).part
    with game.running(everything=True) as url:
        yield apply.measure(
            url, missions=few, ceiling=ceiling, beside=applied.rate, most=most, about=", everything switched on"
        ).part


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure Questboard here.")
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help=f"{', '.join(PARTS)}; all of them when none is named. “preview” and “looks” alone also try a million "
        "activities, “boards” a million players; "
        "“histories” instead lives through the four histories and prints their totals, “fair-play” counts who is "
        "found odd in them, and what of planted cheats is found, “recommendations” how often what is recommended was "
        "done soon",
    )
    parser.add_argument("--only", choices=corpus.histories(), help="one of the histories")
    parser.add_argument("--seconds", type=float, default=4, help="how long each rate is measured (default: 4)")
    parser.add_argument("--activities", type=int, default=40_000, help="how many are applied (default: 40,000)")
    parser.add_argument("--deliveries", type=int, default=60, help="how many are timed to the DOM (default: 60)")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - {*PARTS, *OF_HISTORIES}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    chosen.parts = chosen.parts or PARTS
    return chosen


if __name__ == "__main__":
    main()
