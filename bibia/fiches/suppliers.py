"""Templates of suppliers: a solution described once, from which contributors start. The public sees nothing of them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bibia.accounts.models import Account
from bibia.fiches.fields import BY_NAME
from bibia.fiches.forms import clean_values
from bibia.fiches.models import SupplierTemplate
from bibia.fiches.verbs import Refusal, journal, require
from bibia.fiches.writing import writing
from bibia.ui.text import squeeze

LONGEST = 120
# What a supplier knows of its solution, whoever uses it; the rest is the organisation's own.
KNOWN = (
    *(
        "usage_description",
        "fournisseurs",
        "herbergement",
        "hebergement_pays",
        "mise_en_oeuvre",
        "mode_achat",
    ),
    *("nom_algorithme", "algorithme_description", "algorithme_operations", "type_algorithme", "modeles"),
    *(
        "code_source",
        "code_licence",
        "impact_environnement",
        "consommation",
        "donnees_source",
        "conservation",
    ),
    *(
        "parametres",
        "explicabilite",
        "monitoring_biais",
        "reversibilite",
        "ria_role",
        "prerequis",
        "vigilance",
    ),
)
assert set(KNOWN) <= set(BY_NAME)


def put_template(
    *, title: str, supplier: str, values: Mapping[str, Any], by: Account, pk: int | None = None
) -> SupplierTemplate:
    """Describe a solution, or describe it anew. Raises ValidationError when a value is refused."""
    with writing():
        require(by, "edit_template")
        title, supplier = squeeze(title), squeeze(supplier)
        _refuse_names(title, supplier, pk)
        foreign = sorted(set(values) - set(KNOWN))
        if foreign:
            raise Refusal(_("Un modèle ne remplit pas : %(names)s.") % {"names": ", ".join(foreign)})
        cleaned = clean_values(dict(values))
        filled = {name: value for name, value in cleaned.items() if value != BY_NAME[name].column.empty}
        if not filled:
            raise Refusal(_("Un modèle remplit au moins un champ."))
        now = timezone.now()
        template = _one(pk) if pk else SupplierTemplate(made_at=now)
        template.title, template.supplier, template.values = title, supplier, filled
        template.updated_at, template.updated_by = now, by
        template.save()
        journal("put_template", by, "", detail=str(template)[:500])
        return template


def remove_template(*, pk: int, by: Account) -> None:
    """Take a template off; what was written from it stays."""
    with writing():
        require(by, "edit_template")
        template = _one(pk)
        journal("remove_template", by, "", detail=str(template)[:500])
        template.delete()


def values_of(template: SupplierTemplate) -> dict[str, Any]:
    """Its values, clean as of today: one that is no longer admitted is left out."""
    good: dict[str, Any] = {}
    for name, value in template.values.items():
        try:
            good |= clean_values({name: value})
        except ValidationError:
            continue
    return good


def _refuse_names(title: str, supplier: str, pk: int | None) -> None:
    if not title or not supplier:
        raise Refusal(_("Un modèle a un titre et un fournisseur."))
    if max(len(title), len(supplier)) > LONGEST:
        raise Refusal(_("Le titre et le fournisseur tiennent en %(most)s caractères.") % {"most": LONGEST})
    same = SupplierTemplate.objects.filter(title=title, supplier=supplier)
    if (same.exclude(pk=pk) if pk else same).exists():
        raise Refusal(_("Ce fournisseur a déjà un modèle de ce titre."))


def _one(pk: int) -> SupplierTemplate:
    template = SupplierTemplate.objects.select_for_update().filter(pk=pk).first()
    if template is None:
        raise Refusal(_("Ce modèle n’existe plus."))
    return template
