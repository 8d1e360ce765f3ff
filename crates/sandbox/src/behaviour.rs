//! How an employer's server behaves when an application comes in. All but the first are things real servers do.

use crate::codes::From;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// One way to behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Behaviour {
    /// Checks, accepts, answers.
    #[default]
    Ok,
    /// Accepts, and answers late.
    Slow,
    /// Accepts, and closes the connection without an answer.
    AcceptThenClose,
    /// Accepts, and answers with a server error.
    #[serde(rename = "accept_then_500")]
    AcceptThen500,
    /// Accepts, answers with a page that says nothing, and confirms by mail only.
    ConfirmByEmailOnly,
    /// Refuses whatever is sent.
    #[serde(rename = "refuse_422")]
    Refuse422,
    /// Closes the connection without an answer, and accepts nothing.
    CloseBeforeAccept,
    /// Shows a captcha and accepts nothing without its token, which nobody here can have.
    Captcha,
    /// Shows a captcha in the form, which a person can solve.
    CaptchaSolvable,
    /// Shows one in place of the form.
    CaptchaBefore,
    /// Shows one when the form is sent, before anything leaves.
    CaptchaOnSubmit,
    /// Answers 428 and mails a code; takes the application in with it.
    EmailCode,
    /// The same; the mail that comes is somebody else's, with a wrong code.
    EmailCodeForeign,
    /// The same; the mail is lost.
    EmailCodeLost,
    /// Shows a form only to those who are signed in, which nobody here can be.
    LoginWall,
    /// Says that the posting is gone.
    Expired,
}

/// A behaviour as somebody asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Setting {
    #[serde(default)]
    pub behaviour: Behaviour,
    /// How long `slow` takes.
    #[serde(default = "usual_delay_ms")]
    pub delay_ms: u64,
}

/// Browsers and proxies begin to lose patience about now.
fn usual_delay_ms() -> u64 {
    30_000
}

impl Behaviour {
    /// How it mails its code, if it wants one.
    pub(crate) fn code_from(self) -> Option<From> {
        match self {
            Self::EmailCode => Some(From::Site),
            Self::EmailCodeForeign => Some(From::Stranger),
            Self::EmailCodeLost => Some(From::Nobody),
            _ => None,
        }
    }

    /// Which captcha its form shows, if any.
    pub(crate) fn captcha(self) -> Option<Captcha> {
        match self {
            Self::Captcha => Some(Captcha::Unsolvable),
            Self::CaptchaSolvable => Some(Captcha::Solvable),
            Self::CaptchaOnSubmit => Some(Captcha::OnSubmit),
            _ => None,
        }
    }
}

/// A security check in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Captcha {
    /// Nobody can solve it.
    Unsolvable,
    /// A click solves it.
    Solvable,
    /// It appears when the form is sent; a click solves it.
    OnSubmit,
}

/// The longest `slow` may take.
const MAX_DELAY: Duration = Duration::from_secs(300);

impl Setting {
    /// How long to wait before the answer.
    pub(crate) fn delay(self) -> Duration {
        Duration::from_millis(self.delay_ms).min(MAX_DELAY)
    }
}

/// The behaviours asked for, by company or by job.
#[derive(Debug, Default)]
pub(crate) struct Behaviours(Mutex<HashMap<String, Setting>>);

impl Behaviours {
    /// Sets the behaviour of a company (by slug) or of one job (by id).
    pub(crate) fn set(&self, who: &str, setting: Setting) {
        let mut all = self.0.lock().expect("no holder of the behaviours' lock panics");
        if setting.behaviour == Behaviour::Ok {
            all.remove(who);
        } else {
            all.insert(who.to_owned(), setting);
        }
    }

    /// The behaviour for a job: its own, or else its company's.
    pub(crate) fn of(&self, company: &str, job: &str) -> Setting {
        let all = self.0.lock().expect("no holder of the behaviours' lock panics");
        all.get(job).or_else(|| all.get(company)).copied().unwrap_or_default()
    }
}
