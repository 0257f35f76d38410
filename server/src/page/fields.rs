//! What a form sends: in the address of a GET, in the body of a POST.

use crate::extract::{form_pairs, read_body};
use crate::problem::{Kind, Problem};
use axum::extract::{FromRequest, Request};
use http::{Method, header};

/// Most fields that are read.
const MOST: usize = 400;

/// The fields of a form, in order. Empty ones count as not given, as browsers send all of them;
/// unknown ones are no error, as addresses of pages are passed on and cut by people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `name=value&…`.
    pub(super) fn parse(text: &str) -> Result<Self, Problem> {
        let pairs = form_pairs(text)?
            .take(MOST)
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        Ok(Self(pairs.collect()))
    }

    /// Fields that were read elsewhere.
    pub(super) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut pairs = pairs;
        pairs.truncate(MOST);
        Self(pairs)
    }

    /// The same with more text in a field, below what stands there.
    pub(super) fn appended(mut self, name: &str, text: &str) -> Self {
        let before = self.get(name).unwrap_or_default();
        let dot = if before.is_empty() { "" } else { "\n\n" };
        let whole = format!("{before}{dot}{text}");
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), whole));
        self
    }

    /// A field, if it says anything. Of several with the same name the last counts: a button says
    /// what hidden fields before it said.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut values = self.0.iter().rev();
        let found = values.find(|(key, value)| key == name && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    }

    /// As [`Fields::get`], owned.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// A field that is a number; others are as good as not given.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The fields whose names begin with `prefix`, by the rest of their names.
    pub(super) fn below<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.0.iter().filter_map(move |(name, value)| {
            let rest = name.strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
            (!value.trim().is_empty()).then_some((rest, value.trim()))
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        if [Method::GET, Method::HEAD].contains(request.method()) {
            return Self::parse(request.uri().query().unwrap_or_default());
        }
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()?.parse::<mime::Mime>().ok());
        if kind.is_none_or(|kind| kind.essence_str() != "application/x-www-form-urlencoded") {
            return Err(Problem::new(Kind::UnsupportedMediaType)
                .detail("Forms are sent as application/x-www-form-urlencoded."));
        }
        let body = read_body(request).await?;
        let text = std::str::from_utf8(&body);
        let text = text.map_err(|_| Problem::new(Kind::BadRequest).detail("That is no form."))?;
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_not_given_and_the_last_word_counts() {
        let fields = Fields::parse("q=+a+b+&kind=&tier=2&answer.scope=one&answer.scope=two&tier=x");
        let fields = fields.unwrap();
        assert_eq!(fields.get("q"), Some("a b"));
        assert_eq!(fields.get("kind"), None);
        assert_eq!(fields.number::<u8>("tier"), None);
        assert_eq!(fields.get("answer.scope"), Some("two"));
        let below: Vec<_> = fields.below("answer.").collect();
        assert_eq!(below, [("scope", "one"), ("scope", "two")]);
        assert_eq!(Fields::parse("q=%ff").unwrap_err().status, 400);
    }
}
