//! A whole database carried to the other engine and back: nothing is forgotten, and nothing becomes something else.

use std::collections::BTreeSet;
use std::path::Path;

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use store::transfer::{Fate, Plan, Progress, Report, Reset, TABLES, TransferError, transfer};
use testkit::{TestStore, a_posting, a_user, empty_postgres, run_sql, seed_job, sqlite, stores};

/// The columns of a database as (table, column, type), and its references as (table, column, table referred to).
struct Schema {
    columns: Vec<(String, String, String)>,
    references: Vec<(String, String, String)>,
}

impl Schema {
    async fn of(url: &str) -> Self {
        if url.starts_with("postgres") {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let columns = sqlx::query_as(
                "SELECT table_name::text, column_name::text, udt_name::text FROM information_schema.columns
                 WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'",
            );
            let references = sqlx::query_as(
                "SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text
                 FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
                 WHERE c.contype = 'f'",
            );
            return Self {
                columns: columns.fetch_all(&mut connection).await.unwrap(),
                references: references.fetch_all(&mut connection).await.unwrap(),
            };
        }
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let columns = sqlx::query_as(
            "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name <> '_sqlx_migrations'",
        );
        let references = sqlx::query_as(
            r#"SELECT m.name, f."from", f."table" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"#,
        );
        Self {
            columns: columns.fetch_all(&mut connection).await.unwrap(),
            references: references.fetch_all(&mut connection).await.unwrap(),
        }
    }

    fn tables(&self) -> BTreeSet<&str> {
        self.columns.iter().map(|(table, ..)| table.as_str()).collect()
    }
}

#[tokio::test]
async fn every_table_has_its_place_below_those_it_refers_to() {
    let place = |name: &str| TABLES.iter().position(|table| table.name == name);
    let listed: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(listed.len(), TABLES.len(), "each is listed once");
    for store in stores().await {
        let schema = Schema::of(store.url()).await;
        assert_eq!(
            schema.tables(),
            listed,
            "{}: the list in transfer/tables.rs and the schema",
            store.engine_name()
        );
        assert!(schema.references.len() > 30, "{}", store.engine_name());
        for (table, column, other) in &schema.references {
            if table == other {
                let fate = TABLES[place(table).unwrap()].fate;
                assert!(
                    matches!(fate, Fate::CarriedAndLinked(linked) if linked == column),
                    "{table}.{column}"
                );
            } else {
                assert!(place(table) > place(other), "{table}.{column} refers to {other}");
            }
        }
    }
}

#[tokio::test]
async fn nothing_that_a_process_holds_comes_along() {
    for store in stores().await {
        let schema = Schema::of(store.url()).await;
        for (table, column, engines_type) in &schema.columns {
            let table = TABLES.iter().find(|listed| listed.name == table).unwrap();
            let reset = table.resets.iter().find(|(name, _)| name == column).map(|(_, reset)| *reset);
            let is_time = engines_type.eq_ignore_ascii_case("timestamptz");
            let holds_until = column.starts_with("lease_") || column.starts_with("held_");
            let is_held = column.contains("owner") || (holds_until && is_time);
            assert!(
                !is_held || reset.is_some() || table.fate == Fate::MadeAnew,
                "{}.{column} needs a reset in transfer/tables.rs",
                table.name
            );
            assert!(reset != Some(Reset::RunOut) || is_time, "{}.{column} is no time", table.name);
        }
        for table in TABLES {
            for (name, _) in table.resets {
                let exists = schema.columns.iter().any(|(of, column, _)| of == table.name && column == name);
                assert!(exists, "{}.{name} does not exist", table.name);
            }
        }
    }
}

fn plan(from: &str, to: &str, key_folder: &Path) -> Plan {
    Plan { from: from.to_owned(), to: to.to_owned(), key_file: key_folder.join("app.key") }
}

fn checksums(report: &Report) -> Vec<(&'static str, String)> {
    assert_eq!(report.unequal(), Vec::<&str>::new());
    report.tables.iter().map(|compared| (compared.table, compared.target.sha256.clone())).collect()
}

