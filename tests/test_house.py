"""The house stays livable: small files, no trace of a machine, two locks that agree."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, SETTINGS_LINES, TEMPLATE_LINES, FUNCTION_LINES, VIEW_LINES = 300, 250, 120, 40, 25

# Written in pieces, so that this file does not find itself.
MACHINE = [
    re.compile("/" + r"(root|home|work|farm|Users)/\w"),
    re.compile(r"(pypi|files\.pythonhosted|registry\.npmjs)" + r"\.org"),
    re.compile("/opt/" + r"(pypi|wheels)"),
    re.compile(r"-----BEGIN [A-Z ]*" + "PRIVATE KEY"),
]


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, those not yet committed included; a source archive has no git."""
    if not (ROOT / ".git").exists():
        pytest.skip("hors d’un dépôt git")
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    names = subprocess.check_output([*command, "--", *patterns], cwd=ROOT, text=True).split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def is_excepted(path: Path) -> bool:
    """Migrations, locks, data and the licence are as long as they must be."""
    parts = path.relative_to(ROOT).parts
    return bool({"migrations", "requirements", "data"} & set(parts)) or path.name == "LICENSE"


def is_code(path: Path) -> bool:
    return (
        path.suffix in {".py", ".html", ".css", ".js", ".xml", ".sh", ".toml", ".yml", ".txt"}
        or path.name == "Makefile"
    )


def is_view(path: Path) -> bool:
    return path.name.endswith("views.py") or path.name == "feeds.py" or path.parent.name == "views"


def test_files_stay_short():
    limits = {".html": TEMPLATE_LINES}
    too_long = {}
    for path in tracked():
        if is_excepted(path) or not is_code(path):
            continue
        limit = SETTINGS_LINES if path.name == "settings.py" else limits.get(path.suffix, FILE_LINES)
        if (lines := len(text(path).splitlines())) > limit:
            too_long[str(path.relative_to(ROOT))] = lines
    assert too_long == {}


def test_functions_stay_short():
    too_long = {}
    for path in tracked("*.py"):
        if is_excepted(path):
            continue
        limit = VIEW_LINES if is_view(path) else FUNCTION_LINES
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > limit:
                    too_long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert too_long == {}


def test_no_trace_of_a_machine_or_of_a_registry():
    found = {}
    for path in tracked():
        try:
            content = text(path)
        except UnicodeDecodeError:
            continue
        if hits := [match.group() for pattern in MACHINE if (match := pattern.search(content))]:
            found[str(path.relative_to(ROOT))] = hits
    assert found == {}


def test_nothing_is_left_unfinished():
    marker = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
    unfinished = [
        str(path.relative_to(ROOT))
        for path in tracked("*.py", "*.html", "*.css")
        if marker.search(text(path))
    ]
    assert unfinished == []


def _pins(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text(ROOT / "requirements" / name), re.MULTILINE))


def test_both_locks_install_the_same_versions():
    run, dev = _pins("run.txt"), _pins("dev.txt")
    assert run
    assert {name: dev.get(name) for name in run} == run


def test_every_locked_version_has_its_hashes():
    for name in ("run.txt", "dev.txt"):
        blocks = re.split(r"^(?=[a-z0-9-]+==)", text(ROOT / "requirements" / name), flags=re.MULTILINE)[1:]
        assert blocks
        assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_dependency_gives_its_reason():
    declared = text(ROOT / "pyproject.toml").split("[tool.")[0]
    lines = re.findall(r'^    "([a-z0-9-]+)[^"]*",(.*)$', declared, re.MULTILINE)
    assert lines
    assert [name for name, reason in lines if "# " not in reason] == []


def test_licence_is_the_announced_one():
    assert text(ROOT / "LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in text(ROOT / "pyproject.toml")
    assert "license: EUPL-1.2" in text(ROOT / "publiccode.yml")
