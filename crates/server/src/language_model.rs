//! The optional language model: set up from the operator's settings, limited per person, checked by `jobwire doctor`.
//!
//! Without it nothing here exists and no network is asked anything.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use applications::drafts::{Model, ModelSettings, Writer};
use axum::http::StatusCode;
use documents::draft::DraftRequest;
use domain::UserId;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use matching::skills::SKILLS;
use url::Url;

use crate::problem::{ApiResult, Problem};
use crate::second_reading::Reader;
use crate::settings::Settings;

/// The longest a model may be given for an answer.
pub const MAX_SECONDS: u64 = 300;
/// Drafts per person and hour: more than anybody can check, and a limit to what a hosted model costs.
const DRAFTS_PER_HOUR: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");
/// The group of skills that everybody has and no draft can claim wrongly: teamwork, communication.
const OF_EVERYBODY: &str = "people";

/// What writes drafts, and how many each person may ask for.
pub struct Drafts {
    /// Writes them.
    pub writer: Writer,
    limiter: DefaultKeyedRateLimiter<UserId>,
}

impl Drafts {
    /// Counts a draft for a person.
    pub fn check(&self, user_id: UserId) -> ApiResult<()> {
        self.limiter.retain_recent();
        self.limiter.check_key(&user_id).map_err(|_| {
            let detail =
                "You asked for many drafts this hour. Write this answer yourself, or wait some minutes.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-drafts", "Too many drafts", detail)
        })
    }
}

/// What writes drafts and what reads jobs again, with the model of these settings; `None` when none is set up.
pub fn set_up(settings: &Settings) -> anyhow::Result<Option<(Arc<Drafts>, Arc<Reader>)>> {
    let Some(model) = model(settings)?.map(Arc::new) else { return Ok(None) };
    let limiter = RateLimiter::keyed(Quota::per_hour(DRAFTS_PER_HOUR));
    let drafts = Drafts { writer: Writer::new(model.clone(), skills_in), limiter };
    Ok(Some((Arc::new(drafts), Arc::new(Reader::new(model, skills_in)))))
}

/// The model of these settings.
pub fn model(settings: &Settings) -> anyhow::Result<Option<Model>> {
    let set = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (url, name) = match (set(&settings.language_model_url), set(&settings.language_model)) {
        (None, None) => return Ok(None),
        (Some(url), Some(name)) => (url, name),
        (Some(_), None) => bail!("Name the language model too: set JOBWIRE_LANGUAGE_MODEL."),
        (None, Some(_)) => bail!("Say where the language model is: set JOBWIRE_LANGUAGE_MODEL_URL."),
    };
    if !(1..=MAX_SECONDS).contains(&settings.language_model_seconds) {
        bail!("JOBWIRE_LANGUAGE_MODEL_SECONDS must be from 1 to {MAX_SECONDS}.");
    }
    let wrong = "JOBWIRE_LANGUAGE_MODEL_URL is no address such as http://127.0.0.1:11434/v1";
    let settings = ModelSettings {
        url: Url::parse(&url).context(wrong)?,
        name,
        key: settings.language_model_key.clone(),
        within: Duration::from_secs(settings.language_model_seconds),
    };
    Ok(Some(Model::new(settings).context(wrong)?))
}

/// Asks the model for the smallest draft; gives its name, or what to do.
pub async fn answers(settings: &Settings) -> Result<Option<String>, String> {
    let Some(model) = model(settings).map_err(|error| format!("{error:#}."))? else { return Ok(None) };
    let request = DraftRequest {
        question: "What do you like about your work?".to_owned(),
        job_title: "Gardener".to_owned(),
        company: "Example".to_owned(),
        statements: vec!["Summary: I like to see things grow.".to_owned()],
    };
    let asked = model.ask("draft", DraftRequest::system(), &request.data(), &DraftRequest::schema()).await;
    let answer = asked.map_err(|error| {
        format!("{error} Check JOBWIRE_LANGUAGE_MODEL_URL, _MODEL, _MODEL_KEY and _MODEL_SECONDS, and that it runs.")
    })?;
    match DraftRequest::is_understood(&answer) {
        true => Ok(Some(model.name().to_owned())),
        false => Err(format!(
            "{} answers, but not in the form it was asked for, so there will be no drafts. Choose a model that \
             keeps to a JSON schema.",
            model.name()
        )),
    }
}

/// The skills a text names, by the vocabulary jobs are matched with.
fn skills_in(text: &str) -> Vec<String> {
    let hard = matching::skills::named_in(text)
        .into_iter()
        .filter(|skill| SKILLS.groups[usize::from(SKILLS.group(*skill))] != OF_EVERYBODY);
    hard.map(|skill| SKILLS.name(skill).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let mut profile = testkit::a_profile();
        profile.resume.basics.summary =
            "I like systems that stay up, and writing about how they fail.".to_owned();
        let request = DraftRequest {
            question: "Why do you want to join our Data Platform team, and what do you know of Kubernetes?"
                .to_owned(),
            job_title: "Senior Backend Engineer (Rust)".to_owned(),
            company: "Nordlicht Systems GmbH".to_owned(),
            statements: documents::draft::statements(&profile.resume),
        };
        let answer = serde_json::json!({"text": text, "from": [1]}).to_string();
        request.read(&answer, skills_in).map(|draft| draft.text).map_err(|refused| refused.to_string())
    }

    /// Honest texts in the manner of a model, read with the real vocabulary of skills: general words are no claims.
    #[test]
    fn honest_drafts_pass() {
        for text in [
            "I'm drawn to Nordlicht Systems because I care about systems that stay up. In my role as a Software \
             Engineer at Muster Software, I moved the billing service to Rust, and I'd love to bring that experience \
             to the Data Platform team. I also enjoy writing about how systems fail, which helps a team learn.",
            "Since March 2020 I have worked as a Software Engineer at Muster Software. There I moved the billing \
             service to Rust. My background in Rust and PostgreSQL fits the Senior Backend Engineer (Rust) role well, \
             and I am excited to contribute to a reliable, well-documented platform.",
            "What motivates me is building reliable backend systems and working closely with others. At Muster \
             Software, moving the billing service to Rust taught me to plan carefully, communicate clearly and \
             take responsibility for the result.\n\nI would bring the same care to your team.",
            "Ich mag Systeme, die laufen, und ich schreibe gern darüber, wie sie ausfallen. Bei Muster Software habe \
             ich den Abrechnungsdienst nach Rust gebracht. Diese Erfahrung möchte ich bei Nordlicht Systems \
             einbringen und mit dem Team daran arbeiten.",
            "Me gustan los sistemas que no se caen. En Muster Software pasé el servicio de facturación a Rust y \
             quiero aportar esa experiencia a Nordlicht Systems.",
            "J'aime les systèmes qui tiennent. Chez Muster Software, j'ai passé le service de facturation à Rust, et \
             je voudrais apporter cette expérience à l'équipe Data Platform.",
        ] {
            assert_eq!(read(text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_skill_of_the_question_alone_is_not_claimed() {
        for text in [
            "I know Kubernetes well.",
            "I run k8s clusters.",
            "I have used terraform and Docker for long.",
            "I can help you with Kubernetes.",
        ] {
            assert!(
                read(text).is_err_and(|sentence| sentence.contains("your profile does not say")),
                "{text}"
            );
        }
    }
}
