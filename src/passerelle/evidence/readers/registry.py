"""Every reader, in the order of the sources' names.

To add a source: its module, its card, its line here. Stands on the readers.
"""

from typing import Final

from passerelle.evidence.readers import (
    Reader,
    frontex,
    iab_brain_drain,
    idmc,
    mipex,
    missing_migrants,
    treaties,
    undesa_stock,
    unhcr,
    unrwa,
    us_cbp,
    who_nurses,
    who_physicians,
    who_uhc,
)

READERS: Final[tuple[Reader, ...]] = (
    frontex.READER,
    iab_brain_drain.READER,
    idmc.READER,
    mipex.READER,
    missing_migrants.READER,
    treaties.READER,
    undesa_stock.READER,
    unhcr.READER,
    unrwa.READER,
    us_cbp.READER,
    who_nurses.READER,
    who_physicians.READER,
    who_uhc.READER,
)
