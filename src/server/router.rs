//! Which path leads where, and what every request goes through.

use std::any::Any;
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::app::App;
use super::caller::Context;
use super::refusal::{Code, Refusal};
use super::{admin, diff, feeds, open, plans, questions, reference, sweeps};
use crate::service::new_id;
use crate::service::problem::Problem;

/// How long a request may take, but for streams of events.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Onward",
        description = "Plans how refugees accepted for resettlement travel: feeds are uploaded, planned, studied and read.\n\n\
            Every request under /v1 needs a token. Objects belong to the token's office; those of others aren't there. Errors \
            are application/problem+json with a stable code. Jobs answer 202: they are done for certain, and watched at \
            /events or by their status."
    ),
    modifiers(&Secured),
    tags(
        (name = "feeds", description = "What is to be planned"),
        (name = "plans", description = "Plans and what can be read of them"),
        (name = "sweeps", description = "Many scenarios beside each other"),
        (name = "questions", description = "What charters and agreements are worth, and why cases stay"),
        (name = "admin", description = "Tokens and the audit log"),
        (name = "operation", description = "Health, metrics, this description"),
    )
)]
struct Described;

struct Secured;

impl Modify for Secured {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// The endpoints that are described.
fn described() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(open::health::health))
        .routes(routes!(open::ready::ready))
        .routes(routes!(open::metrics::metrics))
        .routes(routes!(open::reference::openapi))
        .routes(routes!(admin::me::me))
        .routes(routes!(admin::token_list::list, admin::token_new::make))
        .routes(routes!(admin::token_revoke::revoke))
        .routes(routes!(admin::audit::audit))
        .routes(routes!(feeds::list::list, feeds::upload::upload))
        .routes(routes!(feeds::validate::validate))
        .routes(routes!(feeds::get::get, feeds::delete::delete))
        .routes(routes!(feeds::content::content))
        .routes(routes!(feeds::offers::offers))
        .routes(routes!(plans::list::list, plans::submit::submit))
        .routes(routes!(plans::get::get, plans::cancel::cancel))
        .routes(routes!(plans::result::result))
        .routes(routes!(plans::events::watch))
        .routes(routes!(plans::check::check))
        .routes(routes!(plans::view::view))
        .routes(routes!(plans::export::export))
        .routes(routes!(plans::explain::explain))
        .routes(routes!(diff::diff))
        .routes(routes!(sweeps::list::list, sweeps::submit::submit))
        .routes(routes!(sweeps::get::get, sweeps::cancel::cancel))
        .routes(routes!(sweeps::result::result))
        .routes(routes!(sweeps::events::watch))
        .routes(routes!(questions::list::list, questions::submit::submit))
        .routes(routes!(questions::get::get, questions::cancel::cancel))
        .routes(routes!(questions::result::result))
        .routes(routes!(questions::events::watch))
}

/// The OpenAPI document.
pub fn document() -> Document {
    described().into_openapi()
}

/// The whole service.
pub fn router(app: Arc<App>) -> Router {
    let (router, _) = described().split_for_parts();
    let compress =
        CompressionLayer::new().compress_when(SizeAbove::new(1024).and(NotForContentType::new("text/event-stream")));
    router
        .route("/docs", get(open::reference::docs))
        .route("/", get(open::page::page))
        .route("/assets/{*path}", get(open::page::asset))
        .fallback(nothing)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(app.quotas.upload_bytes.max(super::extract::BODY)))
        .layer(compress)
        .layer(middleware::from_fn(patiently))
        .layer(CatchPanicLayer::custom(slipped))
        .layer(middleware::from_fn(guarded))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), logged))
        .with_state(app)
}

async fn nothing() -> Refusal {
    Problem::not_found("there is nothing at this path; /docs lists all").into()
}

async fn wrong_method(method: Method) -> Refusal {
    Problem::method_not_allowed(format!("{method} isn't allowed here; /docs lists what is")).into()
}

/// Ends requests that take too long; streams of events go on.
async fn patiently(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::from(Problem::slow("the request took too long; try again")).into_response(),
    }
}

fn slipped(_: Box<dyn Any + Send>) -> Response {
    Refusal::from(Problem::broken("the request ended in a slip of ours; the log tells more")).into_response()
}

/// What browsers may load for our pages: what this service itself serves, and no script or style that stands in a page, but
/// for the reference's own.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' {}; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
        reference::style_source()
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// Headers that keep browsers from doing what nobody asked for.
async fn guarded(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    for (name, value) in
        [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("x-frame-options", "DENY")]
    {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// Gives a request its id, and logs and counts how it went: ids, and the path's pattern only.
async fn logged(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let context = Context { request: new_id(), caller: Arc::new(OnceLock::new()) };
    let (method, id) = (request.method().clone(), context.request.clone());
    let pattern = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let pattern = pattern.unwrap_or_else(|| "unknown".to_owned());
    let caller = Arc::clone(&context.caller);
    request.extensions_mut().insert(context);
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let took = started.elapsed();
    let code = response.extensions().get::<Code>().map(|code| code.0.clone());
    let (token, office) =
        caller.get().map(|caller| (caller.token.as_str(), caller.office.as_str())).unwrap_or_default();
    let millis = took.as_secs_f64() * 1e3;
    if status >= 500 {
        tracing::error!(request = id, %method, path = pattern, status, code, token, office, millis, "request");
    } else {
        tracing::debug!(request = id, %method, path = pattern, status, code, token, office, millis, "request");
    }
    let labels = [("method", method.to_string()), ("path", pattern), ("status", status.to_string())];
    metrics::counter!("onward_requests_total", &labels).increment(1);
    metrics::histogram!("onward_request_seconds", "path" => labels[1].1.clone()).record(took);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let _ = app;
    response
}
