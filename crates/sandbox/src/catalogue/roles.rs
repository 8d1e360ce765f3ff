//! Reads the role texts of `parts/` into values.

use super::model::{Field, Lang};
use std::sync::OnceLock;

/// A kind of work, with everything a posting may say about it.
#[derive(Debug, Clone)]
pub(crate) struct Role {
    pub field: Field,
    pub title: &'static str,
    /// Mid-level yearly pay in the United States, in thousands of dollars.
    pub us_pay: f64,
    pub levels: Vec<&'static str>,
    pub team: &'static str,
    pub summary: Vec<&'static str>,
    pub duties: Vec<&'static str>,
    pub asks: Vec<&'static str>,
    pub nice: Vec<&'static str>,
    pub skills: Vec<&'static str>,
}

/// All roles written in a language.
pub(crate) fn roles(lang: Lang) -> &'static [Role] {
    static EN: OnceLock<Vec<Role>> = OnceLock::new();
    static DE: OnceLock<Vec<Role>> = OnceLock::new();
    static ES: OnceLock<Vec<Role>> = OnceLock::new();
    match lang {
        Lang::En => EN.get_or_init(|| parse(include_str!("../parts/roles_en.txt"))),
        Lang::De => DE.get_or_init(|| parse(include_str!("../parts/roles_de.txt"))),
        Lang::Es => ES.get_or_init(|| parse(include_str!("../parts/roles_es.txt"))),
    }
}

fn parse(text: &'static str) -> Vec<Role> {
    let mut roles: Vec<Role> = Vec::new();
    for line in text.lines() {
        let Some((mark, rest)) = line.split_once(' ') else { continue };
        if mark == "@" {
            roles.push(head(rest));
            continue;
        }
        let Some(role) = roles.last_mut() else { continue };
        match mark {
            "~" => role.summary.push(rest),
            "-" => role.duties.push(rest),
            "+" => role.asks.push(rest),
            "*" => role.nice.push(rest),
            "k" => role.skills.extend(rest.split(',').map(str::trim)),
            _ => {}
        }
    }
    roles
}

fn head(line: &'static str) -> Role {
    let mut cells = line.split('|').map(str::trim);
    let mut cell = || cells.next().expect("every role line has five cells, which a test reads");
    Role {
        field: field(cell()),
        title: cell(),
        us_pay: cell().parse().expect("the third cell of a role is a number, which a test reads"),
        levels: cell().split(',').map(str::trim).collect(),
        team: cell(),
        summary: Vec::new(),
        duties: Vec::new(),
        asks: Vec::new(),
        nice: Vec::new(),
        skills: Vec::new(),
    }
}

fn field(name: &str) -> Field {
    match name {
        "software" => Field::Software,
        "data" => Field::Data,
        "design" => Field::Design,
        "product" => Field::Product,
        "nursing" => Field::Nursing,
        "health" => Field::Health,
        "finance" => Field::Finance,
        "marketing" => Field::Marketing,
        "sales" => Field::Sales,
        "support" => Field::Support,
        "logistics" => Field::Logistics,
        "engineering" => Field::Engineering,
        "teaching" => Field::Teaching,
        "hospitality" => Field::Hospitality,
        "people" => Field::People,
        other => unreachable!("the role files name only known fields, which a test reads; found {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{COMPANIES, places::place};
    use super::*;

    #[test]
    fn every_role_says_what_a_posting_needs() {
        for lang in [Lang::En, Lang::De, Lang::Es] {
            for role in roles(lang) {
                assert!(
                    !role.summary.is_empty()
                        && role.duties.len() >= 3
                        && role.asks.len() >= 3
                        && role.skills.len() >= 3,
                    "{} lacks a part",
                    role.title
                );
            }
        }
    }

    #[test]
    fn every_company_has_a_role_for_each_of_its_fields_and_known_cities() {
        for company in COMPANIES {
            for field in company.fields {
                assert!(
                    roles(company.lang).iter().any(|role| role.field == *field),
                    "{} has no {field:?}",
                    company.slug
                );
            }
            for city in company.cities {
                place(city);
            }
        }
    }
}
