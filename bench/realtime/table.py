"""Prints the figures of bench/realtime/run as tables, and how they stand to the bars of the project. Of several rounds the
median of each figure counts, and all that was lost."""

import json
import sys
from collections import defaultdict
from statistics import median

NAMES = {
    "limit": "limit: bare sockets (Rust)",
    "jobwire": "Jobwire",
    "jobwire-redis": "Jobwire, single people through Redis",
    "jobwire-durable": "Jobwire, single people through the log",
    "channels": "Channels 4.3 + channels-redis, uvicorn",
    "socketio": "Socket.IO 4.8 (Node)",
}


def together(rounds, name=None):
    """The figures of several rounds as those of one."""
    if isinstance(rounds[0], list):
        return together([turn for turns in rounds for turn in turns])
    if isinstance(rounds[0], dict):
        return {name: together([one[name] for one in rounds], name) for name in rounds[0]}
    known = [figure for figure in rounds if figure is not None]
    if name == "lost":
        return sum(known)
    if name == "stuck_closed":
        return max(known)
    return median(known) if known else None


measured = defaultdict(lambda: defaultdict(list))
for line in sys.stdin:
    run = json.loads(line)
    what = run["figures"]["people"] if run["what"] == "client" else run["what"]
    measured[what][run["server"]].append(run["figures"])
figures = defaultdict(dict)
for what, servers in measured.items():
    figures[what] = {server: together(rounds) for server, rounds in servers.items()}


def number(value, digits=0):
    return "-" if value is None else f"{value:,.{digits}f}"


def times(phase):
    return f"{number(phase['p50_ms'], 1)} / {number(phase['p99_ms'], 1)}"


def table(head, rows):
    """Rows as Markdown: the first column is words, the others are numbers."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    rule = ["-" * width if at == 0 else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    for row in [head, rule, *rows]:
        cells = [cell.ljust(width) if at == 0 else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths))]
        print(f"| {' | '.join(cells)} |")


def load(people):
    head = ["server", "n", "conn/s", "CPU s/M", "KiB/conn", "fan-out deliveries/s", "CPU s/M", "p50 / p99 ms",
            "paced p50 / p99 ms", "per-user events/s", "CPU s/M", "p50 / p99 ms", "1,000/s p50 / p99 ms", "lost", "others"]
    rows = []
    for server, all_of in figures[people].items():
        room, paced, users, thousand = (all_of[phase] for phase in ("room", "paced", "users", "thousand"))
        lost = room["lost"] + paced["lost"] + users["lost"] + thousand["lost"]
        rows.append([
            NAMES[server], str(people), number(all_of["connections_per_s"]),
            number(all_of["connection_cpu_s_per_million"]), number(all_of["kib_per_connection"], 1),
            number(room["per_s"]), number(room["cpu_s_per_million"], 1), times(room), times(paced),
            number(users["per_s"]), number(users["cpu_s_per_million"], 1), times(users), times(thousand), number(lost),
            number(room["other_cores"], 2),
        ])
    table(head, rows)


def change(server):
    """By how many percent the others' p99 grows: of each turn and the one before it, when everybody read."""
    turns = [turn for run in measured["stuck"][server] for turn in zip(run["beside"], run["all_read"])]
    pairs = [(beside["p99_ms"], all_read["p99_ms"]) for beside, all_read in turns]
    return median((beside / all_read - 1) * 100 for beside, all_read in pairs if beside and all_read)


def stuck_readers():
    head = ["50 of 150 do not read, by turns", "MiB before", "MiB peak", "KiB per stuck", "closed", "events a stuck one got",
            "others: deliveries/s", "p99 ms", "p99 ms when all read", "change %", "lost"]
    rows = []
    for server, all_of in figures["stuck"].items():
        beside, all_read = all_of["beside"], all_of["all_read"]
        rows.append([
            NAMES[server], number(all_of["kib_before"] / 1024), number(all_of["kib_peak"] / 1024),
            number(all_of["kib_per_stuck"]), number(all_of["stuck_closed"]), number(all_of["stuck_got"]),
            number(beside["per_s"]), number(beside["p99_ms"], 1), number(all_read["p99_ms"], 1),
            f"{change(server):+.0f}", number(beside["lost"] + all_read["lost"]),
        ])
    table(head, rows)


def bar(what, value, unit, bound, at_most=False):
    met = value <= bound if at_most else value >= bound
    print(f"{'met   ' if met else 'missed'} {what}: {value:,.2f}{unit} (bar: {'at most' if at_most else 'at least'} {bound}{unit})")


def ratios(people):
    run = figures[people]
    limit, ours, channels = run.get("limit"), run.get("jobwire"), run.get("channels")
    print(f"\nAt {people} connections, in the same run:")
    for server, all_of in run.items():
        if limit and server not in ("limit", "jobwire", "jobwire-redis"):
            shares = [(all_of[phase]["per_s"] or 0) / limit[phase]["per_s"] for phase in ("room", "users")]
            print(f"       {NAMES[server]}: {shares[0]:.3f} of the limit in fan-out, {shares[1]:.3f} to single people")
    if ours and limit:
        bar("fan-out", ours["room"]["per_s"] / limit["room"]["per_s"], " of the limit", 0.75)
        bar("events to single people", ours["users"]["per_s"] / limit["users"]["per_s"], " of the limit", 0.75)
    if ours and channels:
        bar("fan-out", ours["room"]["per_s"] / channels["room"]["per_s"], " x Channels", 30)
    if limit and "jobwire-redis" in run:
        share = run["jobwire-redis"]["users"]["per_s"] / limit["users"]["per_s"]
        bar("events to single people through Redis", share, " of the limit", 0.55)
    if "jobwire-durable" in run:
        late = run["jobwire-durable"]["thousand"]["p99_ms"]
        bar("p99 from the order to the frame at 1,000 recorded events a second", late, " ms", 15, at_most=True)
    if ours:
        bar("idle connection", ours["kib_per_connection"], " KiB", 8, at_most=True)
        bar("handshakes with authentication", ours["connections_per_s"], "/s", 5000)


counts = [what for what in figures if isinstance(what, int)]
for people in counts:
    load(people)
    print()
if figures["stuck"]:
    stuck_readers()
for people in counts:
    ratios(people)
if ours := figures["stuck"].get("jobwire"):
    print("\nStuck readers:")
    bar("memory of each", ours["kib_per_stuck"], " KiB", 320, at_most=True)
    bar("the others' p99 grew by", change("jobwire"), " %", 20, at_most=True)
