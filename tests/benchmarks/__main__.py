"""`python -m tests.benchmarks [part …]`: measure on this machine and print one table."""

import argparse
import os
import sys

from tests import corpus
from tests.benchmarks import accept, apply, ceiling, game, live
from tests.benchmarks.table import Part, lines

PARTS = ("ceiling", "apply", "accept", "live")


def main() -> None:
    chosen = _arguments()
    crowd = os.getloadavg()[0]
    parts: list[Part] = []
    if not corpus.FOLDER.is_dir():
        sys.exit(f"The histories to apply are not here ({corpus.FOLDER}); set QUESTBOARD_CORPUS.")
    reached = None
    if "ceiling" in chosen.parts:
        with game.running() as url:
            part, reached = ceiling.measure(url, seconds=chosen.seconds)
            parts.append(part)
    if "apply" in chosen.parts:
        with game.running() as url:
            parts.append(apply.measure(url, ceiling=reached, most=chosen.activities))
    if "accept" in chosen.parts:
        parts.append(accept.measure(seconds=chosen.seconds))
    if "live" in chosen.parts:
        parts.append(live.measure(deliveries=chosen.deliveries))
    print("\n".join(lines(parts)))
    if crowd > 1:
        print(f"\nOther programs were busy when this began (load {crowd:.1f}): it can do more than that.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure Questboard here.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all of them when none is named")
    parser.add_argument("--seconds", type=float, default=4, help="how long each rate is measured (default: 4)")
    parser.add_argument("--activities", type=int, default=40_000, help="how many are applied (default: 40,000)")
    parser.add_argument("--deliveries", type=int, default=60, help="how many are timed to the DOM (default: 60)")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    chosen.parts = chosen.parts or PARTS
    return chosen


if __name__ == "__main__":
    main()
