//! One form model from any markup: names by the accessibility rules, what is hidden, steps, sections, frames.

use browser::{Field, FieldKind, FillError, FillValue, FormStep};

use crate::site::{Site, Visit};

fn named<'a>(fields: &'a [Field], name: &str) -> &'a Field {
    fields.iter().find(|field| field.name == name).unwrap_or_else(|| {
        panic!("no field {name} among {:?}", fields.iter().map(|field| &field.name).collect::<Vec<_>>())
    })
}

/// What stands in the page, and what a person says it asks.
const NAMES: &[(&str, &str)] = &[
    ("<label for=NAME>By for</label><input id=NAME name=NAME>", "By for"),
    ("<label>Around <input name=NAME></label>", "Around"),
    ("<label>Behind <input name=NAME> it</label>", "Behind it"),
    (
        "<span id=aNAME>Given</span> <b id=bNAME>name</b><input name=NAME aria-labelledby='aNAME bNAME' aria-label=Other>",
        "Given name",
    ),
    ("<label for=NAME>Native</label><input id=NAME name=NAME aria-label=Spoken>", "Spoken"),
    ("<span id=aNAME hidden>From hidden</span><input name=NAME aria-labelledby=aNAME>", "From hidden"),
    (
        "<input name=NAME id=NAME aria-label='Delete' aria-labelledby='NAME fNAME'><span id=fNAME>the draft</span>",
        "Delete the draft",
    ),
    ("<input name=NAME title='From title' placeholder=Hint>", "From title"),
    ("<input name=NAME placeholder='First name'>", "First name"),
    ("<div><div class=question>From the box</div><div><input name=NAME></div></div>", "From the box"),
    ("<label for=NAME>Marked <span aria-hidden=true>*</span></label><input id=NAME name=NAME>", "Marked"),
    ("<label for=NAME>Noted <small>We never share it</small></label><input id=NAME name=NAME>", "Noted"),
    (
        "<label for=NAME>Shown<span style='display:none'> not shown</span></label><input id=NAME name=NAME>",
        "Shown",
    ),
    (
        "<input name=NAME aria-labelledby=iNAME><span id=iNAME><img alt='Work e-mail' src='data:,'></span>",
        "Work e-mail",
    ),
    ("<label for=NAME>One</label><label for=NAME>two</label><input id=NAME name=NAME>", "One two"),
    (
        "<fieldset><legend>How old are you?</legend><label><input type=radio name=NAME>Under 18</label><label><input type=radio name=NAME>Over 18</label></fieldset>",
        "How old are you?",
    ),
    (
        "<div role=radiogroup aria-label='Shift'><label><input type=radio name=NAME>Day</label><label><input type=radio name=NAME>Night</label></div>",
        "Shift",
    ),
    ("<table><tr><td>Street</td><td><input name=NAME></td></tr></table>", "Street"),
    ("<dl><dt>Town</dt><dd><input name=NAME></dd></dl>", "Town"),
    ("<label for=NAME>Resume</label><input type=file id=NAME name=NAME>", "Resume"),
    ("<div><h4>Cover letter</h4><label>Attach<input type=file name=NAME></label></div>", "Cover letter"),
    ("<input name=NAME aria-label='9f1c2d3e-1111-2222-3333-444455556666' placeholder=Phone>", "Phone"),
    ("<label for=NAME>Pay<div class=error>Required</div></label><input id=NAME name=NAME>", "Pay"),
    ("<label for=NAME>Über dich (Pflichtfeld)</label><textarea id=NAME name=NAME></textarea>", "Über dich"),
    (
        "<div class=field><p>Why us?</p><p class=help>At most 300 words</p><textarea name=NAME></textarea></div>",
        "Why us?",
    ),
    ("<label>Level <select name=NAME><option>Junior<option>Senior</select></label>", "Level"),
    (
        "<section><h2>My experience</h2><div><label for=NAME>Upload your resume</label><p><button type=button>Select a file</button><input type=file id=NAME name=NAME></p></div></section>",
        "Upload your resume",
    ),
    (
        "<div><div class=text>Work sample</div><label><span>Attach resume/CV</span><input type=file name=NAME></label></div>",
        "Work sample",
    ),
    (
        "<div><div class=text>Arbeitsprobe (PDF)</div><label><span>Lebenslauf anhängen</span><input type=file name=NAME></label></div>",
        "Arbeitsprobe (PDF)",
    ),
    (
        "<div><div class=text>Lettre de motivation</div><label><span>Télécharger le CV</span><input type=file name=NAME></label></div>",
        "Lettre de motivation",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fields_are_called_what_a_screen_reader_calls_them() {
    let rows: String = NAMES
        .iter()
        .enumerate()
        .map(|(at, (html, _))| format!("<div>{}</div>", html.replace("NAME", &format!("n{at}"))))
        .collect();
    let site =
        Site::serving([("/", &format!("<h1>Apply</h1><form>{rows}<button>Apply</button></form>"))]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let wrong: Vec<String> = NAMES
        .iter()
        .enumerate()
        .filter_map(|(at, (html, wanted))| {
            let label = &named(&form.fields, &format!("n{at}")).label;
            (label != wanted).then(|| format!("{html}\n   is {label:?}, not {wanted:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), NAMES.len(), wrong.join("\n"));
    for (at, required) in [(10, true), (11, false), (23, true)] {
        assert_eq!(named(&form.fields, &format!("n{at}")).required, required, "n{at}");
    }
    assert_eq!(named(&form.fields, "n11").help, "We never share it");
    assert_eq!(named(&form.fields, "n24").help, "At most 300 words");
    assert_eq!(named(&form.fields, "n15").options, ["Under 18", "Over 18"]);
    visit.session.close().await;
}

/// How a field is kept from people's eyes or hands, and whether a person would see it.
const SIGHTS: [(&str, bool); 31] = [
    ("<label>L<input name=NAME></label>", true),
    ("<label style='display:none'>L<input name=NAME></label>", false),
    ("<div style='visibility:hidden'><label>L<input name=NAME></label></div>", false),
    ("<div hidden><label>L<input name=NAME></label></div>", false),
    ("<details><summary>More</summary><label>L<input name=NAME></label></details>", false),
    ("<div style='opacity:0'><label>L<input name=NAME></label></div>", false),
    ("<div style='opacity:.1'><div style='opacity:.1'><label>L<input name=NAME></label></div></div>", false),
    ("<div style='filter:opacity(0%)'><label>L<input name=NAME></label></div>", false),
    ("<div style='position:absolute;left:-9999px'><label>L<input name=NAME></label></div>", false),
    ("<div style='position:absolute;top:-500px'><label>L<input name=NAME></label></div>", false),
    (
        "<label style='text-indent:0'>L<input name=NAME style='position:fixed;left:-300px;top:0'></label>",
        false,
    ),
    ("<div style='transform:translateX(-4000px)'><label>L<input name=NAME></label></div>", false),
    ("<div style='clip-path:inset(50%)'><label>L<input name=NAME></label></div>", false),
    ("<div style='clip-path:polygon(0 0,0 0,0 0)'><label>L<input name=NAME></label></div>", false),
    ("<div style='position:absolute;clip:rect(0,0,0,0)'><label>L<input name=NAME></label></div>", false),
    ("<div style='height:0;overflow:hidden'><label>L<input name=NAME></label></div>", false),
    ("<div style='width:1px;height:1px;overflow:hidden'><label>L<input name=NAME></label></div>", false),
    ("<div style='transform:scale(0)'><label>L<input name=NAME></label></div>", false),
    ("<label>L<input name=NAME style='width:0;height:0;border:0;padding:0'></label>", false),
    ("<div aria-hidden=true><label>L<input name=NAME tabindex=-1></label></div>", false),
    ("<div inert><label>L<input name=NAME></label></div>", false),
    ("<label>L<input name=NAME tabindex=-1 autocomplete=off></label>", false),
    ("<label>Please leave this field empty<input name=NAME></label>", false),
    (
        "<div style='position:relative;height:40px'><input name=NAME aria-label=L style='position:absolute;left:0;top:0;width:200px'><div style='position:absolute;left:0;top:0;width:400px;height:40px;background:#eee'>Cover</div></div>",
        false,
    ),
    (
        "<div style='position:relative;overflow:hidden;height:30px'><div style='position:relative;left:-700px'><input name=NAME aria-label=L style='width:100px'></div></div>",
        false,
    ),
    // What merely looks odd is still there for a person.
    (
        "<div style='position:relative'><label style='position:absolute;left:8px;top:4px;pointer-events:none' for=NAME>L</label><input id=NAME name=NAME style='padding-top:20px'></div>",
        true,
    ),
    (
        "<div style='height:60px;overflow:auto'><div style='height:500px'></div><label>L<input name=NAME></label></div>",
        true,
    ),
    ("<label style='opacity:.4'>L<input name=NAME></label>", true),
    (
        "<div style='overflow:hidden'><div style='height:50px;overflow:auto'><div style='height:900px'></div><label>L<input name=NAME></label></div></div>",
        true,
    ),
    ("<label>L<input name=NAME readonly tabindex=-1 value=Preset></label>", true),
    (
        "<label><input type=checkbox name=NAME style='position:absolute;opacity:0'><span>L</span></label>",
        true,
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_law_in_one_question_is_read_to_its_end() {
    let law = "Our rules about government officials hold for everybody who works with us. ".repeat(20);
    let question = format!("{law} Do you hold a public office?");
    let page = format!(
        "<h1>Apply</h1><form><label for=text>{question}</label><input id=text name=text>\
         <fieldset><legend>{question}*</legend><label><input type=radio name=choice>Yes</label><label><input type=radio name=choice>No</label></fieldset>\
         <div><p class=question>{question}</p><select name=list><option value=''>Select</option><option>Yes</option><option>No</option></select></div>\
         <button>Apply</button></form>"
    );
    let site = Site::serving([("/", page.as_str())]).await;
    let form = Visit::to(&site, "/").await.form().await;
    let wanted = question.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in ["text", "choice", "list"] {
        assert_eq!(named(&form.fields, name).label, wanted, "{name}");
    }
    assert!(named(&form.fields, "choice").required);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_from_people_is_known_and_never_touched() {
    let rows: String = SIGHTS
        .iter()
        .enumerate()
        .map(|(at, (html, _))| format!("<div>{}</div>", html.replace("NAME", &format!("n{at}"))))
        .collect();
    let page = format!(
        "<h1>Apply</h1><form><label>Email<input type=email name=email></label>{rows}<button>Apply</button></form>"
    );
    let site = Site::serving([("/", &page)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let mut wrong = Vec::new();
    for (at, (html, seen)) in SIGHTS.iter().enumerate() {
        let field = named(&form.fields, &format!("n{at}"));
        if (field.visible && !field.honeypot) != *seen {
            wrong.push(format!(
                "{html}\n   visible {} trap {} by {:?}",
                field.visible, field.honeypot, field.hidden_by
            ));
        }
        if !seen {
            let refused = visit.page.fill(field, &FillValue::Text("x".into())).await;
            assert!(matches!(refused, Err(FillError::NotFillable { .. })), "{html}");
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SIGHTS.len(), wrong.join("\n"));
    // The page stands where it stood: looking has not moved it.
    assert_eq!(visit.page.html().await.unwrap().matches("data-moved").count(), 0);
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sections_and_steps_are_what_the_page_says() {
    let site = Site::serving([
        ("/", "<p>Step 2 of 4</p><ol><li>Start</li><li aria-current=step>My experience</li><li>Questions</li><li>Review</li></ol>\
            <h1>Engineer</h1><form><label>Email<input name=email></label><fieldset><legend>Education</legend><label>School<input name=school></label><label>Degree<input name=degree></label></fieldset>\
            <section aria-label='Work'><label>Employer<input name=employer></label></section><h3>Consent</h3><label><input type=checkbox name=ok>I agree</label><button>Save and continue</button></form>"),
        ("/bar", "<ol><li><span>Angaben</span></li><li aria-current=step><span>Fragen</span></li><li><span>Prüfen</span></li></ol><form><label>A<input></label><label>B<input></label><button>Weiter</button></form>"),
        ("/none", "<p>Follow these steps.</p><form><label>A<input></label><label>B<input></label><button>Apply</button></form>"),
    ])
    .await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    assert_eq!(form.step, Some(FormStep { number: 2, total: 4, label: "My experience".into() }));
    assert!(form.is_next_step);
    for (name, section) in [
        ("email", "Engineer"),
        ("school", "Education"),
        ("degree", "Education"),
        ("employer", "Work"),
        ("ok", "Consent"),
    ] {
        assert_eq!(named(&form.fields, name).section, section, "{name}");
    }
    for (path, step) in
        [("/bar", Some(FormStep { number: 2, total: 3, label: "Fragen".into() })), ("/none", None)]
    {
        visit.page.navigate(&site.url(path), std::time::Duration::from_secs(10)).await.unwrap();
        assert_eq!(visit.form().await.step, step, "{path}");
    }
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_form_is_read_and_filled_through_nested_frames_and_shadow_trees() {
    let deep = Site::serving([(
        "/deep",
        "<div style='height:300px'></div><form action=/apply method=post><label>Email *<input name=email type=email></label>\
         <label for=town>Town</label><x-outer></x-outer><label for=about>About you *</label>\
         <textarea id=about name=about required style='display:none'></textarea><iframe id=editor style='width:300px;height:80px'></iframe>\
         <label>Phone<input name=phone type=tel></label><iframe style='display:none' srcdoc='<label>Fax<input name=fax></label>'></iframe>\
         <button>Submit application</button></form>\
         <script>const write = (frame, html) => { const d = frame.contentDocument; d.open(); d.write(html); d.close(); };\
         write(editor, '<body contenteditable=true style=\"height:60px\"></body>');\
         customElements.define('x-inner', class extends HTMLElement { connectedCallback() { this.attachShadow({mode:'open'}).innerHTML = '<label for=c>City</label><input id=c name=city>'; } });\
         customElements.define('x-outer', class extends HTMLElement { connectedCallback() { this.attachShadow({mode:'open'}).innerHTML = '<x-inner></x-inner>'; } });</script>",
    )])
    .await;
    let port = deep.address.port();
    let middle = format!(
        "<h2>Board</h2><div style='height:200px'></div><iframe src='http://inner.demo.test:{port}/same' width=700 height=500></iframe>"
    );
    let same = format!(
        "<p>Same site, one further in</p><iframe src='http://127.0.0.1:{port}/deep' width=650 height=450 style='margin:20px;border:3px solid'></iframe>"
    );
    let site = Site::serving([
        ("/", &*format!("<h1>Careers</h1><form><input name=q placeholder=Search></form><iframe src='http://board.demo.test:{port}/middle' width=800 height=600></iframe>")),
    ])
    .await;
    deep.add("/middle", &middle);
    deep.add("/same", &same);
    let visit = Visit::at(&[deep.address, site.address], site.url("/")).await;
    assert!(visit.page.wait_for("input[type=email]", std::time::Duration::from_secs(15)).await.unwrap());
    let form = visit.form().await;
    assert_eq!(form.submit_label, "Submit application");
    let shown: Vec<(&str, bool)> = form
        .fields
        .iter()
        .filter(|field| field.visible && !field.honeypot)
        .map(|field| (field.label.as_str(), field.required))
        .collect();
    assert_eq!(shown, [("Email", true), ("City", false), ("About you", true), ("Phone", false)]);
    let editor = form.fields.iter().find(|field| field.label == "About you").unwrap();
    assert_eq!((editor.kind, editor.name.as_str()), (FieldKind::Textarea, "about"));
    for (label, value) in [
        ("Email", "ada@mail.example"),
        ("City", "Kiel"),
        ("About you", "I build engines."),
        ("Phone", "+49 30 1234567"),
    ] {
        let field = form.fields.iter().find(|field| field.label == label).unwrap();
        let filled = visit
            .page
            .fill(field, &FillValue::Text(value.into()))
            .await
            .unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!(filled.read_back, [value], "{label}");
    }
    let held = visit.page.read_values(&form.frame).await.unwrap();
    assert!(held.iter().any(|(handle, value)| *handle == editor.handle && value == &["I build engines."]));
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_in_a_frame_that_nobody_sees_is_not_the_form() {
    let trap = "<form><label>Email<input type=email name=trap></label><label>Name<input name=trap2></label><label>City<input></label><label>Phone<input></label><input type=file aria-label=Resume><button>Submit application</button></form>";
    let page = format!(
        "<iframe style='opacity:0;position:absolute' width=400 height=400 srcdoc=\"{}\"></iframe><form><label>Email<input type=email name=real></label><label>Name<input name=name></label><button>Apply</button></form>",
        trap.replace('"', "&quot;")
    );
    let site = Site::serving([("/", &page)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    assert!(form.fields.iter().any(|field| field.name == "real"), "{form:#?}");
    let hidden = visit.page.read_forms().await.unwrap();
    let trap = hidden.iter().flat_map(|form| &form.fields).find(|field| field.name == "trap").unwrap();
    assert!(!trap.visible && trap.hidden_by.contains("frame"), "{trap:?}");
    let refused = visit.page.fill(trap, &FillValue::Text("x".into())).await;
    assert!(matches!(refused, Err(FillError::NotFillable { .. })));
    visit.session.close().await;
}
