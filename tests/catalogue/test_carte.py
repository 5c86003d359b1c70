"""The map against plain counts: the drawing, the table and the list say the same numbers."""

import gzip
import re
from collections import Counter
from html import unescape

import pytest
from django.http import QueryDict
from django.template import engines

from bibia.catalogue import carte, listing, places
from bibia.catalogue.drawing import MOST_POINTS, Drawing
from bibia.catalogue.query import parse
from bibia.fiches.models import Fiche
from bibia.territoires import table
from bibia.territoires.ids import new_id
from bibia.territoires.models import Collectivite
from tests import factories
from tests.catalogue.test_outlines import PREFECTURES

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


def test_zoom_counts_what_it_shows(library, client):
    """The heading, the facets and the table speak of the région; France is said beside, as a way back."""
    html, listed = page(client, "zoom=44"), client.get("/cas-usage/?region=44").content.decode()
    [(_name, count, _)] = [row for row in cells(html) if row[0] == "Grand Est"]
    assert 0 < count < 30
    assert f'<h2 id="resultats">{count} fiches\u00a0: Grand Est</h2>' in html
    assert f"{count} fiches\u00a0: Grand Est |" in html[: html.index("</title>")]
    themes = re.compile(r'<li class="theme-(\w+)"><a[^>]*>[^<]*\((\d+)\)')
    assert themes.findall(html) == themes.findall(listed) != []
    assert 'href="/carte/">Voir toute la France</a> (30 fiches)' in html


def test_the_region_that_is_looked_at_replaces_the_one_that_was_chosen(library, client):
    html = page(client, "zoom=84&region=44")
    assert next(name for name, _, _ in cells(html)) == "Auvergne-Rhône-Alpes"
    assert 'rel="canonical" href="http://127.0.0.1:8000/carte/?zoom=84"' in html


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


def test_a_corrected_word_is_said_as_in_the_list(library, client):
    factories.fiche(nom_projet="Détection de fuites")
    html = page(client, "q=fuittes&zoom=84")
    assert "Résultats pour «\u00a0fuites\u00a0»" in html
    assert 'href="/carte/?q=%22fuittes%22&amp;zoom=84"' in html, "looking for it as typed keeps the map"


def test_the_drawing_is_light(library, client):
    html = page(client)
    drawing = "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    assert len(gzip.compress(drawing.encode(), mtime=0)) <= 12_288


def fullest():
    """The heaviest map there can be: every département counts, and as many seats as are drawn, among long choices."""
    codes = [one.code for one in table.departements() if one.region]
    figures = carte.Figures(20_000, {}, {code: 100 + rank * 7 for rank, code in enumerate(codes)})
    seats = [
        places.Seat(
            Collectivite(cle=new_id(), nom=f"Ville de {table.departement_name(code)}", departement=code),
            rank,
            *PREFECTURES[code],
        )
        for rank, code in enumerate(codes[:MOST_POINTS])
    ]
    address = "theme=ecologie&theme=mobilites&maturite=service&audience=agent&q=relevé+de+compteurs"
    return Drawing(carte.read(QueryDict(address)), figures, seats).plans()


def test_the_fullest_drawing_is_light():
    plans = fullest()
    macro = engines["jinja2"].env.get_template("ui/components.html").module.map_plan
    drawn = [plans["main"], plans["couronne"], *plans["overseas"]]
    drawing = "".join(macro(plan, f"plan-{rank}") for rank, plan in enumerate(drawn))
    assert drawing.count("<circle") == MOST_POINTS
    assert drawing.count("<a ") == MOST_POINTS + 101
    assert len(gzip.compress(drawing.encode(), mtime=0)) <= 12_288
    # The rest of the page: table, facets, frame. 1 200 elements in all, as counted in a real browser.
    assert len(re.findall(r"<[a-z]", drawing)) <= 480
