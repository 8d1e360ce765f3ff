//! A simulated person with a hidden taste, on ten thousand real postings beside the project.

use std::collections::HashSet;
use std::sync::Arc;

use domain::vacancy::{Print, clusters};
use domain::{Job, JobId, Level};

use matching::taste::{Judgement, Taste};
use matching::{Index, JobFeatures, PreparedProfile};

use crate::real_data::real_jobs;
use crate::support::{now, profile};

/// How often the person says "more" or "less", five at a time from the top of the list.
const JUDGEMENTS: usize = 50;
const AT_A_TIME: usize = 5;
/// How many jobs they look at afterwards.
const LOOKED_AT: usize = 20;

struct Person {
    what: &'static str,
    headline: &'static str,
    likes: fn(&Job) -> bool,
}

fn says(job: &Job, word: &str) -> bool {
    format!("{} {}", job.posting.title, job.posting.description).to_lowercase().contains(word)
}

/// Four tastes that no profile states: a field, a tool, an employer, a level.
const PEOPLE: [Person; 4] = [
    Person {
        what: "a nurse for mental health",
        headline: "Staff Nurse",
        likes: |job| says(job, "mental health"),
    },
    Person { what: "an engineer for Azure", headline: "Data Engineer", likes: |job| says(job, "azure") },
    Person {
        what: "a carer for one employer",
        headline: "Healthcare Assistant",
        likes: |job| job.posting.company.contains("Priory"),
    },
    Person {
        what: "a scientist who leads",
        headline: "Data Scientist",
        likes: |job| {
            matching::level::of_title(&job.posting.title).is_some_and(|level| level >= Level::Senior)
        },
    },
];

fn share_liked(ranking: &[JobId], judged: &HashSet<JobId>, liked: &HashSet<JobId>) -> f64 {
    let seen: Vec<&JobId> = ranking.iter().filter(|id| !judged.contains(id)).take(LOOKED_AT).collect();
    seen.iter().filter(|id| liked.contains(id)).count() as f64 / seen.len() as f64
}

#[test]
fn fifty_judgements_bring_a_hidden_taste_to_the_top() {
    // Each vacancy once, as the product shows them.
    let all = real_jobs();
    let prints: Vec<Print> = all.iter().map(|job| Print::of(&job.posting)).collect();
    let jobs: Vec<&Job> = clusters(&prints).iter().map(|cluster| &all[cluster[0]]).collect();
    let mut index = Index::new();
    jobs.iter().for_each(|job| index.upsert(job));
    let mut gained = Vec::new();
    for person in &PEOPLE {
        let liked: HashSet<JobId> = jobs.iter().filter(|job| (person.likes)(job)).map(|job| job.id).collect();
        let prepared = PreparedProfile::new(&profile(person.headline, &[], ""));
        let ranked = |judgements: &[Judgement]| -> Vec<JobId> {
            let profile = prepared.clone().with_taste(Taste::learn(judgements));
            index.rank_ids(&profile, now(), 1000).into_iter().map(|(id, _)| id).collect()
        };
        let without = ranked(&[]);
        let (mut judged, mut judgements) = (HashSet::new(), Vec::new());
        let mut ranking = without.clone();
        while judgements.len() < JUDGEMENTS {
            let next: Vec<JobId> =
                ranking.iter().filter(|id| !judged.contains(*id)).take(AT_A_TIME).copied().collect();
            for id in next {
                let job: Arc<JobFeatures> = Arc::new(index.get(id).expect("it was ranked").clone());
                judgements.push(Judgement { job, is_liked: liked.contains(&id) });
                judged.insert(id);
            }
            ranking = ranked(&judgements);
        }
        let (before, after) =
            (share_liked(&without, &judged, &liked), share_liked(&ranking, &judged, &liked));
        let said = judgements.iter().filter(|judgement| judgement.is_liked).count();
        println!(
            "{}: of the next {LOOKED_AT} {:.0} % are liked, {:.0} % without judgements ({said} of {JUDGEMENTS} were liked)",
            person.what,
            after * 100.0,
            before * 100.0
        );
        assert!(after >= before, "{} is worse off", person.what);
        gained.push(after - before);
    }
    let mean = gained.iter().sum::<f64>() / gained.len() as f64;
    println!("mean gain {mean:.2}");
    assert!(mean >= 0.25, "four tastes gained {mean:.2} on average");
}
