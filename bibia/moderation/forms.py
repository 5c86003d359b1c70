"""The small forms of moderation."""

from django import forms

from bibia.fiches.inputs import Prose
from bibia.moderation.motives import LONGEST, Motive, written


class ReasonForm(forms.Form):
    """A motive chosen among the usual ones, completed or replaced by a few words."""

    motif = forms.ChoiceField(label="Motif habituel", required=False)
    texte = Prose(label="Précisions, ou votre propre motif", required=False)

    def __init__(self, *args, motives: tuple[Motive, ...], help_text: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.motives = motives
        choice = self.fields["motif"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", "Aucun : j’écris le mien"), *motives]
        self.fields["texte"].help_text = help_text
        self.fields["texte"].widget.attrs["rows"] = 4

    @property
    def reason(self) -> str:
        return written(self.motives, self.cleaned_data.get("motif", ""), self.cleaned_data.get("texte", ""))

    def clean(self):
        super().clean()
        if self.errors:
            return
        if not self.reason:
            self.add_error("texte", "Choisissez un motif ou écrivez le vôtre.")
        elif len(self.reason) > LONGEST:
            self.add_error("texte", f"Le motif dépasse {LONGEST} caractères, motif habituel compris.")
