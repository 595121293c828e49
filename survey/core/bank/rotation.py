"""Which rotating items a wave asks: pools take turns, and so do the items within each."""

from __future__ import annotations

from collections.abc import Collection

from survey.core.bank.model import Bank, Template


def choose_rotating(
    bank: Bank, template: Template, features: Collection[str], turn: int
) -> tuple[str, ...]:
    """The rotating items of a plan's wave. turn: 0 for the first.

    Each pool comes up equally often, and each of its items once before any comes again. Items that
    the site's features do not allow for are passed over, with their pools where none is left.
    """
    if template.rotation is None:
        return ()
    pools = [
        possible
        for pool in template.rotation.pools
        if (possible := [name for name in pool if _possible(bank, name, features)])
    ]
    if not pools:
        return ()
    slots = min(template.rotation.slots, len(pools))
    drawn = range(turn * slots, (turn + 1) * slots)
    return tuple(_draw(pools, number) for number in drawn)


def _draw(pools: list[list[str]], number: int) -> str:
    """The item of the numberth drawing over all waves."""
    round_, at = divmod(number, len(pools))
    return pools[at][round_ % len(pools[at])]


def _possible(bank: Bank, name: str, features: Collection[str]) -> bool:
    needs = bank.items[name].needs
    return needs is None or needs in features
