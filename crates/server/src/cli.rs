//! The engines as plain tools: they read files, write one JSON object per line to standard output and
//! progress to standard error, and need no server.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Cursor, Write as _, stderr, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use domain::{Clock as _, SystemClock};
use matching::Weights;
use matching::cli::RankOptions;
use store::{Store, StoreOptions};
use url::Url;

use crate::serve::prepare_data_dir;
use crate::settings::Settings;

/// How many bytes an imported address may answer with.
const MAX_IMPORT_BYTES: usize = 64 * 1024 * 1024;
/// How many bad entries are named on the screen.
const BAD_SHOWN: usize = 20;

/// Ranks titles against titles.
#[derive(Args)]
pub struct TitlesArgs {
    /// Tab-separated, with the header id, title.
    #[arg(long)]
    queries: PathBuf,
    /// Tab-separated, with the header id, title.
    #[arg(long)]
    corpus: PathBuf,
    /// How many per query.
    #[arg(long, default_value_t = usize::MAX, hide_default_value = true)]
    top: usize,
}

/// Ranks jobs for profiles.
#[derive(Args)]
pub struct MatchArgs {
    /// Lines of JSON: id, headline, text; or JSON Resume.
    #[arg(long, required_unless_present = "profile", conflicts_with = "profile")]
    profiles: Option<PathBuf>,
    /// One PDF, DOCX or JSON Resume.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Lines of JSON: id, title, company, location, description, …
    #[arg(long)]
    jobs: PathBuf,
    /// Only these parts: title, skills, text, level, place, pay, freshness.
    #[arg(long, value_delimiter = ',')]
    parts: Vec<String>,
    /// How many per profile.
    #[arg(long, default_value_t = 50)]
    top: usize,
}

/// What `jobwire form` can do.
#[derive(Subcommand)]
pub enum FormCommand {
    /// Prints the fields of a form, one per line.
    Inspect {
        /// A saved page, or an address.
        target: String,
    },
    /// Prints what labels mean: lines of JSON with `label`, and `type` and `options` where known.
    Meanings {
        /// The file.
        file: PathBuf,
    },
}

/// `jobwire resume parse FILE`.
pub fn resume_parse(path: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let parsed = documents::read_resume(&bytes, &file_name(path))?;
    for warning in &parsed.warnings {
        eprintln!("{warning}");
    }
    Ok(writeln!(stdout(), "{}", documents::to_json(&parsed.resume))?)
}

/// `jobwire titles`.
pub fn titles(args: &TitlesArgs) -> anyhow::Result<()> {
    let out = BufWriter::new(stdout().lock());
    matching::cli::titles(open(&args.queries)?, open(&args.corpus)?, args.top, out, stderr())?;
    Ok(())
}

/// `jobwire match`.
pub fn rank(args: &MatchArgs) -> anyhow::Result<()> {
    let weights = match args.parts.as_slice() {
        [] => Weights::default(),
        names => {
            let part = |name: &String| {
                matching::weights::part_named(name).with_context(|| format!("There is no part called {name}"))
            };
            let parts = names.iter().map(part).collect::<anyhow::Result<Vec<_>>>()?;
            Weights::only(&parts).context("These parts count nothing together")?
        }
    };
    let options = RankOptions { weights, top: args.top, now: SystemClock.now() };
    let profiles: Box<dyn BufRead> = match (&args.profiles, &args.profile) {
        (Some(lines), _) => Box::new(open(lines)?),
        (None, Some(file)) => Box::new(Cursor::new(profile_line(file)?)),
        (None, None) => bail!("Name a profile with --profile or --profiles"),
    };
    matching::cli::rank(profiles, open(&args.jobs)?, options, BufWriter::new(stdout().lock()), stderr())?;
    Ok(())
}

/// `jobwire jobs dedupe FILE`.
pub fn dedupe(file: &Path) -> anyhow::Result<()> {
    matching::cli::dedupe_lines(open(file)?, SystemClock.now(), BufWriter::new(stdout().lock()), stderr())?;
    Ok(())
}

/// `jobwire form …`.
pub async fn form(command: FormCommand, settings: &Settings) -> anyhow::Result<()> {
    match command {
        FormCommand::Meanings { file } => {
            Ok(applications::cli::meanings(open(&file)?, BufWriter::new(stdout().lock()))?)
        }
        FormCommand::Inspect { target } => {
            let config = browser_config(settings)?;
            Ok(applications::cli::inspect(&target, &config, stdout()).await?)
        }
    }
}

