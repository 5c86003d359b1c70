"""Kinds of organisations as the territories know them: codes of the vocabulary coll_type, and their families.

The vocabulary itself belongs to the record, a layer above; a test keeps these families equal to it.
"""

FAMILIES = {
    "commune": "Commune",
    "metropole": "EPCI",
    "communaute-urbaine": "EPCI",
    "communaute-agglomeration": "EPCI",
    "communaute-communes": "EPCI",
    "ept": "EPCI",
    "epci": "EPCI",
    "departement": "Département",
    "statut-particulier": "Département",
    "region": "Région",
    "outre-mer": "Région",
    "syndicat-communes": "Syndicat mixte",
    "syndicat": "Syndicat mixte",
    "etablissement-public": "Opérateur",
    "operateur": "Opérateur",
}

PARIS = "217500016"
LYON = "200046977"
MAYOTTE = "976"
# Other words that are right for an organisation whose type is proven: Paris is a commune too, the law itself calls
# Lyon's a métropole and Mayotte a département. "Département" is wrong for Paris, which has none since 2019.
_ALSO_RIGHT = {PARIS: {"commune"}, LYON: {"metropole"}, MAYOTTE: {"departement"}}
# One body is département and région, or département and commune. Corse has one number, 20, for 2A and 2B.
_STATUT_PARTICULIER = {"75", "20", "972", "973", MAYOTTE}


def family(code: str) -> str:
    return FAMILIES.get(code, "")


def type_of_departement(code: str) -> str:
    return "statut-particulier" if code in _STATUT_PARTICULIER else "departement"


def agrees(typed: str, proven: str, *, who: str = "") -> bool:
    """Whether the typed type can stand beside the proven one: nothing said, the same, or only less precise.

    `who` is a SIREN or the code of a département.
    """
    if not typed or not proven or typed == proven or typed in _ALSO_RIGHT.get(who, ()):
        return True
    if proven == "syndicat":  # a number says syndicat, never which kind
        return family(typed) == family(proven)
    return typed == "epci" and family(proven) == "EPCI"
