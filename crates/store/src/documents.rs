//! Files: resumes, letters, screenshots. Kept in the database, so that a file and the row that
//! speaks of it become true together and a backup is one thing.

use chrono::{DateTime, Utc};
use domain::{ApplicationId, DocumentId, UserId};
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{Result, Store, Tx};

/// A file to be stored.
pub struct NewDocument<'a> {
    /// `resume`, `tailored_resume`, `cover_letter`, `screenshot` or `page`.
    pub kind: &'a str,
    /// The name a person sees.
    pub file_name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// The bytes.
    pub content: &'a [u8],
    /// The application it was made for.
    pub application_id: Option<ApplicationId>,
}

/// A stored file without its bytes.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow, utoipa::ToSchema)]
pub struct Document {
    /// Its id.
    pub id: Uuid,
    /// `resume`, `tailored_resume`, `cover_letter`, `screenshot` or `page`.
    pub kind: String,
    /// The name a person sees.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// In bytes.
    pub size: i64,
    /// Hash of the bytes, hexadecimal.
    pub sha256: String,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, kind, file_name, media_type, size, sha256, created_at";

impl Tx {
    /// Keeps the password of an account Jobwire makes for the person at `host`, sealed with their key.
    pub async fn keep_site_password(&mut self, user_id: UserId, host: &str, password: &str) -> Result<()> {
        let sealed = self.user_key(user_id).await?.seal(&site_place(host), &password.into())?;
        let new = NewDocument {
            kind: SITE_ACCOUNT,
            file_name: host,
            media_type: "application/octet-stream",
            content: &sealed,
            application_id: None,
        };
        self.add_document(user_id, new).await.map(drop)
    }

    /// Stores a file.
    pub async fn add_document(&mut self, user_id: UserId, new: NewDocument<'_>) -> Result<DocumentId> {
        let id = DocumentId::new(self.now());
        let now = self.now();
        let size = i64::try_from(new.content.len()).expect("a file in memory is smaller than 2^63");
        let sha256 = hex::encode(Sha256::digest(new.content));
        on_tx!(self, conn => sqlx::query(
            "INSERT INTO documents (id, user_id, kind, file_name, media_type, size, sha256, content, application_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
            .bind(id.0).bind(user_id.0).bind(new.kind).bind(new.file_name).bind(new.media_type).bind(size)
            .bind(sha256).bind(new.content).bind(new.application_id.map(|id| id.0)).bind(now)
            .execute(&mut *conn).await?.rows_affected());
        Ok(id)
    }
}

/// The kind under which the sealed password of a site's account is kept.
const SITE_ACCOUNT: &str = "site_account";

fn site_place(host: &str) -> String {
    format!("documents|site_account|{host}")
}

impl Store {
    /// A person's file with its bytes.
    pub async fn document(&self, user_id: UserId, id: DocumentId) -> Result<Option<(Document, Vec<u8>)>> {
        let sql =
            sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM documents WHERE user_id = $1 AND id = $2"));
        let found: Option<Document> = on_read!(self, pool => sqlx::query_as(sql)
            .bind(user_id.0).bind(id.0).fetch_optional(pool).await?);
        let Some(document) = found else { return Ok(None) };
        let content: Vec<u8> = on_read!(self, pool => sqlx::query_scalar("SELECT content FROM documents WHERE id = $1")
            .bind(id.0).fetch_one(pool).await?);
        Ok(Some((document, content)))
    }

    /// The password of the person's account at an employer's application site, if Jobwire made one there.
    pub async fn site_password(&self, user_id: UserId, host: &str) -> Result<Option<String>> {
        let sealed: Option<Vec<u8>> = on_read!(self, pool => sqlx::query_scalar(
            "SELECT content FROM documents WHERE user_id = $1 AND kind = $2 AND file_name = $3 ORDER BY id DESC LIMIT 1")
            .bind(user_id.0).bind(SITE_ACCOUNT).bind(host).fetch_optional(pool).await?);
        let Some(sealed) = sealed else { return Ok(None) };
        let key = self.begin().await?.user_key(user_id).await?;
        Ok(Some(key.open(&site_place(host), &sealed)?.expose_secret().to_owned()))
    }

    /// The files of an application, screenshots left out, oldest first.
    pub async fn documents_of(
        &self,
        user_id: UserId,
        application_id: ApplicationId,
    ) -> Result<Vec<Document>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM documents WHERE user_id = $1 AND application_id = $2 AND kind <> 'screenshot' ORDER BY id"
        ));
        Ok(on_read!(self, pool => sqlx::query_as(sql)
            .bind(user_id.0).bind(application_id.0).fetch_all(pool).await?))
    }
}
