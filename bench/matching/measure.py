"""The matcher beside what others use: titles, resumes against postings, and what each posting costs.

Called by bench/matching/run. Every system sees the same files and is judged by the same functions. `jobwire` is used
through its command line, as anybody would. Differences are given with a paired bootstrap over the queries.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from peers import CharTfIdf, MiniLm, Tantivy, WordTfIdf

JOBWIRE, DATA = Path(sys.argv[1]), Path(sys.argv[2])
SCALE, GROWN = Path(sys.argv[3]), Path(sys.argv[4])
WANTED = set(sys.argv[5:]) or {"titles", "match", "speed"}
LANGUAGES = ["english", "german", "spanish", "chinese"]
# How often the queries are drawn anew, with the seed.
DRAWS, SEED = 2000, 1
# The judgements of the resumes are right in 86 % of grade 3 and less below.
GRADE = 3
# How many people are ranked for, and how many texts tell what MiniLM costs.
RANKED_FOR, SAMPLE = 20, 64


def tsv(path):
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t", 1) for line in lines if "\t" in line]


def judgements(path):
    judged = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        query, _, document, grade = line.split("\t")
        judged.setdefault(query, {})[document] = int(grade)
    return judged


def average_precision(ranking, relevant):
    found, total = 0, 0.0
    for rank, document in enumerate(ranking, 1):
        if document in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def ndcg(ranking, relevant, depth=10):
    gain = sum(1 / np.log2(rank + 1) for rank, document in enumerate(ranking[:depth], 1) if document in relevant)
    return gain / sum(1 / np.log2(rank + 1) for rank in range(1, min(depth, len(relevant)) + 1))


def interval(ours, theirs):
    """The mean difference and its 95 % interval, the same queries drawn for both."""
    differences = np.array(ours) - np.array(theirs)
    draw = random.Random(SEED)
    means = sorted(np.mean(draw.choices(differences, k=len(differences))) for _ in range(DRAWS))
    return differences.mean(), means[int(DRAWS * 0.025)], means[int(DRAWS * 0.975)]


def rankings(scores, ids):
    return [[ids[at] for at in np.argsort(-row, kind="stable")] for row in scores]


def report(title, figures):
    """`figures`: name to one number for each query; the last is ours."""
    print(f"\n{title}")
    *others, ours = figures
    for name, values in figures.items():
        print(f"  {name:34} {np.mean(values):.3f}")
    best = max(others, key=lambda name: np.mean(figures[name]))
    for name in others:
        difference, low, high = interval(figures[ours], figures[name])
        mark = " (the best of the others)" if name == best else ""
        print(f"  {ours} - {name}: {difference:+.3f} [{low:+.3f}, {high:+.3f}]{mark}")


def jobwire(*arguments):
    done = subprocess.run([JOBWIRE, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def titles(model):
    for language in LANGUAGES:
        folder = DATA / "title_match" / language
        queries, corpus = tsv(folder / "queries.tsv"), tsv(folder / "corpus.tsv")
        judged = judgements(folder / "qrels.tsv")
        ids, names = zip(*corpus)
        wanted = [name for _, name in queries]
        figures = {}
        for peer in [Tantivy(), CharTfIdf(), model]:
            ranked = rankings(peer.scores(wanted, names), ids)
            figures[peer.name] = [average_precision(row, judged[query]) for row, (query, _) in zip(ranked, queries)]
        ours = jobwire(
            "titles", "--queries", folder / "queries.tsv", "--corpus", folder / "corpus.tsv", "--top", len(corpus)
        )
        ranked = {line["query_id"]: [found["id"] for found in line["ranking"]] for line in ours}
        figures["Jobwire"] = [average_precision(ranked[query], judged[query]) for query, _ in queries]
        report(f"Titles, {language}: mean average precision over {len(queries)} queries", figures)


def match(model):
    folder = DATA / "match_proxy"
    read = lambda name: [json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()]
    jobs = read("docs.jsonl")
    judged = judgements(folder / "qrels.tsv")
    relevant = {
        query: {document for document, grade in grades.items() if grade >= GRADE} for query, grades in judged.items()
    }
    people = [person for person in read("queries.jsonl") if relevant.get(person["query_id"])]
    ids = [job["doc_id"] for job in jobs]
    pairs = {
        "title": ([person["headline"] for person in people], [job["title"] for job in jobs]),
        "body": ([person["text"] for person in people], [job["text"] for job in jobs]),
    }

    def judge(ranked):
        return [ndcg(row, relevant[person["query_id"]]) for row, person in zip(ranked, people)]

    def ours(*parts):
        found = {}
        arguments = ["match", "--profiles", folder / "queries.jsonl", "--jobs", folder / "docs.jsonl", "--top", 10]
        for line in jobwire(*arguments, *parts):
            found.setdefault(line["profile_id"], []).append(line["job_id"])
        return judge([found.get(person["query_id"], []) for person in people])

    figures = {}
    for peer in [Tantivy(), CharTfIdf(), model]:
        figures[f"{peer.name}, titles"] = judge(rankings(peer.scores(*pairs["title"]), ids))
    figures["Jobwire"] = ours()
    report(f"Resume to posting, all parts: NDCG@10 at grade {GRADE} over {len(people)} resumes", figures)
    figures = {}
    for peer in [Tantivy(), WordTfIdf(), model]:
        figures[f"{peer.name}, bodies"] = judge(rankings(peer.scores(*pairs["body"]), ids))
    figures["Jobwire, text alone"] = ours("--parts", "text")
    report(f"Resume to posting, body only: NDCG@10 at grade {GRADE} over {len(people)} resumes", figures)


def speed(model):
    """What a posting costs when it comes in, one core each: MiniLM's vector against all that Jobwire keeps of it."""
    lines = (DATA / "match_proxy" / "docs.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [f"{job['title']}\n{job['text']}" for job in map(json.loads, lines[:100])]
    started = time.perf_counter()
    model.encode(texts)
    theirs = (time.perf_counter() - started) / len(texts)
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder) / "profile.jsonl"
        profile.write_text('{"id": "1", "headline": "Nurse", "text": "Care"}\n')
        few, many = Path(folder) / "few.jsonl", Path(folder) / "many.jsonl"
        few.write_text("\n".join(lines[:1]) + "\n")
        many.write_text("\n".join(lines) + "\n")

        def cost(jobs):
            started = time.perf_counter()
            jobwire("match", "--profiles", profile, "--jobs", jobs, "--top", 1)
            return time.perf_counter() - started

        # What starting the program costs is not the posting's.
        ours = min(cost(many) - cost(few) for _ in range(3)) / (len(lines) - 1)
    print(f"\nA posting taken in, one core: MiniLM {theirs * 1000:.2f} ms, Jobwire {ours * 1000:.3f} ms (reading, skills, ")
    print(f"text, title and ranking included): {theirs / ours:.0f} times cheaper")


