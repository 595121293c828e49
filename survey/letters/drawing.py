"""QR codes for paper, as shapes: nothing is loaded and nothing has to be installed.

segno is imported where it is used: it works out its tables at once, for a tenth of a second in
every process that starts.
"""

from __future__ import annotations

from markupsafe import Markup, escape


def draw_square(text: str, name: str) -> Markup:
    """A QR code as inline SVG, without any style or script. name: what is read aloud for it."""
    import segno  # noqa: PLC0415  see the module's docstring

    drawn = segno.make_qr(text, error="m").svg_inline(
        omitsize=True, svgclass="square", lineclass=None, border=2
    )
    begin, end = drawn.split(">", 1)
    titled = f'{begin} role="img"><title>{escape(name)}</title>{end}'
    return Markup(titled)  # noqa: S704  (drawn from numbers, and the name is escaped)
