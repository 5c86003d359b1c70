"""Speed of an import of SIZE rows and thirty columns, beside one web form for each row, in the same run.

    python -m benches.imports 10000

Reading (CSV, and a workbook in its child process with its memory), the dry run, proposing, publishing; then what one
writes without thinking: a form for each row, a query to find its record, a save.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COLUMNS = (
    "coll_nom", "nom_projet", "coll_siret", "coll_type", "resume", "usage_description", "theme", "sous_theme", "projet_status",
    "projet_date", "date_service", "audience_service", "probleme", "benefices", "methode", "moyens_humains", "mode_achat",
    "vigilance", "lecons", "partenaires", "service_contact", "url_infos", "latitude", "longitude", "risque", "prerequis",
    "donnees_personnelles", "explicabilite", "impact_environnement", "date",
)  # fmt: skip
# Rows whose publication is measured: what follows costs the same for each.
PUBLISHED = 1_000


def rows(size: int) -> list[list[str]]:
    """Invented rows: organisations of the table, titles all different, texts as long as ten megabytes allow."""
    from bibia.territoires import table

    communes = [row for row in table.everything() if row.commune and row.siren][:500]
    text = (
        "Le service aide les agents à traiter les demandes plus vite, et garde la main sur chaque décision. "
    )
    lines = [list(COLUMNS)]
    for number in range(size):
        commune = communes[number % len(communes)]
        lines.append([
            f"Commune de {commune.nom}", f"Projet {number} de la commune", "", "Commune", text[:60], text * 2, "Mobilités",
            "Gestion de l’eau ; Flux et trafic", "En déploiement", "03/2024", "01/2025", "Agent, Élu", text, text[:60], text[:60],
            "0,5 ETP", "Marché public", text[:60], text[:60], "Axor, Belvo", "Direction du numérique", f"https://exemple.test/{number * 7}/projet",
            "", "", text[:60], text[:60], "", "", "", "06/05/2025",
        ])  # fmt: skip
    return lines


def timed(name: str, size: int, action: Callable[[], Any]) -> Any:
    started = time.perf_counter()
    result = action()
    took = time.perf_counter() - started
    print(f"{name:44}{took:8.2f} s{size / took:10.0f} lignes/s", flush=True)
    return result


def one_form_for_each_row(lines: list[list[str]]) -> None:
    from bibia.fiches.forms import FicheForm
    from bibia.fiches.models import Reserved

    for line in lines[1:]:
        form = FicheForm(dict(zip(COLUMNS, line, strict=True)))
        form.is_valid()
        Reserved.objects.filter(nom_projet=form.cleaned_data.get("nom_projet", "")).first()


def main(size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BIBIA_DATA=folder, DJANGO_SETTINGS_MODULE="bibia.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        measure(size, Path(folder))


def measure(size: int, folder: Path) -> None:
    from django.core.management import call_command

    from bibia.accounts.models import Account
    from bibia.fiches.guard import trusted
    from bibia.imports import export, run

    call_command("migrate", verbosity=0)
    lines = rows(size)
    table, book, few = (folder / name for name in ("t.csv", "t.xlsx", "peu.csv"))
    table.write_bytes(export.as_csv(lines))
    book.write_bytes(export.as_xlsx(lines))
    few.write_bytes(export.as_csv(lines[: PUBLISHED + 1]))
    print(f"{size} lignes × {len(COLUMNS)} colonnes : {table.stat().st_size / 1e6:.1f} Mo en CSV")
    with trusted():
        by = Account.objects.system()
        timed("lire le CSV", size, lambda: run.read(table))
        timed("lire le classeur, dans son processus", size, lambda: run.read(book))
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{'mémoire de ce processus':44}{child:8.0f} Mio (limite : 1024)")
        timed("essai", size, lambda: run.examine(table, by=by))
        timed("un formulaire par ligne, sans rien écrire", size, lambda: one_form_for_each_row(lines))
        timed(
            "importer en publiant", min(PUBLISHED, size), lambda: run.import_table(few, publish=True, by=by)
        )
        timed("importer en proposant", size, lambda: run.import_table(table, by=by))
        timed("le même fichier encore", size, lambda: run.import_table(table, by=by))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
