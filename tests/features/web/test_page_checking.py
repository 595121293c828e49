"""The page-checking client itself: a page that is not in order must not pass it."""

from __future__ import annotations

import pytest

from tests.support.page_shape import KnownShapes, shape_of
from tests.support.pages import PageProblem, check_page

GOOD = (
    '<!doctype html><html lang="en" dir="ltr"><head><title>Home · Porchlight</title></head>'
    "<body><h1>Home</h1>BODY</body></html>"
)
STYLE = "<style>p{margin:0}</style>"
STYLE_POLICY = "style-src 'sha256-QRQPRLGyxt3RJiKpYNjpkgHcmHU2PywsfL2e8oI0LQA='"


def page(body: str = "") -> str:
    return GOOD.replace("BODY", body)


def test_a_page_in_order_passes() -> None:
    check_page(page('<label for="a">Name</label><input id="a" name="a"><button>Go</button>'))


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        (page("<p><div></p>"), "not in order as HTML"),
        (page().replace(' lang="en"', ""), "no lang"),
        (page().replace('dir="ltr"', 'dir="up"'), "no dir"),
        (page("<h1>Home</h1>"), "2 h1 elements"),
        (page().replace("<title>Home", "<title>House"), "does not begin with the h1"),
        (page('<i id="a"></i><i id="a"></i>'), "id 'a' stands 2 times"),
        (page('<a href="#b">b</a>'), "nothing has the id 'b'"),
        (page('<p aria-describedby="c">c</p>'), "nothing has the id 'c'"),
        (page('<p style="color:red">x</p>'), "an inline style on p"),
        (page('<p onclick="x()">x</p>'), "an inline script on p"),
        (page("<script>x()</script>"), "an inline script that the page's policy does not know"),
        (page(STYLE), "an inline style that the page's policy does not know"),
        (page('<input name="a" placeholder="Name">'), "no label for 'a'"),
        (page('<label for="a"></label><select id="a" name="a"></select>'), "no label for 'a'"),
        (page("<button></button>"), "a button without words"),
        (page("<p>一。 二。</p>"), "a gap between Chinese sentences"),
        (page("<p><b>一。</b> 二。</p>"), "a gap between Chinese sentences"),
        (page("<p>一？ <b>二。</b></p>"), "a gap between Chinese sentences"),
    ],
)
def test_a_page_that_is_not_in_order_does_not_pass(html: str, problem: str) -> None:
    with pytest.raises(PageProblem) as raised:
        check_page(html)
    assert problem in str(raised.value)


def test_an_error_page_may_say_so_first() -> None:
    check_page(page().replace("<title>Home", "<title>Error: Home"))


def test_a_style_that_the_policy_knows_passes() -> None:
    check_page(page().replace("</head>", f"{STYLE}</head>"), policy=STYLE_POLICY)


def test_a_page_built_like_another_one_is_known() -> None:
    """Other words, another id and more rows are not another build; the page is parsed once."""
    body = '<ul id="ID"><li>WORD</li><li>b</li><li>c</li><li>d</li><li>e</li></ul><p>a &amp; b</p>'
    known = KnownShapes()
    known.learn(shape_of(page(body)))
    more = body.replace("WORD", "two words</li><li>and one more").replace("ID", "other")
    assert known.knows(shape_of(page(more)))


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two</p>",
        "<div><p>one</p><p>two</div></p>",
        '<p class="a" class="b">one</p><p>two</p>',
        "<p>one & two</p><p>three</p>",
        "<p>one < two</p><p>three</p>",
        "<p>one</p></p><p>two</p>",
        "<p>one</p><em><p>two</p></em>",
        "<p>one</p><p>two</p",
        '<p>one</p><p title="two>three</p>',
    ],
)
def test_a_page_with_a_fault_is_not_built_like_one_without(body: str) -> None:
    known = KnownShapes()
    known.learn(shape_of(page("<p>one</p><p>two</p><div><p>one</p></div><em>a</em>")))
    assert not known.knows(shape_of(page(body)))
