"""The map against plain counts: the drawing, the table and the list say the same numbers."""

import gzip
import re
from collections import Counter
from html import unescape

import pytest
from django.http import QueryDict

from bibia.catalogue import carte, listing, outlines, places
from bibia.catalogue.drawing import MOST_POINTS, Drawing, reading_place
from bibia.catalogue.query import parse
from bibia.catalogue.shades import Scale, rounded
from bibia.fiches.models import Fiche
from bibia.territoires import table
from tests import factories

ADDRESSES = (
    "",
    "theme=mobilites",
    "theme=mobilites&theme=ecologie&maturite=service",
    "departement=57",
    "departement=57&region=44",
    "departement=57&region=76",
    "region=76",
    "region=76&region=84&theme=ecologie",
    "q=projet",
    "q=introuvable",
)
METZ = {"longitude": 6.176, "latitude": 49.119}
OWNER = {"coll_nom": "Ville de Metz", "coll_type": "commune", "coll_siret": "21570463600012"}


def kept(address):
    """The fiches that the list of the same address finds."""
    search = parse(QueryDict(address))
    everything = listing.run(search)[1]
    found = [
        fiche
        for fiche in Fiche.objects.select_related("collectivite")
        if all(
            set(codes) & set(_values(fiche, name)) for name, codes in search.filters.items() if name != "q"
        )
    ]
    found = found if search.text != "introuvable" else []
    assert len(found) == everything.total
    return found


def _values(fiche, name):
    owner = fiche.collectivite
    return {
        "theme": [fiche.theme],
        "maturite": [fiche.projet_status],
        "departement": [owner.departement],
        "region": [owner.region],
    }[name]


def page(client, query=""):
    response = client.get(f"/carte/?{query}" if query else "/carte/")
    assert response.status_code == 200
    return response.content.decode()


def said(html):
    """What the drawing says of each shape."""
    svg = "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    return [
        unescape(one)
        for one in re.findall(r'aria-label="([^"]+)"|<path class="s0"[^>]*><title>([^<]+)', svg)
        for one in one
        if one
    ]


