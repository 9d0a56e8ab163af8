//! Certificates as they are read: by this program, or of one that was not there when this
//! was made.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::{NotProven, Program, Proven, Record, VERSION};

/// A certificate that was found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Certificate {
    /// One whose every word is known.
    Known(Box<Record>),
    /// One that says more than this program knows.
    Newer(Newer),
}

/// A certificate of a newer program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    /// The version of its form; [`VERSION`] where it only says more.
    pub form: u64,
    /// What made the file.
    pub program: Program,
    /// What it says.
    pub said: Value,
}

impl Certificate {
    /// From JSON; `None` if it is no certificate of any version.
    pub fn read(json: &str) -> Option<Self> {
        let said: Value = serde_json::from_str(json).ok()?;
        if let Ok(record) = Record::deserialize(&said)
            && record.certificate <= VERSION
            && serde_json::to_value(&record).is_ok_and(|known| known == said)
        {
            return Some(Self::Known(Box::new(record)));
        }
        let form = said.get("certificate")?.as_u64()?;
        let program = Program::deserialize(said.get("program")?).ok()?;
        let is_ours = program.name == Program::this().name;
        // what lacks something in a form that is known is broken, and not newer
        let is_newer = form > u64::from(VERSION) || says_more(&said);
        (is_ours && is_newer).then_some(Self::Newer(Newer { form, program, said }))
    }

    /// What it says, where every word is known.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Known(record) => Some(record),
            Self::Newer(_) => None,
        }
    }

    /// All that it says.
    pub fn said(&self) -> Value {
        match self {
            Self::Known(record) => serde_json::to_value(record).unwrap_or_default(),
            Self::Newer(newer) => newer.said.clone(),
        }
    }
}

/// Whether something is a record once the kinds of proof that are not known are left out.
fn says_more(said: &Value) -> bool {
    let mut known = said.clone();
    if let Some(proven) = known.get_mut("proven").and_then(Value::as_array_mut) {
        proven.retain(|one| !one.is_string() || Proven::deserialize(one).is_ok());
    }
    if let Some(proven) = known.get_mut("not-proven").and_then(Value::as_array_mut) {
        proven.retain(|one| !one.is_string() || NotProven::deserialize(one).is_ok());
    }
    Record::deserialize(&known).is_ok()
}

impl Program {
    /// Whether this is a later version of the program than the one that runs.
    pub fn is_newer(&self) -> bool {
        let this = Self::this();
        self.name == this.name && numbers(&self.version) > numbers(&this.version)
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)
    }
}

/// The numbers of a version; what stands behind them is left out.
fn numbers(version: &str) -> Vec<u64> {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    release.split('.').map_while(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::record;
    use super::*;

    fn read(change: impl FnOnce(&mut Value)) -> Option<Certificate> {
        let mut said = serde_json::to_value(record("A")).unwrap();
        change(&mut said);
        Certificate::read(&said.to_string())
    }

    fn is_newer(change: impl FnOnce(&mut Value)) -> bool {
        matches!(read(change), Some(Certificate::Newer(_)))
    }

    #[test]
    fn a_certificate_that_says_more_is_newer_and_one_that_says_less_is_none() {
        assert!(matches!(read(|_| {}), Some(Certificate::Known(_))));
        assert!(is_newer(|said| said["certificate"] = 2.into()));
        assert!(is_newer(|said| said["proven"] = serde_json::json!(["words", "colours"])));
        assert!(is_newer(|said| said["not-proven"] = serde_json::json!(["smell"])));
        assert!(is_newer(|said| said["readers"] = 3.into()));
        assert!(is_newer(|said| said["publication"]["series"] = "S".into()));
        // a form that is not known may have anything
        assert!(is_newer(|said| {
            said["certificate"] = 2.into();
            said["words"] = Value::Null;
        }));
        assert!(read(|said| said["words"] = Value::Null).is_none());
        assert!(read(|said| said["certificate"] = "2".into()).is_none());
        assert!(read(|said| said["program"]["name"] = "Other".into()).is_some());
        assert!(Certificate::read("{}").is_none() && Certificate::read("").is_none());
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        let newer = |version: &str| {
            Program { name: "Trifold".to_owned(), version: version.to_owned() }.is_newer()
        };
        assert!(newer("99.0.0") && newer("99.10.0-dev") && newer("1000.0"));
        assert!(!newer(env!("CARGO_PKG_VERSION")) && !newer("0.0.9") && !newer("x"));
    }
}
