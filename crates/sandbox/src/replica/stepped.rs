//! The forms of the families that ask in several steps.

use super::model::{Asked, Replica};
use super::pieces::{self, Drawn, Style, complaint, control, label, trap};
use crate::forms::{Control, Refill};
use crate::html::escape;
use std::fmt::Write as _;

fn next_words(replica: &Replica) -> &str {
    replica.say("Next", "Weiter", "Siguiente", "Suivant")
}

fn submit_words(replica: &Replica) -> &str {
    replica.say("Submit", "Absenden", "Enviar", "Envoyer")
}

fn of_step(replica: &Replica, step: usize, draw: &dyn Fn(&Asked) -> String) -> String {
    replica.fields.iter().filter(|asked| asked.step == step).map(draw).collect()
}

/// SmartRecruiters: fields inside elements of its own with shadow trees; the steps are drawn by script.
pub(super) fn smart(replica: &Replica) -> String {
    let style = Style { class: "spl", attributes: &|_| String::new(), drawn: Drawn::Button, label_for: true };
    let none = Refill::default();
    let draw = |asked: &Asked| match &asked.field.control {
        Control::One(_) | Control::Many(_) => format!(
            "<div class=\"form-group\">{}{}{}</div>",
            label(replica, asked, "spl-label", &style),
            control(replica, asked, &none, &style),
            complaint(asked, &none)
        ),
        Control::Consent => format!(
            "<div class=\"form-group\">{}<label for=\"{}\">{}{}</label>{}</div>",
            control(replica, asked, &none, &style),
            escape(&asked.id),
            escape(&asked.field.label),
            pieces::mark(replica, asked),
            complaint(asked, &none)
        ),
        other => format!(
            "<{tag} id=\"{id}\" name=\"{name}\" label=\"{label}\" kind=\"{kind}\" hint=\"{hint}\" button=\"{attach}\"{required}></{tag}>",
            tag = match other {
                Control::Essay => "spl-textarea",
                Control::File => "spl-dropzone",
                _ => "spl-input",
            },
            id = escape(&asked.id),
            name = escape(&asked.field.name),
            label = escape(&asked.field.label),
            kind = match other {
                Control::Email => "email",
                Control::Phone => "tel",
                Control::Number => "number",
                Control::Date if asked.day == super::model::Day::Native => "date",
                _ => "text",
            },
            hint = if *other == Control::Date { asked.day.hint(replica.tongue) } else { "" },
            attach =
                replica.say("Choose a file", "Datei auswählen", "Elegir un archivo", "Choisir un fichier"),
            required = if asked.field.required { " is-required" } else { "" },
        ),
    };
    let mut templates = String::new();
    for (step, heading) in replica.steps.iter().enumerate() {
        let _ = write!(
            templates,
            "<template data-step=\"{step}\"><h2>{}</h2>{}</template>",
            escape(heading),
            of_step(replica, step, &draw)
        );
    }
    format!(
        "<oc-oneclick-form><form data-steps data-send=\"fetch\" data-check=\"{check}\" action=\"{action}\" method=\"post\" novalidate>{trap}<div class=\"step-body\"></div>{templates}\
         <div class=\"form-problem\" role=\"alert\" hidden></div><footer><button type=\"button\" data-test=\"footer-next\" data-next>{next}</button>\
         <button type=\"submit\" data-test=\"footer-submit\" data-submit hidden>{submit}</button></footer></form></oc-oneclick-form>",
        check = replica.at("", "check"),
        action = replica.at("", "submit"),
        trap = trap(replica),
        next = next_words(replica),
        submit = submit_words(replica),
    )
}

