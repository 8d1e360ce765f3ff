//! `jobwire doctor`: looks at everything a start needs and says in a sentence what to do where it lacks.

use anyhow::bail;
use store::{Store, StoreOptions};
use tokio::net::TcpListener;

use crate::language_model;
use crate::serve::prepare_data_dir;
use crate::settings::{DEFAULT_PORT, Settings};

/// What was found out about one thing.
type Finding = Result<String, String>;

/// Checks each thing and prints a line for it. An error when one of them would keep Jobwire from working.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    let mut findings = vec![
        ("data folder", data_folder(settings)),
        ("database", database(settings).await),
        ("port", port(settings).await),
        ("browser", browser(settings).await),
    ];
    // Nothing is said of a model that nobody set up.
    match language_model::answers(settings).await {
        Ok(None) => {}
        Ok(Some(name)) => findings.push(("language model", Ok(format!("{name} answers")))),
        Err(trouble) => findings.push(("language model", Err(trouble))),
    }
    let mut failed = 0;
    for (what, finding) in &findings {
        match finding {
            Ok(fine) => println!("ok    {what}: {fine}"),
            Err(trouble) => {
                failed += 1;
                println!("FAIL  {what}: {trouble}");
            }
        }
    }
    match failed {
        0 => Ok(()),
        1 => bail!("One thing needs mending."),
        many => bail!("{many} things need mending."),
    }
}

fn data_folder(settings: &Settings) -> Finding {
    prepare_data_dir(settings).map_err(|error| format!("{error:#}"))?;
    let probe = settings.data_dir.join(".doctor");
    let written = std::fs::write(&probe, b"jobwire").and_then(|()| std::fs::remove_file(&probe));
    let folder = settings.data_dir.display();
    match written {
        Ok(()) => Ok(format!("{folder} can be written")),
        Err(error) => Err(format!(
            "{folder} cannot be written ({error}). Free some space, or choose another with --data-dir."
        )),
    }
}

async fn database(settings: &Settings) -> Finding {
    let opened = Store::open(StoreOptions::new(settings.database_url(), settings.key_file())).await;
    let store = opened.map_err(|error| format!("{error}. Check DATABASE_URL and the key file."))?;
    let users = store.count_users().await.map_err(|error| error.to_string())?;
    Ok(format!("{} answers and is up to date; {users} accounts", store.engine_name()))
}

async fn port(settings: &Settings) -> Finding {
    let port = settings.port.unwrap_or(DEFAULT_PORT);
    match (TcpListener::bind((settings.bind, port)).await, settings.port) {
        (Ok(_), _) => Ok(format!("{port} is free")),
        (Err(_), None) => Ok(format!("{port} is in use; the next free one will be taken")),
        (Err(error), Some(_)) => {
            Err(format!("{port} cannot be listened on ({error}). Choose another with --port."))
        }
    }
}

async fn browser(settings: &Settings) -> Finding {
    let chromium = settings
        .chromium()
        .ok_or("No Chromium was found. Install it (script/bootstrap does) or set JOBWIRE_CHROMIUM.")?;
    let parent = browser::profile_parent_for(&settings.data_dir);
    let mut config = browser::SessionConfig::new(chromium, net::Egress::public(), parent);
    config.allow_no_sandbox = settings.may_run_without_sandbox();
    match browser::probe(&config).await {
        Ok(report) if report.is_safe() => {
            let probe = "starts and reaches only what it may";
            Ok(format!("{} {probe}; its memory is {}", report.browser, report.memory))
        }
        Ok(report) => Err(format!(
            "{} reached {} addresses it may not; applications will not be sent. Report this with the output of `jobwire doctor`.",
            report.browser, report.direct_hits
        )),
        Err(error) => Err(error.to_string()),
    }
}
