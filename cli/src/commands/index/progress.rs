//! The progress bar of a build: rate and time left, on standard error, silent when that is no
//! terminal.

use engine::index::build::BuildEvent;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const KNOWN: &str = "{msg:>12} [{bar:30}] {percent:>3} %  {per_sec}  {eta} left";
const UNKNOWN: &str = "{msg:>12} {spinner} {human_pos}  {per_sec}  {elapsed}";

/// A bar that follows the stages of a build.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new() -> Self {
        // The target draws nothing by itself where standard error is no terminal.
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
        Self { bar }
    }

    /// Shows how far the build has come. A new stage starts its rate and time anew.
    pub(super) fn show(&self, event: &BuildEvent) {
        let BuildEvent::Progress { stage, done, total } = event else {
            return;
        };
        if self.bar.message() != *stage {
            self.bar.reset();
            self.bar.set_message(stage.clone());
            let template = if total.is_some() { KNOWN } else { UNKNOWN };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style.progress_chars("=> "));
            }
        }
        if let Some(total) = total {
            self.bar.set_length(*total);
        }
        self.bar.set_position(*done);
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
