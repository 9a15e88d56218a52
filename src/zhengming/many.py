"""Work on many texts by several processes: in order, in bounded memory, and without a hang when one of them dies.

A process is sent a batch through a pipe of its own, and sends what it made of it through another; at most two batches
wait for each, so a reader who takes results slowly slows the input down. Start reading at `spread`.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from zhengming.errors import UsageError, WorkerError

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Work that is made in a process from what it was started with, and then called for each batch.
Made = Callable[[], Callable[[list[Item]], Result]]

#: A batch has about so many characters, and at most so many texts: a thousandth of a second is lost on it.
_CHARACTERS, _TEXTS = 100_000, 256
#: So many batches wait for a process; with one only, it would have nothing to do until the next comes.
_WAITING = 2


def batches(items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Items in lists of about one size.

    Args:
        items: read as lists are taken; where it fails, what came before is given first.
        size: how large an item is, in characters.
    """
    batch: list[Item] = []
    total = 0
    try:
        for item in items:
            total += size(item)
            batch.append(item)
            if total >= _CHARACTERS or len(batch) == _TEXTS:
                yield batch
                batch, total = [], 0
    except Exception:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def spread(given: Iterable[list[Item]], workers: int, made: Made[Item, Result]) -> Iterator[Result]:
    """What processes make of batches, in the order of these.

    Args:
        given: the batches.
        workers: how many processes to start.
        made: gives the function that is called for each batch; it is called once in each process.

    Raises:
        UsageError: there is no process to work in.
        WorkerError: a process has ended before its work.
    """
    if workers < 1:
        raise UsageError("usage.workers", value=workers)
    context: Any = multiprocessing.get_context()
    crew: list[_Worker[Item, Result]] = []
    try:
        # Each that was started is ended, also where the next cannot be.
        crew.extend(_Worker(context, made) for _ in range(workers))
        yield from _ordered(iter(given), crew)
    finally:
        for worker in crew:
            worker.end()


def _ordered(given: Iterator[list[Item]], crew: list[_Worker[Item, Result]]) -> Iterator[Result]:
    done: dict[int, tuple[bool, Any]] = {}
    sent = taken = 0
    more, failed = True, None
    while more or taken < sent:
        while more and sent - taken < 2 * _WAITING * len(crew):
            worker = min(crew, key=lambda worker: len(worker.waiting))
            if len(worker.waiting) == _WAITING:
                break
            try:
                batch = next(given, None)
            except Exception as reason:
                # What was read before is still worked on.
                batch, failed = None, reason
            more = batch is not None
            if batch is not None:
                worker.send(sent, batch)
                sent += 1
        busy = {worker.results: worker for worker in crew if worker.waiting}
        # Where the next result is there already, the others are only fetched if they are, too.
        for link in wait(list(busy), timeout=0 if taken in done else None) if busy else ():
            number, error, result = busy[link].receive()
            done[number] = error, result
        if taken in done:
            # What failed is said in its turn, as without workers.
            error, result = done.pop(taken)
            if error:
                raise result
            taken += 1
            yield result
    if failed is not None:
        raise failed


class _Worker(Generic[Item, Result]):
    """A process, and the numbers of the batches that it has."""

    def __init__(self, context: Any, made: Made[Item, Result]) -> None:
        self.waiting: deque[int] = deque()
        theirs, self.tasks = context.Pipe(duplex=False)
        self.results, mine = context.Pipe(duplex=False)
        self.process = context.Process(target=_work, args=(made, theirs, mine, (self.tasks, self.results)), daemon=True)
        self.process.start()
        # Only the process itself holds its ends now, so that its end is noticed here.
        theirs.close()
        mine.close()

    def send(self, number: int, batch: list[Item]) -> None:
        try:
            self.tasks.send(batch)
        except OSError as error:
            raise self._ended() from error
        self.waiting.append(number)

    def receive(self) -> tuple[int, bool, Any]:
        try:
            failed, result = self.results.recv()
        except (EOFError, OSError) as error:
            raise self._ended() from error
        return self.waiting.popleft(), failed, result

    def _ended(self) -> WorkerError:
        self.process.join(5)
        code = self.process.exitcode
        how = "?" if code is None else code
        if code is not None and code < 0:
            how = next((item.name for item in signal.Signals if item == -code), code)
        return WorkerError("many.worker", process=self.process.pid, how=how)

    def end(self) -> None:
        self.tasks.close()
        self.results.close()
        self.process.terminate()
        self.process.join()
        self.process.close()


# --- in a worker -----------------------------------------------------------------------------------------------------


def _work(made: Made[Item, Result], given: Connection, results: Connection, others: tuple[Connection, ...]) -> None:
    # While the other ends are open here, the end of the collector would not be noticed.
    for link in others:
        link.close()
    # Ctrl-C is for the process that collects the results; it ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # What was there before the fork stays shared: the collector does not walk over it.
    gc.freeze()
    tasks: SimpleQueue[list[Item]] = SimpleQueue()
    answers: SimpleQueue[tuple[bool, object]] = SimpleQueue()
    # Pipes are read and written beside the work, so that neither side ever waits for the other to take something.
    Thread(target=_receive, args=(given, tasks), daemon=True).start()
    Thread(target=_answer, args=(results, answers), daemon=True).start()
    try:
        call = made()
        while True:
            answers.put((False, call(tasks.get())))
    except Exception as error:
        answers.put((True, error))
        # The collector raises it in its turn, and ends this process.
        while True:
            tasks.get()


def _receive(given: Connection, tasks: SimpleQueue[Any]) -> None:
    while True:
        try:
            tasks.put(given.recv())
        except (EOFError, OSError):
            # The collector is gone, or needs nothing more.
            os._exit(0)


def _answer(results: Connection, answers: SimpleQueue[Any]) -> None:
    while True:
        try:
            results.send(answers.get())
        except OSError:
            os._exit(0)
