"""What the pages of imports ask for."""

from typing import Any, cast

from django import forms

from bibia.accounts.models import Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.imports.readers.table import MAX_BYTES, MIB

_ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods"
_TOO_BIG = "Ce fichier dépasse 10 Mio : retirez des feuilles ou des lignes, puis déposez-le de nouveau."


class UploadForm(forms.Form):
    fichier = forms.FileField(
        label="Votre tableau",
        help_text=f"CSV, TSV, XLSX, XLS ou ODS, {MAX_BYTES // MIB} Mio au plus, 10 000 lignes au plus. Tel qu’il est : inutile de le préparer.",
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    siren = forms.ChoiceField(
        label="Organisation",
        help_text="Celle dont le tableau décrit les cas d’usage. Vos réponses sur les colonnes sont retenues pour elle.",
    )
    publier = forms.ChoiceField(
        label="Ce que deviennent les lignes",
        choices=[
            ("", "Des propositions, à relire avant publication"),
            ("1", "Publiées aussitôt, quand rien ne s’y oppose"),
        ],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, request: PrivateRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everywhere = request.viewer.may("import")
        own = Organisation.objects.filter(siren__in=request.viewer.organisations("import")).order_by("nom")
        choices = [(one.siren, one.nom) for one in own]
        field = cast(forms.ChoiceField, self.fields["siren"])
        field.choices = [("", "Plusieurs organisations"), *choices] if everywhere else choices
        field.required = not everywhere
        if not request.viewer.may("accept"):
            del self.fields["publier"]
        if not everywhere and len(choices) == 1:
            field.widget, field.initial = forms.HiddenInput(), choices[0][0]

    def clean_fichier(self) -> Any:
        file = self.cleaned_data["fichier"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_TOO_BIG)
        return file
