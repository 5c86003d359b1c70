"""Where organisations stand on the map: where their fiches agree that they are, never anywhere else."""

import re

from django.http import QueryDict

from bibia.catalogue import carte, outlines, places
from bibia.catalogue.drawing import MOST_POINTS, Drawing, reading_place
from bibia.fiches.models import Fiche
from tests import factories

METZ = {"longitude": 6.176, "latitude": 49.119}
OWNER = {"coll_nom": "Ville de Metz", "coll_type": "commune", "coll_siret": "21570463600012"}


def page(client, query):
    return client.get(f"/carte/?{query}").content.decode()


def place(**given):
    factories.fiche(**OWNER, **given)
    search = carte.read(QueryDict(""))
    return places.seats(places.counts(carte.shown(search)))


def test_no_coordinates_no_point(db):
    assert place() == []


def test_a_seat_is_where_its_fiches_say(db):
    place()
    seats = place(**METZ)
    assert [(one.count, one.longitude, one.latitude) for one in seats] == [(2, 6.176, 49.119)]


def test_fiches_that_agree_within_a_kilometre_keep_the_most_declared_place(db):
    place(longitude=6.180, latitude=49.119)
    place(**METZ)
    assert [one.longitude for one in place(**METZ)] == [6.176]


def test_fiches_that_disagree_place_nothing(db):
    place(**METZ)
    assert place(longitude=6.30, latitude=49.119) == []


def test_a_seat_out_of_its_departement_is_not_drawn(db):
    assert place(longitude=-1.55, latitude=47.22) == []


def test_coordinates_of_nowhere_are_not_drawn(db):
    assert place(longitude=0, latitude=0) == []
    assert place(longitude=0, latitude=90) == []


def test_a_filter_moves_no_point(db, client):
    factories.fiche(**OWNER, **METZ, theme="mobilites")
    factories.fiche(**OWNER, longitude=6.177, latitude=49.119, theme="ecologie")
    circles = [
        re.findall(r"<circle cx=\"(.*?)\" cy=\"(.*?)\"", page(client, q)) for q in ("", "theme=ecologie")
    ]
    assert circles[0] == circles[1] != []


def test_organisations_of_one_place_are_rings_around_each_other(db):
    factories.fiche(**OWNER, **METZ)
    factories.fiche(coll_nom="Département de la Moselle", coll_type="departement", **METZ)
    search = carte.read(QueryDict(""))
    _, figures = carte.run(search)
    seats = places.seats(places.counts(carte.shown(search)))
    points = Drawing(search, figures, seats).plans()["main"]["points"]
    assert [(one["x"], one["y"]) for one in points] == [(points[0]["x"], points[0]["y"])] * 2
    assert points[0]["r"] > points[1]["r"] * 1.5


def test_too_many_points_are_said_not_drawn(library):
    search = carte.read(QueryDict(""))
    _, figures = carte.run(search)
    seat = places.Seat(Fiche.objects.first().collectivite, 1, 6.176, 49.119)
    assert Drawing(search, figures, [seat] * MOST_POINTS).seats
    assert Drawing(search, figures, [seat] * (MOST_POINTS + 1)).seats == []


def test_a_figure_steps_aside_from_a_point():
    moselle = outlines.carte().mainland.outlines["57"]
    x, y = moselle.centre
    near = [{"x": x, "y": y, "r": 6}]
    moved = reading_place(moselle, near, 22)
    assert moved != (x, y)
    assert moselle.contains(moved)
