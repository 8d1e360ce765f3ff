//! Drafts of answers by a language model, where the operator set one up. Nothing here changes anything.

use applications::drafts::{DraftError, ModelError};
use axum::extract::State;
use axum::http::StatusCode;
use domain::ApplicationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::{Id, Json};
use crate::accounts::CurrentUser;
use crate::app::App;
use crate::problem::{ApiResult, Problem};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(draft))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskForDraft {
    /// The field's name in the snapshot; one of the application's `draftable`.
    field: String,
}

/// A suggestion by a language model: to be checked, changed or thrown away. It is stored nowhere and sent nowhere.
#[derive(Serialize, ToSchema)]
struct AnswerDraft {
    /// The field it is for.
    field: String,
    /// The text.
    text: String,
    /// The statements of the profile it was made from.
    from: Vec<String>,
    /// The model that wrote it.
    model: String,
}

/// Ask the language model for a draft of one answer. It becomes an answer only when the person gives it as theirs.
#[utoipa::path(post, path = "/applications/{id}/draft", tag = "applications", params(("id" = ApplicationId, Path)), request_body = AskForDraft,
    responses((status = 200, body = AnswerDraft), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem), (status = 502, body = Problem),
        (status = 503, body = Problem), (status = 504, body = Problem)))]
async fn draft(
    State(app): State<App>,
    current: CurrentUser,
    Id(id): Id<ApplicationId>,
    Json(request): Json<AskForDraft>,
) -> ApiResult<axum::Json<AnswerDraft>> {
    let user = current.id();
    app.store.application(user, id).await?.ok_or_else(|| Problem::not_found("application"))?;
    let drafts = app.drafts.as_deref().ok_or_else(|| {
        let detail = "No language model is set up on this server. Write the answer yourself.";
        Problem::conflict("no-language-model", "No language model", detail)
    })?;
    drafts.check(user)?;
    let draft = drafts.writer.write(&app.store, user, id, &request.field).await?;
    Ok(axum::Json(AnswerDraft {
        field: request.field,
        text: draft.text,
        from: draft.from,
        model: drafts.writer.model().name().to_owned(),
    }))
}

impl From<DraftError> for Problem {
    fn from(error: DraftError) -> Self {
        let sentence = error.to_string();
        let or_later = format!(
            "{sentence} Write the answer yourself, or try again later. Whoever runs this server finds more with \
             `jobwire doctor`."
        );
        match error {
            DraftError::NotFound => Self::not_found("application"),
            DraftError::NotAllowed { .. } => Self::conflict("not-possible-now", "Not possible now", sentence),
            DraftError::NoSuchField => Self::invalid("field", sentence),
            DraftError::NotForThis => {
                Self::conflict("not-for-drafts", "No draft for this question", sentence)
            }
            DraftError::EmptyProfile => {
                Self::conflict("profile-incomplete", "The profile says too little", sentence)
            }
            DraftError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Busy", sentence),
            DraftError::Model(ModelError::TooSlow(_)) => Self::new(
                StatusCode::GATEWAY_TIMEOUT,
                "language-model-slow",
                "The language model is too slow",
                or_later,
            ),
            DraftError::Model(_) => Self::new(
                StatusCode::BAD_GATEWAY,
                "language-model-failed",
                "The language model failed",
                or_later,
            ),
            DraftError::Refused(_) => Self::new(
                StatusCode::BAD_GATEWAY,
                "draft-refused",
                "No usable draft",
                format!("{sentence} Write the answer yourself, or try again."),
            ),
            DraftError::Store(error) => error.into(),
        }
    }
}
