//! Which postings of the real ones are one vacancy.

use std::collections::HashMap;
use std::time::Instant;

use domain::Timestamp;
use matching::dedupe::{Print, clusters};
use matching::lines;

use crate::data;

/// Clusters of the real postings against the naive truth: same company, title and text.
pub fn measure() {
    let now: Timestamp = "2022-01-01T00:00:00Z".parse().unwrap();
    let lines: Vec<String> = data("postings/postings_with_desc.jsonl").lines().map(str::to_owned).collect();
    let jobs: Vec<_> =
        lines.iter().map(|line| lines::job(line, now).expect("the set is well formed").job.posting).collect();
    let started = Instant::now();
    let prints: Vec<Print> = jobs.iter().map(Print::of).collect();
    let clusters = clusters(&prints);
    println!("{} postings are {} vacancies, found in {:.2?}", jobs.len(), clusters.len(), started.elapsed());
    let mut cluster_of = vec![0; jobs.len()];
    clusters
        .iter()
        .enumerate()
        .for_each(|(cluster, members)| members.iter().for_each(|member| cluster_of[*member] = cluster));
    let mut exact: HashMap<(&str, String, String), Vec<usize>> = HashMap::new();
    for (index, job) in jobs.iter().enumerate() {
        let text = matching::words::fold(&job.description);
        exact.entry((&job.company, matching::words::fold(&job.title), text)).or_default().push(index);
    }
    let (mut pairs, mut found) = (0, 0);
    for members in exact.values() {
        for (position, one) in members.iter().enumerate() {
            for other in &members[..position] {
                pairs += 1;
                found += usize::from(cluster_of[*one] == cluster_of[*other]);
            }
        }
    }
    println!("exact pairs {pairs}, of them in one cluster {found}");
    let several = clusters.iter().filter(|members| members.len() > 1);
    println!(
        "{} clusters of more than one, {} postings in them",
        several.clone().count(),
        several.clone().map(Vec::len).sum::<usize>()
    );
    let differing = several.filter(|members| jobs[members[0]].description != jobs[members[1]].description);
    for members in differing.step_by(12).take(25) {
        println!("\n== {} members", members.len());
        for member in members.iter().take(2) {
            let job = &jobs[*member];
            println!(
                "{} | {} | {} | {:.300}",
                job.company,
                job.title,
                job.location,
                job.description.replace('\n', " ")
            );
        }
    }
}
