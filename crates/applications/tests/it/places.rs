//! One vacancy in several places: a second application is the person's decision, on both engines.

use applications::actions::{self, ActionError, ApplyOptions};
use applications::batch;
use domain::{JobId, Posting, SourceId, State, UserId};
use store::jobs::JobContent;
use testkit::{TestStore, a_posting, a_user, seed_source, stores};

const OPTIONS: ApplyOptions =
    ApplyOptions { auto_customize: false, follow_external_links: false, another_place: false };

async fn opened(store: &TestStore, source: SourceId, place: &str) -> JobId {
    let posting = Posting {
        external_id: place.to_owned(),
        location: place.to_owned(),
        places: vec![place.to_owned()],
        ..a_posting()
    };
    let content = JobContent {
        content_hash: place.to_owned(),
        dedupe_key: place.to_owned(),
        print: domain::vacancy::Print::of(&posting),
        search_text: String::new(),
        posting,
    };
    let mut tx = store.begin().await.unwrap();
    let opened = tx.open_job(source, &content).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    store.clock.advance(chrono::TimeDelta::seconds(1));
    opened.job_id
}

async fn scene(store: &TestStore) -> (UserId, JobId, JobId) {
    let user = a_user(store, "a@mail.example").await;
    let source = seed_source(store).await;
    (user, opened(store, source, "Leeds").await, opened(store, source, "York").await)
}

#[tokio::test]
async fn applying_in_another_place_is_asked_about_and_never_done_silently() {
    for store in stores().await {
        let (user, leeds, york) = scene(&store).await;
        let (first, _) = actions::apply(&store, user, leeds, OPTIONS).await.unwrap();
        let refused = actions::apply(&store, user, york, OPTIONS).await.err().unwrap();
        assert_eq!(
            refused.to_string(),
            "You have an application to this vacancy in Leeds already. Apply here as well only if you want both."
        );
        let ActionError::AppliedElsewhere { application_id, .. } = refused else { panic!("{refused}") };
        assert_eq!(application_id, first.application.id);
        let told = store.application_elsewhere(user, york).await.unwrap().unwrap();
        assert_eq!(told.id, first.application.id, "the page says so");
        // A batch leaves it out and says why.
        let refused = batch::begin(&store, user, &[york], OPTIONS).await.err().unwrap();
        assert!(refused.to_string().contains("in Leeds already"), "{refused}");
        // The person wants both.
        let both = ApplyOptions { another_place: true, ..OPTIONS };
        let (second, is_new) = actions::apply(&store, user, york, both).await.unwrap();
        assert!(is_new && second.application.id != first.application.id);
        // Somebody else is not asked about it.
        let other = a_user(&store, "b@mail.example").await;
        assert!(actions::apply(&store, other, york, OPTIONS).await.is_ok());
    }
}

#[tokio::test]
async fn two_places_of_a_vacancy_chosen_together_are_one_application() {
    for store in stores().await {
        let (user, leeds, york) = scene(&store).await;
        let begun = batch::begin(&store, user, &[leeds, york], OPTIONS).await.unwrap();
        assert_eq!(begun.applications.len(), 1);
        assert_eq!((begun.skipped[0].job_id, begun.skipped[0].code), (york, "applied_elsewhere"));
        assert_eq!(begun.skipped[0].application_id, Some(begun.applications[0].id));
    }
}

#[tokio::test]
async fn a_cancelled_application_leaves_the_other_places_free() {
    for store in stores().await {
        let (user, leeds, york) = scene(&store).await;
        let (first, _) = actions::apply(&store, user, leeds, OPTIONS).await.unwrap();
        let cancelled = actions::cancel(&store, user, first.application.id).await.unwrap();
        assert_eq!(cancelled.application.status, State::Cancelled);
        assert!(actions::apply(&store, user, york, OPTIONS).await.unwrap().1);
    }
}

#[tokio::test]
async fn the_database_refuses_a_second_place_that_nobody_decided_on() {
    for store in stores().await {
        let (user, leeds, york) = scene(&store).await;
        let begun = |id: JobId| {
            let store = &store;
            async move { actions::apply(store, user, id, OPTIONS).await }
        };
        let (one, two) = tokio::join!(begun(leeds), begun(york));
        assert_eq!(usize::from(one.is_ok()) + usize::from(two.is_ok()), 1, "{}", store.engine_name());
        // The check is taken away: the index is still there.
        let (job, other) = if one.is_ok() { (york, leeds) } else { (leeds, york) };
        let mut tx = store.begin().await.unwrap();
        let stored = store.job(job).await.unwrap().unwrap();
        let new = store::applications::NewApplication {
            job_id: job,
            job_key: &stored.key(),
            job_title: "",
            company: "",
            auto_customize: false,
            follow_external_links: false,
            batch_id: None,
            another_place: false,
        };
        assert!(tx.create_application(user, new).await.is_err(), "{other} was applied to");
    }
}
