//! Controls that several families draw, each with the attributes its family gives.

use super::model::{Asked, Day, Look, Mark, Replica};
use super::{drawn, habits};
use crate::forms::{Control, Refill};
use crate::html::escape;
use std::fmt::Write as _;

/// How a family draws lists of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    /// A button that opens a list at the end of the page.
    Button,
    /// A field one cannot write in, with a list below.
    ReadOnly,
    /// A field that filters its list while one types.
    Filter,
    /// A link over a native list that nobody sees.
    Select2,
    /// The family has only native lists.
    Native,
}

/// What a family says about its controls.
pub(super) struct Style<'a> {
    /// The class of fields.
    pub class: &'a str,
    /// Attributes for the control of a field.
    pub attributes: &'a dyn Fn(&Asked) -> String,
    pub drawn: Drawn,
    /// Whether labels point at their control with `for`; otherwise by `aria-labelledby`.
    pub label_for: bool,
}

/// The mark behind the label of a required field.
pub(super) fn mark(replica: &Replica, asked: &Asked) -> String {
    if !asked.field.required {
        return String::new();
    }
    match replica.mark {
        Mark::Star => "<span class=\"required\" aria-hidden=\"true\">*</span>".to_owned(),
        Mark::Glyph => "<span class=\"required\">\u{2731}</span>".to_owned(),
        Mark::Word => {
            format!(
                " <span>({})</span>",
                replica.say("required", "Pflichtfeld", "obligatorio", "obligatoire")
            )
        }
        // HTML has no attribute for a group of boxes.
        Mark::Attribute if matches!(asked.field.control, Control::Many(_)) => {
            "<span class=\"required\">*</span>".to_owned()
        }
        Mark::Drawn | Mark::Attribute => String::new(),
    }
}

/// The class that draws a star, where the family marks so.
pub(super) fn mark_class(replica: &Replica, asked: &Asked) -> &'static str {
    if asked.field.required && replica.mark == Mark::Drawn { " required-mark" } else { "" }
}

/// The attribute of a required control.
pub(super) fn required(replica: &Replica, asked: &Asked) -> &'static str {
    match (asked.field.required, replica.mark, replica.newer) {
        (false, ..) => "",
        (true, Mark::Attribute, _) => " required",
        (true, _, true) => " aria-required=\"true\"",
        (true, _, false) => "",
    }
}

/// The label element of a field, with its mark.
pub(super) fn label(replica: &Replica, asked: &Asked, class: &str, style: &Style<'_>) -> String {
    let id = escape(&asked.id);
    let text = format!("{}{}", escape(&asked.field.label), mark(replica, asked));
    let class = format!("{class}{}", mark_class(replica, asked));
    let help = if asked.help.is_empty() {
        String::new()
    } else {
        format!("<p class=\"hint\" id=\"{id}-help\">{}</p>", escape(&asked.help))
    };
    if style.label_for && !is_group(asked) {
        format!("<label id=\"{id}-label\" class=\"{class}\" for=\"{id}\">{text}</label>{help}")
    } else {
        format!("<div id=\"{id}-label\" class=\"{class}\">{text}</div>{help}")
    }
}

/// Whether the field is answered by several elements.
pub(super) fn is_group(asked: &Asked) -> bool {
    match &asked.field.control {
        Control::Many(_) => true,
        Control::One(_) => matches!(asked.look, Look::Radios | Look::Buttons),
        _ => false,
    }
}

/// The place where a complaint appears.
pub(super) fn complaint(asked: &Asked, refill: &Refill) -> String {
    let error = refill.error(&asked.field.name);
    format!(
        "<p class=\"field-error\" id=\"{}-error\" role=\"alert\" data-error-for=\"{}\"{}>{}</p>",
        escape(&asked.id),
        escape(&asked.field.name),
        if error.is_empty() { " hidden" } else { "" },
        escape(error)
    )
}

/// The control of a field, without label and complaint.
pub(super) fn control(replica: &Replica, asked: &Asked, refill: &Refill, style: &Style<'_>) -> String {
    match &asked.field.control {
        Control::One(options) => match asked.look {
            Look::Radios => choices(replica, asked, options, "radio", refill, style),
            Look::Buttons if options.len() <= 3 => buttons(asked, options, refill, style),
            Look::Drawn if style.drawn != Drawn::Native => list(replica, asked, options, refill, style),
            Look::Buttons | Look::Drawn | Look::Select => select(replica, asked, options, refill, style),
        },
        Control::Many(options) => choices(replica, asked, options, "checkbox", refill, style),
        Control::File => file(replica, asked, style),
        Control::Essay if !drawn::editor(replica, asked).is_empty() => drawn::editor(replica, asked),
        Control::Essay => format!(
            "<textarea {} rows=\"5\">{}</textarea>",
            common(replica, asked, style),
            escape(refill.value(&asked.field.name))
        ),
        Control::Consent => format!(
            "<input type=\"checkbox\" {} value=\"1\"{}>",
            common(replica, asked, style),
            if refill.value(&asked.field.name).is_empty() { "" } else { " checked" }
        ),
        Control::YesNo => String::new(),
        _ => line(replica, asked, refill, style),
    }
}

