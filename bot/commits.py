"""Steps that are ready at the same moment share one commit, and so one wait for the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from storage import Database

Step = Callable[[], Awaitable[None]]


class Commits:
    """Runs steps in transactions, as many in one as came while the last one was at work."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[tuple[Step, asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def run(self, step: Step) -> None:
        """Returns when the step is committed; raises what it, and not another's, has raised."""
        committed = asyncio.get_running_loop().create_future()
        self._waiting.append((step, committed))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        await committed

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            if not await self._commit(batch, is_last_try=len(batch) == 1):
                for one in batch:
                    await self._commit([one], is_last_try=True)

    async def _commit(
        self, batch: list[tuple[Step, asyncio.Future[None]]], *, is_last_try: bool
    ) -> bool:
        error: Exception | None = None
        try:
            async with self._db.transaction():
                for step, _ in batch:
                    await step()
        except Exception as caught:
            if not is_last_try:
                return False
            error = caught
        for _, committed in batch:
            if committed.done():
                continue  # who waited for it was cancelled
            if error:
                committed.set_exception(error)
            else:
                committed.set_result(None)
        return True
