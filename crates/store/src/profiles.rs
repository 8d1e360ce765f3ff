//! Profiles.

use domain::{DocumentId, Event, Profile, Timestamp, UserId, event};
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Result, Store, StoreError, Tx};

/// A profile as stored.
#[derive(Clone, Debug)]
pub struct StoredProfile {
    /// What the person states.
    pub profile: Profile,
    /// Grows by one with each change; 0 before the first.
    pub version: i64,
    /// The resume as it was uploaded.
    pub resume_document_id: Option<DocumentId>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
}

type ProfileRow = (Json<Profile>, i64, Option<Uuid>, Timestamp);

const SELECT: &str =
    "SELECT profile, version, resume_document_id, updated_at FROM profiles WHERE user_id = $1";

fn stored(row: Option<ProfileRow>) -> StoredProfile {
    match row {
        None => StoredProfile {
            profile: Profile::default(),
            version: 0,
            resume_document_id: None,
            updated_at: None,
        },
        Some((Json(profile), version, document, at)) => StoredProfile {
            profile,
            version,
            resume_document_id: document.map(DocumentId),
            updated_at: Some(at),
        },
    }
}

impl Store {
    /// A person's profile; an empty one of version 0 when they have stated nothing.
    pub async fn profile(&self, user_id: UserId) -> Result<StoredProfile> {
        let row: Option<ProfileRow> = on_read!(self, pool => sqlx::query_as(SELECT)
            .bind(user_id.0).fetch_optional(pool).await?);
        Ok(stored(row))
    }
}

impl Tx {
    /// Replaces the profile when it is still at `seen_version`, records [`Event::ProfileUpdated`], and
    /// leaves the fact that makes matches be scored again.
    pub async fn put_profile(
        &mut self,
        user_id: UserId,
        profile: &Profile,
        seen_version: i64,
        resume_document_id: Option<DocumentId>,
    ) -> Result<StoredProfile> {
        let now = self.now();
        let version: Option<i64> = on_tx!(self, conn => sqlx::query_scalar(
            "INSERT INTO profiles (user_id, profile, version, resume_document_id, updated_at)
             VALUES ($1, $2, 1, $3, $4)
             ON CONFLICT (user_id) DO UPDATE SET profile = excluded.profile, version = profiles.version + 1,
               resume_document_id = COALESCE(excluded.resume_document_id, profiles.resume_document_id),
               updated_at = excluded.updated_at
             WHERE profiles.version = $5
             RETURNING version")
            .bind(user_id.0).bind(Json(profile)).bind(resume_document_id.map(|id| id.0)).bind(now)
            .bind(seen_version).fetch_optional(&mut *conn).await?);
        let version = version.ok_or(StoreError::Stale { what: "the profile" })?;
        if version == 1 && seen_version != 0 {
            return Err(StoreError::Stale { what: "the profile" });
        }
        self.record(user_id, Event::ProfileUpdated(event::ProfileUpdated { version })).await?;
        self.tell(&domain::Fact::ProfileChanged { user_id }).await?;
        let row: Option<ProfileRow> = on_tx!(self, conn => sqlx::query_as(SELECT)
            .bind(user_id.0).fetch_optional(&mut *conn).await?);
        Ok(stored(row))
    }
}
