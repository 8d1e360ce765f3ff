//! `jobwire migrate`: brings the schema up to date, or carries everything from one database to another.

use clap::Args;
use store::transfer::{Plan, Progress, Report, TransferError, transfer};
use store::{Store, StoreOptions};

use crate::serve::prepare_data_dir;
use crate::settings::Settings;

/// How much of a checksum is shown: enough to see that two differ.
const CHECKSUM_SHOWN: usize = 16;

/// Where everything is carried, if anywhere.
#[derive(Args)]
pub struct MigrateArgs {
    /// Carries everything from this database to another: sqlite://PATH or postgres://….
    #[arg(long, value_name = "URL", requires = "to", conflicts_with = "database_url")]
    from: Option<String>,
    /// The empty database everything is carried to. The key file of --from is looked for in --data-dir.
    #[arg(long, value_name = "URL", requires = "from", conflicts_with = "database_url")]
    to: Option<String>,
}

/// `jobwire migrate`.
pub async fn run(args: MigrateArgs, settings: &Settings) -> anyhow::Result<()> {
    match (args.from, args.to) {
        (Some(from), Some(to)) => carry(Plan { from, to, key_file: settings.key_file() }).await,
        (None, _) | (_, None) => bring_up_to_date(settings).await,
    }
}

async fn bring_up_to_date(settings: &Settings) -> anyhow::Result<()> {
    prepare_data_dir(settings)?;
    let store = Store::open(StoreOptions::new(settings.database_url(), settings.key_file())).await?;
    println!("The {} database is up to date", store.engine_name());
    Ok(())
}

async fn carry(plan: Plan) -> anyhow::Result<()> {
    match transfer(&plan, |progress| eprintln!("· {}", said(progress))).await {
        Ok(report) => {
            print_table(&report);
            print_end(&report, &plan);
            Ok(())
        }
        Err(error) => {
            if let TransferError::Differs(report) = &error {
                print_table(report);
            }
            Err(error.into())
        }
    }
}

fn said(progress: Progress) -> String {
    match progress {
        Progress::Reading => "Reading the source".to_owned(),
        Progress::GoingOn => "Going on where the last run stopped".to_owned(),
        Progress::Copied { table, rows, of } => format!("{table}: {rows} of {of}"),
        Progress::Checking => "Comparing the target with the source".to_owned(),
    }
}

fn print_table(report: &Report) {
    let width = CHECKSUM_SHOWN;
    println!(
        "{:<16}{:>10}{:>10}  {:<width$}  {:<width$}",
        "table", "sent", "arrived", "checksum sent", "arrived"
    );
    for compared in &report.tables {
        let (source, target) = (&compared.source, &compared.target);
        println!(
            "{:<16}{:>10}{:>10}  {:.width$}  {:.width$}  {}",
            compared.table,
            source.rows,
            target.rows,
            source.sha256,
            target.sha256,
            if compared.is_equal() { "equal" } else { "DIFFERS" },
        );
    }
}

fn print_end(report: &Report, plan: &Plan) {
    let rows: u64 = report.tables.iter().map(|compared| compared.target.rows).sum();
    let again = if report.was_complete { " It was complete before." } else { "" };
    println!("{} tables with {rows} rows are equal on both sides.{again}", report.tables.len());
    if report.mended_texts > 0 {
        println!("{} texts lost zero characters, which PostgreSQL does not keep.", report.mended_texts);
    }
    println!(
        "Next: put {} into the data folder of the server and start it there. Do not start the old one again: both would \
         apply for the same people.",
        plan.key_file.display()
    );
}
