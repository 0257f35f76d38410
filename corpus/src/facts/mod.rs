//! Facts: typed things found in the text of an article, with spans.

use crate::article::Article;

/// Fills `article.facts` (and references that only the running text makes) from the article's
/// bytes in `text`. Spans are text offsets here, as everywhere before [`crate::read()`] ends.
pub(crate) fn extract(_text: &str, _article: &mut Article) {}
