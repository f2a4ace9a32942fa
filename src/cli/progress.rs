//! Progress of a scan on standard error: one line that counts, cleared when the work is done.
//!
//! Shown only on a terminal and not under `--quiet`; otherwise [`suyuan::events::Silent`] takes its place.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use suyuan::events::{Progress, Silent, Step};

/// What shows the progress of this run.
pub fn watcher(quiet: bool) -> Box<dyn Progress> {
    if quiet || !std::io::stderr().is_terminal() {
        Box::new(Silent)
    } else {
        Box::new(Line::default())
    }
}

/// The line of the step that runs.
#[derive(Default)]
struct Line {
    current: Mutex<Option<(Step, ProgressBar)>>,
}

impl Line {
    fn with_current(&self, act: impl FnOnce(&mut Option<(Step, ProgressBar)>)) {
        // A thread that panicked while it counted leaves a count behind that is only too low.
        act(&mut self
            .current
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()));
    }
}

impl Progress for Line {
    fn begin(&self, step: Step, total: Option<u64>) {
        let bar = match total {
            Some(total) => ProgressBar::new(total)
                .with_style(style("{prefix:12} {bar:30} {human_pos}/{human_len}  {eta}")),
            None => {
                ProgressBar::new_spinner().with_style(style("{prefix:12} {spinner} {human_pos}  {elapsed}"))
            }
        };
        bar.set_prefix(step.name());
        bar.enable_steady_tick(Duration::from_millis(200));
        self.with_current(|current| {
            if let Some((_, finished)) = current.replace((step, bar)) {
                finished.finish_and_clear();
            }
        });
    }

    fn advance(&self, step: Step, units: u64) {
        self.with_current(|current| {
            if let Some((shown, bar)) = current
                && *shown == step
            {
                bar.inc(units);
            }
        });
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.with_current(|current| {
            if let Some((_, bar)) = current.take() {
                bar.finish_and_clear();
            }
        });
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
