//! The front end inside the binary. Every path that is no file is answered with the page itself, whose
//! router takes over.

use axum::body::Body;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../frontend/dist"]
#[allow_missing = true]
struct Dist;

/// Answers with a file of the front end, or with its page.
pub async fn page(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") || path.starts_with("ws/") {
        return Problem::not_found("address").into_response();
    }
    let (name, file) = match Dist::get(path) {
        Some(file) if !path.is_empty() => (path, file),
        // A missing asset is missing; answering it with the page would hide the mistake.
        _ if path.starts_with("assets/") => return Problem::not_found("file").into_response(),
        _ => match Dist::get("index.html") {
            Some(file) => ("index.html", file),
            None => return not_built(),
        },
    };
    // Files under assets/ carry the hash of their content in their names.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    ([(header::CONTENT_TYPE, kind.as_ref()), (header::CACHE_CONTROL, cache)], Body::from(file.data))
        .into_response()
}

fn not_built() -> Response {
    let detail = "This binary was built without the front end. Run script/server, or `npm run build` in frontend/ and build again.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "front-end-missing", "The front end is not built", detail)
        .into_response()
}
