from datetime import timedelta
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError

from bibia.accounts.addresses import normal
from bibia.accounts.roles import Role
from bibia.territoires import table
from bibia.territoires.finding import Candidate, by_key
from bibia.territoires.siret import clean_siren, clean_siret, siren_of
from bibia.web.limits import first


class AddressForm(forms.Form):
    address = forms.EmailField(
        label="Votre adresse de courriel professionnelle",
        help_text="Celle de votre collectivité si vous en avez une : nous reconnaîtrons votre organisation.",
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Indiquez votre adresse.",
            "invalid": "Cette adresse n’est pas complète. Exemple : prenom.nom@collectivite.example",
        },
    )

    def clean_address(self) -> str:
        try:
            return normal(self.cleaned_data["address"])
        except ValidationError as refusal:
            raise ValidationError(refusal.messages[0]) from refusal


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Le code reçu",
        help_text="Huit lettres et chiffres. Vous pouvez le coller, avec ou sans tiret.",
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
        error_messages={"required": "Recopiez le code du courriel."},
    )


class SecondCodeForm(AuthenticateForm):
    """A code of the application, or a recovery code; each serves once, whatever process reads it."""

    code = forms.CharField(
        label="Code de votre application, ou code de secours",
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": "Recopiez le code affiché par votre application."},
    )

    def clean_code(self) -> str:
        code = normalize_user_code(super().clean_code())
        # Longer than an application's code lives.
        if not first("code-application", f"{self.user.pk} {code}", within=timedelta(minutes=5)):
            raise ValidationError("Ce code a déjà servi : attendez le suivant.")
        return code


class ApplicationForm(ActivateTOTPForm):
    code = forms.CharField(
        label="Le code à six chiffres que l’application affiche",
        max_length=30,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
        error_messages={"required": "Recopiez le code affiché par votre application."},
    )


class KeyForm(AddWebAuthnForm):
    passwordless = None
    name = forms.CharField(
        label="Nom de cette clé",
        help_text="Pour la reconnaître : « Ordinateur du bureau », « Téléphone ».",
        max_length=60,
        required=False,
    )


class CloseForm(forms.Form):
    sure = forms.BooleanField(
        label="Je veux supprimer mon compte",
        error_messages={"required": "Cochez la case pour confirmer."},
    )


ROLE_CHOICES = [
    (Role.MEMBRE.value, "Lire — les fiches entières, avec ce qui est réservé aux collectivités"),
    (Role.CONTRIBUTEUR.value, "Lire et contribuer — écrire aussi les fiches de mon organisation"),
    (Role.DPO.value, "Lire pour la protection des données — y compris les brouillons de mon organisation"),
]
OTHER = "autre"


class MembershipForm(forms.Form):
    """One of the organisations that were found, or the SIREN of another; and what for."""

    choice = forms.ChoiceField(
        label="Votre organisation",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez votre organisation."},
    )
    siren = forms.CharField(
        label="Son SIREN",
        help_text="Neuf chiffres ; un SIRET convient aussi.",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    nom = forms.CharField(label="Son nom", required=False, max_length=200)
    role = forms.ChoiceField(
        label="Ce que vous voulez faire",
        choices=ROLE_CHOICES,
        initial=Role.CONTRIBUTEUR.value,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que vous voulez faire."},
    )

    def __init__(self, *args: Any, candidates: list[Candidate], asked: str, **options: Any):
        super().__init__(*args, **options)
        choices = [(one.siren, _described(one)) for one in candidates]
        choice = self.fields["choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [*choices, (OTHER, "Une autre, dont je donne le SIREN")]
        if len(choices) < 2:
            self.initial["choice"] = choices[0][0] if choices else OTHER
        digits = "".join(asked.split())
        self.initial["siren" if digits.isdigit() else "nom"] = digits if digits.isdigit() else asked

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        choice = given.get("choice", "")
        if choice and choice != OTHER:
            return {**given, "siren": choice, "nom": ""}
        if choice == OTHER:
            try:
                given["siren"] = _siren(given.get("siren") or "")
            except ValidationError as refusal:
                self.add_error("siren", refusal)
            if not given.get("siren"):
                self.add_error("siren", "Donnez le SIREN de votre organisation.")
            elif not given.get("nom") and by_key(given["siren"]) is None:
                self.add_error("nom", "Donnez le nom de votre organisation.")
        return given


def _siren(typed: str) -> str:
    """People have their SIRET at hand more often."""
    digits = "".join(char for char in typed if char.isdigit())
    return siren_of(clean_siret(digits)) if len(digits) == 14 else clean_siren(typed)


def _described(one: Candidate) -> str:
    where = f", {table.departement_name(one.departement)}" if one.departement else ""
    return f"{one.nom}{where} (SIREN {one.siren[:3]} {one.siren[3:6]} {one.siren[6:]})"


class NameForm(AddressForm):
    """Naming someone to the association."""

    role = forms.ChoiceField(
        label="Rôle",
        choices=[
            (Role.ANIMATEUR.value, "Animateur : relit, publie, confirme les personnes"),
            (Role.ADMINISTRATEUR.value, "Administrateur : tout cela, et nomme l’équipe"),
        ],
        initial=Role.ANIMATEUR.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["address"].label = "Son adresse de courriel"
        self.fields["address"].help_text = "La personne n’a pas besoin d’avoir déjà un compte."
        self.fields["address"].widget.attrs["autocomplete"] = "off"
