//! A checker for the part of JSON Schema 2020-12 that the published schema uses. A keyword that
//! it does not know is a fault, so that nothing of the schema goes unchecked.

use regex::Regex;
use serde_json::Value;

/// Faults of `value` against `schema`, each with its path; `root` holds the `$defs`.
pub(super) fn faults(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(keywords) = schema.as_object() else {
        return vec![format!("{path}: the schema is no object")];
    };
    for (keyword, wanted) in keywords {
        let fits = match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let name = wanted.as_str().unwrap_or_default();
                let target = root.pointer(name.trim_start_matches('#'));
                let target = target.unwrap_or(&Value::Null);
                found.extend(faults(root, target, value, path));
                true
            }
            "type" => wanted.as_str() == Some(type_of(value)),
            "const" => wanted == value,
            "enum" => wanted.as_array().is_some_and(|all| all.contains(value)),
            "oneOf" => {
                let all = wanted.as_array().map(Vec::as_slice).unwrap_or_default();
                let fitting = all
                    .iter()
                    .filter(|one| faults(root, one, value, path).is_empty());
                fitting.count() == 1
            }
            "minimum" => value.as_f64() >= wanted.as_f64(),
            "maximum" => value.as_f64() <= wanted.as_f64(),
            "minLength" => {
                value.as_str().map(|text| text.chars().count() as u64) >= wanted.as_u64()
            }
            "pattern" => {
                let pattern = Regex::new(wanted.as_str().unwrap_or_default());
                let text = value.as_str().unwrap_or_default();
                pattern.is_ok_and(|pattern| pattern.is_match(text))
            }
            "minItems" => value.as_array().map(|all| all.len() as u64) >= wanted.as_u64(),
            "maxItems" => value.as_array().map(|all| all.len() as u64) <= wanted.as_u64(),
            "required" => {
                let names = wanted.as_array().map(Vec::as_slice).unwrap_or_default();
                names
                    .iter()
                    .all(|name| value.get(name.as_str().unwrap_or_default()).is_some())
            }
            "properties" | "additionalProperties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    let schema = if keyword == "properties" {
                        wanted.get(name)
                    } else {
                        Some(wanted)
                    };
                    let path = format!("{path}.{name}");
                    match schema {
                        Some(schema) => found.extend(faults(root, schema, inner, &path)),
                        // The packet is ours: what the schema does not name is forgotten there.
                        None => found.push(format!("{path}: not in the schema")),
                    }
                }
                true
            }
            "items" | "prefixItems" => {
                for (at, inner) in value.as_array().into_iter().flatten().enumerate() {
                    let schema = if keyword == "items" {
                        Some(wanted)
                    } else {
                        wanted.get(at)
                    };
                    let path = format!("{path}[{at}]");
                    found.extend(
                        schema.map_or(Vec::new(), |schema| faults(root, schema, inner, &path)),
                    );
                }
                true
            }
            _ => false,
        };
        if !fits {
            found.push(format!("{path}: {keyword} {wanted}"));
        }
    }
    found
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() || number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn faults_are_found() {
    let schema = serde_json::json!({
        "type": "object", "required": ["a"],
        "properties": { "a": { "$ref": "#/$defs/n" } },
        "$defs": { "n": { "oneOf": [{ "type": "null" }, { "type": "integer", "minimum": 2 }] } }
    });
    for (value, count) in [
        (serde_json::json!({ "a": 2 }), 0),
        (serde_json::json!({ "a": null }), 0),
        (serde_json::json!({ "a": 1 }), 1),
        (serde_json::json!({ "a": "x", "b": 1 }), 2),
        (serde_json::json!({}), 1),
        (serde_json::json!([]), 2),
    ] {
        assert_eq!(faults(&schema, &schema, &value, "").len(), count, "{value}");
    }
}
