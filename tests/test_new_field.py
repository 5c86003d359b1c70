"""Adding a published field touches the model, one line of fields.py and a migration; every reader follows."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

COLUMN = """
    nom_de_code = LineColumn(
        "Nom de code",
        "Le nom que les agents donnent au projet entre eux.",
        example="Projet Loutre",
    )
"""
LINE = '    Field("nom_de_code", Group.GENERAL, Access.PUBLIC, Tier.COMPLET),\n'
TABLE = (
    "coll_nom,nom_projet,usage_description,theme,nom_de_code\n"
    "Ville de Metz,Compter les vélos,Des caméras comptent les vélos.,mobilites,Loutre bleue\n"
)
READ = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "bibia.settings"
import django
django.setup()
from django.test import Client
from bibia.fiches.forms import FicheForm
from bibia.fiches.models import Fiche
fiche = Fiche.objects.get()
client = Client(headers={"host": "127.0.0.1"})
page = fiche.get_absolute_url()
read = lambda path: client.get(path).content.decode()
print(json.dumps({
    "form": FicheForm().fields["nom_de_code"].label,
    "fiche": read(page),
    "json": json.loads(read(f"/cas-usage/{fiche.pk}.json")),
    "model": read("/modele-de-donnees/"),
    "search": read("/cas-usage/?q=loutre"),
}))
"""


@pytest.fixture
def copy(tmp_path):
    """The project in another folder, with one more field."""
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "bibia", tmp_path / "bibia", ignore=ignore)
    shutil.copy(ROOT / "manage.py", tmp_path)
    model = tmp_path / "bibia/fiches/models/projet.py"
    model.write_text(model.read_text().replace("\n    class Meta:", COLUMN + "\n    class Meta:"))
    fields = tmp_path / "bibia/fiches/fields.py"
    fields.write_text(fields.read_text().replace('    Field("probleme"', LINE + '    Field("probleme"'))
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path


def test_a_new_field_appears_everywhere_from_its_declaration(copy):
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
    environment |= {"BIBIA_DATA": str(copy / "var"), "DEBUG": "1", "PYTHONPATH": str(copy)}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    migrations = copy / "bibia/fiches/migrations"
    before = len(list(migrations.glob("0*.py")))
    run("manage.py", "makemigrations", "fiches", "-v0")
    run("manage.py", "migrate", "-v0")
    run("manage.py", "import_fiches", "table.csv", "--publish")
    seen = json.loads(run("-c", READ))
    assert seen["form"] == "Nom de code"
    assert "Nom de code" in seen["fiche"] and "Loutre bleue" in seen["fiche"]
    assert "Loutre bleue" in json.dumps(seen["json"], ensure_ascii=False)
    assert "nom_de_code" in seen["model"]
    assert "Compter les vélos" in seen["search"]
    assert len(list(migrations.glob("0*.py"))) == before + 1
