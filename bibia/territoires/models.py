"""Organisations that published at least one record: a row here is public by definition."""

from django.db import models

from bibia.territoires.ids import ALPHABET, LENGTH, new_id
from bibia.ui.addresses import fixed
from bibia.ui.text import fold, slugify_fr, squeeze


def only(field: str, length: int, alphabet: str) -> models.Q:
    """Exactly `length` characters of `alphabet`; plain SQL, so that any client of either engine can check it."""
    return _holds(field, f"LENGTH(%(expressions)s) = {length}") & _holds(
        field, f"RTRIM(%(expressions)s, '{alphabet}') = ''"
    )


def _holds(field: str, template: str) -> models.Q:
    return models.Q(models.Func(models.F(field), template=template, output_field=models.BooleanField()))


class FoldedNameField(models.CharField):
    """`nom` as comparisons see it, kept by the model itself: no caller can forget it."""

    def pre_save(self, model_instance, add):
        value = folded_name(model_instance.nom)
        setattr(model_instance, self.attname, value)
        return value


def folded_name(name: str) -> str:
    return fold(squeeze(name))


class CollectiviteQuerySet(models.QuerySet["Collectivite"]):
    def by_key(self, key: str) -> "CollectiviteQuerySet":
        """By SIREN or by permanent identifier: both stay good addresses once a SIREN is learnt."""
        return self.filter(models.Q(siren=key) | models.Q(cle=key))


class Collectivite(models.Model):
    cle = models.CharField("identifiant", max_length=LENGTH, primary_key=True, default=new_id, editable=False)
    siren = models.CharField(
        "SIREN",
        max_length=9,
        unique=True,
        null=True,
        blank=True,
        help_text="Neuf chiffres ; vide quand aucun numéro valide n’est connu.",
    )
    nom = models.CharField(
        "nom déclaré",
        max_length=200,
        help_text="Nom de l’organisation tel que sa dernière fiche publiée le donne.",
    )
    folded_name = FoldedNameField("nom pour les comparaisons", max_length=600, editable=False)
    nom_officiel = models.CharField(
        "nom officiel",
        max_length=200,
        blank=True,
        help_text="Nom de la table des territoires ; vide quand l’organisation n’y est pas.",
    )
    type = models.CharField(
        "type d’organisation",
        max_length=30,
        blank=True,
        help_text="Code du vocabulaire « coll_type ».",
    )
    commune = models.CharField("commune", max_length=5, blank=True, help_text="Code INSEE de la commune.")
    epci = models.CharField(
        "intercommunalité",
        max_length=9,
        blank=True,
        help_text="SIREN de l’EPCI à fiscalité propre ou de la métropole de Lyon.",
    )
    ept = models.CharField(
        "établissement public territorial",
        max_length=9,
        blank=True,
        help_text="SIREN de l’établissement public territorial, dans la métropole du Grand Paris.",
    )
    departement = models.CharField(
        "département",
        max_length=3,
        blank=True,
        help_text="Code du département ou de la collectivité d’outre-mer.",
    )
    region = models.CharField(
        "région",
        max_length=3,
        blank=True,
        help_text="Code de la région ; vide dans les collectivités d’outre-mer.",
    )
    rattachement = models.CharField(
        "origine du rattachement",
        max_length=20,
        blank=True,
        help_text="Comment le territoire est connu : « table », « siren-prefixe », « nom-officiel » ou vide.",
    )
    population = models.PositiveIntegerField(
        "population", null=True, blank=True, help_text="Population de la table des territoires."
    )

    objects = CollectiviteQuerySet.as_manager()

    class Meta:
        db_table = "pub_collectivite"
        verbose_name = "collectivité"
        ordering = ["folded_name", "cle"]
        indexes = [models.Index(fields=["folded_name"], name="collectivite_folded_name")]
        constraints = [
            models.CheckConstraint(condition=only("cle", LENGTH, ALPHABET), name="collectivite_cle"),
            models.CheckConstraint(condition=only("siren", 9, "0123456789"), name="collectivite_siren"),
            models.CheckConstraint(condition=~models.Q(folded_name=""), name="collectivite_named"),
            # Without a SIREN, the name is all that tells two organisations apart.
            models.UniqueConstraint(
                fields=["folded_name"], condition=models.Q(siren=None), name="collectivite_name_without_siren"
            ),
        ]

    def __str__(self) -> str:
        return self.nom_affiche

    def get_absolute_url(self) -> str:
        return address(self.key, self.nom_affiche)

    @property
    def key(self) -> str:
        return self.siren or self.cle

    @property
    def nom_affiche(self) -> str:
        return self.nom_officiel or self.nom

    @property
    def slug(self) -> str:
        return _slug(self.nom_affiche)


def address(key: str, name: str) -> str:
    """The page of an organisation, for whoever has not read it whole."""
    return f"{fixed('collectivites')}{key}-{_slug(name)}/"


def _slug(name: str) -> str:
    return slugify_fr(name) or "organisation"
