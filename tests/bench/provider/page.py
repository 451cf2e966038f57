"""The page of results."""

from __future__ import annotations

import textwrap
from statistics import median
from typing import Any

OURS = "jotkit, SQLite"
HEAD = """\
# Refreshes and exchanges per second

Made by `make bench ONLY=provider`; [README.md](README.md) explains how.
"""


def write(facts: dict[str, Any]) -> str:
    """The page, from what measure.py found."""
    rates = facts["rates"]
    refresh = {name: median(rate["refresh"]) for name, rate in rates.items()}
    exchange = {name: median(rate["exchange"]) for name, rate in rates.items()}
    authlib = max((name for name in rates if name.startswith("Authlib")), key=refresh.__getitem__)
    parts = [HEAD, *machine(facts), "", *table(rates, refresh, exchange, authlib)]
    parts += ["", *core(facts), "", *memory(facts["memory"]), "", "## Targets", ""]
    part, resident = facts["core"]["refresh"], facts["memory"]["resident"]
    ratio = refresh[OURS] / refresh[authlib]
    before, after = facts["memory"]["before"], facts["memory"]["after"]
    parts += [
        target(ratio >= 3, "refreshes, 3 times Authlib's on SQLite", f"{ratio:.1f} times"),
        target(part < 50, "the core's part of a refresh below 50 µs", f"{part:.1f} µs"),
        target(growth(resident) < 5, "memory grows by less than 5 %", f"{growth(resident):+.1f} %"),
        target(before["grants"] == after["grants"], "refreshing adds no row", "as counted above"),
    ]
    return "\n".join(parts) + "\n"


def machine(facts: dict[str, Any]) -> list[str]:
    about, flush = facts["machine"], facts["flush"]
    disk, shared = flush["disk"], flush["memory"]
    return [
        item(f"{about['date']}, commit {about['commit']}; load before the start: {about['load']}"),
        item(about["machine"]),
        item(f"{about['postgres']}; {about['python']}; {about['node']}"),
        item(
            f"medians of {facts['rounds']} rounds of {facts['seconds']} s for each server in turn;"
            " ± is half of the distance between the slowest and the fastest"
        ),
        item("16 connections; the load, the servers and all databases share the cores"),
        item(
            f"bringing 4 KiB to this disk (`fsync`) takes {disk['median']:.0f} µs, at best"
            f" {disk['least']:.0f} µs, to a disk in memory {shared['median']:.1f} µs. Each commit"
            " of SQLite waits for it once, PostgreSQL once for commits that come together."
        ),
    ]


def table(
    rates: dict[str, Any], refresh: dict[str, float], exchange: dict[str, float], authlib: str
) -> list[str]:
    lines = [
        paragraph(
            "`x` is how many times as many as the faster Authlib. `CPU` is the server's own time"
            " on processors for one refresh, without that of PostgreSQL."
        ),
        "",
        "| server | refreshes/s | x | exchanges/s | x | CPU of a refresh |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for name, rate in rates.items():
        cells = [
            name,
            f"{refresh[name]:.0f} ± {spread(rate['refresh']):.0f} %",
            f"{refresh[name] / refresh[authlib]:.2f}",
            f"{exchange[name]:.0f} ± {spread(rate['exchange']):.0f} %",
            f"{exchange[name] / exchange[authlib]:.2f}",
            f"{median(rate['busy']):.0f} µs",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def core(facts: dict[str, Any]) -> list[str]:
    part, rate = facts["core"], facts["rates"][OURS]
    of_server = 100 * part["refresh"] / median(rate["busy"])
    of_time = part["refresh"] * median(rate["refresh"]) / 1e4
    text = paragraph(
        f"A refresh takes {part['refresh']:.1f} µs in the core, an exchange"
        f" {part['exchange']:.1f} µs: whole flows, with statements that are answered from memory"
        f" at once. Of the server's time on processors for a refresh on SQLite that is"
        f" {of_server:.0f} %, of the time between two replies {of_time:.0f} %."
    )
    return ["## The core's part", "", text]


def memory(facts: dict[str, Any]) -> list[str]:
    resident = [size / 1024 for size in facts["resident"]]
    before, after = facts["before"], facts["after"]
    text = paragraph(
        f"{facts['refreshes']} refreshes of 16 users, with SQLite on a disk in memory. The server"
        f" has {resident[0]:.1f} MiB resident after the first {facts['refreshes'] // 20},"
        f" {resident[len(resident) // 2]:.1f} MiB half-way, {resident[-1]:.1f} MiB at the end,"
        f" {max(resident):.1f} MiB at most: {growth(resident[len(resident) // 2 :]):+.1f} % in the"
        " second half. Rows of grants:"
        f" {before['grants']} before, {after['grants']} after. Rows of codes: {before['codes']}"
        f" before, {after['codes']} after, which are those with which the 16 users come in. The"
        f" file has {facts['file'] / 1024:.0f} KiB at the end, its write-ahead log"
        f" {facts['log'] / 1024 / 1024:.1f} MiB."
    )
    return ["## Memory and rows", "", text]


def growth(sizes: list[float]) -> float:
    """From the first to the last, in percent."""
    return 100 * (sizes[-1] / sizes[0] - 1)


def spread(numbers: list[float]) -> float:
    return 50 * (max(numbers) - min(numbers)) / median(numbers)


def paragraph(text: str) -> str:
    return textwrap.fill(text, 98, break_long_words=False, break_on_hyphens=False)


def item(text: str) -> str:
    return textwrap.indent(paragraph(text), "  ").replace("  ", "- ", 1)


def target(met: bool, what: str, found: str) -> str:  # noqa: FBT001
    return item(f"{'met' if met else 'MISSED'}: {what}: {found}")
