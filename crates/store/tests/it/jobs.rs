use domain::{JobId, Posting, RemotePolicy, SourceId};
use store::jobs::{JobContent, JobFilter, OpenedJob};
use store::{Page, PageRequest, Store};
use testkit::{TestStore, a_posting, a_user, seed_source, stores};

/// A posting whose content is told by its title, and which repeats others of the same `key`.
fn content(id: &str, title: &str, key: &str) -> JobContent {
    let posting = Posting { external_id: id.to_owned(), title: title.to_owned(), ..a_posting() };
    JobContent {
        search_text: domain::text::fold(&format!(
            "{} {} {}",
            posting.title, posting.company, posting.location
        )),
        content_hash: title.to_owned(),
        dedupe_key: key.to_owned(),
        posting,
    }
}

async fn open(store: &Store, source_id: SourceId, content: &JobContent) -> Option<OpenedJob> {
    let mut tx = store.begin().await.unwrap();
    let opened = tx.open_job(source_id, content).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

async fn close(store: &Store, id: JobId) -> Vec<JobId> {
    let mut tx = store.begin().await.unwrap();
    let touched = tx.close_job(id).await.unwrap();
    tx.commit().await.unwrap();
    touched
}

async fn shown(store: &TestStore) -> Vec<String> {
    titles(store.jobs(&JobFilter::default(), &PageRequest::default()).await.unwrap())
}

fn titles(page: Page<domain::Job>) -> Vec<String> {
    page.items.into_iter().map(|job| job.posting.title).collect()
}

#[tokio::test]
async fn a_job_is_opened_once_changed_closed_and_opened_again() {
    for store in stores().await {
        let source = seed_source(&store).await;
        let first = content("1", "Grower", "k");
        let id = open(&store, source, &first).await.unwrap().job_id;
        assert_eq!(open(&store, source, &first).await, None, "{}", store.engine_name());
        store.clock.advance(chrono::TimeDelta::hours(1));

        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.change_job(id, &content("1", "Head Grower", "k2")).await.unwrap(), []);
        tx.commit().await.unwrap();
        let job = store.job(id).await.unwrap().unwrap();
        assert_eq!(job.posting.title, "Head Grower");
        assert_eq!((job.changed_at - job.first_seen_at).num_hours(), 1);

        close(&store, id).await;
        assert!(!store.job(id).await.unwrap().unwrap().is_open());
        assert_eq!(shown(&store).await, [] as [&str; 0]);
        let mut tx = store.begin().await.unwrap();
        let known = tx.known_jobs(source).await.unwrap();
        assert_eq!((known.len(), known[0].closed, known[0].content_hash.as_str()), (1, true, "Head Grower"));
        tx.change_job(id, &content("1", "Grower again", "k")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shown(&store).await, ["Grower again"]);
    }
}

#[tokio::test]
async fn a_repeated_job_is_shown_once_and_the_next_one_takes_its_place() {
    for store in stores().await {
        let (one, two) = (seed_source(&store).await, seed_source(&store).await);
        let first = open(&store, one, &content("1", "Grower (first)", "same")).await.unwrap();
        store.clock.advance(chrono::TimeDelta::seconds(1));
        let second = open(&store, one, &content("2", "Grower (second)", "same")).await.unwrap();
        store.clock.advance(chrono::TimeDelta::seconds(1));
        let third = open(&store, two, &content("1", "Grower (third)", "same")).await.unwrap();
        assert_eq!((second.duplicate_of, third.duplicate_of), (Some(first.job_id), Some(first.job_id)));
        assert_eq!(shown(&store).await, ["Grower (first)"]);
        assert_eq!(store.count_open_jobs().await.unwrap(), 1);
        assert_eq!(store.open_jobs_among(&[second.job_id]).await.unwrap(), []);

        assert_eq!(close(&store, first.job_id).await, [second.job_id]);
        assert_eq!(shown(&store).await, ["Grower (second)"]);
        // One that is told apart now is shown too, and the rest stay one.
        let mut tx = store.begin().await.unwrap();
        tx.change_job(third.job_id, &content("1", "Picker", "other")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shown(&store).await, ["Picker", "Grower (second)"]);
        // What comes back later repeats the one that is shown, although it is older.
        let mut tx = store.begin().await.unwrap();
        tx.change_job(first.job_id, &content("1", "Grower (first)", "same")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.count_open_jobs().await.unwrap(), 2);
    }
}

#[tokio::test]
async fn jobs_are_found_by_words_place_of_work_and_source() {
    for store in stores().await {
        let source = seed_source(&store).await;
        let other = seed_source(&store).await;
        let user = a_user(&store, "a@mail.example").await;
        for (index, title) in ["Rust Engineer", "Gärtner (m/w/d)", "Rust Gardener"].iter().enumerate() {
            store.clock.advance(chrono::TimeDelta::seconds(1));
            let mut content = content(&index.to_string(), title, title);
            if index == 2 {
                content.posting.remote = RemotePolicy::Remote;
            }
            open(&store, if index == 1 { other } else { source }, &content).await.unwrap();
        }
        let mut tx = store.begin().await.unwrap();
        tx.follow_source(user, other).await.unwrap();
        tx.commit().await.unwrap();
        let find =
            async |filter: JobFilter| titles(store.jobs(&filter, &PageRequest::default()).await.unwrap());
        let words = |query: &str| JobFilter { query: query.to_owned(), ..JobFilter::default() };
        assert_eq!(find(words("")).await, ["Rust Gardener", "Gärtner (m/w/d)", "Rust Engineer"]);
        assert_eq!(find(words("rust  BERLIN")).await, ["Rust Gardener", "Rust Engineer"]);
        assert_eq!(find(words("GÄRTNER")).await, ["Gärtner (m/w/d)"]);
        assert_eq!(find(words("100%_")).await, [] as [&str; 0]);
        assert_eq!(
            find(JobFilter { remote: Some(RemotePolicy::Remote), ..words("") }).await,
            ["Rust Gardener"]
        );
        assert_eq!(find(JobFilter { source_id: Some(other), ..words("") }).await, ["Gärtner (m/w/d)"]);
        assert_eq!(find(JobFilter { followed_by: Some(user), ..words("") }).await, ["Gärtner (m/w/d)"]);
    }
}

#[tokio::test]
async fn pages_do_not_shift_when_a_job_opens() {
    for store in stores().await {
        let source = seed_source(&store).await;
        for title in ["a", "b", "c"] {
            store.clock.advance(chrono::TimeDelta::seconds(1));
            open(&store, source, &content(title, title, title)).await.unwrap();
        }
        let all = JobFilter::default();
        let first = store.jobs(&all, &PageRequest { limit: 2, cursor: None }).await.unwrap();
        let cursor = first.next_cursor.clone();
        assert_eq!(titles(first), ["c", "b"]);
        store.clock.advance(chrono::TimeDelta::seconds(1));
        open(&store, source, &content("d", "d", "d")).await.unwrap();
        let second = store.jobs(&all, &PageRequest { limit: 2, cursor }).await.unwrap();
        assert_eq!((second.next_cursor.clone(), titles(second)), (None, vec!["a".to_owned()]));
        let from_start = store.open_jobs_after(None, 3).await.unwrap();
        let rest = store.open_jobs_after(from_start.last().map(|job| job.id), 3).await.unwrap();
        assert_eq!((from_start.len(), rest.len()), (3, 1));
    }
}
