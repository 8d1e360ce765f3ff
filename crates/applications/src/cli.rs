//! The form engines as plain tools: one JSON object per line, no server needed.

use std::io::{BufRead, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use browser::{BrowserError, Field, FieldKind, FormModel, Session, SessionConfig};
use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

use crate::meaning::{self, Meaning, Reading};

/// Longest line of a file of labels.
const MAX_LINE_BYTES: usize = 1024 * 1024;
/// Largest page that is read from a file.
const MAX_PAGE_BYTES: u64 = 32 * 1024 * 1024;
/// Longest wait for a page.
const PAGE_DEADLINE: Duration = Duration::from_secs(30);
/// Longest wait for a page to come to rest.
const QUIET_DEADLINE: Duration = Duration::from_secs(5);
/// The reserved name under which a file is served to the browser.
const FILE_HOST: &str = "form.test";
/// What an unexplained label is worth: the vocabulary has no word for "not understood" but `other`.
const NOT_UNDERSTOOD: f64 = 0.1;

/// From here on a meaning says what kind of page it is.
const CLEAR: f64 = 0.8;

/// Why a tool could not do its work. Each sentence says what is wrong.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// A file could not be read or the output not be written.
    #[error("{what}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not what it should be.
    #[error("line {line}: {why}")]
    BadLine {
        /// Counted from one.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// The browser failed.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// The page has no form.
    #[error("there is no form on {0}")]
    NoForm(String),
}

#[derive(Deserialize)]
struct Label {
    label: String,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    options: Vec<String>,
}

/// `jobwire form meanings`: reads lines of `{label, type?, options?}`, writes `{label, meaning, detail, confidence}`.
/// The meaning is the wider word (`address`), the detail the exact one (`postal_code`).
pub fn meanings(reader: impl BufRead, mut out: impl Write) -> Result<(), CliError> {
    for (index, line) in reader.lines().enumerate() {
        let bad = |why: String| CliError::BadLine { line: index + 1, why };
        let line =
            line.map_err(|source| CliError::Io { what: "the labels cannot be read".to_owned(), source })?;
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > MAX_LINE_BYTES {
            return Err(bad(format!("longer than {MAX_LINE_BYTES} bytes")));
        }
        let asked: Label = serde_json::from_str(&line).map_err(|error| bad(error.to_string()))?;
        let (found, confidence) =
            meaning::of(&asked.label, asked.kind.as_deref().and_then(kind_of), &asked.options);
        let (found, confidence) = in_vocabulary(found, confidence);
        let row = json!({
            "label": asked.label,
            "meaning": found.group().as_str(),
            "detail": found.as_str(),
            "confidence": rounded(confidence),
        });
        writeln!(out, "{row}")
            .map_err(|source| CliError::Io { what: "the output cannot be written".to_owned(), source })?;
    }
    Ok(())
}

/// `jobwire form inspect`: opens a page from a file or an address and writes one line for each field.
pub async fn inspect(target: &str, browser: &SessionConfig, mut out: impl Write) -> Result<(), CliError> {
    let mut config = browser.clone();
    let (url, _server) = match Url::parse(target).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
    {
        Some(url) => (url, None),
        None => {
            let (address, server) = serve(Path::new(target)).await?;
            config.egress =
                config.egress.with_name(FILE_HOST, address).expect("the name is reserved for tests");
            let url = Url::parse(&format!("http://{FILE_HOST}:{}/", address.port()))
                .expect("a name and a port make a URL");
            (url, Some(server))
        }
    };
    let session = Session::open(config).await?;
    let read = read_page(&session, &url).await;
    session.close().await;
    let forms = read?;
    let best = forms.first().ok_or_else(|| CliError::NoForm(target.to_owned()))?;
    // An application is one form; what else stands on its page is not a part of it. A shop's page is all of it.
    let (fields, is_application): (Vec<&Field>, bool) = match is_application(best) {
        true => (best.fields.iter().collect(), true),
        false => (forms.iter().flat_map(|form| &form.fields).collect(), false),
    };
    for (field, reading) in fields.iter().zip(meaning::of_page(&fields)) {
        writeln!(out, "{}", describe(field, reading, is_application))
            .map_err(|source| CliError::Io { what: "the output cannot be written".to_owned(), source })?;
    }
    Ok(())
}

/// The forms of a page, the one that looks most like an application first and with its lists opened.
async fn read_page(session: &Session, url: &Url) -> Result<Vec<FormModel>, BrowserError> {
    let page = session.new_page().await?;
    page.navigate(url, PAGE_DEADLINE).await?;
    page.wait_quiet(QUIET_DEADLINE).await?;
    let mut forms = page.read_forms().await?;
    if forms.first().is_some_and(is_application)
        && let Some(opened) = page.read_form().await?
    {
        forms[0] = opened;
    }
    Ok(forms)
}

/// Whether a form is an application for a job: it says so, it wants a file, or it asks what only an employer asks.
fn is_application(form: &FormModel) -> bool {
    const ONLY_EMPLOYERS_ASK: [Meaning; 12] = [
        Meaning::Resume,
        Meaning::CoverLetter,
        Meaning::Linkedin,
        Meaning::WorkAuthorization,
        Meaning::Sponsorship,
        Meaning::Salary,
        Meaning::NoticePeriod,
        Meaning::Education,
        Meaning::ExperienceConfirm,
        Meaning::HowHeard,
        Meaning::Eeo,
        Meaning::Relocation,
    ];
    let says_so = [&form.title, &form.submit_label].into_iter().any(|text| {
        let text = meaning::plain(text);
        text == "apply"
            || ["application", "apply for", "apply now", "bewerb", "candidatur", "postul"]
                .iter()
                .any(|word| text.contains(word))
    });
    let asked = form.fields.iter().filter(|field| {
        field.visible && {
            let found = meaning::of_field(field);
            found.confidence >= CLEAR && ONLY_EMPLOYERS_ASK.contains(&found.meaning.group())
        }
    });
    says_so || form.fields.iter().any(|field| field.kind == FieldKind::File) || asked.count() >= 2
}

fn describe(field: &Field, reading: Reading, is_application: bool) -> serde_json::Value {
    let (found, confidence) = in_vocabulary(reading.meaning, reading.confidence);
    let word = match found.autocomplete_token() {
        Some(token) if !is_application => token,
        _ => found.group().as_str(),
    };
    json!({
        "label": field.label,
        "name": field.name,
        "type": field.kind,
        "required": field.required,
        "options": field.options,
        "visible": field.visible && !field.honeypot,
        "section": field.section,
        "meaning": word,
        "detail": found.as_str(),
        "confidence": rounded(confidence),
    })
}

fn in_vocabulary(found: Meaning, confidence: f64) -> (Meaning, f64) {
    match found {
        Meaning::Unknown => (Meaning::Other, NOT_UNDERSTOOD),
        known => (known, confidence),
    }
}

fn rounded(confidence: f64) -> f64 {
    (confidence * 100.0).round() / 100.0
}

/// The kind behind a type's name, in our words or in those of the big applicant tracking systems.
fn kind_of(word: &str) -> Option<FieldKind> {
    if let Ok(kind) = serde_json::from_value(json!(word)) {
        return Some(kind);
    }
    Some(match word.to_lowercase().as_str() {
        "input_text" | "string" | "short_text" | "shorttext" => FieldKind::Text,
        "long_text" | "longtext" | "paragraph" => FieldKind::Textarea,
        "input_file" | "upload" => FieldKind::File,
        "multi_value_single_select" | "dropdown" | "valueselect" => FieldKind::Select,
        "multi_value_multi_select" | "multivalueselect" => FieldKind::MultiSelect,
        "boolean" | "yes_no" => FieldKind::YesNoButtons,
        "phone" => FieldKind::Tel,
        "radio" | "multiple_choice" => FieldKind::RadioGroup,
        _ => return None,
    })
}

/// Ends the little server of a file when it is dropped.
struct Server(tokio::task::JoinHandle<()>);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Serves one file to the browser, which opens nothing but http.
async fn serve(path: &Path) -> Result<(SocketAddr, Server), CliError> {
    let failed = |source| CliError::Io { what: format!("{} cannot be read", path.display()), source };
    let size = tokio::fs::metadata(path).await.map_err(failed)?.len();
    if size > MAX_PAGE_BYTES {
        return Err(failed(std::io::Error::other(format!("larger than {MAX_PAGE_BYTES} bytes"))));
    }
    let body = tokio::fs::read(path).await.map_err(failed)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let handle = tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = [0; 8192];
            let read = socket.read(&mut head).await.unwrap_or(0);
            // Only the page itself exists; its pictures and scripts are elsewhere and stay there.
            let is_page = head[..read].starts_with(b"GET / ");
            let (status, content) =
                if is_page { ("200 OK", body.as_slice()) } else { ("404 Not Found", &b""[..]) };
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                content.len()
            );
            // A browser that hangs up early misses only its own answer.
            let _ = socket.write_all(head.as_bytes()).await;
            let _ = socket.write_all(content).await;
            let _ = socket.shutdown().await;
        }
    });
    Ok((address, Server(handle)))
}
