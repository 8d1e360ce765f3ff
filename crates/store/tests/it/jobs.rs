use chrono::TimeDelta;
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
        print: domain::vacancy::Print::of(&posting),
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

/// A posting of one vacancy, told by its place.
fn in_place(id: &str, place: &str) -> JobContent {
    let mut content = content(id, "Grower", id);
    content.posting.location = place.to_owned();
    content.posting.places = vec![place.to_owned()];
    content.posting.url = format!("https://jobs.nordlicht.example/{id}");
    content.print = domain::vacancy::Print::of(&content.posting);
    content
}

async fn places_of_shown(store: &TestStore) -> Vec<Vec<String>> {
    let open = store.open_jobs_after(None, 10).await.unwrap();
    open.into_iter().map(|job| job.posting.places).collect()
}

#[tokio::test]
async fn a_vacancy_in_several_places_is_shown_once_with_all_of_them() {
    for store in stores().await {
        let source = seed_source(&store).await;
        let leeds = open(&store, source, &in_place("1", "Leeds")).await.unwrap();
        store.clock.advance(TimeDelta::seconds(1));
        let york = open(&store, source, &in_place("2", "York")).await.unwrap();
        store.clock.advance(TimeDelta::seconds(1));
        let again = open(&store, source, &in_place("3", "York")).await.unwrap();
        assert_eq!((york.duplicate_of, york.widens), (Some(leeds.job_id), true), "{}", store.engine_name());
        assert_eq!((again.duplicate_of, again.widens), (Some(leeds.job_id), false));
        assert_eq!(places_of_shown(&store).await, [["Leeds", "York"]]);
        let found = JobFilter { query: "grower york".to_owned(), ..JobFilter::default() };
        assert_eq!(store.jobs(&found, &PageRequest::default()).await.unwrap().items[0].id, leeds.job_id);
        // Each keeps its own place and page, for who applies to it.
        assert_eq!(store.job(york.job_id).await.unwrap().unwrap().posting.places, ["York"]);
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        tx.follow_source(user, source).await.unwrap();
        tx.commit().await.unwrap();
        let places = store.vacancy_places(user, york.job_id).await.unwrap();
        let told: Vec<_> = places.iter().map(|place| (place.location.as_str(), place.url.as_str())).collect();
        let page = |id: &str| format!("https://jobs.nordlicht.example/{id}");
        let (one, two, three) = (page("1"), page("2"), page("3"));
        assert_eq!(told, [("Leeds", one.as_str()), ("York", &two), ("York", &three)]);

        // The shown one closes: the next takes its place, without the place that is gone.
        store.clock.advance(TimeDelta::seconds(1));
        let before = store.job(york.job_id).await.unwrap().unwrap().changed_at;
        assert_eq!(close(&store, leeds.job_id).await, [york.job_id]);
        assert_eq!(places_of_shown(&store).await, [["York"]]);
        // It comes back, and repeats the one that is shown now.
        store.clock.advance(TimeDelta::seconds(1));
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.change_job(leeds.job_id, &in_place("1", "Leeds")).await.unwrap(), [york.job_id]);
        tx.commit().await.unwrap();
        assert_eq!(places_of_shown(&store).await, [["York", "Leeds"]]);
        // Its places are part of its content: whoever keeps a copy has to read it again.
        let after = store.open_jobs_after(None, 10).await.unwrap()[0].changed_at;
        assert!(after > before);
        // One that becomes another job leaves it.
        store.clock.advance(TimeDelta::seconds(1));
        let mut other = in_place("1", "Leeds");
        other.posting.description = "You prune apple trees.".to_owned();
        other.print = domain::vacancy::Print::of(&other.posting);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.change_job(leeds.job_id, &other).await.unwrap(), [york.job_id]);
        tx.commit().await.unwrap();
        assert_eq!(places_of_shown(&store).await, [["Leeds"], ["York"]]);
    }
}

#[tokio::test]
async fn another_city_on_another_board_is_a_job_of_its_own() {
    // Who follows only one of the boards has to find the job that is on it.
    for store in stores().await {
        let (one, two) = (seed_source(&store).await, seed_source(&store).await);
        open(&store, one, &in_place("1", "Leeds")).await.unwrap();
        assert_eq!(open(&store, two, &in_place("2", "York")).await.unwrap().duplicate_of, None);
    }
}
