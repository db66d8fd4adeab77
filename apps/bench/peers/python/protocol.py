"""The loop of a peer: one JSON object a line, requests on stdin, answers on stdout. ../README.md is the contract.

The standard library only; a peer is a module with `hello()` and `KINDS`, the kinds of work that it has.
"""

import json
import math
import os
import sys
import time
from dataclasses import dataclass
from typing import Any, Callable, Optional

WARM_UP_SECONDS = 0.3
# One sample is at least so long: many executions are timed together where one is short.
SAMPLE_SECONDS = 0.001
# OpenBLAS's threads spin for about a tenth of a second after a product.
REST_SECONDS = 0.5


class Unsupported(Exception):
    """The peer has no such thing; no failure."""


@dataclass
class Computation:
    """A prepared workload. `execute` returns when the work is done."""

    execute: Callable[[], Any]
    # A copy of all that the last execution computed, as an array.
    result: Callable[[], Any]
    # One number of the last execution's result.
    sink: Callable[[], float]


class Session:
    """What the requests refer to: the prepared workload."""

    def __init__(self, peer):
        self.peer = peer
        self.computation: Optional[Computation] = None
        # How many make a sample; None until it is known.
        self.batch: Optional[int] = None

    def hello(self, request):
        return self.peer.hello()

    def prepare(self, request):
        workload, folder = request["workload"], request["folder"]
        self.release(request)
        kind = workload["kind"]
        if kind == "startup":
            return {"result": None}
        make = self.peer.KINDS.get("train" if kind == "memory" else kind)
        if make is None:
            raise Unsupported(f"no {kind}")
        computation = make(workload, self.peer.read_inputs(workload, folder))
        executions = workload.get("resultEpochs", 1)
        results, seconds = [], 0.0
        for _ in range(executions):
            start = time.perf_counter()
            computation.execute()
            seconds += time.perf_counter() - start
            results.append(computation.result())
        name = f"result-{os.getpid()}"
        self.peer.write_results(os.path.join(folder, name), results, workload["dtype"])
        self.computation = computation
        self.batch = 1 if kind == "memory" else None
        return {"result": name, "seconds": seconds / executions}

    def sample(self, request):
        if self.computation is None:
            raise RuntimeError("nothing is prepared")
        computation = self.computation
        batch = self.batch = self.batch or warm_up(computation)
        samples, sink = [], 0.0
        end = time.perf_counter() + request["seconds"]
        while not samples or time.perf_counter() < end:
            start = time.perf_counter()
            for _ in range(batch):
                computation.execute()
            sink += computation.sink()
            samples.append((time.perf_counter() - start) / batch)
        rest()
        # JSON has neither NaN nor infinities.
        return {"samples": samples, "sink": sink if math.isfinite(sink) else 0}

    def release(self, request):
        self.computation = None
        return {}

    def memory(self, request):
        return resident_memory()


def warm_up(computation):
    """Executes until the machine and the allocator are warm; returns how many executions make a sample."""
    total, fastest = 0.0, math.inf
    while total < WARM_UP_SECONDS:
        start = time.perf_counter()
        computation.execute()
        seconds = time.perf_counter() - start
        fastest = min(fastest, seconds)
        total += seconds
    return max(1, math.ceil(SAMPLE_SECONDS / max(fastest, 1e-9)))


def rest():
    """Waits until the library's threads have stopped waiting actively: the next candidate is to have the machine."""
    end = time.perf_counter() + REST_SECONDS
    busy = True
    while busy and time.perf_counter() < end:
        start = time.process_time()
        time.sleep(0.02)
        busy = time.process_time() - start > 0.002


def resident_memory():
    try:
        # Not getrusage: what it calls the maximum may be the parent's, from before exec.
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            fields = dict(line.split(":", 1) for line in status)
        kibibytes = [int(fields[name].split()[0]) for name in ("VmRSS", "VmHWM")]
        return {"rssBytes": kibibytes[0] * 1024, "peakBytes": kibibytes[1] * 1024}
    except OSError as error:
        raise Unsupported("memory is measured on Linux only") from error


def answer(session, request):
    action = request.get("do")
    if action not in ("hello", "prepare", "sample", "release", "memory"):
        return {"ok": False, "error": f"unknown request '{action}'"}
    try:
        return {"ok": True, **getattr(session, action)(request)}
    except Unsupported as reason:
        return {"ok": False, "unsupported": str(reason)}
    except Exception as error:  # pylint: disable=broad-except; whatever it is, the harness shall read it
        return {"ok": False, "error": f"{type(error).__name__}: {error}".split("\n", 1)[0]}


def serve(peer):
    """Answers until stdin ends."""
    # Whatever a library prints must not reach the harness as an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    session = Session(peer)
    for line in sys.stdin:
        if line.strip():
            request = json.loads(line)
            identity = {"id": request["id"]} if "id" in request else {}
            answers.write(json.dumps({**identity, **answer(session, request)}) + "\n")
            answers.flush()
