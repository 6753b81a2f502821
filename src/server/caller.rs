//! Who calls, taken from a request; one type a scope, so that an endpoint can't forget to ask.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header;
use axum::http::request::Parts;

use super::app::App;
use super::refusal::Refusal;
use crate::service::caller::{Caller, Scope};
use crate::service::problem::Problem;
use crate::service::store::Deed;

/// The request's id, and who called once that is known: for logs.
#[derive(Debug, Clone)]
pub struct Context {
    /// The request's id.
    pub request: String,
    /// Who called.
    pub caller: Arc<OnceLock<Caller>>,
}

/// Somebody who may see.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Who.
    pub caller: Caller,
    /// The request's id.
    pub request: String,
}

/// Somebody who may plan.
#[derive(Debug, Clone)]
pub struct Planner(pub Viewer);

/// Somebody who may make tokens.
#[derive(Debug, Clone)]
pub struct Admin(pub Viewer);

impl Viewer {
    /// The office whose data is seen.
    pub fn office(&self) -> &str {
        &self.caller.office
    }

    /// Notes what was done, before its result is told.
    pub async fn did(&self, app: &App, action: &str, object: &str) -> Result<(), Refusal> {
        Ok(app.note(self.deed(action, object)).await?)
    }

    /// What is done, to be noted with it.
    pub fn deed(&self, action: &str, object: &str) -> Deed {
        self.told(action, object, "done")
    }

    fn told(&self, action: &str, object: &str, outcome: &str) -> Deed {
        Deed {
            token: self.caller.token.clone(),
            office: self.caller.office.clone(),
            action: action.to_owned(),
            object: object.to_owned(),
            outcome: outcome.to_owned(),
            request: self.request.clone(),
        }
    }
}

async fn known(parts: &mut Parts, app: &App, least: Scope) -> Result<Viewer, Refusal> {
    let context = parts.extensions.get::<Context>().cloned();
    let from: Option<IpAddr> = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| from.ip());
    let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(header) = header else {
        return Err(Problem::unauthorized("send Authorization: Bearer and a token").into());
    };
    let secret = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, secret)) = secret else {
        return Err(Problem::unauthorized("send Authorization: Bearer and a token").into());
    };
    let caller = app.caller(secret.trim(), from).await?;
    let request = context.as_ref().map(|context| context.request.clone()).unwrap_or_default();
    if let Some(context) = &context {
        let _ = context.caller.set(caller.clone());
    }
    let viewer = Viewer { caller, request };
    if viewer.caller.scope < least {
        let asked = parts.extensions.get::<axum::extract::MatchedPath>().map(|path| path.as_str().to_owned());
        let action = format!("{} {}", parts.method, asked.unwrap_or_default());
        app.note(viewer.told(&action, "", "forbidden")).await?;
        let needed = least.as_str();
        return Err(Problem::forbidden(format!("a token of scope {needed} is needed")).into());
    }
    Ok(viewer)
}

impl FromRequestParts<Arc<App>> for Viewer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        known(parts, app, Scope::Viewer).await
    }
}

impl FromRequestParts<Arc<App>> for Planner {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        known(parts, app, Scope::Planner).await.map(Self)
    }
}

impl FromRequestParts<Arc<App>> for Admin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        known(parts, app, Scope::Admin).await.map(Self)
    }
}
