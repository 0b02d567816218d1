"""Short papers of an invented country, in five languages, for the tests of coherence; and PDF files made of pages."""

import io

import typst
from pypdf import PdfWriter

ENGLISH = """NATIONAL INDICATIVE PROGRAMME

1. Context and challenges

The country has 4 million inhabitants. Many young people emigrate each year, and emigration has doubled since 2010.

Unemployment drives migration to the cities and abroad.

2. Objectives

2.1 Education

Primary schools reach every district.

2.2 Mobility

The government will lower the price of remittances and protect the rights of migrant workers.

3. Results framework and indicators

Number of returnees who found work; number of migrant workers covered by a contract.

4. Budget

Roads receive 40 million euro.
"""

FRENCH = """STRATÉGIE NATIONALE

1. Contexte

L’exode des compétences prive les hôpitaux de leurs médecins. Les transferts de fonds de la diaspora font vivre les familles.

La sécheresse pousse les éleveurs à émigrer vers la côte.

2. Objectifs

La lutte contre la traite des êtres humains sera renforcée.
"""

SPANISH = """ESTRATEGIA DEL PAÍS

1. Situación

Las remesas sostienen a muchas familias de las provincias del norte. El conflicto obligó a miles de personas a huir y hay
población desplazada en la capital.

2. Presupuesto

Para la reintegración de los migrantes retornados se prevén dos millones.
"""

DUTCH = """STRATEGIE VAN HET LAND

1. Analyse

De braindrain van verpleegkundigen is groot, en de arbeidsmigratie naar de buurlanden neemt toe.

Geldovermakingen van migranten zijn een bron van inkomen voor het platteland.

2. Doelstellingen

De integratie van vluchtelingen in de steden wordt verbeterd.
"""

ARABIC = """استراتيجية التنمية

1. تحليل الوضع

تؤدي البطالة إلى هجرة الشباب نحو الخارج، وتشكل تحويلات المغتربين مصدرا مهما للدخل.

2. الأهداف

حماية حقوق المهاجرين ومكافحة الاتجار بالبشر، وإدماج اللاجئين في المدن.
"""

BY_LANGUAGE = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "nl": DUTCH, "ar": ARABIC}


def pdf_of(*pages: str) -> bytes:
    """A PDF with a page for each text."""
    made: bytes = typst.compile("\n#pagebreak()\n".join(pages).encode())
    return made


def blank_pdf(pages: int, password: str = "") -> bytes:
    """A PDF whose pages hold no text, as those of a scanner do."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
