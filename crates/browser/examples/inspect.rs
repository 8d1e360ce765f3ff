//! Opens a page, prints the form on it as JSON, and how long each step took.
//!
//! `cargo run -p browser --example inspect -- URL [allowed-ip:port …]`

use std::time::{Duration, Instant};

use browser::{Session, SessionConfig, profile_parent_for, reap_orphans};
use net::Egress;
use url::Url;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = Url::parse(&arguments.next().ok_or("usage: inspect URL [allowed-ip:port …]")?)?;
    let allow = arguments.map(|text| text.parse()).collect::<Result<Vec<_>, _>>()?;
    let chromium = std::env::var_os("JOBWIRE_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
    let profiles = profile_parent_for(&std::env::temp_dir().join("jobwire-inspect"));
    reap_orphans(&profiles);

    let began = Instant::now();
    let session =
        Session::open(SessionConfig::new(chromium.into(), Egress::allowing(allow), profiles)).await?;
    let page = session.new_page().await?;
    eprintln!("{} open after {:?}", session.version(), began.elapsed());
    let there = page.navigate(&url, Duration::from_secs(30)).await?;
    page.wait_quiet(Duration::from_secs(5)).await?;
    eprintln!(
        "{} {} after {:?}, sandboxed: {:?}",
        there.status,
        there.url,
        began.elapsed(),
        session.sandboxed()
    );
    let form = page.read_form().await?;
    eprintln!("read after {:?}", began.elapsed());
    println!("{}", serde_json::to_string_pretty(&form)?);
    session.close().await;
    Ok(())
}
