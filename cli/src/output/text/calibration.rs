//! The page of a calibration: figures, reliability by probability, effects of thresholds.

use super::Page;
use super::style::{BOLD, clean};
use engine::evaluate::CalibrationReport;

/// Sets the figures of a calibration.
pub(crate) fn calibration(report: &CalibrationReport, width: usize) -> Page {
    let mut page = Page::new(width);
    let judged = if report.cross_validated {
        ", each judged by models that had not seen it"
    } else {
        ""
    };
    page.line(&format!("{} cases{judged}", report.cases));
    let share = |value: f64| format!("{:.1} %", value * 100.0);
    figures(&mut page, report, &share);
    page.gap();
    page.line(&format!("{BOLD}probability   cases   mean  right{BOLD:#}"));
    for (bin, decile) in (0..).zip(&report.deciles) {
        let low: f64 = f64::from(bin) / 10.0;
        let shares = if decile.cases == 0 {
            "   -      -".to_owned()
        } else {
            format!("{:.2}   {:.2}", decile.probability, decile.right)
        };
        page.line(&format!(
            "{low:.1} to {:.1}   {:>6}   {shares}",
            low + 0.1,
            decile.cases
        ));
    }
    page.gap();
    page.line(&format!(
        "{BOLD}threshold  answered  right  wrong  abstained  withheld right{BOLD:#}"
    ));
    for at in &report.thresholds {
        let chosen = (at.threshold - report.threshold).abs() < 1e-9;
        page.line(&format!(
            "{:<9}{} {:>9} {:>6} {:>6} {:>10} {:>15}",
            at.threshold,
            if chosen { "*" } else { " " },
            at.answered,
            at.right,
            at.wrong,
            at.abstained,
            at.withheld
        ));
    }
    page.dim("* the threshold that holds; below it an answer is withheld");
    page
}

fn figures(page: &mut Page, report: &CalibrationReport, share: &dyn Fn(f64) -> String) {
    let error = report.expected_calibration_error;
    page.line(&format!("expected calibration error  {error:.3}"));
    for pair in &report.auroc {
        let pair_name = format!("{} against {}", clean(&pair.right_of), clean(&pair.against));
        page.line(&format!("AUROC  {:.3}  {pair_name}", pair.auroc));
    }
    page.line(&format!(
        "coverage at 90 % precision  {} of answerable cases",
        share(report.coverage_at_90)
    ));
    page.line(&format!(
        "shown at 0.8 or more        {} of answerable cases, {} of them right",
        share(report.share_at_80),
        share(report.precision_at_80)
    ));
    page.line(&format!(
        "right at 0.8 or more        {} of all cases shown so",
        share(report.precision_at_80_all)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::evaluate::CalibratedCase;

    #[test]
    fn a_page_of_figures() {
        let case = |set: &str, probability: f64, right: bool| CalibratedCase {
            qid: String::new(),
            top: None,
            probability,
            abstained: false,
            set: set.into(),
            right,
        };
        let cases = [
            case("calls", 0.93, true),
            case("calls", 0.44, false),
            case("other", 0.08, false),
        ];
        let report = CalibrationReport::new(&cases, &["other"], 0.35);
        let page = calibration(&report, 80).finish();
        insta::assert_snapshot!(anstream::adapter::strip_str(&page).to_string());
    }
}
