//! Vacancies: jobs that are the same one, published again or for several places.
//!
//! Every job is of one vacancy. One open job of it is shown and carries the places of the others; those have
//! `duplicate_of` set and are never listed or scored. When the shown one closes, the oldest other takes its
//! place. A vacancy is found where a job comes in: by an equal [`JobContent::dedupe_key`] on whatever board, or
//! by [`domain::vacancy`] among the shown jobs of the same board. It is not looked for across boards, because
//! who follows only one of them would lose the other one's place.

use chrono::{DateTime, Utc};
use domain::vacancy::Print;
use domain::{Application, ApplicationId, JobId, Posting, SourceId, Timestamp, UserId};
use serde::Serialize;
use sqlx::types::Json;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::jobs::JobContent;
use crate::{Result, Store, Tx};

/// With how many shown jobs of the same employer and title a new one is compared, the newest first.
pub const MAX_COMPARED: i64 = 24;
/// How many places of the others a shown job carries.
pub const MAX_PLACES: usize = 100;

/// A job of a vacancy: one of its places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct VacancyPlace {
    /// The job.
    pub job_id: JobId,
    /// Its board.
    pub source_id: SourceId,
    /// Where, as the board writes it.
    pub location: String,
    /// The page of its posting.
    pub url: String,
    /// When it was found to be no longer published.
    pub closed_at: Option<DateTime<Utc>>,
    /// The person's application to it.
    pub application_id: Option<ApplicationId>,
}

/// The vacancy a new job is of.
pub(crate) struct Home {
    pub shown: JobId,
    pub vacancy_id: Uuid,
}

/// What a job has to be known by for its vacancy to be settled.
#[derive(sqlx::FromRow)]
struct Member {
    id: Uuid,
    duplicate_of: Option<Uuid>,
    posting: Json<Posting>,
    also_in: Json<Vec<String>>,
}

impl Store {
    /// The places of a job's vacancy, itself among them: those that are open on the boards the person follows, and
    /// those they applied to.
    pub async fn vacancy_places(&self, user_id: UserId, id: JobId) -> Result<Vec<VacancyPlace>> {
        type Row = (Uuid, Uuid, Json<Posting>, Option<Timestamp>, Option<Uuid>);
        let limit = i64::try_from(MAX_PLACES).expect("it is small");
        let rows: Vec<Row> = on_read!(self, pool => sqlx::query_as(
            "SELECT j.id, j.source_id, j.posting, j.closed_at, a.id FROM jobs j
             LEFT JOIN applications a ON a.job_id = j.id AND a.user_id = $1
             WHERE (j.id = $2 OR j.vacancy_id = (SELECT vacancy_id FROM jobs WHERE id = $2))
               AND (j.id = $2 OR a.id IS NOT NULL OR (j.closed_at IS NULL
                 AND j.source_id IN (SELECT source_id FROM source_follows WHERE user_id = $1)))
             ORDER BY j.id LIMIT $3")
            .bind(user_id.0).bind(id.0).bind(limit).fetch_all(pool).await?);
        let place = |(job_id, source_id, Json(posting), closed_at, application): Row| VacancyPlace {
            job_id: JobId(job_id),
            source_id: SourceId(source_id),
            location: posting.location,
            url: posting.url,
            closed_at,
            application_id: application.map(ApplicationId),
        };
        Ok(rows.into_iter().map(place).collect())
    }

    /// The person's application to another job of the same vacancy, unless it was cancelled.
    pub async fn application_elsewhere(&self, user_id: UserId, id: JobId) -> Result<Option<Application>> {
        let other: Option<Uuid> = on_read!(self, pool => sqlx::query_scalar(APPLIED_ELSEWHERE)
            .bind(user_id.0).bind(id.0).fetch_optional(pool).await?);
        match other {
            Some(other) => {
                let record = self.application(user_id, ApplicationId(other)).await?;
                Ok(record.map(|record| record.application))
            }
            None => Ok(None),
        }
    }
}

/// Applications to the vacancy of a job, be it by where the jobs are now or by where they were then.
const APPLIED_ELSEWHERE: &str = "SELECT a.id FROM applications a JOIN jobs j ON j.id = a.job_id
     WHERE a.user_id = $1 AND a.job_id <> $2 AND a.state <> 'cancelled'
       AND (SELECT o.vacancy_id FROM jobs o WHERE o.id = $2) IN (j.vacancy_id, a.vacancy_id)
     ORDER BY a.created_at LIMIT 1";

impl Tx {
    /// The same as [`Store::application_elsewhere`], within a transaction: the application's id and place.
    pub async fn applied_elsewhere(
        &mut self,
        user_id: UserId,
        id: JobId,
    ) -> Result<Option<(ApplicationId, String)>> {
        let other: Option<Uuid> = on_tx!(self, conn => sqlx::query_scalar(APPLIED_ELSEWHERE)
            .bind(user_id.0).bind(id.0).fetch_optional(&mut *conn).await?);
        let Some(other) = other else { return Ok(None) };
        let place: String = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT j.location FROM applications a JOIN jobs j ON j.id = a.job_id WHERE a.id = $1")
            .bind(other).fetch_one(&mut *conn).await?);
        Ok(Some((ApplicationId(other), place)))
    }

