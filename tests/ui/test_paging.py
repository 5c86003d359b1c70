"""The addresses of the pages of a list."""

from bibia.ui.paging import keeping, pagination


def test_each_page_keeps_what_was_asked():
    url = keeping("/espace/besoins/", {"theme": "ecologie", "tous": ""})
    assert [url(1), url(3)] == ["/espace/besoins/?theme=ecologie", "/espace/besoins/?theme=ecologie&page=3"]
    assert keeping("/espace/besoins/", {})(1) == "/espace/besoins/"


def test_the_first_the_last_and_those_around():
    page = pagination(5, 195, 20, keeping("/liste/", {}))
    assert [one["number"] for one in page["links"]] == [1, 4, 5, 6, 10] and page["count"] == 195
    assert [one["number"] for one in page["links"] if one["gap"]] == [4, 10]
    page = pagination(2, 60, 20, keeping("/liste/", {}))
    assert [(one["number"], one["gap"]) for one in page["links"]] == [(1, False), (2, False), (3, False)]
