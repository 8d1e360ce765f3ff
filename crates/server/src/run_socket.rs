//! The door to a run under way: pictures of its page, and the person's mouse and keyboard.
//!
//! `/ws/applications/{id}/run` is a WebSocket of its own, so that pictures never stand in the way of events.
//!
//! | from the server | |
//! |---|---|
//! | `{"type": "state", "taken"}` | who has the mouse and the keyboard: the person, or the run |
//! | `{"type": "frame", "number", "width", "height", "tab"}` | a picture follows as one binary message (JPEG) |
//! | `{"type": "refused", "detail"}` | what was asked was not done, and why |
//! | `{"type": "ended"}` | the browser of this run is closed |
//!
//! | from the client | |
//! |---|---|
//! | `{"type": "seen"}` | the last picture is on screen; the next one is sent only then |
//! | `{"type": "take_over"}` | pause the run as soon as its page is open; may be said before it has begun |
//! | `{"type": "give_back"}` | let it go on |
//! | `{"type": "input", "input": PersonInput}` | only while it is taken over |

use applications::live::{LiveRun, LiveRuns};
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use browser::{CastFrame, PersonInput};
use domain::{ApplicationId, State as Status, UserId};
use futures::{Sink, SinkExt as _, StreamExt as _};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::time::Duration;

use crate::accounts::{bearer, identify};
use crate::app::App;
use crate::guard;
use crate::problem::{ApiResult, Problem};

/// The longest message a client may send: a pasted text of [`PersonInput::Text`] with room for escapes.
const MAX_MESSAGE_BYTES: usize = 64 * 1024;
/// Input that waits for the browser. Beyond it the client is not read any more.
const INPUT_WAITING: usize = 64;
/// How often it is looked who has the run: a person who went away loses it without a message.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// How long the browser of a run may take to come up. The client tries again after that.
const BEGINS_WITHIN: Duration = Duration::from_secs(30);
/// How long one message may take to leave. A client that stands still longer is gone.
const SEND_WITHIN: Duration = Duration::from_secs(10);

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ClientMessage {
    Seen,
    TakeOver,
    GiveBack,
    Input { input: PersonInput },
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ServerMessage<'a> {
    State {
        taken: bool,
    },
    Frame {
        #[serde(flatten)]
        frame: &'a CastFrame,
    },
    Refused {
        detail: String,
    },
    Ended,
}

