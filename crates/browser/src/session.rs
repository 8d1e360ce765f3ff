//! One browser: a Chromium process, its proxy, its profile, and the watchdogs over them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use net::Egress;
use serde_json::json;
use tokio::time::Instant;

use crate::cdp::{CallError, Cdp, NORMAL, QUICK};
use crate::error::BrowserError;
use crate::frames::Libraries;
use crate::hub::{Hub, Kind};
use crate::launch::{Chromium, LaunchError, explain};
use crate::limits::{KernelLimits, MemoryHeldBy};
use crate::live::Hands;
use crate::page::Page;
use crate::profile::{Profile, RunAs};
use crate::proxy::{Proxy, ProxyLimits, Traffic};
use crate::watchdog;

/// How long Chromium may take from its start to its first answer. A cold start on two busy cores took 6 s.
const START_TIMEOUT: Duration = Duration::from_secs(30);
/// Tries to remove a profile that dying processes still write to.
const REMOVE_TRIES: u32 = 20;
/// Pause between those tries.
const REMOVE_PAUSE: Duration = Duration::from_millis(50);

/// What one session may use before it is ended.
#[derive(Debug, Clone, Copy)]
pub struct SessionLimits {
    /// From open to the end, whatever happens; the time a person has taken over does not count.
    pub lifetime: Duration,
    /// Private memory of all of Chromium's processes together.
    pub memory_bytes: u64,
    /// Processes and threads of all of Chromium together. An ordinary page needs 150; twelve tabs with forty
    /// workers 900.
    pub tasks: u64,
    /// What the session's folder may take of the disk, and each file in it.
    pub disk_bytes: u64,
    /// Network use.
    pub proxy: ProxyLimits,
    /// How long a site that does not answer is watched after the release.
    pub observation: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            lifetime: Duration::from_secs(180),
            memory_bytes: 1536 * 1024 * 1024,
            tasks: 2000,
            disk_bytes: 256 * 1024 * 1024,
            proxy: ProxyLimits::default(),
            observation: Duration::from_secs(45),
        }
    }
}

/// How to open a session.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// The Chromium to run.
    pub chromium: PathBuf,
    /// What the pages may reach.
    pub egress: Egress,
    /// Where throw-away profiles are made; see [`crate::profile_parent_for`].
    pub profile_parent: PathBuf,
    /// Width and height of the browser's window.
    pub viewport: (u32, u32),
    /// BCP 47, for example `en-US`.
    pub locale: String,
    /// An IANA name, for example `Europe/Berlin`.
    pub timezone: String,
    /// Run Chromium without its sandbox. Only when the person who runs the server has said so in so many words.
    pub allow_no_sandbox: bool,
    /// A certificate key to trust beside the public ones: base64 of the sha256 of its SPKI. For tests and for
    /// employers inside a company network.
    pub trusted_key: Option<String>,
    /// What the session may use.
    pub limits: SessionLimits,
    /// What the kernel is asked to hold of that.
    pub kernel_limits: KernelLimits,
}

impl SessionConfig {
    /// The usual settings: a laptop-sized page, English, UTC, sandbox on.
    pub fn new(chromium: PathBuf, egress: Egress, profile_parent: PathBuf) -> Self {
        Self {
            chromium,
            egress,
            profile_parent,
            viewport: (1280, 900),
            locale: "en-US".to_owned(),
            timezone: "UTC".to_owned(),
            allow_no_sandbox: false,
            trusted_key: None,
            limits: SessionLimits::default(),
            kernel_limits: KernelLimits::default(),
        }
    }
}

/// An open browser. [`Session::close`] ends it tidily; dropping it kills it.
pub struct Session {
    pub(crate) inner: Arc<Inner>,
}

