"""`passerelle serve`: prepare the database and the static files, then serve.

Registered by an entry point, so that the library needs no Django. The roof of the site.
"""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from passerelle_web.config.environment import Environment, EnvironmentUnready, current_environment

SETTINGS = "passerelle_web.config.settings"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def open_tables() -> None:
    """Configure Django and bring SQLite's tables up to date; refuse when PostgreSQL's tables are behind."""
    # Django is configured first, so its pieces cannot be imported at the top
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    if connection.vendor == "sqlite":
        if connection.settings_dict["NAME"] != ":memory:":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
    else:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise EnvironmentUnready(
                "The tables of the database are behind this version. Make a copy of it, then run "
                "python -m passerelle_web migrate"
            )


def prepare(here: Environment) -> None:
    """Bring tables, the library's first entries, the first draft of the charter and static files up to date."""
    open_tables()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from passerelle_web.forum import founding as charter  # noqa: PLC0415
    from passerelle_web.library.founding import fill  # noqa: PLC0415

    fill()
    charter.fill()
    connection.close()
    (here.var / "static").mkdir(parents=True, exist_ok=True)
    if not here.debug:
        call_command("collectstatic", verbosity=0, interactive=False)


def _gunicorn(host: str, port: int, workers: int) -> Callable[[], None]:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415  only a server pays for it

    def warm(worker: Any) -> None:
        # each worker opens the store after the fork: an open database does not survive one
        from passerelle_web.evidence.queries import largest  # noqa: PLC0415

        largest()
        # what is there by now stays: who collects garbage need not walk through all of it in the middle of a page
        gc.collect()
        gc.freeze()

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn with the site inside, loaded once and then shared by the workers."""

        def load_config(self) -> None:
            settings = {"bind": f"{host}:{port}", "workers": workers, "preload_app": True, "timeout": 60,
                        "accesslog": None, "control_socket_disable": True, "post_worker_init": warm}  # fmt: skip
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from passerelle_web.config.wsgi import application  # noqa: PLC0415

            return application

    return Server().run


@contextmanager
def task_workers(count: int) -> Iterator[None]:
    """Workers of the queue beside the site: each a process, which ends with it and finishes what it is at first."""
    command = [sys.executable, "-m", "passerelle_web", "db_worker", "--interval", "0.2", "--no-reload",
               "--no-startup-delay", "-v", "0"]  # fmt: skip
    workers = [subprocess.Popen(command) for _ in range(count)]
    # a server that is told to stop ends its workers too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            try:
                worker.wait(timeout=10)
            except subprocess.TimeoutExpired:
                worker.kill()


def _fill_demonstration() -> None:
    """Fill in the demonstration once; a site with members of its own is left alone."""
    # Django is configured by now
    from django.db import connection  # noqa: PLC0415

    from passerelle_web.demonstration.filling import fill  # noqa: PLC0415
    from passerelle_web.people.refusals import CannotBeDone  # noqa: PLC0415

    try:
        if fill():
            _say("The demonstration is filled in: invented offices, plans and reports.")
    except CannotBeDone as refused:
        _say(str(refused))
    connection.close()


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    reload: Annotated[bool, typer.Option(help="In debug: start again when a file changes.")] = False,
    task_worker: Annotated[
        int, typer.Option("--task-workers", min=0, max=8, help="Processes that run the model; 0 where others do.")
    ] = 1,
    demo: Annotated[bool, typer.Option("--demo", help="Fill in the demonstration first, if nothing is there.")] = False,
) -> None:
    """Serve the site: gunicorn, or Django's own server in debug (PASSERELLE_DEBUG=1)."""
    try:
        here = current_environment()
        if not here.debug:
            here.require_secret()
        prepare(here)
    except EnvironmentUnready as refused:
        _say(str(refused))
        raise typer.Exit(2) from None
    if demo:
        _fill_demonstration()
    _say(f"Passerelle is on http://{host}:{port}/  (Ctrl-C ends it)")
    with task_workers(task_worker):
        if here.debug:
            from django.core.management import call_command  # noqa: PLC0415

            call_command("runserver", f"{host}:{port}", use_reloader=reload, skip_checks=True)
        else:
            _gunicorn(host, port, here.workers)()
