//! Clicks that arrive: clear of bars that stick to the window's edges, of lists that still hang open, and of banners and
//! windows that float over the page.
//!
//! What floats is put away by its own button, the refusing one first. A box that is a form itself is left alone.

use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::error::BrowserError;
use crate::fill::FillError;
use crate::form::FieldHandle;
use crate::frames::Frame;
use crate::input::{Aimed, Point};
use crate::page::Page;
use crate::waiting::LOOK_PAUSE;

/// Banners and windows put away for one click: a site shows one or two.
const MOST_BANNERS: usize = 4;
/// How long a banner may take to go.
const GO_WAIT: Duration = Duration::from_secs(2);

impl Page {
    /// Puts away what floats over the button, so that a click on it arrives. To be called before the form is armed:
    /// a banner may send something when it goes.
    pub async fn make_way(&self, button: &FieldHandle) -> Result<(), FillError> {
        let _turn = self.turn().await?;
        let frame = self.frame(&button.frame).await?;
        self.uncovered(&frame, button.id).await?;
        Ok(())
    }

    /// Where a click on the element arrives. What lies over it is scrolled, left or put away.
    pub(crate) async fn uncovered(&self, frame: &Frame, target: u64) -> Result<Point, FillError> {
        for _ in 0..MOST_BANNERS {
            match self.beside_bars(frame, target).await {
                Ok(point) => match self.exit_over_frame(frame, point).await? {
                    None => return Ok(point),
                    Some(exit) => self.press_exit(&self.main_frame().await?, exit).await?,
                },
                Err(FillError::Covered { by }) => {
                    let exit: Option<u64> = self.run(frame, "way_out", json!([target, 0, 0])).await?;
                    let exit = exit.ok_or(FillError::Covered { by })?;
                    self.press_exit(frame, exit).await?;
                }
                Err(error) => return Err(error),
            }
        }
        self.beside_bars(frame, target).await
    }

    /// Where a click on the element arrives, with nothing put away for it.
    pub(crate) async fn beside_bars(&self, frame: &Frame, target: u64) -> Result<Point, FillError> {
        match self.aimed(frame, target).await {
            Err(FillError::Covered { .. }) => {}
            other => return other,
        }
        // The list of the field before may still hang open over this one; it closes when it is left.
        self.run::<bool>(frame, "blur", json!([target])).await?;
        self.run::<bool>(frame, "center", json!([target])).await?;
        self.aimed(frame, target).await
    }

    /// Where a click on the element arrives as things stand.
    async fn aimed(&self, frame: &Frame, target: u64) -> Result<Point, FillError> {
        if frame.id == self.target_id() {
            let aimed = self.aim(frame, target).await?;
            return arrives(&aimed).map(|()| aimed.point());
        }
        let point = self.point_of(frame, target).await?;
        self.check_hit(frame, target).await?;
        Ok(point)
    }

    /// Puts away what floats over an element; says whether anything did. Nothing else is touched: what is open stays so.
    pub(crate) async fn put_away_over(
        &self,
        frame: &Frame,
        target: u64,
        point: Point,
    ) -> Result<bool, FillError> {
        if matches!(self.check_hit(frame, target).await, Err(FillError::Covered { .. })) {
            let exit: Option<u64> = self.run(frame, "way_out", json!([target, 0, 0])).await?;
            return match exit {
                Some(exit) => self.press_exit(frame, exit).await.map(|()| true),
                None => Ok(false),
            };
        }
        match self.exit_over_frame(frame, point).await? {
            Some(exit) => self.press_exit(&self.main_frame().await?, exit).await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Whether nothing lies over an element.
    pub(crate) async fn is_clear(&self, frame: &Frame, target: u64) -> Result<bool, FillError> {
        match self.check_hit(frame, target).await {
            Ok(()) => Ok(true),
            Err(FillError::Covered { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn check_hit(&self, frame: &Frame, target: u64) -> Result<(), FillError> {
        arrives(&self.run(frame, "hit", json!([target])).await?)
    }

    /// The way out of something that floats over the page where a frame of it shows the element.
    async fn exit_over_frame(&self, frame: &Frame, point: Point) -> Result<Option<u64>, BrowserError> {
        if frame.id == self.target_id() {
            return Ok(None);
        }
        let main = self.main_frame().await?;
        self.run(&main, "way_out", json!([null, point.x, point.y])).await
    }

    async fn press_exit(&self, frame: &Frame, exit: u64) -> Result<(), FillError> {
        let point = self.point_of(frame, exit).await?;
        self.click_at(point).await?;
        let until = Instant::now() + GO_WAIT;
        while Instant::now() < until {
            // Gone with its box, or hidden where it stands.
            let shown: bool = self.run(frame, "is_shown", json!([exit])).await?;
            if !shown {
                return Ok(());
            }
            tokio::time::sleep(LOOK_PAUSE).await;
        }
        Ok(())
    }
}

fn arrives(aimed: &Aimed) -> Result<(), FillError> {
    match aimed {
        Aimed { there: false, .. } => Err(FillError::FieldGone),
        Aimed { ok: false, by, .. } => Err(FillError::Covered { by: by.clone() }),
        _ => Ok(()),
    }
}
