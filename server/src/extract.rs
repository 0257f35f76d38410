//! Extractors whose refusals are problem documents that name what was wrong.

use crate::problem::{Kind, Problem};
use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

/// Bytes of a body that are read when nothing else is set on the request.
const BODY_BYTES: usize = 256 * 1024;

/// How many bytes a body may have; an extension that the router sets.
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit(pub usize);

/// The parameters of the address; an unknown one is refused by name.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let text = parts.uri.query().unwrap_or_default();
        // A parameter that says nothing is more likely a caller's slip than what was meant.
        if let Some(name) = text.split('&').find_map(|pair| pair.strip_suffix('=')) {
            let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
            return Err(Problem::new(Kind::InvalidField)
                .detail(format!("`{name}` is empty."))
                .field(name));
        }
        let pairs = serde_html_form::Deserializer::new(form_pairs(text)?);
        serde_path_to_error::deserialize(pairs)
            .map(Self)
            .map_err(|error| {
                // What cannot be read as the parameters at all is 400, as any bad request; the
                // type says that it is a parameter, as it does of a body.
                let problem = wrong_value(Kind::BadRequest, &error);
                match problem.field {
                    Some(_) => problem.of_type(Kind::InvalidField),
                    None => problem,
                }
            })
    }
}

/// Checks that escapes are valid UTF-8; the decoder would put replacement characters for others,
/// and answer another question than was asked.
pub(crate) fn form_pairs(text: &str) -> Result<form_urlencoded::Parse<'_>, Problem> {
    let plain = percent_encoding::percent_decode_str(text).decode_utf8();
    if plain.is_err() {
        return Err(
            Problem::new(Kind::BadRequest).detail("The address holds escapes that are not UTF-8.")
        );
    }
    Ok(form_urlencoded::parse(text.as_bytes()))
}

/// Parts of the path, decoded.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|refused| Problem::new(Kind::BadRequest).detail(refused.body_text()))
    }
}

/// A JSON body; an unknown field is refused by name.
#[derive(Debug, Clone)]
pub struct Json<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        check_type(request.headers())?;
        parse_object(&read_body(request).await?).map(Self)
    }
}

/// As [`Json`], for a request that may say nothing: no body is one in which nothing is said.
#[derive(Debug, Clone)]
pub struct PerhapsJson<T>(pub T);

impl<S: Sync, T: DeserializeOwned + Default> FromRequest<S> for PerhapsJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        let checked = check_type(request.headers());
        let bytes = read_body(request).await?;
        if bytes.is_empty() {
            return Ok(Self(T::default()));
        }
        checked?;
        parse_object(&bytes).map(Self)
    }
}

/// Reads a JSON object. A list would be read as the fields in order, which nobody means.
fn parse_object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    if bytes.trim_ascii_start().starts_with(b"[") {
        return Err(Problem::new(Kind::InvalidField).detail("The body is a JSON object, no list."));
    }
    parse_json(bytes)
}

/// Reads a whole body within its limit.
///
/// # Errors
/// [`Kind::TooLarge`], or [`Kind::BadRequest`] if it breaks off.
pub async fn read_body(request: Request) -> Result<Bytes, Problem> {
    let limit = request.extensions().get::<BodyLimit>();
    let limit = limit.map_or(BODY_BYTES, |limit| limit.0);
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(Problem::new(Kind::TooLarge).detail(format!("A body may have {limit} bytes here.")))
        }
        Err(_) => Err(Problem::new(Kind::BadRequest).detail("The body broke off.")),
    }
}

/// Reads JSON, naming what is wrong with it.
///
/// # Errors
/// [`Kind::BadRequest`] for what is no JSON, [`Kind::InvalidField`] for JSON that says the wrong
/// thing.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let kind = match error.inner().classify() {
            serde_json::error::Category::Data => Kind::InvalidField,
            _ => Kind::BadRequest,
        };
        wrong_value(kind, &error)
    })?;
    json.end()
        .map_err(|error| Problem::new(Kind::BadRequest).detail(sentence(&error.to_string())))?;
    Ok(value)
}

