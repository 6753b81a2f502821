//! Problems as responses.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa::IntoResponses;

use crate::service::problem::Problem;
use crate::service::store::StoreError;

/// A problem on its way to the client.
#[derive(Debug)]
pub struct Refusal(pub Box<Problem>);

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<Box<Problem>> for Refusal {
    fn from(problem: Box<Problem>) -> Self {
        Self(problem)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

/// What a response refuses with, for the audit and the log.
#[derive(Debug, Clone)]
pub struct Code(pub String);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let problem = *self.0;
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match problem.status {
            401 => _ = headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            429 => _ = headers.insert(header::RETRY_AFTER, HeaderValue::from_static("10")),
            503 => _ = headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2")),
            _ => {}
        }
        response.extensions_mut().insert(Code(problem.code));
        response
    }
}

/// Problems that any request with a token may end in.
#[derive(IntoResponses)]
#[allow(dead_code)]
pub enum Refusals {
    /// The request isn't understood.
    #[response(status = 400, content_type = "application/problem+json")]
    BadRequest(Problem),
    /// No valid token.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// The token's scope doesn't allow this.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// There is nothing here for this token.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
    /// Too many requests, or the office's quota is used up.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
    /// The service failed.
    #[response(status = 500, content_type = "application/problem+json")]
    Broken(Problem),
    /// The database can't be reached, or is busy.
    #[response(status = 503, content_type = "application/problem+json")]
    Away(Problem),
    /// The disk is full.
    #[response(status = 507, content_type = "application/problem+json")]
    DiskFull(Problem),
}

/// Problems that a request with a body may end in besides.
#[derive(IntoResponses)]
#[allow(dead_code)]
pub enum BodyRefusals {
    /// It can't be done as things stand.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(Problem),
    /// The body isn't of a known kind.
    #[response(status = 415, content_type = "application/problem+json")]
    UnsupportedMediaType(Problem),
    /// What is asked is refused, with every fault.
    #[response(status = 422, content_type = "application/problem+json")]
    Refused(Problem),
}
