"""Motives ready to be chosen: each may be completed with a few words, or left aside for one's own."""

Motive = tuple[str, str]  # a code, and the sentence that is written

ASK_CHANGES: tuple[Motive, ...] = (
    (
        "description",
        "La description ne permet pas encore de comprendre ce que fait le service, pour qui et avec quel résultat.",
    ),
    (
        "personnel",
        "Un texte contient des données personnelles : remplacez le nom ou l’adresse d’une personne par ceux d’un service.",
    ),
    ("maturite", "La maturité indiquée ne correspond pas au texte : précisez où en est le projet."),
    ("theme", "Un autre thème conviendrait mieux : vérifiez le thème et le sous-thème."),
    ("confirmer", "Une déclaration engage votre organisation : confirmez-la avant la publication."),
    ("ton", "Le ton est celui d’une plaquette : dites ce que vous avez constaté, chiffres à l’appui."),
)
REJECT: tuple[Motive, ...] = (
    ("doublon", "Cette fiche existe déjà : complétez la fiche publiée plutôt que d’en créer une seconde."),
    (
        "hors-sujet",
        "Le projet n’utilise pas d’intelligence artificielle : la bibliothèque n’accueille que des usages de l’IA.",
    ),
    ("pas-collectivite", "Le projet n’est pas porté par une organisation publique."),
    ("interdit", "Le système décrit relève d’une pratique interdite par le règlement européen sur l’IA."),
    ("essai", "La proposition est un essai, ou elle est vide."),
)
WITHDRAW: tuple[Motive, ...] = (
    ("demande", "Retirée à la demande de l’organisation."),
    ("erreur", "Publiée par erreur."),
    ("doublon", "Cette fiche faisait double emploi avec une autre."),
    ("inexact", "Des informations inexactes n’ont pas pu être corrigées avec l’organisation."),
)
ARCHIVE: tuple[Motive, ...] = (
    ("termine", "Le projet est terminé."),
    ("abandonne", "Le projet a été abandonné."),
    ("sans-nouvelle", "L’organisation ne met plus cette fiche à jour."),
    ("remplace", "Le projet a été remplacé par un autre."),
)
MERGE: tuple[Motive, ...] = (
    ("meme", "Cette fiche et une autre décrivaient le même projet : elles sont réunies."),
    ("reprise", "Ce projet est repris dans un autre, de la même organisation."),
)
LONGEST = 500


def written(motives: tuple[Motive, ...], code: str, text: str) -> str:
    """The sentence chosen, then the words added."""
    return " ".join(part for part in (dict(motives).get(code, ""), text.strip()) if part)
