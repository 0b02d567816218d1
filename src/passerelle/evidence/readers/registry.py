"""Every reader, in the order of the sources' names.

To add a source: write its card and its reader, import the module here and name it below. Stands on the readers.
"""

from passerelle.evidence.readers import (
    Reader,
    abel_cohen,
    apmig,
    geodist,
    rpw,
    rpw_services,
    undesa_stock,
    wb_migration,
    wb_remittances,
    wdi,
    wpp,
)

_MODULES = (
    abel_cohen,
    apmig,
    geodist,
    rpw,
    rpw_services,
    undesa_stock,
    wb_migration,
    wb_remittances,
    wdi,
    wpp,
)

READERS: tuple[Reader, ...] = tuple(
    sorted((module.READER for module in _MODULES), key=lambda one: one.source)
)