/// Reads a whole number that may be left out: `10.0` is one in JSON, and some callers write it.
///
/// # Errors
/// For what is no whole number, or none of this size.
pub(crate) fn whole<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: TryFrom<u64>,
{
    let number: Option<Whole> = serde::Deserialize::deserialize(from)?;
    let read = |Whole(number)| {
        T::try_from(number).map_err(|_| serde::de::Error::custom("number too large"))
    };
    number.map(read).transpose()
}

/// A whole number, however it is written.
struct Whole(u64);

impl<'de> serde::Deserialize<'de> for Whole {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Whole;

            fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str("a whole number")
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Whole, E> {
                Ok(Whole(number))
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Whole, E> {
                let wrong = || E::invalid_value(serde::de::Unexpected::Signed(number), &self);
                u64::try_from(number).map(Whole).map_err(|_| wrong())
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Whole, E> {
                /// Above it not every whole number can be told from the next.
                const LARGEST: f64 = 9_007_199_254_740_991.0;
                if number.fract() == 0.0 && (0.0..=LARGEST).contains(&number) {
                    Ok(Whole(number as u64))
                } else {
                    Err(E::invalid_value(
                        serde::de::Unexpected::Float(number),
                        &self,
                    ))
                }
            }
        }

        from.deserialize_u64(Visitor)
    }
}

fn wrong_value<E: std::fmt::Display>(kind: Kind, error: &serde_path_to_error::Error<E>) -> Problem {
    let told = error.inner().to_string();
    let path = error.path().to_string();
    // The path of a field that should not be there, or is not, is that of the object around it;
    // the field stands in the words.
    let around = ["unknown field `", "missing field `", "duplicate field `"]
        .into_iter()
        .find_map(|begin| Some(told.strip_prefix(begin)?.split_once('`')?.0));
    let field = match (around, path.as_str()) {
        (Some(name), "." | "?") => name.to_owned(),
        // An unknown field's own name ends the path already.
        (Some(name), path) if path.rsplit('.').next() == Some(name) => path.to_owned(),
        (Some(name), path) => format!("{path}.{name}"),
        (None, "." | "?") => String::new(),
        (None, path) => path.to_owned(),
    };
    let told = plainly(&told).map_or_else(|| told.clone(), str::to_owned);
    let told = if field.is_empty() || told.contains(&format!("`{field}`")) {
        told
    } else {
        format!("`{field}` cannot be read: {told}")
    };
    Problem::new(kind).detail(sentence(&told)).field(field)
}

/// What the parser of numbers in addresses says, for someone who does not know it.
fn plainly(told: &str) -> Option<&'static str> {
    match told {
        "invalid digit found in string" => Some("it is no whole number"),
        "number too large to fit in target type" | "number too large" => {
            Some("the number is too large")
        }
        // A list where one value is read.
        "unsupported value" => Some("it is given more than once"),
        _ => None,
    }
}

/// Makes a sentence of a parser's message, cut where a hostile value makes it long.
fn sentence(message: &str) -> String {
    const LONGEST: usize = 300;
    let mut text: String = message.chars().take(LONGEST).collect();
    if text.len() < message.len() {
        text.push('…');
    }
    if let Some(first) = text.get(..1) {
        let upper = first.to_uppercase();
        text.replace_range(..1, &upper);
    }
    if !text.ends_with(['.', '…']) {
        text.push('.');
    }
    text
}

