"""Many more kills than the suite has time for.

    python -m benches.kills --count 100 --seed 1

Each library is killed BATCH times, then thrown away; what is found is printed with its seed, and is enough to make it
again (to the millisecond of the kill, which the machine decides).
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

BATCH = 20
EACH = 2  # forms of each kind between two kills


def main() -> None:
    from tests.reliability.killing import Run

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    forms = repeated = unanswered = done = 0
    problems: list[str] = []
    started = time.monotonic()
    for batch, first in enumerate(range(0, asked.count, BATCH)):
        kills, seed = min(BATCH, asked.count - first), asked.seed + batch
        with tempfile.TemporaryDirectory() as folder:
            run = Run(Path(folder), kills=kills, seed=seed, each=EACH, WEB_CONCURRENCY=str(asked.workers))
            told = run()
        done += kills
        forms += told.forms
        repeated += told.repeated
        unanswered += told.done_unanswered
        problems += [f"graine {seed} : {one}" for one in told.problems]
        print(
            f"{done} arrêts, {forms} formulaires, {repeated} renvoyés dont {unanswered} déjà faits, "
            f"{len(problems)} défauts, {time.monotonic() - started:.0f} s",
            flush=True,
        )
    print("\n".join(problems))
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
