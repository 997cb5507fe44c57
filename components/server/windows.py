"""How much each visitor, each address and all together asked of this process within a minute."""

from __future__ import annotations

import time
from collections.abc import Callable

from components.server.caller import Caller
from components.settings import settings

MINUTE = 60.0
ALL_SHARE = 10  # times what one visitor may, all visitors of a process may
_KEPT = 20_000  # windows looked through for old ones when there are more


class PerMinute:
    """Amounts within a minute, which begins for each with the first of them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}  # by name: (when it began, how much since)

    def over(self, caller: Caller, amount: int, most: int) -> bool:
        """Whether this much more is over what a visitor may (`most`; 0: any), their address, or all may."""
        if not most:
            return False
        share = settings().address_share
        bounds = [(caller.visitor, most), ("", ALL_SHARE * most)]
        bounds += [(f"address {caller.address}", share * most)] if share else []
        return any(self._since(name) + amount > bound for name, bound in bounds)

    def add(self, caller: Caller, amount: int) -> None:
        """Count an amount."""
        now = self._clock()
        for name in (caller.visitor, f"address {caller.address}", ""):
            begun, so_far = self._windows.get(name, (now, 0))
            self._windows[name] = (now, amount) if now - begun >= MINUTE else (begun, so_far + amount)
        if len(self._windows) > _KEPT:
            self._windows = {name: window for name, window in self._windows.items() if now - window[0] < MINUTE}

    def _since(self, name: str) -> int:
        begun, so_far = self._windows.get(name, (0.0, 0))
        return so_far if self._clock() - begun < MINUTE else 0
