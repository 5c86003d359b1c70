"""What people write to a service, about a fiche, or to their peers."""

import re
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from bibia.accounts.addresses import is_consumer
from bibia.courrier.envelope import clean_address
from bibia.fiches import personal
from bibia.fiches.fields import FIELDS, INTERNAL
from bibia.fiches.inputs import Line, Prose, TermField
from bibia.fiches.models import Fiche
from bibia.territoires.ids import PATTERN

LONGEST = 3_000  # characters of a message


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
        if is_consumer(address):
            raise forms.ValidationError(
                "Cette adresse est celle d’un particulier : donnez celle de votre entreprise."
            )
        return address


class Publish(forms.Form):
    """What the animator keeps: spelling may be mended, a name taken out."""

    author = Line(label="Présenté comme", max_length=200, required=False)
    text = Text(label="Texte publié")


class Answer(forms.Form):
    """Everybody will read it: what looks personal is asked about before it goes further."""

    text = Text(label="Réponse")
    service = forms.BooleanField(
        label="Ces coordonnées sont celles d’un service, pas d’une personne", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.noticed: list[str] = []

    def clean(self) -> None:
        super().clean()
        found = personal.find(self.cleaned_data.get("text", ""))
        self.noticed = list(dict.fromkeys(personal.NAMES[one.kind] for one in found))
        if self.noticed and not self.cleaned_data.pop("service", False):
            said = (
                f"Ce texte contient {' et '.join(self.noticed)} : retirez-le, ou cochez la case ci-dessous."
            )
            self.add_error("text", said)
        self.cleaned_data.pop("service", None)


class Reason(forms.Form):
    reason = Line(label="Motif", help_text="La personne qui a écrit le lira.", max_length=500)


class Settle(forms.Form):
    state = forms.ChoiceField(
        label="Ce qu’il en est",
        choices=[("corrected", "C’est corrigé"), ("not_error", "Ce n’est pas une erreur")],
        widget=forms.RadioSelect,
    )
    reason = Line(label="Votre réponse", help_text="La personne qui a signalé la lira.", max_length=500)


class Say(forms.Form):
    """What an organisation says of a fiche; `siren` is one of those that this person may speak for."""

    siren = forms.ChoiceField(label="Au nom de")
    kind = forms.ChoiceField(
        label="Votre organisation",
        choices=[
            ("use", "Nous l’utilisons aussi"),
            ("interested", "Ça nous intéresse"),
            ("none", "Ni l’un ni l’autre"),
        ],
        widget=forms.RadioSelect,
    )
    named = forms.BooleanField(
        label="Si nous l’utilisons, notre nom peut paraître sur la fiche publique", required=False
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        speaks_for(self, organisations)


class Need(forms.Form):
    title = Line(
        label="Ce que vous cherchez",
        help_text="En quelques mots. Par exemple : « repérer les fuites du réseau d’eau ».",
        max_length=120,
    )
    theme = TermField(label="Thème", vocabulary="theme")
    text = Text(
        label="Votre besoin",
        help_text="La situation, ce que vous avez déjà essayé, vos contraintes. Ne nommez personne.",
    )


class PostNeed(Need):
    siren = forms.ChoiceField(label="Au nom de")
    field_order = ("siren",)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        speaks_for(self, organisations)


class Offer(forms.Form):
    text = Text(
        label="Ce que vous savez faire", help_text="Et comment vous joindre, si vous le souhaitez.", rows=5
    )
    fiche_id = forms.CharField(
        label="Une fiche à l’appui",
        help_text="Collez son adresse.",
        required=False,
        max_length=300,
    )

    def clean_fiche_id(self) -> str:
        written = self.cleaned_data["fiche_id"].strip()
        found = _FICHE.search(written)
        if written and (not found or not Fiche.objects.filter(pk=found[1]).exists()):
            raise forms.ValidationError("Cette adresse n’est pas celle d’une fiche publiée.")
        return found[1] if found else ""


class PostOffer(Offer):
    siren = forms.ChoiceField(label="Au nom de")
    field_order = ("siren",)

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        speaks_for(self, organisations)


_FICHE = re.compile(rf"(?:^|/cas-usage/)({PATTERN})(?:-|/|$)")


def speaks_for(form: forms.Form, organisations: list[tuple[str, str]]) -> None:
    """No question where there is one answer."""
    field = form.fields["siren"]
    field.choices = organisations  # type: ignore[attr-defined]
    if len(organisations) == 1:
        field.widget = forms.HiddenInput()
        form.initial.setdefault("siren", organisations[0][0])


class Subscribe(Trap):
    address = Address(
        label="Votre adresse électronique",
        help_text="Nous y envoyons un lien de confirmation. Elle n’est gardée qu’ensuite, et effacée quand vous arrêtez.",
    )
