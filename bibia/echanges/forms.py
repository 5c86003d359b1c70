"""What people write to a service, about a fiche, or to their peers."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from bibia.courrier.envelope import clean_address
from bibia.fiches.fields import FIELDS, INTERNAL
from bibia.fiches.inputs import Line, Prose
from bibia.fiches.models import Fiche

LONGEST = 3_000  # characters of a message
# Whoever has such an address proves nothing of the company they speak for.
CONSUMER = frozenset(
    f"{name}.{end}"
    for name, ends in {
        **dict.fromkeys(
            ("gmail", "googlemail", "icloud", "aol", "gmx", "proton", "protonmail"), "com net me fr"
        ),
        **dict.fromkeys(("hotmail", "outlook", "live", "msn", "yahoo", "ymail"), "com fr"),
        **dict.fromkeys(("orange", "wanadoo", "free", "sfr", "laposte", "neuf", "numericable"), "fr net com"),
        "bbox": "fr",
    }.items()
    for end in ends.split()
)


class Text(Prose):
    def __init__(self, *, most: int = LONGEST, rows: int = 8, **kwargs: Any):
        super().__init__(**kwargs)
        self.validators.append(MaxLengthValidator(most))
        self.widget.attrs.update(maxlength=str(most), rows=rows)


class Address(forms.EmailField):
    """An address that the mail can reach: typed, pasted, with accents in its domain."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return clean_address(found) if found else ""


class Trap(forms.Form):
    """A field that nobody sees: what fills it is a robot."""

    site = forms.CharField(required=False)

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data.get("site"))


class Message(Trap):
    address = Address(
        label="Votre adresse électronique",
        help_text="Nous y envoyons un lien de confirmation. Elle n’est jamais publiée.",
    )
    text = Text(label="Votre message")


class Presented(Message):
    author = Line(
        label="Votre fonction ou votre organisation",
        help_text="Jamais votre nom. Par exemple : « habitante », « cheffe de projet, communauté de communes ».",
        max_length=120,
        required=False,
    )


class Contact(Presented):
    publishable = forms.BooleanField(
        label="J’accepte que ma question et la réponse soient publiées sur la fiche, sans mon nom ni mon adresse",
        required=False,
    )


class Question(Presented):
    text = Text(
        label="Votre question",
        help_text="Elle sera publiée sur la fiche après relecture, sans nom ni adresse.",
    )


class Report(Presented):
    field = forms.ChoiceField(label="Où est l’erreur ?", required=False)
    text = Text(
        label="Qu’est-ce qui est faux ?", help_text="Et ce qu’il faudrait lire, si vous le savez.", rows=5
    )
    source = Line(
        label="Comment le vérifier ?",
        help_text="Une adresse de page, un document, une délibération.",
        max_length=500,
        required=False,
    )
    field_order = ("field", "text", "source", "author", "address")

    def __init__(self, *args: Any, fiche: Fiche, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = [
            (one.name, one.label)
            for one in FIELDS
            if one.name not in INTERNAL and one.applies_to(fiche.nature)
        ]
        self.fields["field"].choices = [("", "Je ne sais pas, ou ailleurs dans la page"), *known]  # type: ignore[attr-defined]


class Reply(Message):
    """The company is one that the fiche names; its address shows it."""

    author = forms.ChoiceField(label="Votre entreprise")
    address = Address(
        label="Votre adresse électronique professionnelle",
        help_text="Celle de votre entreprise : elle montre que vous parlez pour elle. Elle n’est jamais publiée.",
    )
    text = Text(
        label="Votre réponse",
        help_text="Des faits, en quelques phrases. Les animateurs la relisent, puis elle paraît, datée, sous la fiche.",
    )

    def __init__(self, *args: Any, fiche: Fiche, **kwargs: Any):
        super().__init__(*args, **kwargs)
        names = list(dict.fromkeys(one["nom"] for one in fiche.fournisseurs if one.get("nom")))
        self.fields["author"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address.rpartition("@")[2].lower() in CONSUMER:
            raise forms.ValidationError(
                "Cette adresse est celle d’un particulier : donnez celle de votre entreprise."
            )
        return address
