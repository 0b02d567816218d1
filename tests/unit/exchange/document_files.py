"""Files that people might hand in, sound and hostile, made by hand: an invented village writes them."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
O = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'  # noqa: E741
ODT = b"application/vnd.oasis.opendocument.text"


def packed(**members: bytes | str) -> bytes:
    """An archive; `word__document_xml` stands for word/document.xml."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            path = name.replace("__", "/")
            name = path.removesuffix("_xml") + ".xml" if path.endswith("_xml") else path
            # of one day, so that the same content is the same file in every process that runs tests
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def docx(inside: str, before: str = "", **more: bytes | str) -> bytes:
    """A DOCX whose body is given as WordprocessingML."""
    whole = f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{inside}</w:body></w:document>'
    return packed(word__document_xml=whole, **more)


def odt(inside: str, before: str = "", **more: bytes | str) -> bytes:
    """An ODT whose text is given as ODF."""
    whole = f'<?xml version="1.0"?>{before}<office:document-content {O}><office:body><office:text>{inside}</office:text></office:body></office:document-content>'
    return packed(mimetype=ODT, content_xml=whole, **more)


def run(text: str) -> str:
    """A paragraph of a DOCX."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


# an entity that grows tenfold nine times over, and one that reads a file
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>'


def bomb(name: str = "word/document.xml", size: int = 400) -> bytes:
    """A member that unpacks to so many MB of one letter."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open(name, "w") as member,
    ):
        member.write(f"<w:document {W}><w:body><w:p><w:r><w:t>".encode())
        for _ in range(size):
            member.write(b"a" * 1024 * 1024)
    return made.getvalue()


def looping_pdf() -> bytes:
    """A PDF whose tree of pages has itself as its child."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n105\n%%EOF"
    )
