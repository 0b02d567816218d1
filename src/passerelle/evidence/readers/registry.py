"""Every reader, in the order of the sources' names.

To add a source: its module, its card, its line here. Stands on the readers.
"""

from typing import Final

from passerelle.evidence.readers import (
    Reader,
    abel_cohen,
    apmig,
    eurostat,
    frontex,
    geodist,
    geography,
    iab_brain_drain,
    idmc,
    mipex,
    missing_migrants,
    rpw,
    rpw_services,
    treaties,
    undesa_stock,
    unhcr,
    unrwa,
    us_cbp,
    wb_migration,
    wb_remittances,
    wdi,
    who_nurses,
    who_physicians,
    who_uhc,
    wpp,
)

READERS: Final[tuple[Reader, ...]] = (
    abel_cohen.READER,
    apmig.READER,
    eurostat.READER,
    frontex.READER,
    geodist.READER,
    geography.READER,
    iab_brain_drain.READER,
    idmc.READER,
    mipex.READER,
    missing_migrants.READER,
    rpw.READER,
    rpw_services.READER,
    treaties.READER,
    undesa_stock.READER,
    unhcr.READER,
    unrwa.READER,
    us_cbp.READER,
    wb_migration.READER,
    wb_remittances.READER,
    wdi.READER,
    who_nurses.READER,
    who_physicians.READER,
    who_uhc.READER,
    wpp.READER,
)