/// Shared by the session, its pages and an armed gate. The last one to go kills the browser.
pub(crate) struct Inner {
    pub cdp: Cdp,
    pub hub: Hub,
    pub proxy: Arc<Proxy>,
    pub egress: Egress,
    /// [`SessionLimits::observation`].
    pub observation: Duration,
    /// Why a watchdog ended the session.
    pub why: OnceLock<String>,
    /// Whoever holds it may move the mouse: one step of the engine, or a person.
    pub turn: Arc<tokio::sync::Mutex<()>>,
    /// Keeps a person's inputs in order.
    pub person_order: tokio::sync::Mutex<()>,
    pub hands: Mutex<Hands>,
    pub libraries: Libraries,
    has_given_first_page: AtomicBool,
    chromium: Mutex<Option<Chromium>>,
    version: String,
    group: i32,
    memory_held_by: MemoryHeldBy,
    // Declared last: the folder goes after the processes that use it.
    pub profile: Profile,
}

impl Session {
    /// Starts a browser behind its own proxy, with its own profile, under an unprivileged account, sandboxed.
    pub async fn open(config: SessionConfig) -> Result<Self, BrowserError> {
        let run_as = RunAs::for_this_process().map_err(LaunchError::Profile)?;
        let profile = Profile::create(&config.profile_parent, run_as).map_err(LaunchError::Profile)?;
        let proxy =
            Proxy::start(config.egress.clone(), config.limits.proxy).await.map_err(LaunchError::Plumbing)?;
        let (chromium, pipe, memory_held_by) = Chromium::start(&config, &profile, run_as, proxy.address)?;
        let hub = Hub::new();
        let listener = hub.clone();
        let cdp = Cdp::start(pipe.to_browser, pipe.from_browser, move |cdp, event| {
            listener.on_event(cdp, event);
        })
        .map_err(LaunchError::Plumbing)?;
        let hello = cdp.call(None, "Browser.getVersion", json!({}), START_TIMEOUT).await;
        let version = match hello {
            Ok(answer) => answer["product"].as_str().unwrap_or_default().to_owned(),
            Err(_) => {
                if let Some(why) = chromium.ended_by_kernel() {
                    return Err(BrowserError::Gone { why: Some(why.to_owned()) });
                }
                return Err(explain(&chromium.end().await, run_as).into());
            }
        };
        let inner = Arc::new(Inner {
            cdp,
            hub,
            proxy: Arc::new(proxy),
            egress: config.egress,
            observation: config.limits.observation,
            why: OnceLock::new(),
            turn: Arc::default(),
            person_order: tokio::sync::Mutex::default(),
            hands: Mutex::default(),
            libraries: Libraries::default(),
            has_given_first_page: AtomicBool::new(false),
            group: chromium.group(),
            memory_held_by,
            chromium: Mutex::new(Some(chromium)),
            version,
            profile,
        });
        tokio::spawn(watchdog::watch(Arc::downgrade(&inner), config.limits));
        inner.prepare().await?;
        Ok(Session { inner })
    }

    /// Opens an empty page. The first one is the page Chromium has opened while it started.
    pub async fn new_page(&self) -> Result<Page, BrowserError> {
        let target_id = match self.inner.has_given_first_page.swap(true, Ordering::SeqCst) {
            true => {
                let blank = json!({ "url": "about:blank" });
                let answer = self.inner.call(None, "Target.createTarget", blank, NORMAL).await?;
                Some(answer["targetId"].as_str().unwrap_or_default().to_owned())
            }
            false => None,
        };
        let is_meant = |page: &Page| target_id.as_deref().is_none_or(|id| page.target_id() == id);
        let deadline = Instant::now() + NORMAL;
        let mut changes = self.inner.hub.watch();
        loop {
            if let Some(page) = self.pages().into_iter().find(is_meant) {
                page.wait_drawn().await?;
                return Ok(page);
            }
            tokio::time::timeout_at(deadline, changes.changed())
                .await
                .map_err(|_| BrowserError::Timeout { what: "opening a page" })?
                .expect("the hub lives as long as the session");
        }
    }

    /// The open pages, oldest first.
    pub fn pages(&self) -> Vec<Page> {
        let state = self.inner.hub.state();
        state
            .targets
            .iter()
            .filter(|target| target.kind == Kind::Page)
            .map(|target| {
                Page::new(Arc::clone(&self.inner), target.session.clone(), target.target_id.clone())
            })
            .collect()
    }

