//! The stream of pictures: one for each session, of the tab that is driven, shared by all who watch.
//!
//! Chromium sends a picture when something has changed and waits for its acknowledgement before it sends many more.
//! Each one replaces the one before; the acknowledgement is held back so that a busy page is shown at most
//! [`CAST_RATE`] times a second. A page that does not change costs nothing.

use std::sync::{Arc, Weak};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::cdp::Cdp;
use crate::hub::Hub;

/// The widest picture; a wider page is made smaller.
pub const CAST_WIDTH: u32 = 1280;
/// The tallest picture.
pub const CAST_HEIGHT: u32 = 1024;
/// Pictures in a second, at most.
pub const CAST_RATE: u32 = 12;
/// A tab that has shown nothing for this long is asked again: one that was behind another tab, or that has just gone
/// to another document, may have had nothing to draw when it was first asked.
const ASK_AGAIN: Duration = Duration::from_millis(700);
/// The same for a tab that has shown itself before. An equal picture is not passed on.
const ASK_RARELY: Duration = Duration::from_secs(3);
/// Letters stay legible, and a form takes 40 to 90 KB.
const QUALITY: u32 = 60;
/// The largest picture that is passed on.
const PICTURE_LIMIT: usize = 4 * 1024 * 1024;
/// Pictures that wait to be unpacked. Chromium has two or three on their way at most.
const WAITING: usize = 4;

/// One picture of the tab that is driven.
#[derive(Debug, Clone, Serialize)]
pub struct CastFrame {
    /// Counts up within a session, tabs and viewers notwithstanding; gaps are pictures nobody needed.
    pub number: u64,
    /// The width of what is shown, in the page's CSS pixels: the measure of [`crate::PersonInput`].
    pub width: f64,
    /// The height of what is shown.
    pub height: f64,
    /// The how manieth tab that was driven, from one.
    pub tab: u32,
    /// The picture. Not part of the JSON: it travels beside it, as bytes.
    #[serde(skip)]
    pub jpeg: Bytes,
}

/// A viewer's end of the stream. Dropping it stops watching.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Always the newest picture; `None` until there is one. It closes when the session ends.
    pub frames: watch::Receiver<Option<CastFrame>>,
    _running: Arc<Running>,
}

/// The stream under way; it stops when the last viewer lets go of it.
#[derive(Debug)]
pub(crate) struct Running {
    frames: watch::Receiver<Option<CastFrame>>,
    _stop: DropGuard,
}

/// A picture as the browser sends it.
#[derive(Debug)]
pub(crate) struct RawFrame {
    pub session: String,
    pub params: Value,
}

impl RawFrame {
    fn acknowledge(&self, cdp: &Cdp) {
        let number = json!({ "sessionId": self.params["sessionId"] });
        cdp.post(Some(&self.session), "Page.screencastFrameAck", number);
    }
}

/// What the hub keeps of the stream.
#[derive(Default)]
pub(crate) struct Casting {
    running: Weak<Running>,
    pub pictures: Option<mpsc::Sender<RawFrame>>,
    number: u64,
}

impl Casting {
    /// Takes a picture in; one too many is forgotten.
    pub fn on_frame(&self, cdp: &Cdp, frame: RawFrame) {
        let refused = match &self.pictures {
            None => Some(frame),
            Some(pictures) => pictures.try_send(frame).err().map(|error| match error {
                mpsc::error::TrySendError::Full(frame) | mpsc::error::TrySendError::Closed(frame) => frame,
            }),
        };
        if let Some(frame) = refused {
            frame.acknowledge(cdp);
        }
    }
}

/// Joins the stream, or starts it.
pub(crate) fn join(cdp: &Cdp, hub: &Hub) -> Cast {
    let mut state = hub.state();
    if let Some(running) = state.casting.running.upgrade() {
        return Cast { frames: running.frames.clone(), _running: running };
    }
    let stop = CancellationToken::new();
    let (sender, frames) = watch::channel(None);
    let (pictures, incoming) = mpsc::channel(WAITING);
    let running = Arc::new(Running { frames: frames.clone(), _stop: stop.clone().drop_guard() });
    state.casting.running = Arc::downgrade(&running);
    state.casting.pictures = Some(pictures);
    drop(state);
    let stream = Stream { cdp: cdp.clone(), hub: hub.clone(), sender, tab: 0, on: None, quiet_until: None };
    tokio::spawn(stream.run(incoming, stop));
    Cast { frames, _running: running }
}

