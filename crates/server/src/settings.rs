//! Settings: flags over environment over `jobwire.toml` over defaults. The only place that reads the
//! environment.

use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The file read from the working directory.
const SETTINGS_FILE: &str = "jobwire.toml";
/// Variables that are known by these very names, without the prefix.
const PLAIN_VARIABLES: [&str; 4] = ["DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "CORS_ALLOWED_ORIGINS"];

/// Everything that can be set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The address to listen on. Anything but loopback needs a TLS proxy in front.
    pub bind: IpAddr,
    /// The port; the next free one is taken when it is in use, unless it was set.
    pub port: Option<u16>,
    /// Where the database, the key file and browser profiles live.
    pub data_dir: PathBuf,
    /// `sqlite://PATH` or `postgres://…`; a SQLite file in the data folder when not set.
    pub database_url: Option<String>,
    /// `redis://…` through which nodes tell each other what they commit; without it each looks at the log by itself.
    /// Never a flag: it may carry a password.
    #[serde(default, skip_serializing)]
    pub redis_url: Option<String>,
    /// The most events kept of each person's log.
    pub event_rows: u32,
    /// How many days events are kept.
    pub event_days: u32,
    /// Host names by which the server may be addressed, separated by commas; loopback names always may.
    pub allowed_hosts: String,
    /// Origins of other web apps that may use the API with cookies, separated by commas.
    pub cors_allowed_origins: String,
    /// The Chromium to drive; looked for in the usual places when not set.
    pub chromium: Option<PathBuf>,
    /// Runs Chromium without its own sandbox. Only `i-accept-the-risk` turns it on.
    pub chromium_without_sandbox: String,
    /// What is logged: `info`, `debug`, or directives as of `tracing`.
    pub log: String,
    /// The name the mail server signs its Authentication-Results headers with, such as `mx.google.com`.
    /// Only with it does a mail prove that an application arrived.
    pub authserv_id: Option<String>,
    /// Where an operator puts Maildirs for accounts: each in a folder named by the account's id.
    pub maildir_root: Option<PathBuf>,
    /// Demo employers: where they are or shall be.
    pub demo_address: std::net::SocketAddr,
    /// The base address of a language model's OpenAI-compatible API, such as `http://127.0.0.1:11434/v1`. Without it
    /// no model is asked for anything. It is the operator's word, so it may be on this machine.
    pub language_model_url: Option<String>,
    /// The model's name there.
    pub language_model: Option<String>,
    /// The key the model's server wants. Never a flag: other processes could read it.
    #[serde(default, skip_serializing, deserialize_with = "secret")]
    pub language_model_key: Option<SecretString>,
    /// How long an answer of the model may take.
    pub language_model_seconds: u64,
}

/// The port when none is set.
pub const DEFAULT_PORT: u16 = 8000;
/// The words that turn Chromium's sandbox off.
const ACCEPT_THE_RISK: &str = "i-accept-the-risk";

impl Default for Settings {
    fn default() -> Self {
        Self {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: None,
            data_dir: "data".into(),
            database_url: None,
            redis_url: None,
            // What pages that were closed over a week come back to (facts/realtime, section 4).
            event_rows: 1000,
            event_days: 7,
            allowed_hosts: String::new(),
            cors_allowed_origins: String::new(),
            chromium: None,
            chromium_without_sandbox: String::new(),
            // Each verdict of the browser's proxy is a line; it tries hundreds at the probe alone.
            log: "info,browser::proxy=warn".to_owned(),
            authserv_id: None,
            maildir_root: None,
            demo_address: "127.0.0.1:4010".parse().expect("a literal address"),
            language_model_url: None,
            language_model: None,
            language_model_key: None,
            // A model of eight billion parameters on a processor without a graphics card reads the profile and writes
            // a paragraph in about a minute.
            language_model_seconds: 120,
        }
    }
}

/// What flags may say; each overrides every other source.
#[derive(Clone, Debug, Default, Serialize, clap::Args)]
pub struct SettingsFlags {
    /// Address to listen on.
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bind: Option<IpAddr>,
    /// Port to listen on (default 8000, or the next free one).
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Folder for the database, the key file and browser profiles (default: data).
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// sqlite://PATH or postgres://… (default: a SQLite file in the data folder).
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// Where the demo employers are or shall be (default: 127.0.0.1:4010).
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demo_address: Option<std::net::SocketAddr>,
    /// Base address of a language model's API that writes drafts (default: none).
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_model_url: Option<String>,
    /// Name of the language model.
    #[arg(long)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_model: Option<String>,
}

