//! A case with a file: what the file says is put below the words, as if it had been pasted. Nothing
//! of it is kept, and every later question goes on with the text.

use super::fields::Fields;
use crate::problem::{Kind, Problem};
use crate::state::AppState;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use bytes::Bytes;
use engine::understand::events::pasted;
use http::{Method, header};
use std::time::Duration;
use tokio::sync::Semaphore;

/// The field with the file.
pub(super) const FILE: &str = "file";

/// Files that are taken at a time: each is held in memory until it is read.
static TAKEN: Semaphore = Semaphore::const_new(4);

/// The fields of a case, with what a file says in its text.
#[derive(Debug)]
pub(super) struct CaseFields(pub(super) Fields);

impl FromRequest<AppState> for CaseFields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()?.parse::<mime::Mime>().ok());
        let is_form = kind.is_some_and(|kind| kind.essence_str() == "multipart/form-data");
        if *request.method() != Method::POST || !is_form {
            return Fields::from_request(request, state).await.map(Self);
        }
        let Ok(_taken) = TAKEN.try_acquire() else {
            return Err(Problem::new(Kind::Unavailable)
                .detail("Too many files are being read.")
                .retry_after(Duration::from_secs(2)));
        };
        let (pairs, file) = read(request, state).await?;
        let fields = Fields::of(pairs);
        let Some(file) = file else {
            return Ok(Self(fields));
        };
        let room = state.config.limits.body_bytes / 2;
        let said = state.pool.run(move || Ok(pasted(&file, room))).await?;
        let said = said.ok_or_else(|| {
            Problem::new(Kind::InvalidField)
                .detail("Nothing can be read in the file.")
                .field(FILE)
                .hint("event logs (.evtx), event XML, CSV exports, syslog and texts can be read")
        })?;
        Ok(Self(fields.appended("text", &said)))
    }
}

type Pairs = Vec<(String, String)>;

/// Reads the fields, and the file if one was chosen.
async fn read(mut request: Request, state: &AppState) -> Result<(Pairs, Option<Bytes>), Problem> {
    let limits = &state.config.limits;
    let most = limits.upload_bytes + limits.body_bytes;
    DefaultBodyLimit::max(most).apply(&mut request);
    let wrong = |error: &MultipartError| refused(error, most);
    let form = Multipart::from_request(request, state).await;
    let mut form =
        form.map_err(|error| Problem::new(Kind::BadRequest).detail(error.body_text()))?;
    let (mut pairs, mut file) = (Pairs::new(), None);
    let mut bytes = 0;
    while let Some(field) = form.next_field().await.map_err(|error| wrong(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let content = field.bytes().await.map_err(|error| wrong(&error))?;
        if name == FILE {
            file = Some(content).filter(|content| !content.is_empty());
            continue;
        }
        bytes += content.len();
        if bytes > limits.body_bytes {
            return Err(too_large(limits.body_bytes));
        }
        let text = std::str::from_utf8(&content);
        let text = text.map_err(|_| Problem::new(Kind::BadRequest).detail("That is no form."))?;
        pairs.push((name, text.to_owned()));
    }
    Ok((pairs, file))
}

fn refused(error: &MultipartError, most: usize) -> Problem {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        return too_large(most);
    }
    Problem::new(Kind::BadRequest).detail("The form broke off.")
}

fn too_large(most: usize) -> Problem {
    Problem::new(Kind::TooLarge).detail(format!("A form with its file may have {most} bytes here."))
}