/// iCIMS: one step, as a page of its own inside the frame.
pub(super) fn icims(replica: &Replica, step: usize, draft: &str, refill: &Refill) -> String {
    let style =
        Style { class: "iCIMS_Field", attributes: &|_| String::new(), drawn: Drawn::Native, label_for: true };
    let draw = |asked: &Asked| {
        format!(
            "<div class=\"iCIMS_TableRow\"><div class=\"iCIMS_FieldLabel\">{}</div><div class=\"iCIMS_TableCell\">{}{}</div></div>",
            label(replica, asked, "iCIMS_Label", &style),
            control(replica, asked, refill, &style),
            complaint(asked, refill)
        )
    };
    let last = step + 1 >= replica.steps.len();
    let id = if last { "quesp_form_submit_i" } else { "cp_form_submit_i" };
    let summary = if refill.errors.is_empty() {
        String::new()
    } else {
        format!(
            "<div class=\"iCIMS_ErrorMsg_Container\" role=\"alert\">{}</div>",
            replica.say(
                "There was a problem with your submission.",
                "Bitte prüfen Sie Ihre Angaben.",
                "Revisa los datos.",
                "Veuillez vérifier vos informations."
            )
        )
    };
    format!(
        "<div class=\"iCIMS_MainWrapper\"><h1>{heading}</h1>{summary}<form id=\"cp_form\" method=\"post\" enctype=\"multipart/form-data\" action=\"{action}\"><input type=\"hidden\" name=\"draft\" value=\"{draft}\">\
         <input type=\"hidden\" name=\"step\" value=\"{step}\">{trap}<div class=\"iCIMS_Table\">{fields}</div>\
         <div class=\"iCIMS_ActionButtons\"><input type=\"submit\" id=\"{id}\" class=\"iCIMS_PrimaryButton\" value=\"{button}\"></div></form></div>",
        heading = escape(&replica.steps[step.min(replica.steps.len() - 1)]),
        action = replica.at("", "step"),
        draft = escape(draft),
        trap = trap(replica),
        fields = of_step(replica, step, &draw),
        button = if last {
            replica.say(
                "Submit Application",
                "Bewerbung absenden",
                "Enviar candidatura",
                "Envoyer la candidature",
            )
        } else {
            replica.say("Save and continue", "Weiter", "Continuar", "Continuer")
        },
    )
}

/// Workday: an account, then steps drawn by script, each button under a cover.
pub(super) fn workday(replica: &Replica) -> String {
    let automation = |asked: &Asked| {
        let name =
            if replica.newer { format!("formField-{}", asked.field.name) } else { asked.field.name.clone() };
        format!("data-automation-id=\"{}\"", escape(&name))
    };
    let style = Style { class: "css-input", attributes: &automation, drawn: Drawn::Button, label_for: true };
    let none = Refill::default();
    let draw = |asked: &Asked| {
        let asked = &super::model::Asked {
            look: match asked.look {
                // Workday has no native lists.
                super::model::Look::Select | super::model::Look::Buttons => super::model::Look::Drawn,
                other => other,
            },
            ..asked.clone()
        };
        let inner = match &asked.field.control {
            Control::File => format!(
                "<div data-automation-id=\"file-upload-drop-zone\" data-upload><span class=\"hint\">{drop}</span><button type=\"button\" class=\"upload\" data-automation-id=\"select-files\">{pick}</button>\
                 <input type=\"file\" id=\"{id}\" name=\"{name}\" class=\"file-input\" data-automation-id=\"file-upload-input-ref\"><div data-automation-id=\"file-upload-successful\" hidden><span class=\"file-name\" data-automation-id=\"file-upload-item-name\"></span>\
                 <button type=\"button\" data-automation-id=\"delete-file\" aria-label=\"delete\">&#10005;</button></div></div>",
                drop = replica.say(
                    "Drop file here",
                    "Datei hier ablegen",
                    "Suelta el archivo aquí",
                    "Déposer un fichier ici"
                ),
                pick = replica.say(
                    "Select file",
                    "Datei auswählen",
                    "Seleccionar archivo",
                    "Sélectionner un fichier"
                ),
                id = escape(&asked.id),
                name = escape(&asked.field.name),
            ),
            _ => control(replica, asked, &none, &style),
        };
        format!(
            "<div class=\"css-row\" data-automation-id=\"formField-{}\">{}{inner}{}</div>",
            escape(&asked.field.name),
            label(replica, asked, "css-label", &style),
            complaint(asked, &none)
        )
    };
    let mut templates = String::new();
    let mut bar = String::new();
    for (step, heading) in replica.steps.iter().enumerate() {
        let _ = write!(
            templates,
            "<template data-step=\"{step}\"><h2>{}</h2>{}</template>",
            escape(heading),
            of_step(replica, step, &draw)
        );
        let _ = write!(bar, "<li data-bar=\"{step}\">{}</li>", escape(heading));
    }
    format!(
        "<div data-automation-id=\"applyFlowPage\" data-workday data-account=\"{account}\">{gate}\
         <div data-flow hidden><ol data-automation-id=\"progressBar\">{bar}</ol><div data-automation-id=\"errorBanner\" class=\"form-problem\" role=\"alert\" hidden></div>\
         <form data-steps data-typed data-send=\"fetch\" data-done=\"replace\" data-check=\"{check}\" action=\"{action}\" method=\"post\" novalidate><div class=\"step-body\"></div>{templates}\
         <footer data-automation-id=\"{footer}\"><span class=\"covered\"><button type=\"button\" data-automation-id=\"{next}\" data-next data-last=\"{submit}\">{next_text}</button></span></footer></form></div></div>",
        account = replica.at("", "account"),
        gate = gate(replica),
        check = replica.at("", "check"),
        action = replica.at("", "submit"),
        footer = if replica.newer { "pageFooter" } else { "bottom-navigation" },
        next = if replica.newer { "pageFooterNextButton" } else { "bottom-navigation-next-button" },
        submit = submit_words(replica),
        next_text = replica.say(
            "Save and Continue",
            "Speichern und fortfahren",
            "Guardar y continuar",
            "Enregistrer et continuer"
        ),
    )
}

