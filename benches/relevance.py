"""Do agents' words find the right fiches? Questions judged by hand, over a table and 300 invented fiches around it.

python -m benches.relevance [table.csv]
"""

import os
import random
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bibia.catalogue.asking import Query, Result
from bibia.catalogue.index import Document, Index
from bibia.ui.text import fold, squeeze

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests/catalogue/relevance.toml"
DEMONSTRATION = ROOT / "bibia/imports/demo/fiches.csv"
SEED, INVENTED, FIRST = 2026, 300, 3

_SUBJECTS = """
piscine municipale | médiathèque | archives communales | état civil | cimetière | musée | festival d’été
logement social | élections | police municipale | marché de plein vent | conservatoire de musique
gymnase | tourisme | aide sociale | assurance | comptabilité | courrier entrant | inscriptions scolaires
transport à la demande | location de salles | associations | agriculture locale | port de plaisance
aérodrome | prévention routière | parc informatique | cybersécurité | imprimerie | paie des agents
santé au travail | vaccination | personnes âgées | handicap | jeunesse | crèches | colonies de vacances
zones d’activités | commerces de proximité | emploi | insertion | fibre optique | téléphonie | annuaire
agenda culturel
"""
_ACTIONS = """
Trier les demandes pour | Prévoir la fréquentation de | Répondre aux questions sur
Classer les dossiers de | Planifier les équipes de | Vérifier les pièces de
Traduire les informations sur | Résumer les comptes de | Suivre les réservations de
Rapprocher les factures de | Alerter les agents de | Mesurer la satisfaction sur
"""
_SENTENCES = """
Les agents gagnent du temps sur les tâches répétitives. | Le service garde la main sur chaque décision.
Les données restent hébergées par la collectivité. | Un essai de six mois a précédé la mise en service.
L’algorithme apprend des années passées. | Les habitants ont été consultés en réunion publique.
Un tableau de bord montre les résultats aux élus. | Le projet réunit trois services et un prestataire.
L’outil s’appuie sur une IA générative et sur une base documentaire.
Les équipes ont suivi deux jours de formation. | Une carte présente les lieux concernés.
La consommation d’énergie des serveurs est mesurée. | La gestion du réseau a été revue.
Le coût est partagé avec l’intercommunalité.
"""
# Said in passing, as real fiches do: such a fiche must not come before those that are about it.
_PASSING = """
cantine | voirie | déchets | eau potable | assainissement | délibération | urbanisme | énergie | arbres
route | téléphone | marché public | charte | stratégie | bruit | qualité de l’air | biodiversité
chaleur | encombrants | rédaction | participation citoyenne
"""
SUBJECTS, ACTIONS, SENTENCES, PASSING = (
    [one.strip() for line in text.strip().splitlines() for one in line.split(" | ")]
    for text in (_SUBJECTS, _ACTIONS, _SENTENCES, _PASSING)
)
OWNERS = [
    "Commune de Bourg-Essai",
    "Ville de Rive-Essai",
    "Communauté de communes du Val-Essai",
    "Département de l’Essai",
]


@dataclass(frozen=True)
class Question:
    text: str
    expected: frozenset[str]


@dataclass
class Score:
    questions: int = 0
    missed: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    precision: float = 0.0
    recall: float = 0.0

    @property
    def success(self) -> float:
        return 1 - len(self.missed) / self.questions


def key(organisation: str, title: str) -> str:
    return squeeze(fold(f"{organisation} | {title}"))


def questions() -> list[Question]:
    content = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    names = {short: squeeze(fold(name)) for short, name in content["fiches"].items()}
    return [
        Question(text, frozenset(names[short] for short in expected))
        for text, expected in content["questions"].items()
    ]


def invented(count: int = INVENTED) -> Iterator[Document]:
    rng = random.Random(SEED)
    for number in range(count):
        title = f"{rng.choice(ACTIONS)} : {rng.choice(SUBJECTS)}"
        owner = f"{rng.choice(OWNERS)} {number}"
        texts = rng.sample(SENTENCES, k=rng.randint(3, 7))
        if rng.random() < 0.5:
            texts.append(f"Le sujet voisin, {rng.choice(PASSING)}, viendra ensuite.")
        yield Document(
            id=f"essai{number:03}",
            title=title,
            organisation=owner,
            texts=tuple(texts),
            completeness=rng.randrange(17),
            recent=20_230_101 + rng.randrange(9_000),
            sort_title=fold(title),
            sort_organisation=fold(owner),
        )


def score(answer: Iterable[tuple[Question, Result]], keys: Mapping[str, str]) -> Score:
    """Precision: of the first three places that an expected fiche could take; recall: of the expected fiches."""
    total = Score()
    for question, result in answer:
        found = [keys.get(id, "") for id in result.ids]
        first = question.expected & set(found[:FIRST])
        total.questions += 1
        total.precision += len(first) / min(FIRST, len(question.expected))
        total.recall += len(question.expected & set(found)) / len(question.expected)
        total.missed += [] if first else [question.text]
        total.empty += [] if found else [question.text]
    total.precision /= total.questions
    total.recall /= total.questions
    return total


def measure(documents: Iterable[Document], keys: Mapping[str, str]) -> Score:
    index = Index.build(documents, ())
    return score(((one, index.search(Query(one.text, limit=400))) for one in questions()), keys)


def published() -> tuple[list[Document], dict[str, str]]:
    """Every public fiche, and the name under which questions expect it."""
    from bibia.catalogue.documents import document
    from bibia.fiches.models import Fiche

    fiches = list(Fiche.objects.select_related("collectivite").order_by("pk"))
    docs = [replace(document(fiche), facets={}) for fiche in fiches]
    return docs, {fiche.pk: key(fiche.coll_nom, fiche.nom_projet) for fiche in fiches}


def report(name: str, total: Score) -> None:
    print(
        f"{name:34}{total.questions:4} questions  réussies {total.success:6.1%}  "
        f"précision des 3 premières {total.precision:6.1%}  rappel {total.recall:6.1%}  sans réponse {len(total.empty)}"
    )
    for text in total.missed:
        print(f"    manquée : {text}")


def main() -> None:
    table = Path(sys.argv[1]).resolve() if sys.argv[1:] else DEMONSTRATION
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(BIBIA_DATA=folder, DJANGO_SETTINGS_MODULE="bibia.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        from bibia.accounts.models import Account
        from bibia.fiches.guard import trusted
        from bibia.imports.run import import_table

        call_command("migrate", verbosity=0)
        with trusted():
            by = Account.objects.system()
        import_table(table, publish=True, by=by)
        documents, keys = published()
    report(f"{len(documents)} fiches", measure(documents, keys))
    report(f"et {INVENTED} inventées", measure([*documents, *invented()], keys))


if __name__ == "__main__":
    main()