/// Id, name, class, and what says that it is required.
pub(super) fn common(replica: &Replica, asked: &Asked, style: &Style<'_>) -> String {
    let id = escape(&asked.id);
    let named = if style.label_for { String::new() } else { format!(" aria-labelledby=\"{id}-label\"") };
    format!(
        "id=\"{id}\" name=\"{}\" class=\"{}\"{named}{} {}",
        escape(&asked.field.name),
        style.class,
        required(replica, asked),
        (style.attributes)(asked)
    )
}

fn line(replica: &Replica, asked: &Asked, refill: &Refill, style: &Style<'_>) -> String {
    let lists = drawn::day_lists(replica, asked);
    if !lists.is_empty() {
        return lists;
    }
    let date_kind = if asked.day == Day::Native { "date" } else { "text" };
    let kind = match asked.field.control {
        Control::Email => "email",
        Control::Phone => "tel",
        Control::Url if replica.newer => "url",
        Control::Number => "number",
        Control::Date => date_kind,
        _ => "text",
    };
    let hint = match asked.field.control {
        Control::Date => asked.day.hint(replica.tongue),
        _ => "",
    };
    let hint = if hint.is_empty() { String::new() } else { format!(" placeholder=\"{hint}\"") };
    let complete = match asked.asks.as_str() {
        "first_name" if replica.newer => " autocomplete=\"given-name\"",
        "last_name" if replica.newer => " autocomplete=\"family-name\"",
        "email" if replica.newer => " autocomplete=\"email\"",
        _ => "",
    };
    format!(
        "{}<input type=\"{kind}\" {} value=\"{}\"{hint}{complete}>",
        habits::dial_list(replica, asked),
        common(replica, asked, style),
        escape(refill.value(&asked.field.name))
    )
}

fn select(
    replica: &Replica,
    asked: &Asked,
    options: &[String],
    refill: &Refill,
    style: &Style<'_>,
) -> String {
    format!(
        "<select {}>{}</select>",
        common(replica, asked, style),
        native_options(replica, asked, options, refill)
    )
}

fn native_options(replica: &Replica, asked: &Asked, options: &[String], refill: &Refill) -> String {
    let mut out = format!("<option value=\"\">{}</option>", choose(replica));
    let preset = habits::preset(replica, asked);
    for (number, option) in options.iter().enumerate() {
        let chosen =
            refill.chose(&asked.field.name, option) || (refill.values.is_empty() && preset == Some(number));
        let selected = if chosen { " selected" } else { "" };
        let _ = write!(out, "<option{selected}>{}</option>", escape(option));
    }
    out
}

/// What an empty list says.
pub(super) fn choose(replica: &Replica) -> &str {
    replica.say("Select...", "Bitte wählen", "Selecciona...", "Choisir...")
}

fn choices(
    replica: &Replica,
    asked: &Asked,
    options: &[String],
    kind: &str,
    refill: &Refill,
    style: &Style<'_>,
) -> String {
    let (id, name) = (escape(&asked.id), escape(&asked.field.name));
    let role = if kind == "radio" { "radiogroup" } else { "group" };
    let required = match (asked.field.required, replica.newer) {
        (true, true) => " aria-required=\"true\"",
        _ => "",
    };
    let mut out = format!(
        "<div class=\"choices\" id=\"{id}\" role=\"{role}\" aria-labelledby=\"{id}-label\"{required} {}>",
        (style.attributes)(asked)
    );
    for (number, option) in options.iter().enumerate() {
        let checked = if refill.chose(&asked.field.name, option) { " checked" } else { "" };
        let native = if asked.field.required && kind == "radio" && replica.mark == Mark::Attribute {
            " required"
        } else {
            ""
        };
        let _ = write!(
            out,
            "<label class=\"choice\" for=\"{id}-{number}\"><input type=\"{kind}\" id=\"{id}-{number}\" name=\"{name}\" value=\"{value}\"{checked}{native}><span>{value}</span></label>",
            value = escape(option)
        );
    }
    out.push_str("</div>");
    out
}