def cells(html):
    """The rows of the table: (name, count, address)."""
    rows = re.findall(r"<tr><th scope=\"row[a-z]*\">(.*?)</th><td>(.*?)</td></tr>", html)
    return [
        (
            re.sub("<.*?>", "", name),
            int(count.replace("\u202f", "")),
            unescape("".join(re.findall('href="(.*?)"', name))),
        )
        for name, count in rows
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_figures_are_plain_counts(library, address):
    _, figures = carte.run(carte.read(QueryDict(address)))
    fiches = kept(address)
    owners = [fiche.collectivite for fiche in fiches]
    assert figures.total == len(fiches)
    assert figures.departements == Counter(one.departement for one in owners if one.departement)
    assert figures.regions == Counter(one.region for one in owners if one.region)
    assert figures.nowhere == sum(not one.region and not one.departement for one in owners)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_table_adds_up_to_the_title(library, client, address):
    html = page(client, address)
    regions = {one.nom for one in table.regions()} | {"Territoire non connu"}
    assert sum(count for name, count, _ in cells(html) if name in regions) == len(kept(address))


def test_each_figure_leads_to_as_many_fiches(library, client):
    found = [(name, count, url) for name, count, url in cells(page(client, "theme=mobilites")) if url]
    assert len(found) >= 4
    for name, count, url in found:
        heading = re.search(r'<h2 id="resultats">(.*?)</h2>', client.get(url).content.decode())[1]
        assert heading.startswith(f"{count} fiche"), (name, heading)


def test_every_departement_is_drawn_once(library, client):
    names = Counter(one.split(" : ")[0].split("\u00a0:")[0] for one in said(page(client)))
    drawn = [one.nom.replace("'", "’") for one in table.departements() if one.region]
    assert names == dict.fromkeys(drawn, 1)


def test_the_drawing_says_the_counts_of_the_table(library, client):
    html = page(client)
    counts = Counter(
        one.departement for one in (f.collectivite for f in Fiche.objects.all()) if one.departement
    )
    assert [one for one in said(html) if "aucune" not in one] == [
        f"Drôme\u00a0: {counts['26']} fiches",
        f"Moselle\u00a0: {counts['57']} fiches",
    ]
    written = re.findall(r"<text[^>]*>(\d+)</text>", html)
    assert sorted(map(int, written)) == sorted(counts.values())


def test_the_map_and_the_list_keep_the_choices(library, client):
    html = page(client, "theme=ecologie&q=projet&zoom=84&tri=titre&page=2")
    assert 'href="/cas-usage/?q=projet&amp;theme=ecologie"' in html
    assert (
        'rel="canonical" href="http://127.0.0.1:8000/carte/?q=projet&amp;theme=ecologie&amp;zoom=84"' in html
    )
    assert 'href="/carte/?q=projet&amp;theme=ecologie&amp;theme=mobilites&amp;zoom=84"' in html
    listed = client.get("/cas-usage/?theme=ecologie&q=projet&tri=titre&page=2").content.decode()
    assert 'href="/carte/?q=projet&amp;theme=ecologie"' in listed


def test_zoom_shows_one_region(library, client):
    html = page(client, "zoom=44")
    grand_est = {one.nom for one in table.departements() if one.region == "44"}
    assert {one.split("\u00a0:")[0] for one in said(html)} == grand_est
    assert [name for name, _, _ in cells(html)] == ["Grand Est", "Moselle"]
    whole, near = (
        re.search(r'viewBox="([^"]+)"', page(client, query))[1].split() for query in ("", "zoom=44")
    )
    assert float(near[2]) < float(whole[2]) / 2


def test_zoom_overseas_shows_its_own_drawing(library, client):
    assert [one.split("\u00a0:")[0] for one in said(page(client, "zoom=04"))] == ["La Réunion"]


@pytest.mark.parametrize(
    "query",
    [
        "zoom=999",
        "zoom=%00%27%22%3Cscript%3E",
        "zoom=" + "9" * 5_000,
        "departement=999&region=zz&theme=%F0%9F%92%A9",
        "page=99999999999&tri=hasard",
        "q=" + "%C3%A9" * 3_000,
        "zoom=84&zoom=76&zoom=",
        "tout=hasard",
    ],
)
def test_a_hostile_address_gives_a_page(library, client, query):
    html = page(client, query)
    assert "<script>" not in html
    assert "\0" not in html


def test_what_is_not_understood_is_said(library, client):
    assert "Nous n’avons pas tenu compte de\u00a0: 999" in page(client, "zoom=999")


def test_the_drawing_is_light(library, client):
    html = page(client)
    drawing = "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    assert len(gzip.compress(drawing.encode(), mtime=0)) <= 12_288


# Seats


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


# Shades


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([], ()),
        ([1, 1], (1,)),
        ([1, 3], (1, 2, 3)),
        ([7, 2, 1], (1, 2, 3, 5)),
        ([40_000], (1, 10, 200, 3_000)),
    ],
)
def test_bounds_of_the_shades(counts, bounds):
    assert Scale.of(counts).bounds == bounds


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 9, 17, 100, 4_321])
def test_a_darker_shade_always_means_more(most):
    scale = Scale.of([most])
    shades = [scale.shade(count) for count in range(most + 1)]
    assert shades == sorted(shades)
    assert shades[0] == 0
    assert shades[1] == 1
    assert shades[-1] == (4 if most > 1 else 1)
    assert [one["shade"] for one in scale.legend] == sorted(set(shades[1:]))


def test_bounds_are_round():
    assert [rounded(value) for value in (1, 1.7, 5.2, 13, 47, 640)] == [1, 2, 5, 10, 50, 700]