    /// The page that was opened last: where a link with `target=_blank` has led.
    pub fn newest_page(&self) -> Option<Page> {
        self.pages().pop()
    }

    /// The page that a click has led to, in the same tab or a new one: the newest page once it has become quiet,
    /// or as it is after `deadline`.
    pub async fn settled_page(&self, deadline: Duration) -> Result<Page, BrowserError> {
        let until = Instant::now() + deadline;
        loop {
            let page = self.newest_page().ok_or(BrowserError::PageGone)?;
            let left = until.saturating_duration_since(Instant::now());
            page.wait_quiet(left).await?;
            let still_newest = self.newest_page().is_some_and(|now| now.target_id() == page.target_id());
            if still_newest || left.is_zero() {
                return Ok(page);
            }
        }
    }

    /// What has passed the proxy so far.
    pub fn traffic(&self) -> Traffic {
        self.inner.proxy.traffic()
    }

    /// The browser's own name and version.
    pub fn version(&self) -> &str {
        &self.inner.version
    }

    /// Whether Chromium's renderers run inside its sandbox, as the kernel reports it. `None` without /proc.
    pub fn sandboxed(&self) -> Option<bool> {
        watchdog::renderers_sandboxed(self.inner.group)
    }

    /// What holds the session's memory beside the watchdog.
    pub fn memory_held_by(&self) -> &MemoryHeldBy {
        &self.inner.memory_held_by
    }

    /// True when the browser has ended.
    pub fn is_gone(&self) -> bool {
        self.inner.cdp.gone().is_cancelled()
    }

    /// Closes the proxy, ends every process and removes the profile.
    pub async fn close(self) {
        self.inner.end().await;
    }
}

impl Inner {
    async fn prepare(&self) -> Result<(), BrowserError> {
        // Pages of the browser's own surface are left out; everything a site can open is in.
        let attach = json!({
            "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true,
            "filter": [
                { "type": "page" }, { "type": "iframe" }, { "type": "worker" },
                { "type": "shared_worker" }, { "type": "service_worker" },
            ],
        });
        self.call(None, "Target.setAutoAttach", attach, QUICK).await?;
        let deny = json!({ "behavior": "deny" });
        self.call(None, "Browser.setDownloadBehavior", deny, QUICK).await?;
        Ok(())
    }

    /// A call whose failure carries the watchdog's reason, if one ended the browser.
    pub async fn call(
        &self,
        session: Option<&str>,
        method: &'static str,
        params: serde_json::Value,
        deadline: Duration,
    ) -> Result<serde_json::Value, BrowserError> {
        self.cdp.call(session, method, params, deadline).await.map_err(|error| self.explain(error))
    }

    pub fn explain(&self, error: CallError) -> BrowserError {
        match error {
            CallError::Gone => BrowserError::Gone { why: self.why() },
            other => other.into(),
        }
    }

    /// Why the browser was ended: by one of us, or by the kernel.
    pub fn why(&self) -> Option<String> {
        self.why.get().cloned().or_else(|| self.ended_by_kernel().map(str::to_owned))
    }

    pub fn ended_by_kernel(&self) -> Option<&'static str> {
        self.chromium().as_ref().and_then(Chromium::ended_by_kernel)
    }

    /// Ends the session from a watchdog or an abandoned gate: first the way out, then the processes.
    pub fn shut(&self, why: &str) {
        // The first reason is the one that counts.
        let _ = self.why.set(why.to_owned());
        self.proxy.close();
        if let Some(chromium) = self.chromium().as_ref() {
            chromium.kill();
        }
    }

    async fn end(&self) {
        self.proxy.close();
        let chromium = self.chromium().take();
        if let Some(chromium) = chromium {
            chromium.end().await;
        }
        for _ in 0..REMOVE_TRIES {
            if self.profile.remove() {
                return;
            }
            tokio::time::sleep(REMOVE_PAUSE).await;
        }
    }

    fn chromium(&self) -> std::sync::MutexGuard<'_, Option<Chromium>> {
        self.chromium.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn group(&self) -> i32 {
        self.group
    }
}

/// For the watchdog, which must not keep a session alive.
pub(crate) type WeakInner = Weak<Inner>;
