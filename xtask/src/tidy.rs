//! The architecture as a test: the rules of `docs/ARCHITECTURE.md` that a machine can check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use regex::Regex;

/// Which of our crates each crate may use (dev-dependencies aside).
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("net", &[]),
    ("sandbox", &[]),
    ("store", &["domain"]),
    ("events", &["domain", "store"]),
    ("tasks", &["domain", "store"]),
    ("documents", &["domain"]),
    ("browser", &["net"]),
    ("realtime", &["domain", "events"]),
    ("sources", &["domain", "store", "tasks", "net"]),
    ("matching", &["domain", "store", "tasks"]),
    ("applications", &["domain", "store", "tasks", "browser", "documents", "net"]),
    ("tracking", &["domain", "store", "tasks", "browser", "net"]),
    ("testkit", &["domain", "store"]),
    (
        "server",
        &[
            "applications",
            "browser",
            "documents",
            "domain",
            "events",
            "matching",
            "net",
            "realtime",
            "sandbox",
            "sources",
            "store",
            "tasks",
            "tracking",
        ],
    ),
];

/// What may appear only in some files: a name, a pattern, and the paths that may hold it.
const PLACES: &[(&str, &str, &[&str])] = &[
    ("SQL", r"sqlx::query", &["crates/store/src/", "crates/testkit/src/stores.rs"]),
    (
        "the environment",
        r"env::var\b|env::vars\b|env::var_os\b|Env::raw|Env::prefixed",
        &[
            "crates/server/src/settings.rs",
            "crates/testkit/src/stores.rs",
            "crates/testkit/src/faults.rs",
            "xtask/src/main.rs",
        ],
    ),
    (
        "the machine's clock",
        r"Utc::now\(\)|SystemTime::now\(\)|Local::now\(\)",
        &["crates/domain/src/clock.rs", "crates/sandbox/src/"],
    ),
    (
        "CDP",
        r#""(Page|Fetch|Network|Target|Runtime|Input|DOM|Browser|Emulation)\.[a-z]"#,
        &["crates/browser/src/"],
    ),
    // Nothing that scores or orders sees what a language model says of a job.
    (
        "a second reading",
        r"second_reading|SecondReading|Reading(Outcome|State|Point|Request)",
        &[
            "crates/domain/src/",
            "crates/documents/src/",
            "crates/store/src/second_readings.rs",
            "crates/store/src/transfer/tables.rs",
            "crates/store/src/lib.rs",
            "crates/server/src/second_reading.rs",
            "crates/server/src/api/second_readings.rs",
            "crates/server/src/api/mod.rs",
            "crates/server/src/app.rs",
            "crates/server/src/language_model.rs",
            "crates/server/src/lib.rs",
            "crates/server/src/work.rs",
        ],
    ),
];

/// The longest file without a reason.
const MAX_LINES: usize = 800;

/// Checks everything and lists every breach.
pub fn run(root: &Path) -> anyhow::Result<()> {
    let mut breaches = Vec::new();
    check_edges(root, &mut breaches)?;
    let files = source_files(root)?;
    check_places(root, &files, &mut breaches)?;
    check_lengths(root, &files, &mut breaches)?;
    if !breaches.is_empty() {
        bail!("{}\n{} rules of docs/ARCHITECTURE.md are broken.", breaches.join("\n"), breaches.len());
    }
    println!("{} files keep the rules of the architecture.", files.len());
    Ok(())
}

fn check_edges(root: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    let rules: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    for entry in std::fs::read_dir(root.join("crates"))? {
        let folder = entry?.path();
        let name =
            folder.file_name().and_then(|name| name.to_str()).context("a crate's name is text")?.to_owned();
        let Some(allowed) = rules.get(name.as_str()) else {
            breaches
                .push(format!("crates/{name}: no rule says what it may use; add it to xtask/src/tidy.rs"));
            continue;
        };
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml"))?;
        for used in own_dependencies(&manifest, &rules) {
            if !allowed.contains(used.as_str()) {
                breaches.push(format!("crates/{name}: may not use {used}"));
            }
        }
    }
    Ok(())
}

/// Our crates under `[dependencies]`.
fn own_dependencies(manifest: &str, rules: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    manifest
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| rules.contains_key(name))
        .map(str::to_owned)
        .collect()
}

fn check_places(root: &Path, files: &[PathBuf], breaches: &mut Vec<String>) -> anyhow::Result<()> {
    for (what, pattern, allowed) in PLACES {
        let pattern = Regex::new(pattern)?;
        for file in files {
            let path = shown(root, file);
            let exempt =
                path.contains("/tests/") || path.contains("/examples/") || path.contains("/benches/");
            if exempt || allowed.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            let text = std::fs::read_to_string(file)?;
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                if pattern.is_match(line) && !line.trim_start().starts_with("//") {
                    breaches.push(format!("{path}:{}: {what} may not appear here", number + 1));
                }
            }
        }
    }
    Ok(())
}

fn check_lengths(root: &Path, files: &[PathBuf], breaches: &mut Vec<String>) -> anyhow::Result<()> {
    for file in files {
        let lines = std::fs::read_to_string(file)?.lines().count();
        if lines > MAX_LINES {
            breaches
                .push(format!("{}: {lines} lines; find its seam ({MAX_LINES} at most)", shown(root, file)));
        }
    }
    Ok(())
}

fn source_files(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![root.join("crates"), root.join("xtask")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.retain(|path| !path.ends_with("xtask/src/tidy.rs"));
    files.sort();
    Ok(files)
}

fn shown(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_are_read_and_dev_dependencies_are_not() {
        let rules = MAY_USE.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
        let manifest = "[package]\nname = \"x\"\n[dependencies]\ndomain.workspace = true\nserde = \"1\"\n[dev-dependencies]\nstore.workspace = true\n";
        assert_eq!(own_dependencies(manifest, &rules), ["domain"]);
    }

    #[test]
    fn the_stages_never_use_each_other() {
        let stages = ["sources", "matching", "applications", "tracking"];
        for (name, uses) in MAY_USE.iter().filter(|(name, _)| stages.contains(name)) {
            assert!(!uses.iter().any(|used| stages.contains(used)), "{name}");
        }
    }
}
