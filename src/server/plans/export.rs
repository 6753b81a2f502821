//! `GET /v1/plans/{id}/export`: a plan's tables for spreadsheets.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::report::{
    AgreementRow, CaseRow, CharterRow, DestinationRow, DutyRow, FlightRow, Journeys, MissionRow, UnservedRow,
    by_agreement, by_case, by_charter, by_destination, by_duty, by_flight, by_mission, unserved,
};
use crate::server::App;
use crate::server::answer;
use crate::server::caller::Viewer;
use crate::server::extract::{Path, Query};
use crate::server::refusal::{Refusal, Refusals};
use crate::service::plans::Read;
use crate::service::problem::Problem;

/// A table of a plan, as `onward show` has it.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Which case goes how.
    Cases,
    /// Who is on which flight.
    Flights,
    /// Which escort goes where.
    Missions,
    /// With whom each escort goes.
    Duties,
    /// Who stays, and why.
    Unserved,
    /// How many arrive where.
    Destinations,
    /// What is aboard each charter.
    Charters,
    /// What is bought under each agreement.
    Agreements,
}

/// A file format.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// RFC 4180.
    #[default]
    Csv,
}

/// Which table, as what.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// The table.
    #[param(inline)]
    table: Which,
    /// The format; CSV without it.
    #[serde(default)]
    #[param(inline, required = false)]
    #[allow(dead_code)]
    format: Format,
}

/// Export a table of a plan
///
/// One of the tables of `onward show` as CSV.
#[utoipa::path(
    get,
    path = "/v1/plans/{id}/export",
    tag = "plans",
    params(("id" = String, Path, description = "The plan"), Wanted),
    responses(
        (status = 200, description = "The table", body = String, content_type = "text/csv"),
        (status = 304, description = "The client has it"),
        (status = 409, description = "The job isn't done", body = Problem, content_type = "application/problem+json"),
        Refusals,
    ),
    security(("token" = []))
)]
pub async fn export(
    viewer: Viewer,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let row = super::found(&app, &viewer, &id).await?;
    viewer.did(&app, "plan.export", &id).await?;
    let table = wanted.table;
    let name = format!("{table:?}").to_lowercase();
    let tag = format!("{}-{name}", row.result_tag.clone().unwrap_or_default());
    let read = Read::of(app.store.as_ref(), &app.vault, &row).await?;
    let csv = app.at_a_desk(move || {
        let (feed, plan) = read.open()?;
        let journeys = Journeys::of_feed(&plan, &feed).map_err(|error| Box::new(Problem::broken(error.to_string())))?;
        let table = match table {
            Which::Cases => CaseRow::table(&by_case(&journeys)),
            Which::Flights => FlightRow::table(&by_flight(&journeys)),
            Which::Missions => MissionRow::table(&by_mission(&journeys)),
            Which::Duties => DutyRow::table(&by_duty(&journeys)),
            Which::Unserved => UnservedRow::table(&unserved(&journeys)),
            Which::Destinations => DestinationRow::table(&by_destination(&journeys)),
            Which::Charters => CharterRow::table(&by_charter(&journeys)),
            Which::Agreements => AgreementRow::table(&by_agreement(&journeys)),
        };
        Ok::<String, Box<Problem>>(table.csv())
    });
    let csv = csv.await??;
    let mut response = answer::bytes(&headers, &tag, "text/csv; charset=utf-8", csv.into_bytes());
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