/// Refuses bodies that are not plain UTF-8 JSON.
fn check_type(headers: &HeaderMap) -> Result<(), Problem> {
    let refuse = |detail: &str| Err(Problem::new(Kind::UnsupportedMediaType).detail(detail));
    let coding = headers.get(header::CONTENT_ENCODING);
    if coding.is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return refuse("Send the body without a content encoding.");
    }
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let Some(media) = text.and_then(|text| text.parse::<mime::Mime>().ok()) else {
        return refuse("Send JSON with content-type: application/json.");
    };
    let is_json = media.type_() == mime::APPLICATION
        && (media.subtype() == mime::JSON || media.suffix() == Some(mime::JSON));
    if !is_json {
        return refuse("Send JSON with content-type: application/json.");
    }
    match media.get_param(mime::CHARSET) {
        Some(charset) if charset != mime::UTF_8 => refuse("JSON is read as UTF-8 only."),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Small {
        #[allow(dead_code)]
        text: String,
        #[serde(default, deserialize_with = "whole")]
        limit: Option<u16>,
    }

    #[test]
    fn a_whole_number_is_read_however_it_is_written() {
        for (json, limit) in [
            (r#"{"text":"a","limit":10}"#, Some(10)),
            (r#"{"text":"a","limit":10.0}"#, Some(10)),
            (r#"{"text":"a","limit":1e1}"#, Some(10)),
            (r#"{"text":"a","limit":null}"#, None),
            (r#"{"text":"a"}"#, None),
        ] {
            let small: Small = parse_json(json.as_bytes()).unwrap();
            assert_eq!(small.limit, limit, "{json}");
        }
    }

    #[test]
    fn what_is_wrong_with_json_is_named() {
        for (json, status, field, told) in [
            (
                r#"{"text":"a","txet":1}"#,
                422,
                Some("txet"),
                "nknown field",
            ),
            (r#"{"text":7}"#, 422, Some("text"), "expected a string"),
            (
                r#"{"text":"a","limit":1e99}"#,
                422,
                Some("limit"),
                "a whole number",
            ),
            (r#"{"text":"a","limit":1.5}"#, 422, Some("limit"), "1.5"),
            (r#"{"text":"a","limit":-1}"#, 422, Some("limit"), "-1"),
            (
                r#"{"text":"a","limit":70000}"#,
                422,
                Some("limit"),
                "too large",
            ),
            (r#"{"limit":1}"#, 422, Some("text"), "Missing field `text`"),
            (r#"{"text":"#, 400, Some("text"), "EOF"),
            (r#"{"text":"a"} x"#, 400, None, "Trailing"),
            (
                r#"{"text":"a","text":"b"}"#,
                422,
                Some("text"),
                "Duplicate field `text`",
            ),
            ("", 400, None, "EOF"),
            ("\u{feff}{}", 400, None, "Expected value"),
        ] {
            let problem = parse_json::<Small>(json.as_bytes()).unwrap_err();
            assert_eq!(problem.status, status, "{json}");
            assert_eq!(problem.field.as_deref(), field, "{json}");
            let detail = problem.detail.unwrap();
            assert!(detail.contains(told), "{json}: {detail}");
        }
        let broken = parse_json::<Small>(b"{\"text\":\"\xff\"}").unwrap_err();
        assert_eq!(broken.status, 400);
    }

    #[test]
    fn deep_json_is_refused_and_not_followed() {
        let deep = format!(r#"{{"text":"a","limit":{}"#, "[".repeat(100_000));
        assert!(parse_json::<Small>(deep.as_bytes()).unwrap_err().status < 500);
        let value = parse_json::<serde_json::Value>("[".repeat(100_000).as_bytes());
        assert_eq!(value.unwrap_err().status, 400);
    }

    #[test]
    fn only_plain_utf8_json_is_read() {
        for (name, value, taken) in [
            ("content-type", "application/json", true),
            ("content-type", "application/json; charset=UTF-8", true),
            ("content-type", "application/problem+json", true),
            ("content-type", "application/json; charset=latin1", false),
            ("content-type", "text/plain", false),
            ("content-type", "nonsense", false),
            ("x", "y", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(check_type(&headers).is_ok(), taken, "{name}: {value}");
        }
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("content-encoding", HeaderValue::from_static("gzip"));
        assert_eq!(check_type(&headers).unwrap_err().status, 415);
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        assert_eq!(sentence("ä wrong"), "ä wrong.");
        assert_eq!(sentence(&"ü".repeat(1000)).chars().count(), 301);
        assert_eq!(sentence("no"), "No.");
    }
}
