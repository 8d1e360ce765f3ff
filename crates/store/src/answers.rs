//! The answer bank: what a person answered once.

use domain::{Answer, AnswerId, Timestamp, UserId};
use uuid::Uuid;

use crate::{Result, Store, Tx};

#[derive(sqlx::FromRow)]
struct AnswerRow {
    id: Uuid,
    question: String,
    meaning: String,
    country: String,
    answer: String,
    declines: bool,
    stated_at: Timestamp,
}

impl From<AnswerRow> for Answer {
    fn from(row: AnswerRow) -> Self {
        Self {
            id: AnswerId(row.id),
            question: row.question,
            meaning: row.meaning,
            country: Some(row.country).filter(|country| !country.is_empty()),
            text: row.answer,
            declines: row.declines,
            stated_at: row.stated_at,
        }
    }
}

/// An answer to be remembered.
pub struct NewAnswer<'a> {
    /// The question as asked.
    pub question: &'a str,
    /// What it means, in the vocabulary of field meanings.
    pub meaning: &'a str,
    /// The country it holds for.
    pub country: Option<&'a str>,
    /// The answer.
    pub text: &'a str,
    /// The person prefers not to say.
    pub declines: bool,
}

impl Store {
    /// A person's answers, newest first.
    pub async fn answers(&self, user_id: UserId) -> Result<Vec<Answer>> {
        let rows: Vec<AnswerRow> = on_read!(self, pool => sqlx::query_as(
            "SELECT id, question, meaning, country, answer, declines, stated_at FROM answers
             WHERE user_id = $1 ORDER BY stated_at DESC, id").bind(user_id.0).fetch_all(pool).await?);
        Ok(rows.into_iter().map(Answer::from).collect())
    }
}

impl Tx {
    /// Remembers an answer; the same question in the same country is answered anew.
    pub async fn remember_answer(&mut self, user_id: UserId, new: NewAnswer<'_>) -> Result<Answer> {
        let id = AnswerId::new(self.now());
        let now = self.now();
        let row: AnswerRow = on_tx!(self, conn => sqlx::query_as(
            "INSERT INTO answers (id, user_id, question, question_key, meaning, country, answer, stated_at, declines)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (user_id, question_key, country) DO UPDATE SET question = excluded.question,
               meaning = excluded.meaning, answer = excluded.answer, stated_at = excluded.stated_at,
               declines = excluded.declines
             RETURNING id, question, meaning, country, answer, declines, stated_at")
            .bind(id.0).bind(user_id.0).bind(new.question).bind(domain::text::fold(new.question)).bind(new.meaning)
            .bind(new.country.unwrap_or("")).bind(new.text).bind(now)
            .bind(new.declines).fetch_one(&mut *conn).await?);
        Ok(row.into())
    }

    /// Answers a remembered question anew, as of now; `None` when there is none.
    pub async fn change_answer(
        &mut self,
        user_id: UserId,
        id: AnswerId,
        text: &str,
        declines: bool,
    ) -> Result<Option<Answer>> {
        let now = self.now();
        let row: Option<AnswerRow> = on_tx!(self, conn => sqlx::query_as(
            "UPDATE answers SET answer = $3, declines = $4, stated_at = $5 WHERE user_id = $1 AND id = $2
             RETURNING id, question, meaning, country, answer, declines, stated_at")
            .bind(user_id.0).bind(id.0).bind(text).bind(declines).bind(now).fetch_optional(&mut *conn).await?);
        Ok(row.map(Answer::from))
    }

    /// Forgets an answer; says whether there was one.
    pub async fn forget_answer(&mut self, user_id: UserId, id: AnswerId) -> Result<bool> {
        let gone = on_tx!(self, conn => sqlx::query("DELETE FROM answers WHERE user_id = $1 AND id = $2")
            .bind(user_id.0).bind(id.0).execute(&mut *conn).await?.rows_affected());
        Ok(gone > 0)
    }
}
