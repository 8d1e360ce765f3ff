//! Which postings of the real ones are one vacancy: against texts that are nearly the same, and against the labels in
//! `bench/matching/labels/duplicates.tsv`.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::time::Instant;

use domain::vacancy::{Print, clusters};
use domain::{Posting, Timestamp};
use matching::lines;
use matching::words::next_number;

use crate::data;

/// How often the employers are drawn anew for the intervals.
const RESAMPLES: usize = 2000;
/// Words per shingle of the natural clusters.
const SHINGLE: usize = 5;
/// Texts of one employer with at least this share of common shingles are in one natural cluster.
const NATURAL: f64 = 0.9;

/// A pair of postings that a person read.
struct Pair {
    part: String,
    stratum: String,
    stands_for: f64,
    one: usize,
    other: usize,
    is_same: bool,
}

/// Joined rightly, joined, and to be joined; of one employer or of all.
#[derive(Clone, Copy, Default)]
struct Counts {
    right: f64,
    joined: f64,
    same: f64,
}

impl Counts {
    fn of<'p>(pairs: impl Iterator<Item = (&'p Pair, bool)>, weight: fn(&Pair) -> f64) -> Self {
        let mut counts = Self::default();
        for (pair, is_joined) in pairs {
            counts.right += if is_joined && pair.is_same { weight(pair) } else { 0.0 };
            counts.joined += if is_joined { weight(pair) } else { 0.0 };
            counts.same += if pair.is_same { weight(pair) } else { 0.0 };
        }
        counts
    }

    fn add(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            joined: self.joined + other.joined,
            same: self.same + other.same,
        }
    }
}

/// Prints precision and recall by pairs. With `misses` what goes wrong in the development part of the labels, and
/// nothing of the other parts.
pub fn measure(misses: bool) {
    let now: Timestamp = "2022-01-01T00:00:00Z".parse().unwrap();
    let jobs: Vec<Posting> = data("postings/postings_with_desc.jsonl")
        .lines()
        .map(|line| lines::job(line, now).expect("the set is well formed").job.posting)
        .collect();
    let started = Instant::now();
    let prints: Vec<Print> = jobs.iter().map(Print::of).collect();
    let printed = started.elapsed();
    let found = clusters(&prints);
    println!(
        "{} postings are {} vacancies: prints {printed:.2?}, clusters {:.2?}",
        jobs.len(),
        found.len(),
        started.elapsed() - printed
    );
    let cluster_of = owners(jobs.len(), &found);
    if !misses {
        exact(&jobs, &cluster_of);
        natural(&jobs, &found, &cluster_of);
    }
    labelled(&jobs, &cluster_of, misses);
}

fn owners(count: usize, clusters: &[Vec<usize>]) -> Vec<usize> {
    let mut owner = vec![0; count];
    for (cluster, members) in clusters.iter().enumerate() {
        members.iter().for_each(|member| owner[*member] = cluster);
    }
    owner
}

/// Same employer, title and text to the letter: these must never be apart.
fn exact(jobs: &[Posting], cluster_of: &[usize]) {
    let mut groups: HashMap<(String, String, String), Vec<usize>> = HashMap::new();
    for (index, job) in jobs.iter().enumerate() {
        let fold = domain::text::fold;
        groups.entry((fold(&job.company), fold(&job.title), fold(&job.description))).or_default().push(index);
    }
    let pairs = groups.values().flat_map(|members| pairs_of(members));
    let (all, joined) = pairs.fold((0, 0), |(all, joined), (one, other)| {
        (all + 1, joined + usize::from(cluster_of[one] == cluster_of[other]))
    });
    println!("same employer, title and text: {all} pairs, {joined} of them one vacancy");
}

/// Postings of one employer whose texts share nine in ten shingles, directly or through others.
fn natural(jobs: &[Posting], found: &[Vec<usize>], cluster_of: &[usize]) {
    let shingles: Vec<HashSet<u64>> = jobs.iter().map(|job| shingles(&job.description)).collect();
    let mut employers: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, job) in jobs.iter().enumerate() {
        employers.entry(domain::text::fold(&job.company)).or_default().push(index);
    }
    let mut group: Vec<usize> = (0..jobs.len()).collect();
    for (one, other) in employers.values().flat_map(|members| pairs_of(members)) {
        if overlap(&shingles[one], &shingles[other]) >= NATURAL {
            let (one, other) = (root(&mut group, one), root(&mut group, other));
            group[one.max(other)] = one.min(other);
        }
    }
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    for index in 0..jobs.len() {
        members.entry(root(&mut group, index)).or_default().push(index);
    }
    let several = members.values().filter(|members| members.len() > 1);
    println!("natural clusters: {}", several.clone().count());
    let titles: Vec<&str> = jobs.iter().map(|job| job.title.as_str()).collect();
    let (mut all, mut joined, mut same_title, mut joined_of_them) = (0, 0, 0, 0);
    for (one, other) in several.flat_map(|members| pairs_of(members)) {
        let is_joined = usize::from(cluster_of[one] == cluster_of[other]);
        let is_same_title = usize::from(domain::text::fold(titles[one]) == domain::text::fold(titles[other]));
        all += 1;
        joined += is_joined;
        same_title += is_same_title;
        joined_of_them += is_joined * is_same_title;
    }
    let found: usize = found.iter().map(|members| members.len() * (members.len() - 1) / 2).sum();
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    println!("  pairs {all}, joined {joined}: recall {:.4}", share(joined, all));
    println!(
        "  of the same title {same_title}, joined {joined_of_them}: recall {:.4}",
        share(joined_of_them, same_title)
    );
    println!("  all joined pairs {found}: precision {:.4}", share(joined, found));
}

