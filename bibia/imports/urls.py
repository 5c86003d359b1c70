from django.urls import path, register_converter

from bibia.imports.views import after, columns, decide, grist, show, upload


class Kind:
    """How a table leaves."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "table")
_ONE = "espace/importer/<slug:import_id>/"

urlpatterns = [
    path("espace/importer/", upload.index, name="importer"),
    path("espace/importer/grist/", grist.exchange, name="import-grist"),
    path("espace/importer/modeles/<slug:tier>.<table:kind>", upload.template, name="import-modele"),
    path(_ONE, show.show, name="import"),
    path(f"{_ONE}colonnes/", columns.columns_page, name="import-colonnes"),
    path(f"{_ONE}lignes/", decide.decide, name="import-lignes"),
    path(f"{_ONE}lignes/<int:row>/<slug:name>/", decide.cell_page, name="import-cellule"),
    path(f"{_ONE}importer/", decide.carry_out, name="import-faire"),
    path(f"{_ONE}annuler/", after.undo, name="import-annuler"),
    path(f"{_ONE}supprimer/", after.delete, name="import-supprimer"),
    path(f"{_ONE}fichier/", after.file, name="import-fichier"),
    path(f"{_ONE}remarques.<table:kind>", after.with_remarks, name="import-remarques"),
]
