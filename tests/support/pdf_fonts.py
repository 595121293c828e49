"""The fonts of a real PDF."""

from __future__ import annotations

import pikepdf


def embedded_fonts(pdf: pikepdf.Pdf) -> set[str]:
    """Their names, each of them inside the file; none is a fallback that only some devices have."""
    names = set()
    for found in pdf.objects:
        if isinstance(found, pikepdf.Dictionary) and found.get("/Type") == "/FontDescriptor":
            name = str(found.FontName)
            assert {"/FontFile2", "/FontFile3"} & set(found.keys()), name
            assert "CJK-JP" not in name, name
            assert "DejaVu" not in name, name
            names.add(name)
    return names
