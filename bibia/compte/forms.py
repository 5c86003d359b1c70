from django import forms
from django.core.exceptions import ValidationError

from bibia.accounts.addresses import normal


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
