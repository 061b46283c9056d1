"""A connection to a Dask cluster: one that is there, or one that is started for this work."""

import logging
import multiprocessing
import warnings
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.process import BaseProcess
from typing import Any

from squiggle.errors import SquiggleError
from squiggle.render.processes import deaf_to_ctrl_c
from squiggle.render.schedule import LIVES

LOCAL = "local"  # the address of a cluster that is started for this work
PATIENCE = 10  # seconds in which a scheduler answers


@contextmanager
def connected(address: str, workers: int) -> Iterator[Any]:
    """A connection to the scheduler there, or to one that is started here and ended afterwards."""
    import dask
    from distributed import Client, LocalCluster
    from distributed.comm import get_address_host_port, normalize_address
    from distributed.gc import disable_gc_diagnosis

    for name in ["asyncio", *logging.root.manager.loggerDict]:  # errors are told in one line, ours
        if name.partition(".")[0] in ("asyncio", "distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module="distributed")  # what differs we tell ourselves
    with ExitStack() as stack:
        if address == LOCAL:
            settings = {"distributed.scheduler.allowed-failures": LIVES - 1}
            others = multiprocessing.active_children()
            with deaf_to_ctrl_c(), dask.config.set(settings):
                cluster = LocalCluster(
                    n_workers=0,  # it would wait for them
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs=logging.CRITICAL + 1,
                )
                stack.callback(_end, cluster, others)
                client = Client(cluster, set_as_default=False)  # half made, it would never end
            disable_gc_diagnosis(force=True)  # Ctrl-C would be lost if it came while that looks
            cluster.scale(workers)  # not before: the client would wait while they are started
        else:
            try:
                get_address_host_port(normalize_address(address), strict=True)
                client = Client(address, timeout=PATIENCE, set_as_default=False)
            except (OSError, ValueError, TypeError) as error:
                raise SquiggleError(
                    f"no Dask scheduler answers at {address} ({str(error).splitlines()[0]})",
                    "wanted: its address, such as tcp://10.0.0.1:8786, or local",
                ) from None
        stack.callback(client.close, timeout=1)
        yield client


def _end(cluster: Any, others: Collection[BaseProcess]) -> None:
    """End a cluster of this machine at once; by itself it would wait for jobs at work.

    Its workers are the children of this process that are not among the `others`.
    """
    for nanny in list(cluster.workers.values()):
        nanny.auto_restart = False
    for _ in range(2):  # one may have been about to start
        for worker in multiprocessing.active_children():
            if worker not in others:
                worker.kill()
        with suppress(Exception):
            cluster.close(timeout=0.5)
    cluster.shutdown_on_close = False  # nothing is left to be waited for