impl Settings {
    /// Reads the settings of this process.
    pub fn read(flags: &SettingsFlags) -> Result<Self, Box<figment::Error>> {
        let settings: Self = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file(SETTINGS_FILE))
            .merge(Env::raw().only(&PLAIN_VARIABLES))
            .merge(Env::prefixed("JOBWIRE_").ignore(&["test_postgres_url"]))
            .merge(Serialized::defaults(flags))
            .extract()?;
        Ok(settings)
    }

    /// The database to open.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("jobwire.db").display()))
    }

    /// [`database_url`](Self::database_url) without the password, for messages.
    pub fn shown_database_url(&self) -> String {
        let address = self.database_url();
        let Ok(mut url) = url::Url::parse(&address) else {
            return if address.contains('@') { "of DATABASE_URL".to_owned() } else { address };
        };
        // An address that cannot carry a password has none to hide.
        let _ = url.set_password(None);
        url.set_query(None);
        url.to_string()
    }

    /// The file with the root key.
    pub fn key_file(&self) -> PathBuf {
        self.data_dir.join("app.key")
    }

    /// Host names by which the server may be addressed.
    pub fn allowed_hosts(&self) -> Vec<String> {
        let own = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        own.into_iter().chain(list(&self.allowed_hosts)).chain([self.bind.to_string()]).collect()
    }

    /// Origins of other web apps that may use the API with cookies.
    pub fn cors_origins(&self) -> Vec<String> {
        list(&self.cors_allowed_origins)
    }

    /// The Chromium to drive: the set one, or the first found in the usual places.
    pub fn chromium(&self) -> Option<PathBuf> {
        const USUAL: [&str; 5] = [
            "/usr/bin/chromium",
            "/usr/bin/google-chrome",
            // On Ubuntu this and the next one are a snap, which sees only part of the disk.
            "/usr/bin/chromium-browser",
            "/snap/bin/chromium",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ];
        self.chromium.clone().or_else(|| USUAL.iter().map(PathBuf::from).find(|path| Path::exists(path)))
    }

    /// Whether the person allowed Chromium to run without its sandbox, in so many words.
    pub fn may_run_without_sandbox(&self) -> bool {
        self.chromium_without_sandbox == ACCEPT_THE_RISK
    }
}

/// A secret in whatever form the environment was understood: a key of digits alone looks like a number. What is wrong
/// with it is said without it.
fn secret<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    use figment::value::Value;
    let text = match <Value as Deserialize>::deserialize(deserializer)? {
        Value::String(_, text) => text,
        Value::Num(_, number) => match (number.to_u128(), number.to_i128()) {
            (Some(number), _) => number.to_string(),
            (_, Some(number)) => number.to_string(),
            _ => return Err(serde::de::Error::custom("put the key in quotes")),
        },
        Value::Empty(..) => return Ok(None),
        _ => return Err(serde::de::Error::custom("put the key in quotes")),
    };
    Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(SecretString::from))
}

fn list(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_never_shows_the_databases_password() {
        for address in
            ["postgres://anna:hunter2@db.example/jobs?password=hunter2", "postgres://anna:hunter2@[bad/jobs"]
        {
            let settings = Settings { database_url: Some(address.to_owned()), ..Settings::default() };
            assert!(!settings.shown_database_url().contains("hunter2"), "{}", settings.shown_database_url());
        }
        assert!(Settings::default().shown_database_url().contains("jobwire.db"));
    }

    #[test]
    fn a_key_is_taken_in_any_form_and_never_shown() {
        let read = |value: serde_json::Value| {
            let given = serde_json::json!({"language_model_key": value});
            let both =
                Figment::from(Serialized::defaults(Settings::default())).merge(Serialized::defaults(given));
            both.extract::<Settings>().map_err(|error| error.to_string())
        };
        for (given, wanted) in [
            (serde_json::json!("sk-hunter2"), Some("sk-hunter2")),
            (serde_json::json!(" hunter2\n"), Some("hunter2")),
            (serde_json::json!(4711), Some("4711")),
            (serde_json::json!(""), None),
        ] {
            let settings = read(given).expect("a key");
            let key = settings.language_model_key.as_ref().map(secrecy::ExposeSecret::expose_secret);
            assert_eq!(key, wanted);
            assert!(!format!("{settings:?}").contains("hunter2"));
            assert!(!serde_json::to_string(&settings).expect("JSON").contains("hunter2"));
        }
        for wrong in [serde_json::json!(47.11), serde_json::json!(["hunter2"])] {
            let error = read(wrong).expect_err("no key");
            assert!(
                error.contains("quotes") && !error.contains("47.11") && !error.contains("hunter2"),
                "{error}"
            );
        }
    }

    #[test]
    fn loopback_names_are_always_allowed_and_others_only_when_named() {
        let settings = Settings { allowed_hosts: " jobs.example , ".to_owned(), ..Settings::default() };
        let hosts = settings.allowed_hosts();
        assert!(hosts.contains(&"localhost".to_owned()) && hosts.contains(&"jobs.example".to_owned()));
        assert!(!hosts.contains(&String::new()));
    }

    #[test]
    fn the_sandbox_stays_on_unless_the_risk_is_accepted_in_so_many_words() {
        for (words, off) in [("", false), ("true", false), ("1", false), ("i-accept-the-risk", true)] {
            let settings = Settings { chromium_without_sandbox: words.to_owned(), ..Settings::default() };
            assert_eq!(settings.may_run_without_sandbox(), off, "{words:?}");
        }
    }
}
