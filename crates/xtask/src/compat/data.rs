//! MDN's browser-compat-data: since which version an engine has a feature.

use std::path::Path;

use serde_json::Value;

use crate::error::{Context as _, Result};

pub struct Engine {
    /// As the data calls it.
    pub name: &'static str,
    /// The oldest one.
    pub version: (u32, u32),
}

pub struct Data(Value);

impl Data {
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).context(format!("{} can't be read", file.display()))?;
        Self::of(&text)
    }

    pub fn of(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Self).context("the compatibility data is no JSON")
    }

    pub fn has(&self, place: &str) -> bool {
        self.feature(place).is_some()
    }

    /// The first feature of that name below a place.
    pub fn find(&self, below: &str, name: &str) -> Option<String> {
        let mut open = vec![(below.to_owned(), self.at(below)?)];
        while let Some((place, value)) = open.pop() {
            for (key, inner) in value.as_object().into_iter().flatten().filter(|(key, _)| *key != "__compat") {
                let place = format!("{place}.{key}");
                if key == name && inner.get("__compat").is_some() {
                    return Some(place);
                }
                open.push((place, inner));
            }
        }
        None
    }

    /// The engines that lack a feature, or have it in part or by another name; `None` for no feature at all.
    pub fn lacking(&self, place: &str, engines: &[Engine]) -> Option<Vec<String>> {
        let support = self.feature(place)?.get("support")?;
        let lacks = |engine: &&Engine| {
            let Some(said) = support.get(engine.name) else { return true };
            let statements = said.as_array().map_or(std::slice::from_ref(said), Vec::as_slice);
            !statements.iter().any(|statement| is_whole(statement) && is_since(statement, engine.version))
        };
        let name = |engine: &Engine| match engine.version {
            (version, 0) => format!("{} {version}", engine.name),
            (version, minor) => format!("{} {version}.{minor}", engine.name),
        };
        Some(engines.iter().filter(lacks).map(name).collect())
    }

    fn feature(&self, place: &str) -> Option<&Value> {
        self.at(place)?.get("__compat")
    }

    fn at(&self, place: &str) -> Option<&Value> {
        place.split('.').try_fold(&self.0, |value, key| value.get(key))
    }
}

fn is_whole(statement: &Value) -> bool {
    let unless = ["prefix", "alternative_name", "flags", "partial_implementation", "version_removed"];
    unless.iter().all(|key| statement.get(key).is_none_or(|value| *value == Value::Bool(false)))
}

fn is_since(statement: &Value, version: (u32, u32)) -> bool {
    match statement.get("version_added") {
        Some(Value::Bool(added)) => *added,
        Some(Value::String(added)) => parse(added).is_some_and(|added| added <= version),
        _ => false,
    }
}

/// `15.4`, `≤37`; not `preview`.
fn parse(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim_start_matches('≤').split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next().map_or(Some(0), |minor| minor.parse().ok())?))
}
