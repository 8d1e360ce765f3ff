//! The `jobwire` command.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::serve::Role;
use server::settings::{Settings, SettingsFlags};
use server::{cli, doctor, migrate, serve};
use tracing_subscriber::EnvFilter;

/// A self-hosted, real-time job search.
#[derive(Parser)]
#[command(name = "jobwire", version)]
struct Jobwire {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server.
    Serve {
        /// With invented employers on this machine.
        #[arg(long)]
        demo: bool,
        /// Which part of the work this process does.
        #[arg(long, value_enum, default_value = "all")]
        role: Role,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Runs the demo employers by themselves.
    Sandbox {
        #[command(flatten)]
        args: sandbox::Args,
        /// Ends when standard input ends, as it does when the parent process dies.
        #[arg(long, hide = true)]
        until_input_ends: bool,
    },
    /// Takes in postings from a file or an address.
    ///
    /// The file holds lines or a list of JSON, a board's answer, or a saved page.
    Import {
        /// A file, or an address that begins with https://.
        what: String,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Ranks titles against titles.
    Titles(cli::TitlesArgs),
    /// Ranks jobs for profiles, with reasons.
    Match(cli::MatchArgs),
    /// Works on files of jobs.
    Jobs {
        #[command(subcommand)]
        command: JobsCommand,
    },
    /// Reads application forms.
    Form {
        #[command(subcommand)]
        command: cli::FormCommand,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Tells how a job's form would be answered. Fills and sends nothing.
    Apply {
        /// The posting or its form.
        url: String,
        /// The only way there is from here: applications are sent from the web page, after a look at them.
        #[arg(long, required = true)]
        dry_run: bool,
        /// Who would apply: PDF, DOCX, JSON Resume or text.
        #[arg(long)]
        profile: PathBuf,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Reads mail.
    Mail {
        #[command(subcommand)]
        command: MailCommand,
    },
    /// Checks whether everything that is needed is there, and says what to do where it is not.
    Doctor {
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Brings the database up to date, or carries everything to another one
    ///
    /// Every start brings it up to date by itself. With --from and --to everything is carried from one database to
    /// another, as from a laptop to a server. Run again after it was stopped, it goes on where it was.
    Migrate {
        #[command(flatten)]
        args: migrate::MigrateArgs,
        #[command(flatten)]
        settings: SettingsFlags,
    },
    /// Reads a resume.
    Resume {
        #[command(subcommand)]
        command: ResumeCommand,
    },
    /// Prints the OpenAPI document, from which the front end's types are generated.
    #[command(hide = true)]
    Openapi,
}

#[derive(Subcommand)]
enum ResumeCommand {
    /// Prints a resume as JSON Resume.
    Parse {
        /// PDF, DOCX, JSON Resume or text.
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum MailCommand {
    /// Tells what each mail is about an application: acknowledgement, interview, rejection, …
    Classify {
        /// Messages (.eml), or lines of JSON (.jsonl) with id, subject, sender, body.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Subcommand)]
enum JobsCommand {
    /// Groups the jobs that are the same vacancy.
    Dedupe {
        /// Lines of JSON.
        file: PathBuf,
    },
}

fn main() -> ExitCode {
    let command = Jobwire::parse().command;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("The runtime cannot be started: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(command)) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read our output has read enough, as `head` does.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { demo, role, settings } => {
            let settings = read(&settings)?;
            log(&settings.log);
            serve::run(settings, demo, role).await
        }
        Command::Sandbox { args, until_input_ends } => {
            log(if until_input_ends { "warn" } else { "info" });
            let stop = async move {
                if until_input_ends {
                    let input = || std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
                    // Ends with an empty read or an error; both mean that nobody is there any more.
                    let _ = tokio::task::spawn_blocking(input).await;
                } else {
                    let _ = tokio::signal::ctrl_c().await;
                }
            };
            Ok(sandbox::serve(args.into(), stop).await?)
        }
        Command::Import { what, settings } => cli::import(&what, &read(&settings)?).await,
        Command::Titles(args) => cli::titles(&args),
        Command::Match(args) => cli::rank(&args),
        Command::Jobs { command: JobsCommand::Dedupe { file } } => cli::dedupe(&file),
        Command::Form { command, settings } => cli::form(command, &read(&settings)?).await,
        Command::Apply { url, dry_run: _, profile, settings } => {
            cli::apply_dry_run(&url, &profile, &read(&settings)?).await
        }
        Command::Mail { command: MailCommand::Classify { files } } => cli::classify_mail(&files),
        Command::Doctor { settings } => doctor::run(&read(&settings)?).await,
        Command::Migrate { args, settings } => migrate::run(args, &read(&settings)?).await,
        Command::Resume { command: ResumeCommand::Parse { file } } => cli::resume_parse(&file),
        Command::Openapi => Ok(writeln!(std::io::stdout(), "{}", server::api::openapi().to_pretty_json()?)?),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| {
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        io.or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind))
    };
    error.chain().any(|cause| kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
}

fn read(flags: &SettingsFlags) -> anyhow::Result<Settings> {
    Settings::read(flags).map_err(|error| anyhow::anyhow!("The settings are not valid: {error}"))
}

fn log(directives: &str) {
    // The mail library writes the text of mails at its lowest level; no setting lets it.
    let private = "async_imap=info".parse().expect("a directive");
    let filter =
        EnvFilter::try_new(directives).unwrap_or_else(|_| EnvFilter::new("info")).add_directive(private);
    let to_screen = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(to_screen)
        .with_writer(std::io::stderr)
        .init();
}