    /// Whether a shown job carries places of others.
    pub async fn is_in_several_places(&mut self, id: JobId) -> Result<bool> {
        let also_in: Option<Json<Vec<String>>> = on_tx!(self, conn => sqlx::query_scalar(
            "SELECT also_in FROM jobs WHERE id = $1").bind(id.0).fetch_optional(&mut *conn).await?);
        Ok(also_in.is_some_and(|also_in| !also_in.is_empty()))
    }

    /// The shown job that `content` is the same vacancy as. `but` is itself, when it is known already.
    pub(crate) async fn home_of(
        &mut self,
        source_id: SourceId,
        content: &JobContent,
        but: Option<JobId>,
    ) -> Result<Option<Home>> {
        let but = but.map_or(Uuid::nil(), |id| id.0);
        let same: Option<(Uuid, Option<Uuid>)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT id, vacancy_id FROM jobs WHERE dedupe_key = $1 AND id <> $2
               AND closed_at IS NULL AND duplicate_of IS NULL ORDER BY id LIMIT 1")
            .bind(&content.dedupe_key).bind(but).fetch_optional(&mut *conn).await?);
        if let Some((id, vacancy_id)) = same {
            return Ok(Some(Home { shown: JobId(id), vacancy_id: vacancy_id.unwrap_or(id) }));
        }
        let alike: Vec<(Uuid, Option<Uuid>, Json<Posting>)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT id, vacancy_id, posting FROM jobs WHERE source_id = $1 AND vacancy_key = $2 AND id <> $3
               AND closed_at IS NULL AND duplicate_of IS NULL ORDER BY id DESC LIMIT $4")
            .bind(source_id.0).bind(content.print.key()).bind(but).bind(MAX_COMPARED)
            .fetch_all(&mut *conn).await?);
        let same = alike.into_iter().find(|(_, _, posting)| Print::of(posting).is_same_as(&content.print));
        Ok(same.map(|(id, vacancy_id, _)| Home { shown: JobId(id), vacancy_id: vacancy_id.unwrap_or(id) }))
    }

    /// The vacancy a known job is of from now on: the one it was of while it is the same as another open job of it or
    /// no other is left, the one it fits elsewhere, or a new one.
    pub(crate) async fn vacancy_after_change(
        &mut self,
        id: JobId,
        source_id: SourceId,
        before: Uuid,
        content: &JobContent,
    ) -> Result<Uuid> {
        let others: Vec<(String, Json<Posting>)> = on_tx!(self, conn => sqlx::query_as(
            "SELECT dedupe_key, posting FROM jobs WHERE vacancy_id = $1 AND id <> $2 AND closed_at IS NULL
             ORDER BY duplicate_of IS NOT NULL, id LIMIT $3")
            .bind(before).bind(id.0).bind(MAX_COMPARED).fetch_all(&mut *conn).await?);
        let is_same = |(key, posting): &(String, Json<Posting>)| {
            *key == content.dedupe_key || Print::of(posting).is_same_as(&content.print)
        };
        if others.iter().any(is_same) {
            return Ok(before);
        }
        let home = self.home_of(source_id, content, Some(id)).await?;
        Ok(match home {
            Some(home) => home.vacancy_id,
            None if others.is_empty() => before,
            None => JobId::new(self.now()).0,
        })
    }

    /// Adds the places of a job to those of the shown one, which it repeats. Whether that gave it new ones.
    pub(crate) async fn widen(&mut self, shown: JobId, posting: &Posting) -> Result<bool> {
        let (own, Json(also_in)): (Json<Posting>, Json<Vec<String>>) = on_tx!(self, conn => sqlx::query_as(
            "SELECT posting, also_in FROM jobs WHERE id = $1").bind(shown.0).fetch_one(&mut *conn).await?);
        let mut wider = also_in.clone();
        add_places(&mut wider, &own, posting);
        if wider == also_in {
            return Ok(false);
        }
        self.put_places(shown, &wider).await?;
        Ok(true)
    }

    /// Makes one open job of the vacancy the one that is shown: the one that was, or the oldest. Returns the jobs
    /// that became visible or invisible, or are in other places now.
    pub(crate) async fn settle_vacancy(&mut self, vacancy_id: Uuid) -> Result<Vec<JobId>> {
        let open: Vec<Member> = on_tx!(self, conn => sqlx::query_as(
            "SELECT id, duplicate_of, posting, also_in FROM jobs
             WHERE vacancy_id = $1 AND closed_at IS NULL ORDER BY id")
            .bind(vacancy_id).fetch_all(&mut *conn).await?);
        let Some(shown) = open.iter().find(|job| job.duplicate_of.is_none()).or(open.first()) else {
            return Ok(Vec::new());
        };
        let at = self.now();
        let mut touched = Vec::new();
        for job in &open {
            let now = Some(shown.id).filter(|shown| *shown != job.id);
            if now == job.duplicate_of {
                continue;
            }
            on_tx!(self, conn => sqlx::query("UPDATE jobs SET duplicate_of = $2, touched_at = $3 WHERE id = $1")
                .bind(job.id).bind(now).bind(at).execute(&mut *conn).await?.rows_affected());
            if now.is_some() != job.duplicate_of.is_some() {
                touched.push(JobId(job.id));
            }
        }
        let mut also_in = Vec::new();
        open.iter()
            .filter(|job| job.id != shown.id)
            .for_each(|job| add_places(&mut also_in, &shown.posting, &job.posting));
        if also_in != shown.also_in.0 {
            self.put_places(JobId(shown.id), &also_in).await?;
            touched.push(JobId(shown.id));
        }
        touched.sort_unstable();
        touched.dedup();
        Ok(touched)
    }

    /// Its content is another now, as far as matching sees it.
    async fn put_places(&mut self, shown: JobId, also_in: &[String]) -> Result<()> {
        let at = self.now();
        on_tx!(self, conn => sqlx::query(
            "UPDATE jobs SET also_in = $2, also_in_text = $3, changed_at = $4, touched_at = $4 WHERE id = $1")
            .bind(shown.0).bind(Json(also_in)).bind(domain::text::fold(&also_in.join(" "))).bind(at)
            .execute(&mut *conn).await?.rows_affected());
        Ok(())
    }
}

/// Adds the places of `other` that neither `shown` names nor the list has.
fn add_places(also_in: &mut Vec<String>, shown: &Posting, other: &Posting) {
    let written = std::iter::once(&other.location).chain(&other.places);
    for place in written.filter(|place| !place.trim().is_empty()) {
        let is_known = *place == shown.location || shown.places.contains(place) || also_in.contains(place);
        if !is_known && also_in.len() < MAX_PLACES {
            also_in.push(place.clone());
        }
    }
}