/// A SQLite database with values that the engines keep each in its own way.
async fn awkward() -> TestStore {
    let store = sqlite().await;
    let user = a_user(&store, "ada@mail.example").await;
    let mut posting = a_posting();
    posting.title = "Ingénieure \u{202e}\u{1f980} \\u0000 \"quoted\"".to_owned();
    let first = seed_job(&store, posting.clone()).await;
    let second = seed_job(&store, posting).await;
    let mut tx = store.begin().await.unwrap();
    tx.put_profile(user, &testkit::a_profile(), 0, None).await.unwrap();
    tx.start_matching(user, 2).await.unwrap();
    tx.commit().await.unwrap();
    let hex = |id: uuid::Uuid| format!("x'{}'", id.simple());
    let (user, first, second) = (hex(user.0), hex(first.id.0), hex(second.id.0));
    for sql in [
        // Nine digits of a second, a negative zero, numbers as only a person writes them, and a zero character.
        format!("UPDATE jobs SET posted_at = '2026-11-20T10:00:00.123456789+00:00', duplicate_of = {second} WHERE id = {first}"),
        format!("UPDATE jobs SET also_in = '[ \"b\",\"a\" ]', company = 'A' || char(0) || 'B' WHERE id = {second}"),
        format!(
            "INSERT INTO matches (user_id, job_id, score, match, scored_at) VALUES ({user}, {first}, 0.1,
             '{{\"b\": 1.50, \"a\": [6.5e4, 1e-7, -0.0, \"x\\u0000y\"]}}', '1969-12-31T23:59:59.999999999+00:00')"
        ),
        format!("INSERT INTO matches (user_id, job_id, score, match, scored_at) VALUES ({user}, {second}, -0.0, '{{}}', '2026-11-20T10:00:00+00:00')"),
        "INSERT INTO lanes (lane, task_id, last_key, free_at) VALUES
           ('É', x'00000000000000000000000000000001', '', '2026-11-20T10:00:00+00:00'),
           ('a', x'00000000000000000000000000000002', '', '2026-11-20T10:00:00+00:00'),
           ('B', x'00000000000000000000000000000003', '', '2026-11-20T10:00:00+00:00')"
            .to_owned(),
    ] {
        assert!(run_sql(store.url(), &sql).await > 0, "{sql}");
    }
    store
}

#[tokio::test]
async fn what_was_carried_there_and_back_is_the_same() {
    let store = awkward().await;
    let server = empty_postgres().await;
    let there = transfer(&plan(store.url(), &server, store.folder()), |_| ()).await.unwrap();
    assert_eq!(there.mended_texts, 2, "a company and a match lost their zero characters");
    let back = format!("sqlite://{}", store.folder().join("back.db").display());
    let back_again = transfer(&plan(&server, &back, store.folder()), |_| ()).await.unwrap();
    assert_eq!(back_again.mended_texts, 0);
    assert_eq!(checksums(&back_again), checksums(&there));
    let third = transfer(&plan(&back, &empty_postgres().await, store.folder()), |_| ()).await.unwrap();
    assert_eq!(checksums(&third), checksums(&there));
}

#[tokio::test]
async fn a_source_that_changes_meanwhile_is_noticed() {
    let store = awkward().await;
    let server = empty_postgres().await;
    let url = store.url().to_owned();
    let change = move |progress| {
        if matches!(progress, Progress::Checking) {
            let url = url.clone();
            let changed = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(run_sql(&url, "UPDATE users SET email = 'late@mail.example'"))
            });
            assert_eq!(changed.join().unwrap(), 1);
        }
    };
    let plan = plan(store.url(), &server, store.folder());
    let Err(TransferError::Refused(sentence)) = transfer(&plan, change).await else {
        panic!("it was not noticed")
    };
    assert!(sentence.contains("was changed while it was read"), "{sentence}");
    let Err(TransferError::Refused(sentence)) = transfer(&plan, |_| ()).await else { panic!("it went on") };
    assert!(sentence.contains("the source was used since"), "{sentence}");
}