struct Stream {
    cdp: Cdp,
    hub: Hub,
    sender: watch::Sender<Option<CastFrame>>,
    tab: u32,
    /// The tab that is shown.
    on: Option<String>,
    /// When the tab is asked again, should it show nothing before.
    quiet_until: Option<Instant>,
}

impl Stream {
    async fn run(mut self, mut incoming: mpsc::Receiver<RawFrame>, stop: CancellationToken) {
        let mut changes = self.hub.watch();
        let gone = self.cdp.gone().clone();
        loop {
            self.follow();
            let quiet_until = self.quiet_until.unwrap_or_else(|| Instant::now() + ASK_RARELY);
            let frame = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                () = gone.cancelled() => break,
                frame = incoming.recv() => frame,
                changed = changes.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => break,
                },
                () = tokio::time::sleep_until(quiet_until) => {
                    self.ask();
                    self.quiet_until = Some(Instant::now() + ASK_RARELY);
                    continue;
                }
            };
            let Some(frame) = frame else { break };
            let shown = Instant::now();
            if self.on.as_deref() == Some(&*frame.session) {
                self.show(&frame);
                self.quiet_until = Some(shown + ASK_RARELY);
            }
            tokio::select! {
                () = tokio::time::sleep_until(shown + Duration::from_secs(1) / CAST_RATE) => {}
                () = stop.cancelled() => {}
            }
            frame.acknowledge(&self.cdp);
        }
        while let Ok(frame) = incoming.try_recv() {
            frame.acknowledge(&self.cdp);
        }
        // Unless somebody has begun to watch again meanwhile: that stream has been started after this one.
        let mut state = self.hub.state();
        if state.casting.running.upgrade().is_none() {
            state.casting.pictures = None;
            if let Some(on) = &self.on {
                self.cdp.post(Some(on), "Page.stopScreencast", json!({}));
            }
        }
    }

    /// Turns to the tab that is driven now.
    fn follow(&mut self) {
        let driven = self.hub.state().driven.clone();
        if driven == self.on {
            return;
        }
        if let Some(old) = &self.on {
            self.cdp.post(Some(old), "Page.stopScreencast", json!({}));
        }
        if let Some(new) = &driven {
            self.tab += 1;
            // A tab behind another one is not drawn.
            self.cdp.post(Some(new), "Page.bringToFront", json!({}));
        }
        self.on = driven;
        self.ask();
        self.quiet_until = Some(Instant::now() + ASK_AGAIN);
    }

    /// Asks the tab for its pictures, from the one it shows now.
    fn ask(&self) {
        let Some(on) = &self.on else { return };
        self.cdp.post(Some(on), "Page.stopScreencast", json!({}));
        let how = json!({
            "format": "jpeg", "quality": QUALITY, "maxWidth": CAST_WIDTH, "maxHeight": CAST_HEIGHT,
        });
        self.cdp.post(Some(on), "Page.startScreencast", how);
    }

    fn show(&mut self, frame: &RawFrame) {
        let Some(data) = frame.params["data"].as_str().filter(|data| data.len() <= PICTURE_LIMIT) else {
            return;
        };
        let Ok(jpeg) = STANDARD.decode(data) else { return };
        let same = |last: &CastFrame| last.tab == self.tab && last.jpeg == jpeg;
        if self.sender.borrow().as_ref().is_some_and(same) {
            return;
        }
        let number = {
            let mut state = self.hub.state();
            state.casting.number += 1;
            state.casting.number
        };
        let metadata = &frame.params["metadata"];
        self.sender.send_replace(Some(CastFrame {
            number,
            width: metadata["deviceWidth"].as_f64().unwrap_or_default(),
            height: metadata["deviceHeight"].as_f64().unwrap_or_default(),
            tab: self.tab,
            jpeg: jpeg.into(),
        }));
    }
}
