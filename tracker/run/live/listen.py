"""Wait for bells: Procrastinate's workers, a queue each, restarted whenever they end.

They end when the database goes away, some without an error; then they are begun anew. What was rung for
meanwhile stands in the ledger, and the sweep rings again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import structlog

from tracker.ledger.engines.postgres import listening
from tracker.run.live.station import Station, turns_of

if TYPE_CHECKING:
    from procrastinate import App

LOOK_SECONDS = 0.25  # how soon a wish to stop is seen
log = structlog.get_logger("service")


def listen(stations: list[Station]) -> None:
    """Answer the bells of all stations until each is stopping; returns after the turns in hand."""
    # Not the Proactor of Windows: psycopg refuses it.
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_listen(stations))


async def _listen(stations: list[Station]) -> None:
    turns = sum(len(turns_of(station)) for station in stations)
    with ThreadPoolExecutor(max_workers=max(1, turns), thread_name_prefix="turn") as threads:
        asyncio.get_running_loop().set_default_executor(threads)
        await asyncio.gather(*(_serve(station) for station in stations))


async def _serve(station: Station) -> None:
    while not station.stopping.is_set():
        app, queues = _app_of(station)
        try:
            async with app.open_async():
                await _until_one_ends(station, [_answer(app, station, queue) for queue in queues])
        except Exception as error:  # noqa: BLE001 - whatever broke the line, it is made anew
            log.warning("no line to the bell", error=type(error).__name__)
        if not station.stopping.is_set():
            await _sleep(station, station.pace.again)


async def _until_one_ends(station: Station, works: list[Coroutine[Any, Any, None]]) -> None:
    tasks = [asyncio.create_task(work) for work in works]
    while not station.stopping.is_set() and not any(task.done() for task in tasks):
        await asyncio.sleep(LOOK_SECONDS)
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    if not station.stopping.is_set():
        log.warning("bell worker ended", errors=[type(one).__name__ for one in ended if one is not None])


async def _answer(app: App, station: Station, queue: str) -> None:
    await app.run_worker_async(
        queues=[queue],
        name=station.parts.holder,
        concurrency=1,
        install_signal_handlers=False,
        delete_jobs="always",
        fetch_job_polling_interval=station.pace.bell,
    )


async def _sleep(station: Station, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not station.stopping.is_set() and loop.time() < until:
        await asyncio.sleep(LOOK_SECONDS)


def _app_of(station: Station) -> tuple[App, list[str]]:
    from procrastinate import App, PsycopgConnector

    conninfo, options = listening(station.place)
    turns = turns_of(station)
    most = len(turns) + 2
    app = App(connector=PsycopgConnector(conninfo=conninfo, kwargs=options, min_size=1, max_size=most))
    for queue, turn in turns.items():
        app.task(name=queue, queue=queue)(_answering(turn))
    return app, list(turns)


def _answering(turn: Callable[[], None]) -> Callable[..., None]:
    def answer(row: int) -> None:
        del row  # what there is to do is asked of the ledger
        turn()

    return answer
