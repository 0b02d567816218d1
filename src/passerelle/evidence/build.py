"""Compiling the reference evidence from a folder of publishers' files.

Reads what is there, checks it, writes one Parquet file a source with a catalogue and a report. A build that
fails or is cut off leaves the store as it was, and the next one goes on where it stopped. Stands on `readers`.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from passerelle import __version__
from passerelle.base.errors import EvidenceError, PasserelleError, SourceUnreadable, StoreBusy
from passerelle.evidence.cards import card_of
from passerelle.evidence.catalogue import CATALOGUE, REPORT, read_catalogue
from passerelle.evidence.observations import observations
from passerelle.evidence.parquet import settle, write
from passerelle.evidence.parts import CELL
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers.esco import CLASSIFICATIONS
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.report import Check, LeftOut, SourceReport

_WORKROOM = ".building"

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class BuildResult:
    """What a build did: a report a source, the sources written, unchanged and failed, the files that are of none.

    `earlier` are the reports of sources that the folder holds from before and that this build did not read.
    """

    reports: dict[str, SourceReport] = field(default_factory=dict)
    earlier: dict[str, SourceReport] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    classifications: list[str] = field(default_factory=list)
    not_shipped: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, in the order of the sources' names."""
        reports = self.earlier | self.reports
        return {
            "passerelle": __version__,
            "sources": [reports[name].as_dict() for name in sorted(reports)],
            "failed": dict(sorted(self.failed.items())),
            "left_for_your_own_build": sorted(self.not_shipped),
            "classifications_without_figures": sorted(self.classifications),
            "files_that_no_reader_knows": sorted(self.unread),
        }


def find_files(folder: Path, readers: Sequence[Reader] = READERS) -> tuple[dict[str, list[Path]], list[Path]]:
    """Which files each reader will read, and the files that none knows.

    Raises
    ------
    SourceUnreadable : the folder is none, or holds no file that any reader knows.
    """
    if not folder.is_dir():
        raise SourceUnreadable(f'"{folder}" is not a folder. Name the folder of the publishers\' files.')
    # what begins with a point is a tool's own: the workroom, what was fetched before
    present = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    found: dict[str, list[Path]] = {}
    known: set[Path] = set()
    for reader in readers:
        mine = [path for path in present if any(path.match(pattern) for pattern in reader.files)]
        if mine or not reader.files:
            found[reader.source] = sorted(mine, key=lambda path: path.name)
            known.update(mine)
    if not known:
        listed = ", ".join(sorted({pattern for reader in readers for pattern in reader.files})[:6])
        raise SourceUnreadable(
            f'"{folder}" holds no file that a reader knows. Readers look for names such as {listed}; '
            "`passerelle evidence sources` lists them with their addresses."
        )
    return found, [path for path in present if path not in known]


