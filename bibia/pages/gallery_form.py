"""A form in its states, for the gallery."""

from django import forms


class _Sample(forms.Form):
    nom_projet = forms.CharField(
        label="Titre", max_length=120, help_text="Un titre court, comme vous le diriez à un collègue."
    )
    resume = forms.CharField(label="Résumé", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    theme = forms.ChoiceField(
        label="Thème",
        choices=[("ecologie", "Transition écologique"), ("mobilites", "Mobilités")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label="Je confirme au nom de mon organisation", required=False)


def _refused() -> _Sample:
    form = _Sample({"refus-nom_projet": "", "refus-theme": "mobilites"}, auto_id="refus_%s", prefix="refus")
    form.is_valid()
    return form


STEPS = [
    {"label": "L’essentiel", "url": "#contenu", "current": False, "done": True},
    {"label": "Le projet", "url": "#contenu", "current": True, "done": False},
    {"label": "Les données", "url": "#contenu", "current": False, "done": False},
]


class _Told:
    def __init__(self, level_tag: str, text: str):
        self.level_tag, self.text = level_tag, text

    def __str__(self) -> str:
        return self.text


def samples() -> dict[str, object]:
    return {
        "sample_form": _Sample(auto_id="libre_%s"),
        "refused_form": _refused(),
        "sample_steps": STEPS,
        "sample_told": [
            _Told("success", "Votre brouillon est enregistré."),
            _Told("error", "Rien n’a été envoyé."),
        ],
    }
