//! The demo: invented employers in a process of their own, their boards watched, and the new account
//! welcomed with a mailbox that receives what they write.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use store::mail::MailboxPlace;
use store::sources::NewSource;
use store::users::User;
use store::{StoreError, Tx};
use tokio::process::{Child, Command};
use url::Url;

use crate::api::sources::source_of;
use crate::app::App;
use crate::settings::Settings;

/// How long the employers may take to answer after their start.
const START_WITHIN: Duration = Duration::from_secs(10);
/// How often they are asked meanwhile.
const ASK_EVERY: Duration = Duration::from_millis(50);

/// The running demo employers. They end with this value, or when this process dies: they watch their
/// standard input, which ends with us.
pub struct Employers {
    address: SocketAddr,
    /// `None` when they were running already.
    _process: Option<Child>,
}

#[derive(Deserialize)]
struct Board {
    company: String,
    url: Url,
}

impl Employers {
    /// Starts them, unless they run already at the address of the settings.
    pub async fn start(settings: &Settings) -> anyhow::Result<Self> {
        let address = settings.demo_address;
        if !address.ip().is_loopback() {
            bail!("The demo employers run on this machine only: --demo-address must be a loopback address.");
        }
        if is_sandbox(address).await? {
            return Ok(Self { address, _process: None });
        }
        let folder = folder(settings);
        let program = std::env::current_exe().context("This program's own file cannot be found")?;
        let process = Command::new(program)
            .arg("sandbox")
            .args(["--listen", &address.to_string()])
            .arg("--data-dir")
            .arg(&folder)
            .arg("--mail-dir")
            .arg(mail_folder(settings))
            .arg("--until-input-ends")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("The demo employers cannot be started")?;
        let employers = Self { address, _process: Some(process) };
        let deadline = tokio::time::Instant::now() + START_WITHIN;
        while !is_sandbox(address).await? {
            if tokio::time::Instant::now() > deadline {
                bail!("The demo employers did not answer at {address} within 10 seconds.");
            }
            tokio::time::sleep(ASK_EVERY).await;
        }
        Ok(employers)
    }

    /// Where they listen.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Watches every board of the demo employers.
pub async fn watch_boards(app: &App, employers: &Employers) -> anyhow::Result<()> {
    let client = net::Client::new(app.egress.clone(), net::Limits::default());
    let url = Url::parse(&format!("http://{}/boards.json", employers.address()))?;
    let response =
        client.get(net::GetRequest::new(url)).await.context("The demo employers name no boards")?;
    let boards: Vec<Board> =
        serde_json::from_slice(&response.body).context("The demo employers name no boards")?;
    let mut tx = app.store.begin().await?;
    for board in boards {
        let source = source_of(app, &board.url)
            .map_err(|problem| anyhow::anyhow!("{}: {}", board.url, problem.detail))?;
        let source = NewSource { name: board.company, ..source };
        let id = tx.add_source(&source).await?;
        tx.request_sync(id).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Lets a new account follow every board, and watches the mailbox its employers write to.
pub async fn welcome(app: &App, tx: &mut Tx, user: &User) -> Result<(), StoreError> {
    for source in app.store.all_sources().await? {
        tx.follow_source(user.id(), source.id).await?;
    }
    let folder = sandbox::maildir_of(&mail_folder(&app.settings), &user.email);
    // The first mail makes the folder; until then there would be nothing to watch.
    for part in ["new", "cur", "tmp"] {
        if let Err(error) = tokio::fs::create_dir_all(folder.join(part)).await {
            tracing::warn!(%error, "the demo's mailbox cannot be made");
        }
    }
    let place = MailboxPlace::Maildir { path: folder.display().to_string() };
    tx.add_mailbox(user.id(), &place, None).await?;
    Ok(())
}

/// Where the employers keep their ledger.
fn folder(settings: &Settings) -> PathBuf {
    settings.data_dir.join("sandbox")
}

/// Where the employers' mail arrives.
pub fn mail_folder(settings: &Settings) -> PathBuf {
    settings.data_dir.join("sandbox").join("mail")
}

/// Whether demo employers answer at the address. An error when somebody else does.
async fn is_sandbox(address: SocketAddr) -> anyhow::Result<bool> {
    let client = net::Client::new(net::Egress::allowing(vec![address]), net::Limits::default());
    let url = Url::parse(&format!("http://{address}/boards.json"))?;
    match client.get(net::GetRequest::new(url)).await {
        Ok(response) if serde_json::from_slice::<Vec<Board>>(&response.body).is_ok() => Ok(true),
        Ok(_) => bail!("Another program answers at {address}. Choose another place with --demo-address."),
        Err(_) => Ok(false),
    }
}