/// Buttons side by side with a hidden field behind them.
fn buttons(asked: &Asked, options: &[String], refill: &Refill, style: &Style<'_>) -> String {
    let id = escape(&asked.id);
    let before = refill.value(&asked.field.name);
    let mut out = format!(
        "<div class=\"buttons\" data-buttons id=\"{id}\" role=\"group\" aria-labelledby=\"{id}-label\" {}>",
        (style.attributes)(asked)
    );
    for option in options {
        let _ = write!(
            out,
            "<button type=\"button\" class=\"choice-button\" aria-pressed=\"{}\">{}</button>",
            option == before,
            escape(option)
        );
    }
    let _ = write!(
        out,
        "<input type=\"hidden\" name=\"{}\" value=\"{}\"></div>",
        escape(&asked.field.name),
        escape(before)
    );
    out
}

fn list(replica: &Replica, asked: &Asked, options: &[String], refill: &Refill, style: &Style<'_>) -> String {
    let (id, name) = (escape(&asked.id), escape(&asked.field.name));
    let before = refill.value(&asked.field.name);
    let list = escape(&serde_json::json!(options).to_string());
    let required = if asked.field.required && replica.newer { " aria-required=\"true\"" } else { "" };
    let attributes = (style.attributes)(asked);
    let hidden = format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(before));
    match style.drawn {
        Drawn::Button => format!(
            "<div class=\"drawn\" data-drawn=\"button\" data-options=\"{list}\"><button type=\"button\" id=\"{id}\" class=\"drawn-button {class}\" aria-haspopup=\"listbox\" \
             aria-expanded=\"false\" aria-labelledby=\"{id}-label\"{required} {attributes}>{shown}</button>{hidden}</div>",
            class = style.class,
            shown = if before.is_empty() { choose(replica).to_owned() } else { escape(before) },
        ),
        Drawn::ReadOnly | Drawn::Filter => format!(
            "<div class=\"drawn\" data-drawn=\"{kind}\" data-options=\"{list}\"><input type=\"text\" id=\"{id}\" class=\"drawn-input {class}\" role=\"combobox\" aria-haspopup=\"listbox\" \
             aria-expanded=\"false\" aria-controls=\"{id}-list\" aria-labelledby=\"{id}-label\" autocomplete=\"off\"{required}{read_only} placeholder=\"{hint}\" value=\"{before}\" {attributes}>{hidden}\
             <ul id=\"{id}-list\" role=\"listbox\" class=\"drawn-list\" hidden></ul></div>",
            kind = if style.drawn == Drawn::Filter { "filter" } else { "input" },
            class = style.class,
            read_only = if style.drawn == Drawn::Filter { "" } else { " readonly" },
            hint = choose(replica),
            before = escape(before),
        ),
        Drawn::Select2 => format!(
            "<div class=\"select2-container\" data-drawn=\"select2\" id=\"s2id_{id}\"><a href=\"javascript:void(0)\" class=\"select2-choice\" tabindex=\"-1\"><span class=\"select2-chosen\" id=\"select2-chosen-{id}\">{}</span>\
             <span class=\"select2-arrow\" role=\"presentation\"></span></a></div>\
             <select id=\"{id}\" name=\"{name}\" class=\"select2-offscreen\" tabindex=\"-1\"{required} {attributes}>{}</select>",
            if before.is_empty() { choose(replica).to_owned() } else { escape(before) },
            native_options(replica, asked, options, refill),
        ),
        Drawn::Native => select(replica, asked, options, refill, style),
    }
}

/// A button over a file field that is there for programs only.
fn file(replica: &Replica, asked: &Asked, style: &Style<'_>) -> String {
    let (id, name) = (escape(&asked.id), escape(&asked.field.name));
    let required = if asked.field.required && replica.newer { " aria-required=\"true\"" } else { "" };
    format!(
        "<div class=\"upload-box\" data-upload><button type=\"button\" class=\"upload\">{}</button><span class=\"hint\">{}</span>\
         <input type=\"file\" id=\"{id}\" name=\"{name}\" class=\"file-input\" accept=\".pdf,.doc,.docx\"{required} {}><span class=\"file-name\" hidden></span></div>",
        replica.say("Attach", "Datei auswählen", "Adjuntar", "Joindre"),
        replica.say("or drop it here", "oder hierher ziehen", "o arrástralo aquí", "ou déposez-le ici"),
        (style.attributes)(asked),
    )
}

/// The field no person sees.
pub(super) fn trap(replica: &Replica) -> String {
    format!(
        "<div style=\"{}\" aria-hidden=\"true\"><label for=\"{trap}\">Company fax</label><input type=\"text\" id=\"{trap}\" name=\"{trap}\" tabindex=\"-1\" autocomplete=\"off\" value=\"\"></div>",
        replica.trap_style,
        trap = replica.trap
    )
}
