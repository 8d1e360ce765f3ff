//! One question to a language model over the OpenAI-compatible chat endpoint, which Ollama, llama.cpp, vLLM and the
//! hosted services speak.
//!
//! It reaches exactly the server the operator named and follows no redirect, reads no more than
//! [`MAX_ANSWER_BYTES`], waits no longer than it was told to, and never logs what was asked or answered. The request is
//! written here rather than by a client library: those read answers without a limit, and the guarded client of `net`
//! does not hand out the connection it guards.

use std::time::Duration;

use net::{Client, Egress, FetchError, JsonPost, Limits};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

/// The longest answer that is read. A draft or a second reading with its envelope has 3 KB.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// How a model is reached. The operator says it, nobody else.
#[derive(Clone)]
pub struct ModelSettings {
    /// The base address of the API, such as `http://127.0.0.1:11434/v1`.
    pub url: Url,
    /// The model's name there.
    pub name: String,
    /// Sent as a bearer token.
    pub key: Option<SecretString>,
    /// How long an answer may take.
    pub within: Duration,
}

/// A language model.
pub struct Model {
    client: Client,
    settings: ModelSettings,
    endpoint: Url,
}

/// Why a model gave no answer. The sentences are for the person and name no address; the log says more.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It took too long.
    #[error("The language model did not answer within {} s.", .0.as_secs())]
    TooSlow(Duration),
    /// It is not there, or broke off.
    #[error("The language model cannot be reached.")]
    Unreachable,
    /// It does not take the key.
    #[error("The language model refused the key it was sent.")]
    KeyRefused,
    /// It, or its address, is not known there.
    #[error("The server of the language model does not know this model, or its address is not the API's.")]
    Unknown,
    /// It has too much to do, or no more allowance.
    #[error("The language model takes no more questions for now.")]
    Exhausted,
    /// Another status, a redirect among them.
    #[error("The server of the language model answered with status {0}.")]
    Status(u16),
    /// The answer is too long or not of the API.
    #[error("The language model's answer was not understood.")]
    NotUnderstood,
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

impl Model {
    /// A model at this address, or what is wrong with the address.
    pub fn new(settings: ModelSettings) -> Result<Self, net::Denied> {
        let egress = Egress::public().with_origin(&settings.url)?;
        net::policy::check_url(&settings.url, &egress)?;
        let limits = Limits {
            timeout: settings.within,
            max_bytes: MAX_ANSWER_BYTES,
            max_redirects: 0,
            ..Limits::default()
        };
        let mut endpoint = settings.url.clone();
        endpoint.set_path(&format!("{}/chat/completions", settings.url.path().trim_end_matches('/')));
        Ok(Self { client: Client::new(egress, limits), settings, endpoint })
    }

    /// The name it was set up with.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Asks once, for an answer of this schema, which the server may want a name of; gives the text of the answer.
    pub async fn ask(
        &self,
        name: &str,
        system: &str,
        data: &str,
        schema: &Value,
    ) -> Result<String, ModelError> {
        let body = json!({
            "model": self.settings.name,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": data}],
            "stream": false,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": name, "strict": true, "schema": schema},
            },
        });
        let mut post = JsonPost::new(self.endpoint.clone(), body.to_string());
        post.bearer = self.settings.key.as_ref().map(|key| key.expose_secret().to_owned());
        post.allowed_hosts = self.endpoint.host_str().map(|host| vec![host.to_owned()]);
        let answer = self.client.post_json(post).await.map_err(|error| {
            tracing::warn!(%error, "the language model gave no answer");
            failed(error)
        })?;
        if answer.status != 200 {
            tracing::warn!(status = answer.status, "the language model refused");
            return Err(refused(answer.status));
        }
        let completion: Completion =
            serde_json::from_slice(&answer.body).map_err(|_| ModelError::NotUnderstood)?;
        let first = completion.choices.into_iter().next().ok_or(ModelError::NotUnderstood)?;
        first.message.content.ok_or(ModelError::NotUnderstood)
    }
}

fn failed(error: FetchError) -> ModelError {
    match error {
        FetchError::Timeout(within) => ModelError::TooSlow(within),
        FetchError::TooLarge { .. } | FetchError::Protocol { .. } => ModelError::NotUnderstood,
        FetchError::Blocked { .. } | FetchError::Connect { .. } => ModelError::Unreachable,
    }
}

fn refused(status: u16) -> ModelError {
    match status {
        401 | 403 => ModelError::KeyRefused,
        404 => ModelError::Unknown,
        429 => ModelError::Exhausted,
        other => ModelError::Status(other),
    }
}
