"""What the pages of imports ask for."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from bibia.accounts.models import Organisation
from bibia.accounts.requests import PrivateRequest
from bibia.imports.readers.table import MAX_BYTES, MIB
from bibia.territoires import table

_ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xls,.ods"
_FOR_WHOM = (
    "Son nom ou son SIREN, si le tableau ne parle que d’elle ; rien s’il parle de plusieurs. "
    "Vos réponses sur les colonnes sont retenues pour elle, sinon pour l’association."
)
_NOT_ONE = "Aucune organisation, ou plusieurs, portent ce nom : choisissez dans la liste ou donnez le SIREN."
_OFFERED = 300
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
        self.everywhere = request.viewer.may("import")
        self.known = Organisation.objects.order_by("nom")
        if self.everywhere:
            self.fields["siren"] = forms.CharField(
                label="Organisation",
                help_text=_FOR_WHOM,
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
            )
        else:
            self._own(request)
        if not request.viewer.may("accept"):
            del self.fields["publier"]

    def _own(self, request: PrivateRequest) -> None:
        own = self.known.filter(siren__in=request.viewer.organisations("import"))
        field = cast(forms.ChoiceField, self.fields["siren"])
        field.choices = [(one.siren, one.nom) for one in own]
        if len(own) == 1:
            field.widget, field.initial = forms.HiddenInput(), own[0].siren

    def names(self) -> list[str]:
        """Those that are offered as one types; the others have their SIREN."""
        return list(self.known.values_list("nom", flat=True)[:_OFFERED])

    def clean_siren(self) -> str:
        text = self.cleaned_data["siren"].strip()
        if not self.everywhere or not text:
            return text
        siren = "".join(text.split())  # as it is printed: 213 105 554
        found = self.known.filter(Q(nom__iexact=text) | Q(siren=siren)).values_list("siren", flat=True)[:2]
        if len(found) == 1:
            return found[0]
        if table.by_siren(siren):
            return siren
        raise forms.ValidationError(_NOT_ONE)

    def clean_fichier(self) -> Any:
        file = self.cleaned_data["fichier"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_TOO_BIG)
        return file
