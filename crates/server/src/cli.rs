//! The engines as plain tools: they read files, write one JSON object per line, and need no server.

use std::path::PathBuf;

use anyhow::Context as _;

/// `jobwire resume parse FILE`.
pub fn resume_parse(path: &PathBuf) -> anyhow::Result<()> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parsed = documents::read_resume(&bytes, &name)?;
    for warning in &parsed.warnings {
        eprintln!("{warning}");
    }
    println!("{}", documents::to_json(&parsed.resume));
    Ok(())
}
