//! Bodies of forms, as chat platforms send them.

use crate::problem::{Kind, Problem};
use http::{HeaderMap, header};
use std::collections::HashMap;

/// The fields of a form; of a field that comes twice the first counts.
#[derive(Debug, Default)]
pub(super) struct Form(HashMap<String, String>);

impl Form {
    /// Reads a body that was sent as a form.
    ///
    /// # Errors
    /// [`Kind::UnsupportedMediaType`] for another type, [`Kind::BadRequest`] for what is not UTF-8
    /// once decoded.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Problem> {
        if !is_type(headers, &mime::APPLICATION_WWW_FORM_URLENCODED) {
            return Err(Problem::new(Kind::UnsupportedMediaType)
                .detail("A form is read here: application/x-www-form-urlencoded."));
        }
        // The decoder would put replacement characters for what is no UTF-8.
        let plain = percent_encoding::percent_decode(body).decode_utf8();
        if plain.is_err() {
            return Err(Problem::new(Kind::BadRequest).detail("The form is not UTF-8."));
        }
        let mut fields = HashMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            fields
                .entry(name.into_owned())
                .or_insert(value.into_owned());
        }
        Ok(Self(fields))
    }

    /// Fields that came otherwise than as a form.
    pub(super) fn of(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(fields.into_iter().collect())
    }

    /// A field, empty if it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field that has to be there.
    ///
    /// # Errors
    /// [`Kind::InvalidField`] with its name.
    pub(super) fn need(&self, name: &str) -> Result<&str, Problem> {
        need(name, self.get(name))
    }
}

/// A value that has to be there and be of a sensible length.
///
/// # Errors
/// [`Kind::InvalidField`] with its name.
pub(super) fn need<'a>(name: &str, value: &'a str) -> Result<&'a str, Problem> {
    /// Bytes of an id.
    const LONGEST: usize = 300;
    if value.is_empty() || value.len() > LONGEST {
        return Err(Problem::new(Kind::InvalidField)
            .detail(format!("`{name}` is missing or too long."))
            .field(name));
    }
    Ok(value)
}

/// True if the body was sent as this type.
pub(super) fn is_type(headers: &HeaderMap, wanted: &mime::Mime) -> bool {
    let sent = headers.get(header::CONTENT_TYPE);
    let sent = sent.and_then(|value| value.to_str().ok()?.parse::<mime::Mime>().ok());
    sent.is_some_and(|sent| sent.essence_str() == wanted.essence_str())
}
