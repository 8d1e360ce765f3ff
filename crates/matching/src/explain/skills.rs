//! The reasons about skills.

use domain::ReasonKind;
use domain::matching::PartName;

use super::all_of;
use crate::features::JobFeatures;
use crate::need::Need;
use crate::profile::Holding;
use crate::score::Probe;
use crate::skills::{SKILLS, SkillNeed};

/// What the profile has of the skills the job names, what it lacks, and for how many years they are asked.
pub fn reasons(
    probe: &Probe<'_>,
    job: &JobFeatures,
    add: &mut impl FnMut(PartName, ReasonKind, String, Vec<String>),
) {
    let profile = probe.profile;
    let named: Vec<(SkillNeed, &str)> = job.skills.with_words().collect();
    if profile.skills.is_empty() {
        if !profile.is_empty() {
            add(
                PartName::Skills,
                ReasonKind::Missing,
                "Your profile states no skills yet.".into(),
                Vec::new(),
            );
        }
        return;
    }
    if job.skills.needs().is_empty() {
        let text = "It names no skill that is known, so skills count as neutral.".to_owned();
        add(PartName::Skills, ReasonKind::Missing, text, Vec::new());
        return;
    }
    let holding = |skill: &SkillNeed| profile.skills.get(&skill.skill).copied();
    let (nice, asked): (Vec<_>, Vec<_>) = named.into_iter().partition(|(skill, _)| skill.need == Need::Nice);
    let asks = if asked.iter().any(|(skill, _)| skill.need == Need::Required) { "asks for" } else { "names" };
    let count = asked.len();
    let (held, missing): (Vec<_>, Vec<_>) =
        asked.into_iter().partition(|(skill, _)| holding(skill).is_some());
    if !held.is_empty() {
        let stated = held.iter().filter(|(skill, _)| holding(skill) == Some(Holding::Stated)).count();
        let verb = if stated * 2 >= held.len() { "You state" } else { "Your resume shows" };
        let how_many = if count == 1 {
            "the one skill".to_owned()
        } else {
            format!("{} of the {count} skills", held.len())
        };
        add(
            PartName::Skills,
            ReasonKind::For,
            format!("{verb} {how_many} it {asks}: {}.{}", names(&held), years(&held)),
            evidence(&held),
        );
    }
    let (required, mentioned): (Vec<_>, Vec<_>) =
        missing.into_iter().partition(|(skill, _)| skill.need == Need::Required);
    let (verb, lacking) = if required.is_empty() { ("names", mentioned) } else { ("asks for", required) };
    if !lacking.is_empty() {
        let text =
            format!("It {verb} {}, which your profile does not state.{}", names(&lacking), years(&lacking));
        add(PartName::Skills, ReasonKind::Missing, text, evidence(&lacking));
    }
    let extra: Vec<_> = nice.into_iter().filter(|(skill, _)| holding(skill).is_some()).collect();
    if !extra.is_empty() {
        let text = format!("It would be glad of {}, which you have.", names(&extra));
        add(PartName::Skills, ReasonKind::For, text, evidence(&extra));
    }
}

fn names(skills: &[(SkillNeed, &str)]) -> String {
    let names: Vec<&str> = skills.iter().map(|(skill, _)| SKILLS.name(skill.skill)).collect();
    all_of(&names)
}

/// " It asks 5 years of Python and several years of SQL."; nothing where no years are said.
fn years(skills: &[(SkillNeed, &str)]) -> String {
    let asked: Vec<String> = skills
        .iter()
        .filter_map(|(skill, _)| {
            Some(format!("{} of {}", skill.experience?.shown(), SKILLS.name(skill.skill)))
        })
        .collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    if asked.is_empty() { String::new() } else { format!(" It asks {}.", all_of(&asked)) }
}

fn evidence(skills: &[(SkillNeed, &str)]) -> Vec<String> {
    skills.iter().map(|(_, words)| (*words).to_owned()).collect()
}
