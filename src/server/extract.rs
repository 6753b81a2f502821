//! What requests carry, taken apart; whatever is wrong with it is told as a problem.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::refusal::Refusal;
use crate::service::page::{MOST, Page};
use crate::service::problem::Problem;
use crate::service::store::Replay;

/// Most bytes of a JSON body that isn't a feed.
pub const BODY: usize = 4 << 20;

/// A path's ids.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        // A path that can't be read names nothing.
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|_| Problem::not_found("there is nothing of this id").into())
    }
}

/// A query.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0)).map_err(|error| Problem::bad_request(error.body_text()).into())
    }
}

/// A JSON body with the bytes it came as.
pub struct Json<T>(pub T, pub Bytes);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if kind(request.headers()) != "application/json" {
            return Err(Problem::unsupported_media_type("send JSON, with Content-Type: application/json").into());
        }
        let bytes = body(request, state, BODY).await?;
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            let at = if path == "." { String::new() } else { format!("{path}: ") };
            Problem::value_refused(format!("{at}{}", error.inner()))
        });
        let value = read?;
        reader.end().map_err(|error| Problem::value_refused(error.to_string()))?;
        Ok(Self(value, bytes))
    }
}

/// A body of so many bytes at most.
pub async fn body<S: Send + Sync>(request: Request, state: &S, most: usize) -> Result<Bytes, Refusal> {
    let length = request.headers().get(axum::http::header::CONTENT_LENGTH);
    let announced = length.and_then(|length| length.to_str().ok()).and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(Problem::too_large(format!("at most {most} bytes are taken")).into());
    }
    Bytes::from_request(request, state).await.map_err(|error| {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Problem::too_large("the body is too large").into()
        } else {
            Problem::bad_request("the body broke off").into()
        }
    })
}

/// Text with a blank in the place of whatever doesn't print.
pub fn printable(text: &str) -> String {
    let whole: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    whole.trim().to_owned()
}

/// The media type of a body, without its parameters.
pub fn kind(headers: &HeaderMap) -> String {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Items at most, 1 to 200; 50 without it.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The `next` of the page before.
    #[param(max_length = 64, pattern = "^[0-9a-z]+$")]
    after: Option<String>,
}

impl Paging {
    /// The page, if it is one.
    pub fn page(self) -> Result<Page, Refusal> {
        let limit = i64::from(self.limit.unwrap_or(50));
        if !(1..=MOST).contains(&limit) {
            return Err(Problem::bad_request(format!("limit is 1 to {MOST}")).into());
        }
        let sound = |after: &String| {
            (1..=64).contains(&after.len())
                && after.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
        };
        if self.after.as_ref().is_some_and(|after| !sound(after)) {
            return Err(Problem::bad_request("after is the `next` of an earlier page").into());
        }
        Ok(Page { limit, after: self.after })
    }
}

/// The header of a key under which a request may be repeated.
pub static IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The repetition that a request may be, with the answer it gets if it is the first.
pub fn replay(
    headers: &HeaderMap,
    office: &str,
    call: &str,
    body: &[u8],
    answer: (u16, &serde_json::Value),
) -> Result<Option<Replay>, Refusal> {
    let Some(key) = headers.get(&IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    let key = key.ok_or_else(|| Problem::bad_request("an Idempotency-Key has 1 to 255 visible ASCII characters"))?;
    Ok(Some(Replay {
        office: office.to_owned(),
        call: call.to_owned(),
        key: key.to_owned(),
        fingerprint: crate::service::caller::hex(&<sha2::Sha256 as sha2::Digest>::digest(body)),
        status: i64::from(answer.0),
        body: answer.1.to_string(),
    }))
}