def scale(model):
    """A hundred thousand postings, one core each: what one costs when it comes in, and all of them ranked for a profile."""
    figures = json.loads(subprocess.run([SCALE, "measure", GROWN, "10000"], stdout=subprocess.PIPE, check=True).stdout)
    jobs = [json.loads(line) for line in open(GROWN, encoding="utf-8")]
    texts = [f"{job['title']}\n{job['description']}" for job in jobs]
    people = (DATA / "match_proxy" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = [f"{person['headline']}\n{person['text']}" for person in map(json.loads, people[:RANKED_FOR])]
    ours = (figures["take_apart_ms"], figures["rank_all_ms"]["p50"])
    rows = {"Jobwire": ours}

    def took(work):
        started = time.perf_counter()
        made = work()
        return (time.perf_counter() - started) * 1000, made

    sample = texts[:SAMPLE]
    encoding, _ = took(lambda: model.encode(sample))
    vectors = np.random.default_rng(SEED).standard_normal((len(texts), 384), dtype=np.float32)
    asked = model.encode(wanted[:1])[0].astype(np.float32)
    scans = [took(lambda: np.argpartition(-(vectors @ asked), 500)[:500])[0] for _ in wanted]
    rows[f"{model.name}, every vector scanned"] = (encoding / len(sample), float(np.median(scans)))
    bm25 = Tantivy()
    indexing, searcher = took(lambda: bm25.index(texts))
    searches = [took(lambda one=one: bm25.search(searcher, one, 500))[0] for one in wanted]
    rows[bm25.name] = (indexing / len(texts), float(np.median(searches)))
    words = WordTfIdf()
    fitting, matrix = took(lambda: words.vectoriser.fit_transform(texts))
    compares = [took(lambda one=one: words.vectoriser.transform([one]) @ matrix.T)[0] for one in wanted]
    rows[words.name] = (fitting / len(texts), float(np.median(compares)))
    print(f"\n{len(texts)} postings with texts of their own, one core")
    print(f"  {'':34} {'taken in, each':>16} {'all ranked':>12}")
    for name, (taken_in, ranked) in rows.items():
        print(f"  {name:34} {taken_in:13.3f} ms {ranked:9.1f} ms   {taken_in / ours[0]:6.1f}   {ranked / ours[1]:6.1f} times ours")
    print("  " + json.dumps(figures))


if __name__ == "__main__":
    encoder = MiniLm()
    for name, part in [("titles", titles), ("match", match), ("speed", speed), ("scale", scale)]:
        if name in WANTED:
            part(encoder)
