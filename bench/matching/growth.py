"""How the live index grows, as a picture: growth.py PICTURE.svg FIGURES.json…

The figures are what `scale measure` prints, one file for each number of postings. Called by bench/matching/run growth.
"""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

PICTURE, FILES = Path(sys.argv[1]), sys.argv[2:]
# What the index has to keep to at a hundred thousand postings.
RANKED_WITHIN_MS, POSTING_WITHIN_MS = 30, 25
INK, FIRST, SECOND, LIMIT = "#1f2937", "#2563eb", "#b45309", "#6b7280"


def spread(axes, x, figures, name, colour, label, above=True):
    """A line through the medians, with the 95th percentiles above."""
    middle = [one[name]["p50"] for one in figures]
    high = [one[name]["p95"] for one in figures]
    axes.plot(x, middle, marker="o", color=colour, label=label)
    axes.fill_between(x, middle, high, color=colour, alpha=0.15, linewidth=0)
    for at, value in zip(x, middle):
        number = f"{value:.0f}" if value >= 10 else f"{value:.2g}"
        place = (0, 6) if above else (0, -15)
        axes.annotate(number, (at, value), textcoords="offset points", xytext=place, ha="center", color=colour)


def short(number):
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if number >= size:
            return f"{number / size:g}{letter}"
    return f"{number:g}"


def main():
    figures = sorted((json.loads(Path(file).read_text()) for file in FILES), key=lambda one: one["jobs"])
    jobs = [one["jobs"] for one in figures]
    plt.rcParams.update({"font.size": 10, "text.color": INK, "axes.labelcolor": INK, "svg.hashsalt": "growth"})
    picture, (ranking, posting, memory) = plt.subplots(1, 3, figsize=(12, 3.8), layout="constrained")

    spread(ranking, jobs, figures, "rank_all_ms", FIRST, "the best 500")
    spread(ranking, jobs, figures, "first_50_ms", SECOND, "the best 50, with reasons", above=False)
    ranking.axhline(RANKED_WITHIN_MS, color=LIMIT, linestyle=":", label=f"{RANKED_WITHIN_MS} ms")
    ranking.set(title="All postings ranked for one person", xlabel="open postings", ylabel="ms of one core")

    people = [1, 1_000, figures[0]["people"]]
    names = ["one_posting_for_one_ms", "one_posting_for_a_thousand_ms", "one_posting_for_everybody_ms"]
    middle = figures[len(figures) // 2]
    by_people = [{"ms": middle[name]} for name in names]
    spread(posting, people, by_people, "ms", FIRST, f"with {short(middle['jobs'])} postings")
    posting.axhline(POSTING_WITHIN_MS, color=LIMIT, linestyle=":", label=f"{POSTING_WITHIN_MS} ms")
    posting.set(title="A new posting scored for everybody", xlabel="people", ylabel="ms of one core")

    size = [one["resident_bytes_per_job"] * one["jobs"] / 1e6 for one in figures]
    memory.plot(jobs, size, marker="o", color=FIRST, label="the index")
    memory.plot(jobs, [2_048 * one / 1e6 for one in jobs], color=LIMIT, linestyle=":", label="2 KB a posting")
    for at, value in zip(jobs, size):
        memory.annotate(f"{value:,.0f}", (at, value), textcoords="offset points", xytext=(0, 6), ha="center", color=FIRST)
    memory.set(title="Memory", xlabel="open postings", ylabel="MB")

    for axes in (ranking, posting, memory):
        axes.set(xscale="log", yscale="log")
        axes.margins(y=0.25)
        axes.xaxis.set_major_formatter(lambda value, _: short(value))
        axes.minorticks_off()
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axes.legend(frameon=False, fontsize=9, loc="upper left")
        axes.spines[["top", "right"]].set_visible(False)
    picture.savefig(PICTURE, metadata={"Date": None})


main()
