//! What is generated from the Rust types: the OpenAPI document the front end's types come from, those
//! types, and the table of events in `docs/EVENTS.md`. Also that the map in `docs/API.md` misses nothing.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

/// Between these lines of `docs/EVENTS.md` the table is written.
const BEGIN: &str = "<!-- generated: begin -->";
const END: &str = "<!-- generated: end -->";

/// Generates everything, or with `check` fails when something is stale.
pub fn run(root: &Path, check: bool) -> anyhow::Result<()> {
    let document = openapi(root)?;
    write(&root.join("frontend/openapi.json"), &document, check)?;
    types(root, check)?;
    let document = serde_json::from_str(&document)?;
    events(root, &document, check)?;
    map(root, &document)?;
    println!(
        "frontend/openapi.json, frontend/src/types/generated.ts and docs/EVENTS.md are as the code says."
    );
    Ok(())
}

fn openapi(root: &Path) -> anyhow::Result<String> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "--package", "server", "--bin", "jobwire", "--", "openapi"])
        .current_dir(root)
        .output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The types are written by the front end's own tool, which knows TypeScript.
fn types(root: &Path, check: bool) -> anyhow::Result<()> {
    let mut command = Command::new("node");
    command.args(["scripts/codegen.mjs", "openapi.json"]).current_dir(root.join("frontend"));
    if check {
        command.arg("--check");
    }
    let status = command.status().context("Node.js is missing: run script/bootstrap")?;
    if !status.success() {
        bail!("frontend/src/types/generated.ts could not be generated or is stale; the lines above say why.");
    }
    Ok(())
}

fn events(root: &Path, document: &Value, check: bool) -> anyhow::Result<()> {
    let file = root.join("docs/EVENTS.md");
    let text = std::fs::read_to_string(&file)?;
    let (head, rest) = text.split_once(BEGIN).context("docs/EVENTS.md has no generated part")?;
    let (_, tail) = rest.split_once(END).context("docs/EVENTS.md has no end of its generated part")?;
    let schemas = &document["components"]["schemas"];
    let variants = schemas["Event"]["oneOf"].as_array().context("the Event schema is a oneOf")?;
    let mut table = String::from("\n\n| type | what | data |\n|---|---|---|\n");
    for variant in variants {
        let properties = &variant["properties"];
        let name = properties["type"]["enum"][0].as_str().context("an event has a type")?;
        let what = variant["description"].as_str().unwrap_or_default().replace('\n', " ");
        let data =
            properties["data"]["$ref"].as_str().and_then(|path| path.rsplit('/').next()).unwrap_or("–");
        let fields: Vec<String> = schemas[data]["properties"]
            .as_object()
            .map(|fields| fields.keys().map(|field| format!("`{field}`")).collect())
            .unwrap_or_default();
        table.push_str(&format!("| `{name}` | {what} | {data}: {} |\n", fields.join(", ")));
    }
    write(&file, &format!("{head}{BEGIN}{table}\n{END}{tail}"), check)
}

/// `docs/API.md` is written by hand; every operation has to be in it.
fn map(root: &Path, document: &Value) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(root.join("docs/API.md"))?;
    let paths = document["paths"].as_object().context("the document has paths")?;
    let mut missing = Vec::new();
    for (path, methods) in paths {
        for method in methods.as_object().context("a path has methods")?.keys() {
            let name = format!("{} {}", method.to_uppercase(), path.trim_start_matches("/api/v1"));
            let is_named = ["`", "?"].iter().any(|end| text.contains(&format!("`{name}{end}")));
            if !is_named {
                missing.push(name);
            }
        }
    }
    if !missing.is_empty() {
        bail!("docs/API.md does not name {}.", missing.join(", "));
    }
    Ok(())
}

fn write(file: &Path, content: &str, check: bool) -> anyhow::Result<()> {
    let content = format!("{}\n", content.trim_end());
    let before = std::fs::read_to_string(file).unwrap_or_default();
    if before == content {
        return Ok(());
    }
    if check {
        bail!("{} is stale: run `cargo xtask codegen` and commit what it writes.", file.display());
    }
    std::fs::write(file, content).with_context(|| format!("{} cannot be written", file.display()))
}
