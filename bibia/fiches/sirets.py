"""The form field of the number of an organisation."""

from django import forms

from bibia.territoires.siret import clean_siret, is_siren
from bibia.ui.text import squeeze


class SiretField(forms.Field):
    """A SIRET; `siren`: or the SIREN of an organisation chosen by its name, whose establishments nothing here knows."""

    def __init__(self, *, siren: bool = False, **kwargs):
        self.siren = siren
        super().__init__(**kwargs)

    def to_python(self, value) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = squeeze(str(value or ""))
        if self.siren and is_siren(text):
            return text
        return clean_siret(text) if text else ""
