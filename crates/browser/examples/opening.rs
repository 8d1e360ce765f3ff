//! How long a session takes to open and to close: `cargo run -p browser --example opening -- /usr/bin/chromium 10`.

use std::time::{Duration, Instant};

use browser::{Session, SessionConfig, profile_parent_for};
use net::Egress;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let chromium = arguments.next().ok_or("which Chromium? Give its path")?;
    let times: usize = arguments.next().map_or(Ok(10), |times| times.parse())?;
    let profiles = profile_parent_for(&std::env::temp_dir().join("jobwire-opening"));
    let (mut opened, mut closed) = (Vec::new(), Vec::new());
    for _ in 0..times.max(1) {
        let config = SessionConfig::new(chromium.clone().into(), Egress::public(), profiles.clone());
        let began = Instant::now();
        let session = Session::open(config).await?;
        opened.push(began.elapsed());
        let began = Instant::now();
        session.close().await;
        closed.push(began.elapsed());
    }
    println!("opened in {:?}, closed in {:?} (median of {times})", median(&mut opened), median(&mut closed));
    Ok(())
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
