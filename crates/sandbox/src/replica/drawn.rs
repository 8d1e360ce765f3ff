//! Controls that some sites draw in an unusual way: a day in three lists, an editor in place of a text field, a switch in
//! place of a box, an agreement whose words are a link. By dice of their own, as all habits.

use super::habits::has;
use super::model::{Asked, Day, Kin, Replica};
use crate::forms::{Control, FormField, Sent};
use crate::html::escape;
use std::fmt::Write as _;

/// The names of the three parts of a day behind the field's own.
const PARTS: [&str; 3] = ["[day]", "[month]", "[year]"];
const FIRST_YEAR: i32 = 2025;
const LAST_YEAR: i32 = 2032;

/// A day in three lists; empty where the page has one field for it.
pub(super) fn day_lists(replica: &Replica, asked: &Asked) -> String {
    let family = matches!(replica.kin, Kin::GreenhouseLegacy | Kin::Icims | Kin::Personio | Kin::Bamboohr);
    let is_day = asked.field.control == Control::Date && asked.day == Day::Native;
    if !family || !is_day || !has(replica, "day lists", 50) {
        return String::new();
    }
    let (id, name) = (escape(&asked.id), escape(&asked.field.name));
    let words = replica.say("Day|Month|Year", "Tag|Monat|Jahr", "Día|Mes|Año", "Jour|Mois|Année").split('|');
    let months = replica.say(
        "January|February|March|April|May|June|July|August|September|October|November|December",
        "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    );
    let months: Vec<(i32, String)> = (1..).zip(months.split('|').map(str::to_owned)).collect();
    let numbers =
        |range: std::ops::RangeInclusive<i32>| range.map(|number| (number, number.to_string())).collect();
    let offered: [Vec<(i32, String)>; 3] = [numbers(1..=31), months, numbers(FIRST_YEAR..=LAST_YEAR)];
    let mut out = format!("<div class=\"day\" id=\"{id}\" role=\"group\" aria-labelledby=\"{id}-label\">");
    for ((part, word), options) in PARTS.iter().zip(words).zip(offered) {
        let _ = write!(
            out,
            "<select name=\"{name}{part}\" id=\"{id}-{word}\" aria-label=\"{word}\"><option value=\"\">{word}</option>"
        );
        for (number, text) in options {
            let _ = write!(out, "<option value=\"{number}\">{text}</option>");
        }
        out.push_str("</select>");
    }
    out.push_str("</div>");
    out
}

/// Puts a day together from its lists, as the server behind such a page does.
pub(super) fn join_day(field: &FormField, sent: &mut Sent) {
    let part = |part: &&str| {
        let values = sent.values.get(&format!("{}{part}", field.name))?;
        values.first()?.parse::<u32>().ok()
    };
    if let [Some(day), Some(month), Some(year)] = PARTS.each_ref().map(part) {
        sent.values.insert(field.name.clone(), vec![format!("{year}-{month:02}-{day:02}")]);
    }
}

fn draws(replica: &Replica) -> bool {
    matches!(replica.kin, Kin::Recruitee | Kin::Teamtailor | Kin::Personio | Kin::Bamboohr)
}

/// The script behind editors and switches; empty in families without them.
pub(super) fn script(replica: &Replica) -> &'static str {
    if draws(replica) { "<script src=\"/assets/replica-habits.js\" defer></script>\n" } else { "" }
}

/// An editor in place of a text field; empty where the page has a plain one.
pub(super) fn editor(replica: &Replica, asked: &Asked) -> String {
    if !draws(replica) || !has(replica, "editor", 40) {
        return String::new();
    }
    format!(
        "<div class=\"rich\"><div contenteditable=\"true\" role=\"textbox\" aria-multiline=\"true\" id=\"{id}\" aria-labelledby=\"{id}-label\" data-rich style=\"min-height:90px;border:1px solid #b8c0cc;padding:9px\"></div>\
         <textarea name=\"{name}\" hidden></textarea></div>",
        id = escape(&asked.id),
        name = escape(&asked.field.name),
    )
}

/// The box of an agreement and the words behind it, where the page draws them in a way of its own: a switch, words that
/// are a link, a box that only its label shows.
pub(super) fn agreement(replica: &Replica, asked: &Asked, common: &str, words: &str) -> Option<String> {
    const UNSEEN: &str = "position:absolute;opacity:0;width:1px;height:1px";
    let id = escape(&asked.id);
    if draws(replica) && has(replica, "switch", 30) {
        return Some(format!(
            "<button type=\"button\" role=\"switch\" aria-checked=\"false\" id=\"{id}\" data-switch style=\"width:44px;height:24px\"></button><input type=\"hidden\" name=\"{}\" value=\"\"><label for=\"{id}\">{words}</label>",
            escape(&asked.field.name)
        ));
    }
    if !has(replica, "linked", 50) {
        return None;
    }
    let link = format!("<a href=\"{}\" target=\"_blank\">{words}</a>", replica.at("", ""));
    let (style, mark) = match (has(replica, "unseen", 60), has(replica, "box", 50)) {
        (false, _) => ("", ""),
        (true, false) => (UNSEEN, ""),
        (true, true) => (
            UNSEEN,
            "<span class=\"tick\" style=\"display:inline-block;width:18px;height:18px;border:1px solid #888\"></span> ",
        ),
    };
    Some(format!(
        "<input type=\"checkbox\" {common} value=\"1\" style=\"{style}\"><label for=\"{id}\">{mark}{link}</label>"
    ))
}
