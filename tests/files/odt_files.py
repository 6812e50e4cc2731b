"""OpenDocument texts made for tests: raw XML in a zip."""

from __future__ import annotations

import zipfile
from io import BytesIO

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    [
        *(f'xmlns:{name}="{_NS}{name}:1.0"' for name in ("office", "text", "table", "style")),
        f'xmlns:draw="{_NS}drawing:1.0" xmlns:fo="{_NS}xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_NS}svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)


def make_odt(body: str, automatic: str = "", named: str = "") -> bytes:
    """A text with its automatic styles and, in the part beside, its named ones."""
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": (
            f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
        ),
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles>{named}</office:styles></office:document-styles>",
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()
