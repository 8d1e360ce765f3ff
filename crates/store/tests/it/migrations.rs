//! A database of an earlier version is brought up to date when it is opened, and keeps what it holds.

use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use store::{Store, StoreOptions};

const USER: [u8; 16] = [1; 16];
const APPLICATION: [u8; 16] = [2; 16];
const BATCH: [u8; 16] = [3; 16];
const AT: &str = "2026-11-20T10:00:00+00:00";

/// The file as the first version of the schema left it, with an application begun in a batch.
async fn old_file(path: &std::path::Path) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let mut migrator = sqlx::migrate!("./migrations");
    migrator.migrations.to_mut().truncate(1);
    migrator.run(&mut connection).await.unwrap();
    sqlx::query(
        "INSERT INTO users (id, email, email_key, password_hash, wrapped_key, created_at)
         VALUES ($1, 'a@mail.example', 'a@mail.example', '', x'00', $2)",
    )
    .bind(&USER[..])
    .bind(AT)
    .execute(&mut connection)
    .await
    .unwrap();
    sqlx::query(
        "INSERT INTO applications (id, user_id, job_id, job_key, job_title, company, state, previous_state, version,
            stage, auto_customize, follow_external_links, batch_id, created_at, updated_at)
         VALUES ($1, $2, $3, 'key', 'Engineer', ' Acme ', 'draft', 'draft', 1, 'none', TRUE, TRUE, $4, $5, $5)",
    )
    .bind(&APPLICATION[..])
    .bind(&USER[..])
    .bind(&[4u8; 16][..])
    .bind(&BATCH[..])
    .bind(AT)
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn what_an_earlier_version_wrote_is_still_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jobwire.db");
    old_file(&path).await;
    let url = format!("sqlite://{}", path.display());
    let store = Store::open(StoreOptions::new(url, folder.path().join("app.key"))).await.unwrap();
    let user = domain::UserId(uuid::Uuid::from_bytes(USER));
    let id = domain::ApplicationId(uuid::Uuid::from_bytes(APPLICATION));
    let record = store.application(user, id).await.unwrap().unwrap();
    assert_eq!(record.application.company, " Acme ");
    assert_eq!(record.ungated, None);
    let batch = record.application.batch_id.unwrap();
    let found = store.batch(user, batch).await.unwrap().expect("the batch has a row of its own now");
    assert_eq!(found.id, batch);
    let mut connection =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&path)).await.unwrap();
    let key: String =
        sqlx::query_scalar("SELECT company_key FROM applications").fetch_one(&mut connection).await.unwrap();
    assert_eq!(key, "acme");
}
