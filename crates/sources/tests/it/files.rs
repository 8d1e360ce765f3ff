//! Imports into a real database.

use std::io::Cursor;

use sources::{ImportError, Progress, import};
use store::jobs::JobFilter;
use testkit::{sqlite, stores};

use crate::recording;

fn lines(titles: &[&str]) -> Cursor<Vec<u8>> {
    let line = |(index, title): (usize, &&str)| {
        format!(
            "{{\"id\": {index}, \"title\": \"{title}\", \"company\": \"Nordlicht\", \"description\": \"Work as {title}.\"}}\n"
        )
    };
    Cursor::new(titles.iter().enumerate().map(line).collect::<String>().into_bytes())
}

#[tokio::test]
async fn a_file_is_taken_in_once_and_updated_by_its_name_on_both_engines() {
    for store in stores().await {
        let mut seen = Vec::new();
        let first = import(&store, lines(&["Grower", "Picker", "picker"]), "a/jobs.jsonl", |progress| {
            seen.push(progress)
        })
        .await
        .unwrap();
        assert_eq!((first.new, first.duplicate, first.bad_count, first.total), (2, 1, 0, 3));
        assert_eq!((first.source.name.as_str(), first.source.open_jobs), ("jobs.jsonl", 3));
        assert_eq!(seen, [Progress { read: 3, new: 2, duplicate: 1, bad: 0 }]);
        let second =
            import(&store, lines(&["Head Grower", "Picker", "picker", "Packer"]), "a/jobs.jsonl", |_| {})
                .await
                .unwrap();
        assert_eq!((second.new, second.changed, second.unchanged, second.duplicate), (1, 1, 2, 0));
        assert_eq!(second.source.id, first.source.id);
        let shown = store.jobs(&JobFilter::default(), &store::PageRequest::default()).await.unwrap();
        assert_eq!(shown.items.len(), 3, "{}", store.engine_name());
    }
}

#[tokio::test]
async fn a_file_without_postings_leaves_no_trace() {
    let store = sqlite().await;
    let failed = import(&store, Cursor::new(b"no postings here".to_vec()), "notes.txt", |_| {}).await;
    assert!(matches!(failed, Err(ImportError::File(_))));
    assert_eq!(store.all_sources().await.unwrap(), []);
}

#[tokio::test]
async fn ten_thousand_real_postings_are_taken_in() {
    let store = sqlite().await;
    let bytes = recording("postings/postings_with_desc.jsonl");
    let begun = std::time::Instant::now();
    let mut last = Progress::default();
    let report = import(&store, Cursor::new(bytes), "postings_with_desc.jsonl", |progress| last = progress)
        .await
        .unwrap();
    let took = begun.elapsed();
    println!(
        "{} postings in {took:?}: {:.0} a second",
        report.total,
        report.total as f64 / took.as_secs_f64()
    );
    assert_eq!((report.total, report.bad_count), (10_283, 1));
    assert_eq!((report.changed, report.unchanged), (0, 0));
    assert!(report.duplicate >= 1_083, "{}", report.duplicate);
    assert_eq!(report.new + report.duplicate, 10_282);
    assert_eq!(last.read, 10_283);
    assert_eq!(store.count_open_jobs().await.unwrap(), report.new);
    let page = store
        .jobs(
            &JobFilter { query: "nurse preston".to_owned(), ..JobFilter::default() },
            &store::PageRequest::default(),
        )
        .await
        .unwrap();
    assert!(!page.items.is_empty());
}

/// Gives some lines, then breaks, as a file on a network drive may.
struct Breaking(Cursor<Vec<u8>>);

impl std::io::Read for Breaking {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(std::io::Error::other("the drive went away")),
            read => Ok(read),
        }
    }
}

#[tokio::test]
async fn an_import_that_broke_off_is_run_again_without_repeating_anything() {
    let store = sqlite().await;
    let titles: Vec<String> = (0..1200).map(|number| format!("Grower {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let broken = std::io::BufReader::new(Breaking(lines(&titles[..700])));
    let first = import(&store, broken, "jobs.jsonl", |_| {}).await.unwrap();
    assert_eq!((first.new, first.bad_count), (700, 1));
    assert!(first.bad[0].why.contains("the drive went away"));
    let second = import(&store, lines(&titles), "jobs.jsonl", |_| {}).await.unwrap();
    assert_eq!((second.unchanged, second.new, second.total), (700, 500, 1200));
}
