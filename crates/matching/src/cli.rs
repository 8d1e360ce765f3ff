//! The engines behind `jobwire titles`, `jobwire match` and `jobwire jobs dedupe`: readers in, one
//! JSON object per line out, bad lines named on another writer. No files are opened here.

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use domain::vacancy::{Print, clusters};
use domain::{Reason, Timestamp};
use serde::Serialize;

use crate::corpus::Corpus;
use crate::lines::{self, JobLine, ProfileLine};
use crate::text::TextFeatures;
use crate::title::{TitleFeatures, TitleProbe};
use crate::{Index, PreparedProfile, Weights};

/// How [`rank`] ranks.
#[derive(Clone, Copy, Debug)]
pub struct RankOptions {
    /// What each part counts; see [`Weights::only`] for `--parts`.
    pub weights: Weights,
    /// How many jobs per profile.
    pub top: usize,
    /// The instant ages are counted from.
    pub now: Timestamp,
}

/// What came in and went out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Profiles (or queries) read.
    pub profiles: usize,
    /// Jobs (or titles) read.
    pub jobs: usize,
    /// Lines that could not be read; each was named.
    pub bad_lines: usize,
    /// Lines written.
    pub written: usize,
}

#[derive(Serialize)]
struct TitleRanking<'a> {
    query_id: &'a str,
    ranking: Vec<RankedTitle<'a>>,
}

#[derive(Serialize)]
struct RankedTitle<'a> {
    id: &'a str,
    score: f64,
}

/// Ranks the titles of `corpus` for each of `queries`, both tab-separated with a header (id, title).
pub fn titles(
    queries: impl BufRead,
    corpus: impl BufRead,
    top: usize,
    mut out: impl Write,
    mut problems: impl Write,
) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let queries = tsv(queries, "queries", &mut counts, &mut problems)?;
    let titles: Vec<(String, TitleFeatures)> = tsv(corpus, "corpus", &mut counts, &mut problems)?
        .into_iter()
        .map(|(id, title)| (id, TitleFeatures::of(&title)))
        .collect();
    (counts.profiles, counts.jobs) = (queries.len(), titles.len());
    let mut frequencies = Corpus::default();
    titles.iter().for_each(|(_, title)| frequencies.add(title, &TextFeatures::default(), &[]));
    let idf = frequencies.title_tables();
    for (query_id, title) in &queries {
        let probe = TitleProbe::new(&[TitleFeatures::of(title)], &frequencies);
        let mut ranking: Vec<RankedTitle<'_>> =
            titles.iter().map(|(id, title)| RankedTitle { id, score: probe.best(title, &idf).1 }).collect();
        ranking.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.id.cmp(other.id)));
        ranking.truncate(top);
        write_line(&mut out, &TitleRanking { query_id, ranking })?;
        counts.written += 1;
    }
    Ok(counts)
}

#[derive(Serialize)]
struct RankedJob<'a> {
    profile_id: &'a str,
    job_id: &'a str,
    score: f64,
    reasons: &'a [Reason],
}

/// Ranks the jobs for each profile; both are lines of JSON (see [`mod@lines`]).
pub fn rank(
    profiles: impl BufRead,
    jobs: impl BufRead,
    options: RankOptions,
    mut out: impl Write,
    mut problems: impl Write,
) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let profiles = json_lines(profiles, "profiles", &mut counts, &mut problems, lines::profile)?;
    let mut index = Index::new();
    let mut written_ids = HashMap::new();
    for_each_line(jobs, "jobs", &mut counts, &mut problems, |line| {
        let JobLine { id, job } = lines::job(line, options.now)?;
        index.upsert(&job);
        match written_ids.insert(job.id, id) {
            None => Ok(()),
            Some(id) => Err(format!("the id {id} was there before; the later line counts")),
        }
    })?;
    (counts.profiles, counts.jobs) = (profiles.len(), index.len());
    for ProfileLine { id: profile_id, profile } in &profiles {
        let prepared = PreparedProfile::new(profile).with_weights(options.weights);
        for found in index.rank(&prepared, options.now, options.top).matches {
            let job_id = written_ids.get(&found.job_id).map_or("", String::as_str);
            write_line(
                &mut out,
                &RankedJob { profile_id, job_id, score: found.match_score, reasons: &found.reasons },
            )?;
            counts.written += 1;
        }
    }
    Ok(counts)
}

#[derive(Serialize)]
struct Cluster<'a> {
    cluster: usize,
    ids: Vec<&'a str>,
}

/// Groups the jobs that are the same vacancy; every job is in exactly one line.
pub fn dedupe_lines(
    jobs: impl BufRead,
    now: Timestamp,
    mut out: impl Write,
    mut problems: impl Write,
) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let jobs = json_lines(jobs, "jobs", &mut counts, &mut problems, |line| lines::job(line, now))?;
    counts.jobs = jobs.len();
    let prints: Vec<Print> = jobs.iter().map(|line| Print::of(&line.job.posting)).collect();
    for (cluster, members) in clusters(&prints).into_iter().enumerate() {
        let ids = members.into_iter().map(|member| jobs[member].id.as_str()).collect();
        write_line(&mut out, &Cluster { cluster, ids })?;
        counts.written += 1;
    }
    Ok(counts)
}

fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

fn tsv(
    reader: impl BufRead,
    what: &str,
    counts: &mut Counts,
    problems: &mut impl Write,
) -> io::Result<Vec<(String, String)>> {
    let mut rows = Vec::new();
    let mut is_header = true;
    for_each_line(reader, what, counts, problems, |line| {
        if std::mem::take(&mut is_header) {
            return Ok(());
        }
        let (id, title) = line.split_once('\t').ok_or("it has no tab between id and title")?;
        rows.push((id.trim().to_owned(), title.trim().to_owned()));
        Ok(())
    })?;
    Ok(rows)
}

fn json_lines<T>(
    reader: impl BufRead,
    what: &str,
    counts: &mut Counts,
    problems: &mut impl Write,
    read: impl Fn(&str) -> Result<T, String>,
) -> io::Result<Vec<T>> {
    let mut items = Vec::new();
    for_each_line(reader, what, counts, problems, |line| {
        items.push(read(line)?);
        Ok(())
    })?;
    Ok(items)
}

/// Calls `take` with every line that is not blank; what it says is wrong is written to `problems`
/// with the line's number. Bytes that are not UTF-8 are replaced.
fn for_each_line(
    mut reader: impl BufRead,
    what: &str,
    counts: &mut Counts,
    problems: &mut impl Write,
    mut take: impl FnMut(&str) -> Result<(), String>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    for number in 1_u64.. {
        bytes.clear();
        if reader.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_matches(['\n', '\r', '\u{feff}']);
        if line.trim().is_empty() {
            continue;
        }
        if let Err(problem) = take(line) {
            counts.bad_lines += 1;
            writeln!(problems, "{what} line {number}: {problem}")?;
        }
    }
    Ok(())
}