/// Shows a run to the person it is for. With a cookie the page's origin is checked, as for the events.
pub async fn connect(
    State(app): State<App>,
    Path(id): Path<ApplicationId>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> ApiResult<Response> {
    let current = identify(&app, &headers).await?;
    if bearer(&headers).is_none() {
        guard::check_origin(&app.settings, &headers)?;
    }
    let record = app.store.application(current.id(), id).await?;
    let record = record.ok_or_else(|| Problem::not_found("application"))?;
    // Armed: a captcha may come with the click, and waits for the person.
    if !matches!(record.application.status, Status::Queued | Status::Preparing | Status::SubmittingArmed) {
        let detail = "This application is not being filled right now. Begin it, then watch it.";
        return Err(Problem::conflict("no-live-run", "Nothing to watch", detail));
    }
    let upgrade = upgrade.map_err(|_| {
        let detail = "This address is a WebSocket. Connect to it with ws:// or wss://.";
        Problem::not_understood(StatusCode::UPGRADE_REQUIRED, "upgrade-required", detail)
    })?;
    let connection =
        app.connections.open(&current.token_sha256, None).ok_or_else(Problem::too_many_connections)?;
    let user_id = current.id();
    let shown = move |socket| async move {
        let ended = connection.ended();
        tokio::select! {
            biased;
            () = ended.cancelled() => {}
            () = show(socket, &app.runs, user_id, id) => {}
        }
    };
    Ok(upgrade.max_message_size(MAX_MESSAGE_BYTES).max_frame_size(MAX_MESSAGE_BYTES).on_upgrade(shown))
}

/// Waits for the run's browser. `None` when it does not come: the run waits in line, or is another process's.
async fn begun(runs: &LiveRuns, user_id: UserId, id: ApplicationId) -> Option<LiveRun> {
    let found = async {
        loop {
            if let Some(run) = runs.of(user_id, id) {
                return run;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(BEGINS_WITHIN, found).await.ok()
}

/// Pictures out, input in, until either end is gone. A person who disconnects keeps the run until they come back or
/// have been idle too long: reloading a page is no decision.
async fn show(mut socket: WebSocket, runs: &LiveRuns, user_id: UserId, id: ApplicationId) {
    let Some(run) = begun(runs, user_id, id).await else {
        say(&mut socket, &ServerMessage::Ended).await;
        return;
    };
    let (out, mut incoming) = socket.split();
    let (wishes, wishes_in) = mpsc::channel(INPUT_WAITING);
    let (seen, seen_in) = mpsc::channel(1);
    let (refusals, refusals_in) = mpsc::channel(INPUT_WAITING);
    let reading = async {
        while let Some(Ok(message)) = incoming.next().await {
            let Message::Text(text) = message else { continue };
            match serde_json::from_str(text.as_str()) {
                Ok(ClientMessage::Seen) => drop(seen.try_send(())),
                Ok(wish) => {
                    if wishes.send(wish).await.is_err() {
                        return;
                    }
                }
                Err(error) => drop(refusals.try_send(format!("This message is not understood: {error}."))),
            }
        }
    };
    tokio::select! {
        () = reading => {}
        () = carry_out(&run, wishes_in, &refusals) => {}
        () = picture(out, &run, seen_in, refusals_in) => {}
    }
}

/// Does what the person wants, one after the other.
async fn carry_out(
    run: &LiveRun,
    mut wishes: mpsc::Receiver<ClientMessage>,
    refusals: &mpsc::Sender<String>,
) {
    while let Some(wish) = wishes.recv().await {
        let refused = match wish {
            ClientMessage::Seen => None,
            ClientMessage::TakeOver => run.take_over().await.err().map(|error| error.to_string()),
            ClientMessage::GiveBack => {
                run.give_back();
                None
            }
            ClientMessage::Input { input } => run.input(input).await.err().map(|error| error.to_string()),
        };
        if let Some(detail) = refused {
            // A client that does not read its refusals misses some.
            let _ = refusals.try_send(detail);
        }
    }
}

/// Sends the newest picture whenever the one before was seen, and who has the run whenever that changes.
async fn picture(
    mut out: impl Sink<Message> + Unpin,
    run: &LiveRun,
    mut seen: mpsc::Receiver<()>,
    mut refusals: mpsc::Receiver<String>,
) {
    let Ok(mut cast) = run.cast() else {
        say(&mut out, &ServerMessage::Ended).await;
        return;
    };
    // Who comes later sees the page as it is, and not only the next change.
    cast.frames.mark_changed();
    let mut taken = None;
    let mut may_send = true;
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        let goes_on = tokio::select! {
            changed = cast.frames.changed(), if may_send => {
                if changed.is_err() {
                    say(&mut out, &ServerMessage::Ended).await;
                    return;
                }
                let frame = cast.frames.borrow_and_update().clone();
                match frame {
                    Some(frame) => {
                        may_send = false;
                        say(&mut out, &ServerMessage::Frame { frame: &frame }).await
                            && send(&mut out, Message::Binary(frame.jpeg)).await
                    }
                    None => true,
                }
            }
            Some(()) = seen.recv() => {
                may_send = true;
                true
            }
            Some(detail) = refusals.recv() => say(&mut out, &ServerMessage::Refused { detail }).await,
            _ = look.tick() => {
                let now = run.is_taken();
                let changed = taken.replace(now) != Some(now);
                if cast.frames.has_changed().is_err() {
                    say(&mut out, &ServerMessage::Ended).await;
                    return;
                }
                !changed || say(&mut out, &ServerMessage::State { taken: now }).await
            }
        };
        if !goes_on {
            return;
        }
    }
}

async fn say(out: &mut (impl Sink<Message> + Unpin), message: &ServerMessage<'_>) -> bool {
    let text = serde_json::to_string(message).expect("a message of ours is JSON");
    send(out, Message::text(text)).await
}

/// Whether it left in time.
async fn send(out: &mut (impl Sink<Message> + Unpin), message: Message) -> bool {
    matches!(tokio::time::timeout(SEND_WITHIN, out.send(message)).await, Ok(Ok(())))
}
