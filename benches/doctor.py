"""Precision and recall of the doctor over the real tables, against a key made by hand.

    python -m benches.doctor

The key (tests/data/real-key.json) holds places and codes only: which cells have which defect, in the judgement of a
person who read the tables. Points moved by hand count for every row of their organisation: a table alone does not say
which one stayed in its place. The tables themselves are not in the repository: without them, this says so.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEY = ROOT / "tests" / "data" / "real-key.json"
TABLES = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Score:
    right: frozenset[str]
    false: frozenset[str]
    missed: frozenset[str]

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.false) or 1)

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed) or 1)


def key() -> dict[str, dict[str, list[str]]]:
    return json.loads(KEY.read_text(encoding="utf-8"))


def score(path: Path, expected: dict[str, list[str]]) -> Score:
    """Inside trusted(), on an empty library."""
    from bibia.accounts.models import Account
    from bibia.imports.run import examine

    report = examine(path, by=Account.objects.system())
    found = {f"{one.code} {one.cell or one.row}" for one in report.findings}
    wanted = {f"{code} {place}" for code, places in expected.items() for place in places}
    return Score(frozenset(found & wanted), frozenset(found - wanted), frozenset(wanted - found))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BIBIA_DATA=folder, DJANGO_SETTINGS_MODULE="bibia.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        from bibia.fiches.guard import trusted

        call_command("migrate", verbosity=0)
        with trusted():
            scores = [
                (name, score(TABLES / name, wanted))
                for name, wanted in key().items()
                if (TABLES / name).exists()
            ]
    if not scores:
        print("Docteur : les tables réelles sont absentes, rien n’est mesuré.")
        return
    for name, one in scores:
        _print(name, one)
    _print("ensemble", _together([one for _, one in scores]))


def _together(scores: list[Score]) -> Score:
    def merged(part: str) -> frozenset[str]:
        return frozenset(f"{n} {place}" for n, one in enumerate(scores) for place in getattr(one, part))

    return Score(merged("right"), merged("false"), merged("missed"))


def _print(name: str, one: Score) -> None:
    print(
        f"{name:28}{len(one.right):4} justes  précision {one.precision:6.1%}  rappel {one.recall:6.1%}"
        f"  en trop : {', '.join(sorted(one.false)) or 'rien'}  manqués : {', '.join(sorted(one.missed)) or 'rien'}"
    )


if __name__ == "__main__":
    main()
