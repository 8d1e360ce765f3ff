//! Runs the demo employers by themselves, for work on their pages.

use clap::Parser;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: sandbox::Args,
}

#[tokio::main]
async fn main() -> Result<(), sandbox::Error> {
    let config = sandbox::Config::from(Cli::parse().args);
    println!("http://{}/", config.listen);
    sandbox::serve(config, std::future::pending()).await
}
