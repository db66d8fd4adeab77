"""Runs nbconvert, and keeps what a kernel sends after it has said that it is idle.

Deno 2.9.6 sends the result of about one cell in six after that, and nbclient reads no further. The arguments are those
of `python -m nbconvert`.
"""

from queue import Empty

from nbclient import NotebookClient
from nbconvert.nbconvertapp import main

# Seconds without a message after which none is expected. nbclient gives a cell 4 seconds after its reply.
QUIET = 1

read_until_idle = NotebookClient._async_poll_output_msg


async def read_until_quiet(self, parent_msg_id, cell, cell_index):
    await read_until_idle(self, parent_msg_id, cell, cell_index)
    while True:
        try:
            late = await self.kc.iopub_channel.get_msg(timeout=QUIET)
        except Empty:
            return
        if late["parent_header"].get("msg_id") == parent_msg_id:
            self.process_message(late, cell, cell_index)


NotebookClient._async_poll_output_msg = read_until_quiet
main()
