//! Keeps the numbers on live pages true: whenever something of a person was committed that is counted, their numbers are
//! counted again, [`COUNTED_AFTER`] the first change, and sent when they changed.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::{Analytics, Event, EventType, UserId};
use store::{Hint, LogEntry, StoreError};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;

use crate::app::App;

/// Counting reads all of a person's applications; a stream of matches must not count for each. Nor shall their number be
/// drawn before the first matches, which takes some 180 ms (decision 10).
const COUNTED_AFTER: Duration = Duration::from_millis(300);

/// Counts for connected people until the server goes down.
pub async fn run(app: App) {
    let mut hints = app.store.hints();
    let mut changed: HashSet<UserId> = HashSet::new();
    let mut sent: HashMap<UserId, Analytics> = HashMap::new();
    let mut due = Instant::now();
    loop {
        let had_none = changed.is_empty();
        tokio::select! {
            () = app.stop.cancelled() => return,
            hint = hints.recv() => match hint {
                Ok(Hint::Events { user_id, entries }) if may_change(&entries) => {
                    changed.insert(user_id);
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => changed.extend(app.hub.connected()),
                Err(RecvError::Closed) => return,
            },
            () = tokio::time::sleep_until(due), if !changed.is_empty() => {
                let connected: HashSet<UserId> = app.hub.connected().into_iter().collect();
                sent.retain(|user_id, _| connected.contains(user_id));
                for user_id in changed.drain().filter(|user_id| connected.contains(user_id)) {
                    if let Err(error) = send(&app, user_id, &mut sent).await {
                        tracing::warn!(%error, "the numbers could not be counted");
                    }
                }
            }
        }
        if had_none {
            due = Instant::now() + COUNTED_AFTER;
        }
    }
}

/// Whether the numbers may be others after these events. What was too large to be carried along may be anything.
fn may_change(entries: &[LogEntry]) -> bool {
    entries.is_empty() || entries.iter().any(|entry| is_counted(entry.kind))
}

/// Whether such an event may tell of something that is counted: matches, applications, interviews and answers. A new kind
/// of event does until it is named here.
fn is_counted(kind: EventType) -> bool {
    !matches!(
        kind,
        EventType::SystemNotification
            | EventType::MatchingStarted
            | EventType::MatchingStopped
            | EventType::BatchUpdate
            | EventType::ProfileUpdated
            | EventType::ApplicationProgress
            | EventType::AnalyticsUpdate
            | EventType::SourceUpdate
            | EventType::HealthUpdate
            | EventType::ConnectionStatus
    )
}

async fn send(app: &App, user_id: UserId, sent: &mut HashMap<UserId, Analytics>) -> Result<(), StoreError> {
    let analytics = app.store.analytics(user_id, app.now()).await?;
    // When it was counted is no news.
    let news = Analytics { counted_at: None, ..analytics.clone() };
    if sent.get(&user_id) != Some(&news) {
        sent.insert(user_id, news);
        app.hub.publish(user_id, Event::AnalyticsUpdate(analytics));
    }
    Ok(())
}
