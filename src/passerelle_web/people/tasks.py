"""What this room does in the background: large copies of a member's data.

Holds no rule of who may; that was asked before. Ground of the site.
"""

from pathlib import Path

from django.conf import settings
from django_tasks import task

from passerelle_web.people.exporting import path_of, write_copy
from passerelle_web.people.models import ExportState, MemberExport


@task()
def make_copy(key: str) -> None:
    """Write a copy that waits; a half-written file is never taken for one."""
    export = MemberExport.objects.select_related("member").get(pk=key)
    if export.state != ExportState.WAITING:
        return
    Path(settings.EXPORTS).mkdir(parents=True, exist_ok=True)
    target = path_of(export)
    half = target.with_suffix(".half")
    try:
        with half.open("wb") as stream:
            export.rows = write_copy(export.member, stream)
        half.replace(target)
        export.state = ExportState.READY
    except Exception:
        half.unlink(missing_ok=True)
        export.state = ExportState.FAILED
        raise
    finally:
        export.save()
