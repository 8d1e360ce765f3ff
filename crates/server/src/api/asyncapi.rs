//! The AsyncAPI document of the WebSocket, made of the same types as the OpenAPI document.

use domain::EventType;
use serde_json::{Map, Value, json};

use crate::socket::PROTOCOL;

/// Where the schemas of both documents are.
const SCHEMAS: &str = "#/components/schemas/";

/// The AsyncAPI 3 document, from the OpenAPI document that has the schemas.
///
/// Each event is a message of its own: its envelope with the `data` of its type. What client and server say beside events
/// are messages too. All schemas that they need come along, and no others.
pub fn asyncapi(openapi: &Value) -> Value {
    let all = openapi.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut messages = Map::new();
    let (mut received, mut sent) = (Vec::new(), Vec::new());
    for kind in EventType::ALL {
        let name = kind.as_str();
        let Some(variant) = variant(&all, "Event", name) else { continue };
        let description = variant.get("description").cloned().unwrap_or_default();
        let mut properties = variant.get("properties").cloned().unwrap_or_default();
        let mut required = vec!["type", "at", "data"];
        properties["at"] =
            json!({"type": "string", "format": "date-time", "description": "When it happened."});
        if kind.is_durable() {
            properties["seq"] = json!({"type": "integer", "format": "int64", "description": "Its number in the person's log."});
            required.push("seq");
        }
        let payload = json!({"type": "object", "required": required, "properties": properties});
        messages.insert(name.to_owned(), json!({"name": name, "summary": description, "payload": payload}));
        received.push(name.to_owned());
    }
    for (schema, prefix, names) in
        [("ServerMessage", "server", &mut received), ("ClientMessage", "client", &mut sent)]
    {
        for variant in all.get(schema).and_then(|schema| schema["oneOf"].as_array()).into_iter().flatten() {
            let Some(kind) = type_of(variant) else { continue };
            let name = format!("{prefix}_{kind}");
            let summary = variant.get("description").cloned().unwrap_or_default();
            messages.insert(name.clone(), json!({"name": name, "summary": summary, "payload": variant}));
            names.push(name);
        }
    }
    let of_channel = |name: &String| json!({"$ref": format!("#/channels/realtime/messages/{name}")});
    let of_components =
        |name: &String| (name.clone(), json!({"$ref": format!("#/components/messages/{name}")}));
    let channel = json!({
        "address": "/ws/realtime/",
        "description": "One connection of one person. docs/EVENTS.md says how it begins, goes on after a cut, and ends.",
        "messages": received.iter().chain(&sent).map(of_components).collect::<Map<_, _>>(),
        "bindings": {"ws": {"method": "GET"}},
    });
    let operations = json!({
        "receive": {
            "action": "receive",
            "summary": "What the server sends.",
            "channel": {"$ref": "#/channels/realtime"},
            "messages": received.iter().map(of_channel).collect::<Vec<_>>(),
        },
        "send": {
            "action": "send",
            "summary": "What a client sends.",
            "channel": {"$ref": "#/channels/realtime"},
            "messages": sent.iter().map(of_channel).collect::<Vec<_>>(),
        },
    });
    let schemas = needed(&all, &Value::Object(messages.clone()));
    let security = json!({
        "token": {"type": "http", "scheme": "bearer", "description": "An API token."},
        "session": {"type": "httpApiKey", "in": "cookie", "name": "jobwire_session", "description": "From a page of Jobwire's own origin."},
        "ticket": {"type": "httpApiKey", "in": "header", "name": "Sec-WebSocket-Protocol", "description": format!("`{PROTOCOL}, ticket.…` with a ticket of POST /api/v1/realtime/ticket, once.")},
    });
    let shown_by = ["token", "session", "ticket"]
        .map(|name| json!({"$ref": format!("#/components/securitySchemes/{name}")}));
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Jobwire live events",
            "version": openapi.pointer("/info/version"),
            "description": "Everything that happens in a job search, over one WebSocket. The log in the database is the truth; the socket reads it aloud.",
        },
        "defaultContentType": "application/json",
        "servers": {"own": {
            "host": "localhost:8000",
            "protocol": "ws",
            "security": shown_by,
        }},
        "channels": {"realtime": channel},
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas, "securitySchemes": security},
    })
}

/// The variant of a tagged enum whose `type` is this.
fn variant<'s>(schemas: &'s Map<String, Value>, schema: &str, kind: &str) -> Option<&'s Value> {
    schemas.get(schema)?["oneOf"].as_array()?.iter().find(|variant| type_of(variant) == Some(kind))
}

fn type_of(variant: &Value) -> Option<&str> {
    variant.pointer("/properties/type/enum/0")?.as_str()
}

/// The schemas that something refers to, and those they refer to.
fn needed(all: &Map<String, Value>, from: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    let mut open = references(from);
    while let Some(name) = open.pop() {
        if let Some(schema) = all.get(&name).filter(|_| !found.contains_key(&name)) {
            open.extend(references(schema));
            found.insert(name, schema.clone());
        }
    }
    found
}

fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix(SCHEMAS));
            own.map(str::to_owned).into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_and_message_is_there_and_every_reference_leads_somewhere() {
        let openapi = serde_json::to_value(super::super::openapi()).expect("JSON");
        let document = asyncapi(&openapi);
        let messages = document["components"]["messages"].as_object().expect("messages");
        for kind in EventType::ALL {
            let payload = &messages[kind.as_str()]["payload"];
            assert_eq!(payload["properties"].get("seq").is_some(), kind.is_durable(), "{}", kind.as_str());
            assert!(payload["properties"].get("data").is_some(), "{}", kind.as_str());
        }
        for name in
            ["client_subscribe", "client_pong", "server_subscribed", "server_reset", "server_going_down"]
        {
            assert!(messages.contains_key(name), "{name}");
        }
        let mut led = 0;
        for to in all_references(&document) {
            let pointer = to.trim_start_matches('#');
            assert!(document.pointer(pointer).is_some(), "{to} leads nowhere");
            led += 1;
        }
        assert!(led > 100, "{led} references");
        let schemas = document["components"]["schemas"].as_object().expect("schemas");
        assert!(
            schemas.contains_key("Match") && !schemas.contains_key("Problem"),
            "what is needed, and no more"
        );
    }

    fn all_references(value: &Value) -> Vec<String> {
        match value {
            Value::Object(fields) => {
                let own = fields.get("$ref").and_then(Value::as_str).map(str::to_owned);
                own.into_iter().chain(fields.values().flat_map(all_references)).collect()
            }
            Value::Array(items) => items.iter().flat_map(all_references).collect(),
            _ => Vec::new(),
        }
    }
}