fn shingles(text: &str) -> HashSet<u64> {
    let folded = domain::text::fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    words
        .windows(SHINGLE.min(words.len()))
        .map(|window| window.iter().fold(7, |hash, word| matching::words::hash(hash, word.as_bytes())))
        .collect()
}

fn overlap(one: &HashSet<u64>, other: &HashSet<u64>) -> f64 {
    let (small, large) = (one.len().min(other.len()), one.len().max(other.len()));
    if (small as f64) < NATURAL * large as f64 {
        return 0.0;
    }
    let common = one.iter().filter(|hash| other.contains(hash)).count();
    common as f64 / (one.len() + other.len() - common) as f64
}

fn pairs_of(members: &[usize]) -> Vec<(usize, usize)> {
    let of =
        |(at, one): (usize, &usize)| members[..at].iter().map(|other| (*other, *one)).collect::<Vec<_>>();
    members.iter().enumerate().flat_map(of).collect()
}

fn root(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

fn labelled(jobs: &[Posting], cluster_of: &[usize], misses: bool) {
    let pairs = pairs(jobs);
    let mut parts: Vec<&str> = pairs.iter().map(|pair| pair.part.as_str()).collect();
    parts.sort_unstable();
    parts.dedup();
    for part in parts.into_iter().filter(|part| !misses || *part == "development") {
        let of_part: Vec<(&Pair, bool)> = pairs
            .iter()
            .filter(|pair| pair.part == part)
            .map(|pair| (pair, cluster_of[pair.one] == cluster_of[pair.other]))
            .collect();
        if misses {
            of_part
                .iter()
                .filter(|(pair, joined)| pair.is_same != *joined)
                .for_each(|(pair, _)| told(jobs, pair));
        }
        let same = of_part.iter().filter(|(pair, _)| pair.is_same).count();
        println!("{part}: {} pairs, {same} of them the same", of_part.len());
        report(jobs, "as drawn", &of_part, |_| 1.0);
        report(jobs, "weighted", &of_part, |pair| pair.stands_for);
    }
}

fn report(jobs: &[Posting], name: &str, pairs: &[(&Pair, bool)], weight: fn(&Pair) -> f64) {
    let mut by_employer: HashMap<&str, Vec<(&Pair, bool)>> = HashMap::new();
    for (pair, joined) in pairs {
        by_employer.entry(&jobs[pair.one].company).or_default().push((pair, *joined));
    }
    let mut employers: Vec<_> = by_employer.into_iter().collect();
    employers.sort_unstable_by_key(|(company, _)| *company);
    let counts: Vec<Counts> =
        employers.iter().map(|(_, pairs)| Counts::of(pairs.iter().copied(), weight)).collect();
    let all = counts.iter().copied().fold(Counts::default(), Counts::add);
    let precision = |counts: Counts| counts.right / counts.joined;
    let recall = |counts: Counts| counts.right / counts.same;
    println!(
        "  {name}: precision {} recall {} ({:.0} of {:.0} joined, {:.0} the same)",
        shown(&counts, precision),
        shown(&counts, recall),
        all.right,
        all.joined,
        all.same
    );
}

/// A figure with its 95 % bootstrap interval over the employers, whose postings resemble each other.
fn shown(counts: &[Counts], figure: fn(Counts) -> f64) -> String {
    let all = counts.iter().copied().fold(Counts::default(), Counts::add);
    let mut state = 1;
    let mut draw = || {
        let at = next_number(&mut state) % counts.len() as u64;
        counts[usize::try_from(at).expect("it is below a length")]
    };
    let mut figures: Vec<f64> = (0..RESAMPLES)
        .map(|_| figure((0..counts.len()).map(|_| draw()).fold(Counts::default(), Counts::add)))
        .filter(|figure| figure.is_finite())
        .collect();
    figures.sort_by(f64::total_cmp);
    let at = |share: f64| figures.get((figures.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    format!("{:.3} [{:.3}, {:.3}]", figure(all), at(0.025), at(0.975))
}

fn told(jobs: &[Posting], pair: &Pair) {
    let (one, other) = (&jobs[pair.one], &jobs[pair.other]);
    println!(
        "{} {}: {}\n    {} | {} | {:?}\n    {} | {} | {:?}",
        if pair.is_same { "apart" } else { "joined" },
        pair.stratum,
        one.company,
        one.title,
        one.location,
        one.pay,
        other.title,
        other.location,
        other.pay
    );
}

fn pairs(jobs: &[Posting]) -> Vec<Pair> {
    let at: HashMap<&str, usize> =
        jobs.iter().enumerate().map(|(index, job)| (job.external_id.as_str(), index)).collect();
    let path = format!("{}/../../bench/matching/labels/duplicates.tsv", env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
    let pair = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        Pair {
            part: cells[0].to_owned(),
            stratum: cells[1].to_owned(),
            stands_for: cells[2].parse().expect("a number"),
            one: at[cells[3]],
            other: at[cells[4]],
            is_same: cells[5] == "same",
        }
    };
    table.lines().filter(|line| !line.starts_with('#')).map(pair).collect()
}
