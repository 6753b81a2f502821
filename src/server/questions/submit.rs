//! `POST /v1/questions`: something is to be studied.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::server::App;
use crate::server::caller::Planner;
use crate::server::extract::Json;
use crate::server::plans;
use crate::server::plans::submit::{Call, EffortRequest, Submitted, accept, job};
use crate::server::refusal::{BodyRefusals, Refusal, Refusals};
use crate::service::job::Kind;
use crate::service::new_id;
use crate::service::order::{Measure, Request, Task, Terms, Tier};
use crate::service::problem::Problem;

/// A question with how hard to try.
#[derive(Debug, Deserialize, ToSchema)]
pub struct QuestionRequest {
    /// What is asked.
    #[serde(flatten)]
    question: Question,
    /// How hard to try with each plan it takes.
    #[serde(flatten)]
    effort: EffortRequest,
}

/// A question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// Up to which price does a charter pay? As `onward charter --json`.
    Charter {
        /// The feed.
        feed: String,
        /// The charter.
        charter: String,
        /// Seats on each leg to plan with besides those offered.
        #[serde(default)]
        #[schema(max_items = 20)]
        seats: Vec<u32>,
    },
    /// What is an agreement worth, and better terms of it? As `onward agreement --json`.
    Agreement {
        /// The feed.
        feed: String,
        /// The agreement.
        agreement: String,
        /// Seats more a flight to plan with besides a tenth and a quarter.
        #[serde(default)]
        #[schema(max_items = 20)]
        seats: Vec<u32>,
        /// Per cent, 1 to 100, by which fares are lower, besides 5 and 10.
        #[serde(default)]
        #[schema(max_items = 20)]
        cuts: Vec<u32>,
        /// Tiers of rebates to plan with.
        #[serde(default)]
        #[schema(max_items = 20)]
        tiers: Vec<TierRequest>,
    },
    /// What does less of a measure cost? The points of `onward frontier --json`.
    Frontier {
        /// The feed.
        feed: String,
        /// The measure.
        of: Measure,
    },
    /// Why do cases stay, and what else could a case fly? As `onward explain --json`.
    Explain {
        /// The plan.
        plan: String,
        /// One case, instead of all that stay.
        case: Option<String>,
        /// Flight keys of an itinerary to price for the case.
        #[schema(max_items = 40)]
        with: Option<Vec<String>>,
    },
}

/// A tier of rebates.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TierRequest {
    /// From so many seats on.
    #[schema(minimum = 1)]
    from_seats: u32,
    /// So much back a seat, in the agreement's currency: a decimal string.
    #[schema(pattern = r"^[0-9]{1,9}(\.[0-9]{1,2})?$")]
    rebate: String,
}

/// Numbers that a question may have of a kind.
const MOST: usize = 20;

/// Refuses a list that is too long to be planned with.
fn few(name: &str, many: usize) -> Result<(), Refusal> {
    if many > MOST {
        return Err(Problem::value_refused(format!("{name}: at most {MOST}")).into());
    }
    Ok(())
}

/// Terms that can be planned with.
fn terms(seats: Vec<u32>, cuts: Vec<u32>, tiers: Vec<TierRequest>) -> Result<Terms, Refusal> {
    few("seats", seats.len())?;
    few("cuts", cuts.len())?;
    few("tiers", tiers.len())?;
    if cuts.iter().any(|cut| !(1..=100).contains(cut)) {
        return Err(Problem::value_refused("cuts: per cent from 1 to 100 are needed").into());
    }
    let needed = "tiers: seats from 1 and a rebate such as \"12.50\" are needed";
    let read = |tier: TierRequest| {
        Tier::read(tier.from_seats, &tier.rebate).ok_or_else(|| Problem::value_refused(needed).into())
    };
    Ok(Terms { seats, cuts, tiers: tiers.into_iter().map(read).collect::<Result<_, Refusal>>()? })
}

/// Ask a question
///
/// It is answered in the background, by plans of changed feeds.
#[utoipa::path(
    post,
    path = "/v1/questions",
    tag = "questions",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key under which the request may be repeated", pattern = "^[!-~]{1,255}$")),
    request_body = QuestionRequest,
    responses((status = 202, description = "It will be answered", body = Submitted), Refusals, BodyRefusals),
    security(("token" = []))
)]
pub async fn submit(
    Planner(viewer): Planner,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Json(asked, body): Json<QuestionRequest>,
) -> Result<Response, Refusal> {
    let effort = asked.effort.checked(&app)?;
    let (feed, task, plan) = match asked.question {
        Question::Charter { feed, charter, seats } => {
            few("seats", seats.len())?;
            (feed, Task::Charter { charter, seats }, None)
        }
        Question::Agreement { feed, agreement, seats, cuts, tiers } => {
            (feed, Task::Agreement { agreement, terms: terms(seats, cuts, tiers)? }, None)
        }
        Question::Frontier { feed, of } => (feed, Task::Frontier { of }, None),
        Question::Explain { plan, case, with } => {
            let row = plans::found(&app, &viewer, &plan).await?;
            plans::explain::explainable(&row)?;
            if with.is_some() && case.is_none() {
                return Err(Problem::value_refused("with: an itinerary is priced for a case; name it").into());
            }
            (row.feed, Task::Explain { case, with }, Some(plan))
        }
    };
    let request = Request { task, effort, plan };
    let jobs = [job(&app, new_id(), Kind::Question, &request)?];
    let call = Call { headers: &headers, path: "/v1/questions", action: "question.submit", body: &body };
    accept(&app, &viewer, &call, &feed, &jobs).await
}