fn browser_config(settings: &Settings) -> anyhow::Result<browser::SessionConfig> {
    let chromium =
        settings.chromium().context("No Chromium was found. Install it, or set JOBWIRE_CHROMIUM.")?;
    let parent = browser::profile_parent_for(&settings.data_dir);
    let mut config = browser::SessionConfig::new(chromium, net::Egress::public(), parent);
    config.allow_no_sandbox = settings.may_run_without_sandbox();
    Ok(config)
}

/// `jobwire apply --dry-run URL`: each question of the form with the answer a run would give, one per line.
pub async fn apply_dry_run(url: &str, resume: &Path, settings: &Settings) -> anyhow::Result<()> {
    let bytes = std::fs::read(resume).with_context(|| format!("{} cannot be read", resume.display()))?;
    let parsed = documents::read_resume(&bytes, &file_name(resume))?;
    let profile = domain::Profile { resume: parsed.resume, ..domain::Profile::default() };
    let input = applications::DryRunInput {
        profile: &profile,
        answers: &[],
        country: None,
        follow_external_links: true,
    };
    let run = applications::dry_run(&browser_config(settings)?, url, input).await?;
    eprintln!("{} ({:?}) at {}", run.title, run.ats, run.form_url);
    let mut out = stdout().lock();
    for field in &run.fields {
        serde_json::to_writer(&mut out, field)?;
        out.write_all(b"\n")?;
    }
    eprintln!("{} required questions only you can answer; nothing was filled or sent", run.open_questions);
    Ok(())
}

/// `jobwire mail classify FILE…`.
pub fn classify_mail(files: &[PathBuf]) -> anyhow::Result<()> {
    let summary = tracking::cli::classify_files(files, &mut BufWriter::new(stdout().lock()))?;
    eprintln!("{} classified, {} unreadable", summary.classified, summary.unreadable);
    if summary.unreadable > 0 {
        bail!("Some mails could not be read; they are named above.");
    }
    Ok(())
}

/// `jobwire import FILE|URL`: takes postings in; every account of this server sees them.
pub async fn import(what: &str, settings: &Settings) -> anyhow::Result<()> {
    prepare_data_dir(settings)?;
    let reader: Box<dyn BufRead + Send> = match Url::parse(what) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Box::new(Cursor::new(fetch(url).await?)),
        _ => Box::new(open(Path::new(what))?),
    };
    let store = Store::open(StoreOptions::new(settings.database_url(), settings.key_file())).await?;
    let report = sources::import(&store, reader, what, |progress| {
        eprint!(
            "\r{} read: {} new, {} duplicates, {} bad",
            progress.read, progress.new, progress.duplicate, progress.bad
        );
        // The line is only for the eye.
        let _ = stderr().flush();
    })
    .await?;
    eprintln!();
    let mut tx = store.begin().await?;
    tx.let_everybody_follow(report.source.id).await?;
    tx.commit().await?;
    println!("{} postings from {}", report.total, report.source.name);
    println!(
        "  {} new, {} duplicates of others, {} changed, {} as they were",
        report.new, report.duplicate, report.changed, report.unchanged
    );
    println!("  {} could not be taken", report.bad_count);
    for bad in report.bad.iter().take(BAD_SHOWN) {
        println!("    line {}: {}", bad.line, bad.why);
    }
    Ok(())
}

async fn fetch(url: Url) -> anyhow::Result<Vec<u8>> {
    let limits = net::Limits { max_bytes: MAX_IMPORT_BYTES, ..sources::sync::limits() };
    let client = net::Client::new(net::Egress::public(), limits);
    let response = client.get(net::GetRequest::new(url)).await?;
    if response.status != 200 {
        bail!("The address answered with status {}. Check it in a browser.", response.status);
    }
    Ok(response.body.to_vec())
}

/// One resume as a line that the ranking reads.
fn profile_line(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let parsed = documents::read_resume(&bytes, &file_name(path))?;
    let mut resume = serde_json::to_value(&parsed.resume)?;
    resume["id"] = file_name(path).into();
    Ok(serde_json::to_vec(&resume)?)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn open(path: &Path) -> anyhow::Result<BufReader<File>> {
    Ok(BufReader::new(File::open(path).with_context(|| format!("{} cannot be read", path.display()))?))
}
