//! What an organisation may be called and where its clocks stand.

use handup_contracts::FieldProblem;

/// Longest name, in characters.
const LONGEST_NAME: usize = 120;
/// The plan every organisation begins with.
pub(crate) const FIRST_PLAN: &str = "standard";

/// A new organisation, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Founding {
    /// As written.
    pub(crate) name: String,
    /// For comparing: unique.
    pub(crate) name_key: String,
    /// IANA name in its usual spelling.
    pub(crate) time_zone: String,
}

/// Checks name and time zone.
///
/// # Errors
/// Every field that breaks a rule.
pub(crate) fn check(name: &str, time_zone: &str) -> Result<Founding, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        problems.push(FieldProblem {
            field: "name".to_owned(),
            message: format!("The name must have 1 to {LONGEST_NAME} characters."),
        });
    }
    let zone = jiff::tz::TimeZone::get(time_zone.trim());
    let zone_name = zone.as_ref().ok().and_then(|zone| zone.iana_name());
    match zone_name {
        Some(zone_name) if problems.is_empty() => {
            return Ok(Founding {
                name: name.to_owned(),
                name_key: name.to_lowercase(),
                time_zone: zone_name.to_owned(),
            });
        }
        Some(_) => {}
        None => problems.push(FieldProblem {
            field: "time_zone".to_owned(),
            message: "The time zone must be an IANA name, such as Europe/Berlin.".to_owned(),
        }),
    }
    Err(problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_zone_gets_its_usual_spelling() {
        let founding = check(" Faculty of Physics ", "europe/berlin").unwrap();
        assert_eq!(founding.name, "Faculty of Physics");
        assert_eq!(founding.name_key, "faculty of physics");
        assert_eq!(founding.time_zone, "Europe/Berlin");
    }

    #[test]
    fn every_bad_field_is_named() {
        let fields: Vec<_> = check("  ", "Europe/Atlantis")
            .unwrap_err()
            .into_iter()
            .map(|problem| problem.field)
            .collect();
        assert_eq!(fields, ["name", "time_zone"]);
    }
}
