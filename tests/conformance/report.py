"""The result of a check, and how results are told."""

from dataclasses import dataclass

# More problems of one kind than this help nobody.
SHOWN = 20


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; it passed if no problem was found."""

    name: str
    problems: list[str]


def tell(check):
    """Prints one result."""
    print(f"{'FAIL' if check.problems else 'ok':4} {check.name}", flush=True)
    for problem in check.problems[:SHOWN]:
        print(f"     - {problem}")
    if len(check.problems) > SHOWN:
        print(f"     - and {len(check.problems) - SHOWN} more")


def summary(checks):
    """Prints the closing line, and gives the exit status."""
    failed = sum(bool(check.problems) for check in checks)
    print(f"{len(checks) - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not checks else 0


def finish(checks):
    """Prints everything, and gives the exit status."""
    for check in checks:
        tell(check)
    return summary(checks)
