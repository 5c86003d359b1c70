"""Write every file of the corpus, with its verdict beside it: python -m tests.imports.corpus DOSSIER."""

import json
import sys
from pathlib import Path

from tests.imports.corpus import cases


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    verdicts = {}
    for case in cases():
        (folder / case.name).write_bytes(case.make())
        verdicts[case.name] = {"outcomes": case.outcomes, "findings": sorted(case.findings)}
    text = json.dumps(verdicts, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "verdicts.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
