//! The only types that leave the house, with serde: the command line, HTTP, chat and the web page
//! render these same values. Fields may be added within a schema version, never renamed.
//!
//! Ids are article ids, spans are byte offsets `[start, end]` into the document as stored,
//! probabilities are 0 to 1, times are milliseconds.

mod article;
mod card;
mod case;
mod complete;
mod escalation;
mod facets;
mod guide;
mod holdings;
mod lint;
mod lookup;
mod outcomes;
mod report;
mod rule_out;
mod search;
mod triage;

pub use article::{
    ArticleAnswer, BlockAnswer, CitationAnswer, FactAnswer, GapAnswer, ItemAnswer, ReferenceAnswer,
    SectionAnswer, TableAnswer, TermAnswer,
};
pub use card::{CommandCard, Quote, SystemValidity, Validity};
pub use case::{EventAnswer, EventsAnswer, NumberReading, Priority};
pub use complete::{CompleteAnswer, TitleAnswer};
pub use escalation::{
    EscalationPacket, HandOver, PacketCase, PacketIssue, PacketItem, PacketSession, Quotation,
    TierLimit,
};
pub use facets::{FacetCount, Facets};
pub use guide::{
    GuideAnswer, GuideEdge, GuideNode, GuideOffer, GuideOutcome, GuideSummary, GuideVersion,
    GuidesAnswer, LinkedArticle, SessionAnswer, SessionChoice, SessionGuide, SessionNode,
    TrailStep,
};
pub use holdings::HoldingsAnswer;
pub use lint::{
    DocumentCount, KindCount, LevelCounts, LintAnswer, LintFinding, StaleCount, WantedCount,
};
pub use lookup::{LookupAnswer, LookupHit};
pub use outcomes::OutcomesSeen;
pub use report::{
    ArticleHealth, CallCount, DayCalls, DeskReport, Endings, IssueCalls, NotedChange, Spike, Topic,
};
pub use rule_out::{Check, RuleOut, Sign};
pub use search::{
    CellAnswer, CellChoice, Correction, OtherPassage, Passage, QuestionAnswer, SearchAnswer,
    SearchResult,
};
pub use triage::{
    CautionAnswer, ChecklistItem, Escalation, Evidence, IssueMember, KnownIssue, Question, Remedy,
    Risk, Step, Triage, fix_told,
};

/// Schema name and version of [`SearchAnswer`].
pub const SEARCH_SCHEMA: &str = "firstline.search/1";
/// Schema name and version of [`Triage`].
pub const TRIAGE_SCHEMA: &str = "firstline.triage/1";
/// Schema name and version of [`ArticleAnswer`].
pub const ARTICLE_SCHEMA: &str = "firstline.article/1";
/// Schema name and version of [`RuleOut`].
pub const RULE_OUT_SCHEMA: &str = "firstline.rule-out/1";
/// Schema name and version of [`LookupAnswer`].
pub const LOOKUP_SCHEMA: &str = "firstline.lookup/1";
/// Schema name and version of [`CompleteAnswer`].
pub const COMPLETE_SCHEMA: &str = "firstline.complete/1";
/// Schema name and version of [`GuidesAnswer`].
pub const GUIDES_SCHEMA: &str = "firstline.guides/1";
/// Schema name and version of [`GuideAnswer`].
pub const GUIDE_SCHEMA: &str = "firstline.guide/1";
/// Schema name and version of [`SessionAnswer`].
pub const GUIDE_SESSION_SCHEMA: &str = "firstline.guide-session/1";
/// Schema name and version of [`EscalationPacket`].
pub const ESCALATION_SCHEMA: &str = "firstline.escalation/1";
/// Schema name and version of [`DeskReport`].
pub const REPORT_SCHEMA: &str = "firstline.report/1";
/// Schema name and version of [`LintAnswer`].
pub const LINT_SCHEMA: &str = "firstline.lint/1";
