"""« Non renseigné » names what somebody could have filled, and nothing else."""

import pytest

from bibia.catalogue import detail
from tests import factories

pytestmark = pytest.mark.django_db


def empty_fields(client, fiche) -> str:
    page = client.get(fiche.get_absolute_url()).content.decode()
    return " ".join(part.split("</p>")[0] for part in page.split("Non renseigné")[1:])


@pytest.mark.parametrize(("status", "named"), [("experimentation", False), ("abandonne", True)])
def test_the_reasons_of_an_abandonment_are_missed_on_abandoned_projects_only(client, status, named):
    fiche = factories.fiche(projet_status=status)
    assert ("projet abandonné" in empty_fields(client, fiche)) is named


def test_what_the_library_fills_itself_is_not_missed(client):
    empty = empty_fields(client, factories.fiche())
    assert "Latitude" not in empty and "Source externe" not in empty
    assert "Points de vigilance" in empty


def test_groups_without_any_value_wait_folded_at_the_end_and_say_all_the_same(client):
    fiche = factories.fiche()
    page = client.get(fiche.get_absolute_url()).content.decode()
    shown, folded = page.split('<details class="group bare">')
    folded = folded.split("</details>")[0]
    bare = [group for group in detail.groups(fiche) if not group["items"]]
    assert bare and f"<summary>{len(bare)} rubriques sans information publique</summary>" in folded
    for group in detail.groups(fiche):
        assert (
            (f'id="{group["code"]}"' in folded) is (group in bare) is (f'id="{group["code"]}"' not in shown)
        )
    assert "Non renseigné" in folded and "Réservé aux membres" in folded
    assert page.index("Qui déclare") < page.index("sans information publique")