/// The page before the steps: an account is made, or signed in to. A cover lies over the button; under its own name
/// waits a field for robots.
fn gate(replica: &Replica) -> String {
    let say = |en, de, es, fr| replica.say(en, de, es, fr).to_owned();
    let covered = |id: &str, text: &str| {
        format!(
            "<div class=\"covered\"><div data-automation-id=\"click_filter\" role=\"button\" tabindex=\"0\" aria-label=\"{text}\" class=\"cover\"></div>\
             <button type=\"submit\" data-automation-id=\"{id}\" tabindex=\"-2\" aria-hidden=\"true\">{text}</button></div>"
        )
    };
    let field = |id: &str, label: &str, kind: &str| {
        format!(
            "<div class=\"css-row\"><label for=\"account-{id}\">{label}<span class=\"required\">*</span></label><input id=\"account-{id}\" type=\"{kind}\" data-automation-id=\"{id}\" autocomplete=\"off\"></div>"
        )
    };
    let email = say("Email Address", "E-Mail-Adresse", "Correo electrónico", "Adresse e-mail");
    let password = say("Password", "Passwort", "Contraseña", "Mot de passe");
    let create = say("Create Account", "Konto erstellen", "Crear cuenta", "Créer un compte");
    let sign_in = say("Sign In", "Anmelden", "Iniciar sesión", "Se connecter");
    format!(
        "<div data-automation-id=\"signInContent\" data-gate=\"create\"><h2>{create}</h2><form data-account-form=\"create\" novalidate>{email_field}{password_field}{verify}\
         <div style=\"position:absolute;left:-9999px\"><label for=\"beecatcher\">Enter website. This input is for robots only, do not enter if you're human.</label><input id=\"beecatcher\" name=\"website\" data-automation-id=\"beecatcher\" tabindex=\"-1\" autocomplete=\"off\"></div>\
         <div class=\"css-row\"><input type=\"checkbox\" id=\"account-agree\" data-automation-id=\"createAccountCheckbox\"><label for=\"account-agree\">{agree}</label></div>\
         <p class=\"field-error\" data-automation-id=\"errorMessage\" role=\"alert\" hidden></p>{create_button}</form>\
         <p><button type=\"button\" class=\"link\" data-automation-id=\"signInLink\" data-turn=\"sign_in\">{sign_in}</button></p></div>\
         <div data-automation-id=\"signInContent\" data-gate=\"sign_in\" hidden><h2>{sign_in}</h2><form data-account-form=\"sign_in\" novalidate>{email_again}{password_again}\
         <p class=\"field-error\" data-automation-id=\"errorMessage\" role=\"alert\" hidden></p>{sign_in_button}</form>\
         <p><button type=\"button\" class=\"link\" data-automation-id=\"createAccountLink\" data-turn=\"create\">{create}</button></p></div>",
        email_field = field("email", &email, "text"),
        password_field = field("password", &password, "password"),
        verify = field(
            "verifyPassword",
            replica.say(
                "Verify New Password",
                "Passwort bestätigen",
                "Confirmar contraseña",
                "Confirmer le mot de passe"
            ),
            "password"
        ),
        agree = replica.say(
            "I agree to the terms of use",
            "Ich stimme den Nutzungsbedingungen zu",
            "Acepto las condiciones de uso",
            "J'accepte les conditions d'utilisation"
        ),
        create_button = covered("createAccountSubmitButton", &create),
        email_again = field("email", &email, "text").replace("account-email", "sign-in-email"),
        password_again =
            field("password", &password, "password").replace("account-password", "sign-in-password"),
        sign_in_button = covered("signInSubmitButton", &sign_in),
    )
}
