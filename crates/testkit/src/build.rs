//! Builders: valid things of which a test names only what matters.

use domain::job::{Pay, PayPeriod};
use domain::profile::{Basics, Location, Skill, Work};
use domain::{Ats, Job, JobId, Posting, Preferences, Profile, RemotePolicy, Resume, SourceId, UserId};
use store::Store;
use uuid::Uuid;

/// A posting for a backend engineer in Berlin; change the fields that matter.
pub fn a_posting() -> Posting {
    Posting {
        external_id: "1001".to_owned(),
        ats: Ats::Other,
        title: "Backend Engineer (Rust)".to_owned(),
        company: "Nordlicht Systems".to_owned(),
        location: "Berlin, Germany".to_owned(),
        places: vec!["Berlin, Germany".to_owned()],
        remote: RemotePolicy::Hybrid,
        employment_type: None,
        level: None,
        pay: Some(Pay {
            min: Some(65_000.0),
            max: Some(85_000.0),
            currency: "EUR".to_owned(),
            period: PayPeriod::Year,
        }),
        languages: Vec::new(),
        visa: None,
        clearance: Vec::new(),
        description:
            "You build services in Rust and PostgreSQL.\n\n- Rust\n- PostgreSQL\n- Kubernetes is a plus"
                .to_owned(),
        language: Some("en".to_owned()),
        url: "https://jobs.nordlicht.example/1001".to_owned(),
        apply_url: "https://jobs.nordlicht.example/1001/apply".to_owned(),
        posted_at: None,
        valid_through: None,
    }
}

/// [`a_posting`] as a stored job.
pub fn a_job() -> Job {
    let now = "2026-11-24T08:00:00Z".parse().expect("a valid instant");
    Job {
        id: JobId(Uuid::from_u128(1001)),
        source_id: SourceId(Uuid::from_u128(1)),
        posting: a_posting(),
        first_seen_at: now,
        changed_at: now,
        closed_at: None,
    }
}

/// A backend engineer in Berlin who states Rust and PostgreSQL.
pub fn a_profile() -> Profile {
    let skill = |name: &str| Skill { name: name.to_owned(), ..Skill::default() };
    Profile {
        resume: Resume {
            basics: Basics {
                name: "Robin Example".to_owned(),
                label: "Backend Engineer".to_owned(),
                email: "robin@mail.example".to_owned(),
                phone: "+49 30 5550100".to_owned(),
                location: Location {
                    city: "Berlin".to_owned(),
                    country_code: "DE".to_owned(),
                    ..Location::default()
                },
                ..Basics::default()
            },
            work: vec![Work {
                name: "Muster Software".to_owned(),
                position: "Software Engineer".to_owned(),
                start_date: "2020-03".to_owned(),
                highlights: vec!["Moved the billing service to Rust".to_owned()],
                ..Work::default()
            }],
            skills: vec![skill("Rust"), skill("PostgreSQL")],
            ..Resume::default()
        },
        preferences: Preferences::default(),
    }
}

/// An account in `store`.
pub async fn a_user(store: &Store, email: &str) -> UserId {
    let mut tx = store.begin().await.expect("a transaction begins");
    let user = tx.create_user(email, "not a hash").await.expect("the address is free");
    tx.commit().await.expect("the account is saved");
    user.id()
}

/// A source in `store`, for tests that only need a job to exist.
pub async fn seed_source(store: &Store) -> SourceId {
    let id = SourceId::new(store.clock().now());
    let mut tx = store.begin().await.expect("a transaction begins");
    tx.insert_plain_source(id, &format!("https://board.example/{id}")).await.expect("the source is saved");
    tx.commit().await.expect("the source is saved");
    id
}

/// A job in `store` with this posting, on a source of its own.
pub async fn seed_job(store: &Store, posting: Posting) -> Job {
    let source_id = seed_source(store).await;
    let mut tx = store.begin().await.expect("a transaction begins");
    let now = tx.now();
    let job =
        Job { id: JobId::new(now), source_id, posting, first_seen_at: now, changed_at: now, closed_at: None };
    tx.insert_plain_job(&job).await.expect("the job is saved");
    tx.commit().await.expect("the job is saved");
    job
}
