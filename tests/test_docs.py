"""The documentation says what the code does: variables, commands, links."""

import re
from pathlib import Path

import pytest

from scripts.test import FOREIGN

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# Commands of Django that ours only wrap.
WRAPPED = {"flush", "migrate"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def variables_of_the_code() -> set[str]:
    python = r"""(?:environ\.get\(|environ\[|getenv\(|_list\()\s*["']([A-Z_]+)["']"""
    found = set(re.findall(python, read("bibia/settings.py") + read("bibia/serve.py")))
    # Read by the library itself.
    found |= {"DATABASE_URL"} if "dj_database_url.config(" in read("bibia/settings.py") else set()
    makefile = read("Makefile")
    found |= set(re.findall(r"\$\$\{?([A-Z_]+)", makefile))
    return found | set(re.findall(r"^export ([A-Z_]+)", makefile, re.MULTILINE))


def variables_of_the_documentation() -> set[str]:
    section = read("docs/exploitation.md").split("## Variables d’environnement")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([A-Z_]+)` \|", section, re.MULTILINE))


def test_every_variable_is_documented_and_every_documented_one_exists():
    assert {"DATABASE_URL", "PORT", "BIBIA_DEMO"} <= variables_of_the_code()
    assert variables_of_the_documentation() == variables_of_the_code()


def test_no_variable_of_the_person_reaches_the_tests():
    # Its folder is replaced, and a real Grist is tested where one is given.
    kept = {"BIBIA_DATA", "GRIST_URL", "GRIST_API_KEY", "GRIST_DOC"}
    assert set(FOREIGN) == variables_of_the_code() - kept


def test_no_other_file_reads_the_environment():
    readers = [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("bibia/**/*.py")
        if re.search(r"os\.environ\b(?!\.setdefault)|getenv", path.read_text(encoding="utf-8"))
    ]
    assert sorted(readers) == ["bibia/serve.py", "bibia/settings.py"]


def test_every_target_of_the_makefile_is_in_the_readme():
    makefile, readme = read("Makefile"), read("README.md")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split()
    assert {"run", "test", "check", "dev", "lock", "bench"} <= set(targets)
    assert [name for name in targets if f"| `make {name}` |" not in readme] == []
    assert [name for name in targets if not re.search(rf"^{name}:.*## \S", makefile, re.MULTILINE)] == []


def test_every_management_command_is_documented():
    commands = {path.stem for path in ROOT.glob("bibia/**/management/commands/[a-z]*.py")} - WRAPPED
    documented = set(re.findall(r"^\| `([a-z_]+)[^`]*` \|", read("docs/exploitation.md"), re.MULTILINE))
    assert commands <= documented
    assert documented - commands <= {"migrate", "check"}


def test_every_package_is_on_the_map():
    packages = {path.parent.name for path in ROOT.glob("bibia/*/__init__.py")}
    assert [name for name in sorted(packages) if f"`bibia/{name}/`" not in read("README.md")] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_says_something(path):
    title, _, text = path.read_text(encoding="utf-8").partition("\n")
    assert title.startswith("# ") and text.strip()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    targets = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_french_punctuation_does_not_break_lines(path):
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r".{0,30} [:;?!»](?:\s|$)|« .{0,30}", prose) == []
