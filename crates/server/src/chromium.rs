//! The browser's part of the background work. Before anything is filled in it, it is tried whether its way
//! out is closed; applications wait in line until it is.

use std::sync::Arc;
use std::time::Duration;

use applications::tasks::RunApplication;
use domain::event::HealthStatus;
use tasks::{Runner, RunnerOptions};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::owner;
use crate::watch::Service;
use crate::work::TASK_POLL;

/// Applications filled at once. A browser takes some 300 MB and most of a core.
const RUNS_AT_ONCE: usize = 2;
/// How often a browser that failed is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// How Chromium is run; `None` when there is none.
pub fn config(app: &App) -> Option<browser::SessionConfig> {
    let parent = browser::profile_parent_for(&app.settings.data_dir);
    let mut config = browser::SessionConfig::new(app.settings.chromium()?, app.egress.clone(), parent);
    config.allow_no_sandbox = app.settings.may_run_without_sandbox();
    Some(config)
}

/// Runs applications until `stop`, from the moment on when the browser is known to be safe.
pub async fn run(app: App, stop: CancellationToken) {
    let Some(browser) = config(&app) else {
        let message = "No Chromium was found. Install it (script/bootstrap does) or set JOBWIRE_CHROMIUM, then start again. \
                       Applications wait in line.";
        return app.health.set(Service::Browser, HealthStatus::Down, message);
    };
    let reaped = browser::reap_orphans(&browser.profile_parent);
    if reaped != browser::Reaped::default() {
        tracing::info!(?reaped, "browsers of an earlier run were ended");
    }
    while !is_safe(&app, &browser).await {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(TRY_AGAIN) => {}
        }
    }
    let hub = app.hub.clone();
    let progress = Arc::new(move |user_id, event| hub.publish(user_id, event));
    let mut context = applications::Context::new(app.store.clone(), browser, progress, owner::name());
    context.live = app.runs.clone();
    let options = RunnerOptions { owner: owner::name(), poll_every: TASK_POLL, shards: Arc::default() };
    let mut runner = Runner::new(app.store.clone(), options);
    runner.handle(RUNS_AT_ONCE, move |task: RunApplication| {
        let context = context.clone();
        async move { applications::tasks::handle(&context, task).await }
    });
    runner.run(stop).await;
}

/// Tries the browser and tells the health page.
async fn is_safe(app: &App, browser: &browser::SessionConfig) -> bool {
    let trouble = match browser::probe(browser).await {
        Ok(report) if report.is_safe() => {
            tracing::info!(memory = %report.memory, "the browser is safe");
            let message = format!("{} starts, and reaches only what it may.", report.browser);
            app.health.set(Service::Browser, HealthStatus::Healthy, message);
            return true;
        }
        Ok(report) => format!("The browser reached {} addresses it may not.", report.direct_hits),
        Err(error) => error.to_string(),
    };
    let message = format!("{trouble} Applications wait in line; it is tried again every minute.");
    app.health.set(Service::Browser, HealthStatus::Down, message);
    false
}
