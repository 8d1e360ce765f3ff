//! Trains what the matcher ships. The training itself stands beside what uses it, so that both see the same pieces:
//! `crates/matching/examples/train_titles`.

use std::path::Path;
use std::process::Command;

use anyhow::bail;

/// Trains the title encoder and writes its weights.
pub fn run(root: &Path, settings: &[String]) -> anyhow::Result<()> {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "--package", "matching", "--example", "train_titles", "--"])
        .args(settings)
        .current_dir(root)
        .status()?;
    if !status.success() {
        bail!("The title encoder was not trained; the lines above say why.");
    }
    Ok(())
}
