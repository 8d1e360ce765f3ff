//! Interviews: set, moved and called off by calendar invitations.

use domain::event::InterviewScheduled;
use domain::{ApplicationId, Event, Interview, InterviewId, Invitation, ObservationId, Timestamp, UserId};
use uuid::Uuid;

use crate::applications::ApplicationRecord;
use crate::{Page, PageRequest, Result, Store, Tx};

/// An interview with what it is about.
#[derive(Clone, Debug, PartialEq, serde::Serialize, utoipa::ToSchema)]
pub struct ListedInterview {
    /// The interview.
    #[serde(flatten)]
    pub interview: Interview,
    /// The employer.
    pub company: String,
    /// The job's title.
    pub job_title: String,
}

#[derive(sqlx::FromRow)]
struct InterviewRow {
    id: Uuid,
    application_id: Uuid,
    observation_id: Option<Uuid>,
    uid: String,
    summary: String,
    starts_at: Timestamp,
    ends_at: Option<Timestamp>,
    time_zone: Option<String>,
    location: String,
    organizer: String,
    cancelled: bool,
    company: String,
    job_title: String,
}

impl From<InterviewRow> for ListedInterview {
    fn from(row: InterviewRow) -> Self {
        let interview = Interview {
            id: InterviewId(row.id),
            application_id: ApplicationId(row.application_id),
            observation_id: row.observation_id.map(ObservationId),
            uid: row.uid,
            summary: row.summary,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            time_zone: row.time_zone,
            location: row.location,
            organizer: row.organizer,
            cancelled: row.cancelled,
        };
        Self { interview, company: row.company, job_title: row.job_title }
    }
}

/// An [`InterviewRow`], before a condition.
macro_rules! select_interviews {
    ($condition:literal) => {
        concat!(
            "SELECT i.id, i.application_id, i.observation_id, i.uid, i.summary, i.starts_at, i.ends_at, i.time_zone,
               i.location, i.organizer, i.cancelled, a.company, a.job_title
             FROM interviews i JOIN applications a ON a.id = i.application_id ",
            $condition
        )
    };
}

impl Store {
    /// A person's interviews, by date.
    pub async fn interviews(&self, user_id: UserId, request: &PageRequest) -> Result<Page<ListedInterview>> {
        let rows: Vec<InterviewRow> = on_read!(self, pool => sqlx::query_as(select_interviews!(
            "WHERE i.user_id = $1 ORDER BY i.starts_at, i.id LIMIT $2 OFFSET $3"))
            .bind(user_id.0).bind(request.limit() + 1).bind(request.offset()).fetch_all(pool).await?);
        Page::cut(rows, request).try_map(|row| Ok(row.into()))
    }

    /// The interviews of an application, by date.
    pub async fn interviews_of(&self, user_id: UserId, id: ApplicationId) -> Result<Vec<Interview>> {
        let rows: Vec<InterviewRow> = on_read!(self, pool => sqlx::query_as(select_interviews!(
            "WHERE i.user_id = $1 AND i.application_id = $2 ORDER BY i.starts_at, i.id"))
            .bind(user_id.0).bind(id.0).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|row| ListedInterview::from(row).interview).collect())
    }
}

impl Tx {
    /// Sets, moves or calls off an interview as an invitation says, with its event and a line in the
    /// timeline. `None` when it changes nothing: an older message never overwrites a newer one, an
    /// identifier that belongs to another application is not taken from it, and what was never set
    /// cannot be called off.
    pub async fn put_interview(
        &mut self,
        record: &ApplicationRecord,
        observation_id: ObservationId,
        invitation: &Invitation,
    ) -> Result<Option<Interview>> {
        let (user_id, application) = (record.user_id, &record.application);
        let known: Option<InterviewRow> = on_tx!(self, conn => sqlx::query_as(select_interviews!(
            "WHERE i.user_id = $1 AND i.uid = $2")).bind(user_id.0).bind(&invitation.uid).fetch_optional(&mut *conn).await?);
        if known.is_none() && invitation.cancelled {
            return Ok(None);
        }
        let id = InterviewId::new(self.now());
        // The rule of `Invitation::replaces`, held by the database against two messages at once.
        let changed = on_tx!(self, conn => sqlx::query(
            "INSERT INTO interviews (id, user_id, application_id, observation_id, uid, sequence, summary, starts_at,
               ends_at, time_zone, location, organizer, cancelled)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             ON CONFLICT (user_id, uid) DO UPDATE SET observation_id = excluded.observation_id,
               sequence = excluded.sequence, summary = excluded.summary, starts_at = excluded.starts_at,
               ends_at = excluded.ends_at, time_zone = excluded.time_zone, location = excluded.location,
               organizer = excluded.organizer, cancelled = excluded.cancelled
             WHERE interviews.application_id = excluded.application_id AND interviews.sequence <= excluded.sequence
               AND NOT (interviews.cancelled AND interviews.sequence = excluded.sequence)")
            .bind(id.0).bind(user_id.0).bind(application.id.0).bind(observation_id.0).bind(&invitation.uid)
            .bind(invitation.sequence).bind(&invitation.summary).bind(invitation.starts_at).bind(invitation.ends_at)
            .bind(&invitation.time_zone).bind(&invitation.location).bind(&invitation.organizer).bind(invitation.cancelled)
            .execute(&mut *conn).await?.rows_affected());
        if changed == 0 {
            return Ok(None);
        }
        let row: InterviewRow = on_tx!(self, conn => sqlx::query_as(select_interviews!(
            "WHERE i.user_id = $1 AND i.uid = $2")).bind(user_id.0).bind(&invitation.uid).fetch_one(&mut *conn).await?);
        let before = known.map(|row| ListedInterview::from(row).interview);
        let ListedInterview { interview, company, job_title } = row.into();
        if is_same(before.as_ref(), &interview) {
            return Ok(None);
        }
        let title = match &before {
            _ if interview.cancelled => "Interview called off",
            None => "Interview set",
            Some(_) => "Interview moved",
        };
        self.add_timeline(record, domain::Channel::Email, "interview", title, &interview.summary).await?;
        let event = InterviewScheduled { interview: interview.clone(), company, job_title };
        self.record(user_id, Event::InterviewScheduled(event)).await?;
        Ok(Some(interview))
    }
}

/// Whether nothing a person sees has changed; which message said so does not count.
fn is_same(before: Option<&Interview>, after: &Interview) -> bool {
    before
        .is_some_and(|before| Interview { observation_id: after.observation_id, ..before.clone() } == *after)
}
