"""The loop of a peer: one JSON object per line, requests on stdin, answers on stdout. ../README.md is the contract.

Uses only the standard library. A peer is a module with `hello()` and `KINDS`, the kinds of workloads it supports.
"""

import json
import math
import os
import sys
import time
from dataclasses import dataclass
from typing import Any, Callable, Optional

# The least length of a sample in seconds. Short executions are timed in groups.
SAMPLE_SECONDS = 0.001
# How long to wait for idle threads. OpenBLAS's threads spin for about a tenth of a second after a product.
REST_SECONDS = 0.5


class Unsupported(Exception):
    """Raised if the peer does not support a workload, which is not a failure."""


@dataclass
class Computation:
    """A prepared workload. `execute` returns when the work is done."""

    execute: Callable[[], Any]
    # Returns a copy of the last result as an array.
    result: Callable[[], Any]
    # Returns one number of the last result.
    sink: Callable[[], float]
    # How it computes the workload, for people.
    note: Optional[str] = None


class Session:
    """The state between requests: the prepared workload."""

    def __init__(self, peer):
        self.peer = peer
        self.computation: Optional[Computation] = None
        # How many executions make a sample; None until it is known.
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
        executions = workload.get("resultEpochs", workload.get("resultSteps", 1))
        results, seconds = [], 0.0
        for _ in range(executions):
            start = time.perf_counter()
            computation.execute()
            seconds += time.perf_counter() - start
            results.append(computation.result())
        name = f"result-{os.getpid()}"
        self.peer.write_results(os.path.join(folder, name), results, workload["dtype"])
        self.computation = computation
        self.batch = None
        note = {} if computation.note is None else {"note": computation.note}
        return {"result": name, "seconds": seconds / executions, **note}

    def sample(self, request):
        if self.computation is None:
            raise RuntimeError("nothing is prepared")
        computation = self.computation
        batch = self.batch = self.batch or warm_up(computation, request["warmUpSeconds"])
        samples, sink = [], 0.0
        end = time.perf_counter() + request["seconds"]
        while not samples or time.perf_counter() < end:
            start = time.perf_counter()
            for _ in range(batch):
                computation.execute()
            sink += computation.sink()
            samples.append((time.perf_counter() - start) / batch)
        rest()
        # JSON has no NaN and no infinities.
        return {"samples": samples, "sink": sink if math.isfinite(sink) else 0}

    def release(self, request):
        self.computation = None
        return {}

    def memory(self, request):
        return resident_memory()


def warm_up(computation, seconds):
    """Executes for `seconds`, so that machine and allocator are warm; returns how many executions make a sample."""
    total, fastest = 0.0, math.inf
    while total < seconds:
        start = time.perf_counter()
        computation.execute()
        taken = time.perf_counter() - start
        fastest = min(fastest, taken)
        total += taken
    return max(1, math.ceil(SAMPLE_SECONDS / max(fastest, 1e-9)))


def rest():
    """Waits until the library's threads are idle, so that the next candidate has the whole machine."""
    end = time.perf_counter() + REST_SECONDS
    busy = True
    while busy and time.perf_counter() < end:
        start = time.process_time()
        time.sleep(0.02)
        busy = time.process_time() - start > 0.002


def resident_memory():
    try:
        # Does not use getrusage, whose maximum may be the parent's, from before exec.
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
    except Exception as error:  # pylint: disable=broad-except; the harness reports every error
        return {"ok": False, "error": f"{type(error).__name__}: {error}".split("\n", 1)[0]}


def serve(peer):
    """Answers requests until stdin ends."""
    # Keeps the output of libraries away from stdout, where only answers belong.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    session = Session(peer)
    for line in sys.stdin:
        if line.strip():
            request = json.loads(line)
            identity = {"id": request["id"]} if "id" in request else {}
            answers.write(json.dumps({**identity, **answer(session, request)}) + "\n")
            answers.flush()
