"""How the report writes figures in English: percents, ranges, people out of ten, verdicts."""

from __future__ import annotations

from typing import Any

Share = int | str
"""A whole percent, or an open end: "<10" is under ten, ">90" is over ninety percent."""

MINUS = "\u2212"

VERDICTS = {
    "clear_rise": "clear rise",
    "clear_fall": "clear fall",
    "no_clear_change": "no clear change",
    "too_few_to_tell": "too few to tell",
}
SHARES = {
    "fewer": "fewer answers than its share of the adults here",
    "about": "about as many answers as its share of the adults here",
    "more": "more answers than its share of the adults here",
}


def number(value: int) -> str:
    """1234 -> "1,234"; -3 -> "−3", with a true minus."""
    return f"{MINUS if value < 0 else ''}{abs(value):,}"


def score(entry: dict[str, Any]) -> str:
    """72 -> "72"; a last score -> "95 or more" or "5 or less"."""
    ends = {"more": " or more", "less": " or less"}
    return number(entry["score"]) + ends.get(entry.get("stands_for", ""), "")


def signed(value: int) -> str:
    """3 -> "+3"; -3 -> "−3"; 0 -> "0"."""
    return f"+{number(value)}" if value > 0 else number(value)


def is_under(share: Share) -> bool:
    """Whether a share is only known to be under its edge."""
    return str(share).startswith("<")


def edge(share: Share) -> int | None:
    """The edge of an open end, None for a whole percent."""
    return int(share[1:]) if isinstance(share, str) else None


def percent(share: Share) -> str:
    """62 -> "62%"; "<5" -> "under 5%"; ">95" -> "over 95%"."""
    if edge(share) is None:
        return f"{share}%"
    return f"{'under' if is_under(share) else 'over'} {edge(share)}%"


def span(low: int, high: int) -> str:
    """58, 66 -> "58 to 66"."""
    return f"{number(low)} to {number(high)}"


def percent_span(low: int, high: int) -> str:
    """58, 66 -> "58% to 66%"."""
    return f"{low}% to {high}%"


def in_ten(share: Share) -> str:
    """62 -> "6 in 10". The ends stay open: "fewer than 1 in 10", "nearly all"."""
    at = edge(share)
    if at is not None and is_under(share):
        return f"fewer than {max(-(-at // 10), 1)} in 10"
    if at is not None:
        return "nearly all" if at >= 95 else f"more than {at // 10} in 10"
    whole = int(share)
    if whole < 10:
        return "fewer than 1 in 10"
    if whole >= 95:
        return "more than 9 in 10"
    return f"{min((whole + 5) // 10, 9)} in 10"


def verdict(change: dict[str, Any]) -> str:
    """What is said of a change, from its code."""
    if change.get("no_change"):
        return "the same, to within 5 points"
    return VERDICTS[change["verdict"]]


def change_range(change: dict[str, Any]) -> str:
    """A change with its range: "+3 (−2 to 8)"; empty where there are no figures."""
    difference, low, high = (change.get(name) for name in ("difference", "low", "high"))
    if difference is None:
        return ""
    if low is None or high is None:
        return signed(difference)
    return f"{signed(difference)} ({span(low, high)})"


def points(value: int) -> str:
    """1 -> "1 point"; 5 -> "5 points"."""
    return f"{number(value)} point{'' if value == 1 else 's'}"


def either(names: list[str]) -> str:
    """["A", "B", "C"] -> "A, B, or C"."""
    if len(names) < 3:
        return " or ".join(names)
    return f"{', '.join(names[:-1])}, or {names[-1]}"


def first_upper(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]