@contextmanager
def _alone(out: Path) -> Iterator[Path]:
    """One build at a time: the workroom is held by a lock that the system drops when the process ends."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        room = out / _WORKROOM
        room.mkdir(exist_ok=True)
        lock = (room / "lock").open("a+")
    except OSError as problem:
        raise EvidenceError(
            f'"{out}" cannot be written: {problem.strerror}. Choose another folder with --out.'
        ) from problem
    try:
        _hold(lock, out)
        yield room
    except OSError as problem:
        where = f'"{Path(str(problem.filename)).name}" in ' if problem.filename else ""
        raise EvidenceError(
            f'{where}"{out}" could not be written: {problem.strerror or problem}; the store is as it was. '
            "Make room, or choose another folder with --out, and run the build again: what was read is kept."
        ) from problem
    finally:
        lock.close()


def _hold(lock: Any, out: Path) -> None:
    import fcntl  # noqa: PLC0415  not on every system; a build without it is not protected from a second

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise StoreBusy(
            f'Another build is writing to "{out}". Wait until it ends, or give another folder with --out.'
        ) from None


def _fingerprint(paths: Sequence[Path], reader: Reader) -> str:
    """Of the input files and of the code that reads them: an unchanged pair need not be read again."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parent
    own = [package / f"{name}.py" for name in ("reading", "observations", "whence", "parquet")]
    for path in [*paths, *sorted(package.glob("readers/*.py")), *own]:
        digest.update(path.name.encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    digest.update(reader.source.encode())
    return digest.hexdigest()


def _read_one(reader: Reader, paths: Sequence[Path], room: Path, before: Path | None) -> dict[str, Any]:
    """Read one source into the workroom, or take up what an earlier, cut-off build left there."""
    mark = room / f"{reader.source}.json"
    part = room / f"{reader.source}.parquet"
    fingerprint = _fingerprint([*paths, *([before] if before else [])], reader)
    if mark.exists() and part.exists():
        held: dict[str, Any] = json.loads(mark.read_text("utf-8"))
        if held["fingerprint"] == fingerprint:
            return held
    report = SourceReport(reader.source, files=[path.name for path in paths])
    card = card_of(reader.source)
    rows = reader.read(paths, report)
    _refuse_nothing(rows, report)
    if before is not None:
        rows, report.kept = _beside_older(rows, before, in_parts=card.in_parts)
    settled, report.duplicates_folded = settle(rows, reader.source)
    report.observations = settled.height
    digest = write(settled, part)
    held = {
        "fingerprint": fingerprint,
        "sha256": digest,
        "report": report.as_dict(),
        "holds": _holds(settled),
    }
    mark.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
    return held


def _refuse_nothing(rows: pl.DataFrame, report: SourceReport) -> None:
    """A file of which nothing becomes a figure is cut off, or of another layout: that is said, not passed over."""
    if rows.height or not report.files:
        return
    named = ", ".join(report.files)
    if not report.rows_read:
        raise SourceUnreadable(f"{named}: not one row was read. Download it again.")
    why = "; ".join(dict.fromkeys(entry.reason for entry in report.left_out)) or "no value in them"
    raise SourceUnreadable(
        f"{named}: {report.rows_read} rows were read and none became a figure ({why}). Take the table as the source's "
        "card describes it, or take the file out of the folder."
    )


def _beside_older(rows: pl.DataFrame, before: Path, *, in_parts: bool) -> tuple[pl.DataFrame, int]:
    """Keep what the new files do not hold, and tell how much: older vintages, of a table in parts other cells too."""
    older = pl.read_parquet(before).drop("SOURCE")
    same = ["INDICATOR", "VINTAGE", *(CELL if in_parts else ())]
    kept = older.join(rows.select(same).unique(), on=same, how="anti")
    return (pl.concat([rows, observations(kept)]), kept.height) if kept.height else (rows, 0)


def _holds(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """What a file holds, by indicator and vintage: units, rows, first and last period."""
    kinds = rows.group_by("INDICATOR", "VINTAGE").agg(
        pl.col("UNIT_MEASURE").unique().sort().alias("units"),
        pl.len().alias("rows"),
        pl.col("TIME_PERIOD").min().alias("first"),
        pl.col("TIME_PERIOD").max().alias("last"),
    )
    return kinds.sort("INDICATOR", "VINTAGE").to_dicts()


def build(
    folder: Path,
    out: Path,
    *,
    readers: Sequence[Reader] = READERS,
    for_shipping: bool = False,
    base: Path | None = None,
    anew: bool = False,
    progress: Progress | None = None,
    workers: int = 2,
) -> BuildResult:
    """Compile the evidence from a folder of publishers' files.

    Parameters
    ----------
    folder : the publishers' files, at any depth.
    out : where the store is; files are replaced only when their bytes change.
    for_shipping : leave out sources whose licence does not allow redistribution.
    base : an older store whose vintages are kept beside the new ones, used for sources not yet in `out`.
    anew : compile from these files alone; older vintages that `out` or `base` hold are not kept.
    progress : called with a source's name, how many are done, how many there are.

    Raises
    ------
    EvidenceError : some source could not be read; all such are named, and the store is as it was.
    """
    found, strangers = find_files(folder, readers)
    result = BuildResult()
    for path in strangers:
        known = any(path.match(pattern) for pattern in CLASSIFICATIONS)
        (result.classifications if known else result.unread).append(path.name)
    chosen = [reader for reader in readers if reader.source in found]
    if for_shipping:
        result.not_shipped = [r.source for r in chosen if not card_of(r.source).redistributable]
        chosen = [r for r in chosen if r.source not in result.not_shipped]
    with _alone(out) as room:
        older = (lambda _: None) if anew else _older(out, base)
        held = _read_all(chosen, found, room, older, result, progress, workers)
        if result.failed:
            told = "\n".join(f"  {name}: {why}" for name, why in sorted(result.failed.items()))
            raise EvidenceError(
                f"{len(result.failed)} of {len(chosen)} sources could not be compiled; the store is as it was.\n"
                f"{told}\nMend the files and run the build again: what was read is kept."
            )
        result.earlier = _reports_in(out)
        _move_in(held, room, out, result)
        shutil.rmtree(room, ignore_errors=True)
    return result


def add(out: Path, rows: pl.DataFrame, report: SourceReport) -> BuildResult:
    """Put one source that was not read but made, such as our own estimates, into a store.

    Older vintages that the store holds of the source are kept beside the new one. The catalogue gains the source; the
    report of the last build keeps its others.

    Raises
    ------
    EvidenceError : no card, a folder that cannot be written, another build at work.
    """
    card = card_of(report.source)
    result = BuildResult()
    with _alone(out) as room:
        before = out / f"{report.source}.parquet"
        if before.exists():
            rows, report.kept = _beside_older(rows, before, in_parts=card.in_parts)
        settled, report.duplicates_folded = settle(rows, report.source)
        report.observations = settled.height
        digest = write(settled, room / f"{report.source}.parquet")
        held = {"sha256": digest, "report": report.as_dict(), "holds": _holds(settled)}
        result.earlier = _reports_in(out)
        result.reports[report.source] = report
        _move_in({report.source: held}, room, out, result)
        shutil.rmtree(room, ignore_errors=True)
    return result


def _reports_in(out: Path) -> dict[str, SourceReport]:
    """The reports of the sources that a folder holds."""
    path, held = out / REPORT, read_catalogue(out)
    if not path.exists():
        return {}
    reports = [_report_of(raw) for raw in json.loads(path.read_text("utf-8"))["sources"]]
    return {report.source: report for report in reports if report.source in held}


def _older(out: Path, base: Path | None) -> Callable[[str], Path | None]:
    def older(source: str) -> Path | None:
        for place in (out, base):
            if place is not None and (place / f"{source}.parquet").exists():
                return place / f"{source}.parquet"
        return None

    return older


def _read_all(
    chosen: Sequence[Reader],
    found: dict[str, list[Path]],
    room: Path,
    older: Callable[[str], Path | None],
    result: BuildResult,
    progress: Progress | None,
    workers: int,
) -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = {}
    # the largest first, so that the last worker is not left alone with it
    ordered = sorted(chosen, key=lambda r: -sum(path.stat().st_size for path in found[r.source]))
    with ThreadPoolExecutor(max_workers=workers) as pool:
        jobs = {
            pool.submit(_read_one, reader, found[reader.source], room, older(reader.source)): reader
            for reader in ordered
        }
        for done, job in enumerate(as_completed(jobs), start=1):
            source = jobs[job].source
            try:
                held[source] = job.result()
                result.reports[source] = _report_of(held[source]["report"])
            except PasserelleError as problem:
                result.failed[source] = str(problem)
            except OSError as problem:
                named = f"{Path(str(problem.filename)).name}: " if problem.filename else ""
                result.failed[source] = f"{named}cannot be written or read: {problem.strerror or problem}"
            if progress:
                progress(source, done, len(jobs))
    return held


def _report_of(raw: dict[str, Any]) -> SourceReport:
    report = SourceReport(**{k: v for k, v in raw.items() if k not in ("left_out", "checks")})
    report.left_out = [LeftOut(**entry) for entry in raw["left_out"]]
    report.checks = [Check(**entry) for entry in raw["checks"]]
    return report


def _move_in(held: dict[str, dict[str, Any]], room: Path, out: Path, result: BuildResult) -> None:
    """Put the new files in place, each by one rename; the catalogue and the report come last.

    All of it is written in the workroom first, so that a full disk is met before anything is replaced; where a rename
    fails all the same, the files that were replaced are put back.
    """
    catalogue = read_catalogue(out)
    moves: list[Path] = []
    for source in sorted(held):
        target = out / f"{source}.parquet"
        same = target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == held[source]["sha256"]
        (result.unchanged if same else result.written).append(source)
        if not same:
            moves.append(room / target.name)
        catalogue[source] = {"sha256": held[source]["sha256"], "holds": held[source]["holds"]}
    texts = {CATALOGUE: dict(sorted(catalogue.items())), REPORT: result.as_dict()}
    for name, content in texts.items():
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        if not (out / name).exists() or (out / name).read_text("utf-8") != text:
            (room / name).write_text(text, "utf-8")
            moves.append(room / name)
    _replace_all(moves, out)


def _replace_all(fresh: Sequence[Path], out: Path) -> None:
    """Rename files into a folder: all of them or, where one cannot be, none."""
    replaced: list[tuple[Path, Path | None]] = []
    try:
        for path in fresh:
            target = out / path.name
            old = path.with_name(f"{path.name}.old") if target.exists() else None
            if old is not None:
                _keep_beside(target, old)
            replaced.append((target, old))
            path.replace(target)
    except OSError:
        for target, old in reversed(replaced):
            if old is not None:
                old.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise


def _keep_beside(target: Path, old: Path) -> None:
    """A second name for a file, so that it can be put back; a copy where the disk knows no second names."""
    old.unlink(missing_ok=True)
    try:
        old.hardlink_to(target)
    except OSError:
        shutil.copyfile(target, old)
