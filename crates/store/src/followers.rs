//! Everybody whose matching runs, and whether anything their matches depend on has changed: asked once for all of them,
//! since a posting that comes in is scored for thousands.

use domain::{Timestamp, UserId};
use uuid::Uuid;

use crate::shards::ShardSet;
use crate::{Result, Store};

/// What a person's matches depend on. An equal stamp means that nothing of it has changed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Stamp {
    /// The profile's version; 0 when there is none.
    pub profile_version: i64,
    judged: i64,
    liked: i64,
    last_judged: Option<Timestamp>,
    followed: i64,
    last_followed: Option<Timestamp>,
}

/// A person whose matching runs.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Follower {
    #[sqlx(rename = "user_id")]
    id: Uuid,
    /// What their matches depend on.
    #[sqlx(flatten)]
    pub stamp: Stamp,
    /// The revision of their matches, see [`Tx::apply_match_changes`](crate::Tx::apply_match_changes).
    pub revision: i64,
}

impl Follower {
    /// Who.
    pub fn user_id(&self) -> UserId {
        UserId(self.id)
    }
}

impl Store {
    /// Everybody in these shards whose matching runs.
    pub async fn followers_of_matching(&self, shards: ShardSet) -> Result<Vec<Follower>> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "WITH said AS (
               SELECT user_id, COUNT(*) AS judged, COUNT(*) FILTER (WHERE verdict = 'more') AS liked, MAX(at) AS last_judged
               FROM feedback GROUP BY user_id),
             watched AS (
               SELECT user_id, COUNT(*) AS followed, MAX(followed_at) AS last_followed FROM source_follows GROUP BY user_id)
             SELECT m.user_id, m.revision, COALESCE(p.version, 0) AS profile_version,
               COALESCE(s.judged, 0) AS judged, COALESCE(s.liked, 0) AS liked, s.last_judged,
               COALESCE(w.followed, 0) AS followed, w.last_followed
             FROM matchings m LEFT JOIN profiles p ON p.user_id = m.user_id
             LEFT JOIN said s ON s.user_id = m.user_id LEFT JOIN watched w ON w.user_id = m.user_id
             WHERE m.is_matching = $1 AND (1 << m.shard) & $2 <> 0 ORDER BY m.user_id")
            .bind(true).bind(shards.mask()).fetch_all(pool).await?))
    }

    /// What the matches of one person depend on, whether their matching runs or not.
    pub async fn stamp_of(&self, user_id: UserId) -> Result<Stamp> {
        Ok(on_read!(self, pool => sqlx::query_as(
            "SELECT COALESCE((SELECT version FROM profiles WHERE user_id = $1), 0) AS profile_version,
               s.judged, s.liked, s.last_judged, w.followed, w.last_followed
             FROM (SELECT COUNT(*) AS judged, COUNT(*) FILTER (WHERE verdict = 'more') AS liked, MAX(at) AS last_judged
                   FROM feedback WHERE user_id = $1) s,
               (SELECT COUNT(*) AS followed, MAX(followed_at) AS last_followed
                FROM source_follows WHERE user_id = $1) w")
            .bind(user_id.0).fetch_one(pool).await?))
    }
}
