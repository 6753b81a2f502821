//! The reference page: the OpenAPI document as plain HTML. It loads nothing, from here or elsewhere, and needs no scripts.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use utoipa::openapi::OpenApi;

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:auto;padding:1rem}\
h2{border-top:1px solid;padding-top:1rem}code,pre{font-family:ui-monospace,monospace}pre{overflow-x:auto}\
.method{font-weight:bold;text-transform:uppercase}table{border-collapse:collapse;width:100%}\
td,th{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0}";

/// What a Content-Security-Policy calls the page's own style, the only one that stands in a page.
pub fn style_source() -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE)))
}

/// The page.
pub fn page(document: &OpenApi) -> String {
    let value = serde_json::to_value(document).unwrap_or_default();
    let mut html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Onward: reference</title><style>{STYLE}</style><main><h1>{} {}</h1>{}<p>For programs: \
         <a href=/openapi.json>openapi.json</a></p>",
        text(&value["info"]["title"]),
        text(&value["info"]["version"]),
        paragraphs(&value["info"]["description"]),
    );
    html += "<nav aria-label=Operations><ul>";
    each_operation(&value, &mut |path, method, operation| {
        let (id, summary) = (text(&operation["operationId"]), text(&operation["summary"]));
        let _ = write!(html, "<li><a href='#{id}'><span class=method>{method}</span> {path}</a> {summary}");
    });
    html += "</ul></nav>";
    each_operation(&value, &mut |path, method, operation| html += &told(path, method, operation));
    html += "<h2 id=schemas>Schemas</h2>";
    for (name, schema) in value["components"]["schemas"].as_object().into_iter().flatten() {
        let shape = serde_json::to_string_pretty(schema).unwrap_or_default();
        let name = escape(name);
        let _ = write!(
            html,
            "<details id='schema-{name}'><summary>{name}</summary><pre>{}</pre></details>",
            escape(&shape)
        );
    }
    html + "</main></html>"
}

fn each_operation(value: &serde_json::Value, tell: &mut dyn FnMut(&str, &str, &serde_json::Value)) {
    for (path, item) in value["paths"].as_object().into_iter().flatten() {
        for method in ["get", "post", "put", "delete"] {
            if let Some(operation) = item.get(method) {
                tell(&escape(path), method, operation);
            }
        }
    }
}

fn told(path: &str, method: &str, operation: &serde_json::Value) -> String {
    let mut html = format!(
        "<h2 id='{}'><span class=method>{method}</span> <code>{path}</code></h2><p>{}</p>{}",
        text(&operation["operationId"]),
        text(&operation["summary"]),
        paragraphs(&operation["description"]),
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        html += "<h3>Parameters</h3><table>";
        for parameter in parameters {
            let (name, place, about) =
                (text(&parameter["name"]), text(&parameter["in"]), text(&parameter["description"]));
            let _ = write!(html, "<tr><th scope=row><code>{name}</code><td>{place}<td>{about}");
        }
        html += "</table>";
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        html += "<h3>Body</h3><table>";
        for (kind, body) in content {
            let _ = write!(html, "<tr><th scope=row><code>{}</code><td>{}", escape(kind), schema(&body["schema"]));
        }
        html += "</table>";
    }
    html += "<h3>Answers</h3><table>";
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        let _ = write!(html, "<tr><th scope=row>{}<td>{}<td>", escape(status), text(&response["description"]));
        for (kind, body) in response["content"].as_object().into_iter().flatten() {
            let _ = write!(html, "<code>{}</code> {} ", escape(kind), schema(&body["schema"]));
        }
    }
    html + "</table>"
}

/// A link to a schema, where it has a name.
fn schema(schema: &serde_json::Value) -> String {
    match schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        Some(name) => format!("<a href='#schema-{0}'>{0}</a>", escape(name)),
        None => text(&schema["type"]),
    }
}

fn text(value: &serde_json::Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn paragraphs(value: &serde_json::Value) -> String {
    let whole = value.as_str().unwrap_or_default();
    whole.split("\n\n").filter(|one| !one.is_empty()).map(|one| format!("<p>{}</p>", escape(one))).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;").replace('"', "&quot;")
}
