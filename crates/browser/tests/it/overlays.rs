//! What floats over a form is put away as a person would, and what a form itself shows is not.

use browser::{ArmPolicy, Field, FillError, FillValue, FormModel, GateEvent};

use crate::site::{Site, Visit};

const FORM: &str = "<h1>Apply</h1><form method=post action=/send><p><label>Name <input name=name></label></p><p><label>E-mail <input name=email type=email></label></p>\
    <p><label>Resume <input type=file name=cv></label></p><div style='height:1500px'></div><p><label>Town <input name=town></label></p><button>Apply</button></form>";

/// A pane over everything with its window beside it. What is chosen there is told in a field of the form.
fn window(buttons: &str) -> String {
    format!(
        "<script>function choose(what, box) {{ const told = document.createElement('input'); told.type = 'hidden'; told.name = 'cookies'; told.value = what; document.forms[0].append(told); box.remove(); }}</script>\
         <div id=shade style='position:fixed;inset:0;background:#0008;z-index:9'></div>\
         <div class=cookie-window style='position:fixed;top:30%;left:20%;width:60%;background:#fff;z-index:10'><p>We use cookies. Read our <a href=/privacy>privacy notice</a>.</p>{buttons}</div>"
    )
}
const GO: &str = "document.getElementById('shade').remove(); choose(this.dataset.what, this.parentElement)";

fn button(what: &str, caption: &str) -> String {
    format!("<button type=button data-what={what} onclick=\"{GO}\">{caption}</button>")
}

fn named<'a>(form: &'a FormModel, name: &str) -> &'a Field {
    form.fields.iter().find(|field| field.name == name).expect(name)
}

async fn typed(visit: &Visit, form: &FormModel, name: &str) -> Result<Vec<String>, FillError> {
    let filled = visit.page.fill(named(form, name), &FillValue::Text("Berlin".to_owned())).await?;
    Ok(filled.read_back)
}

/// Sends the form and gives what arrived.
async fn sent(site: &Site, visit: &Visit, form: &FormModel) -> String {
    let submit = form.submit.as_ref().expect("a button");
    visit.page.make_way(submit).await.expect("a way to the button");
    let mut armed = visit.session.arm(&visit.page, ArmPolicy::default()).await.unwrap();
    armed.click(submit).await.expect("a click");
    let GateEvent::Paused(request) = armed.next().await else { panic!("nothing was sent") };
    request.release(std::time::Instant::now()).await.unwrap();
    for _ in 0..100 {
        if let [one] = site.received().as_slice() {
            return one.body.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{:?}", site.received());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_about_cookies_is_refused_where_it_can_be_and_agreed_to_where_not() {
    for (buttons, chosen) in [
        (button("all", "Accept all") + &button("none", "Reject all"), "none"),
        (button("all", "Alle akzeptieren") + &button("none", "Nur notwendige Cookies"), "none"),
        (button("all", "Tout accepter") + &button("none", "Continuer sans accepter"), "none"),
        (button("all", "Got it"), "all"),
    ] {
        let page = format!("{FORM}{}", window(&buttons));
        let site = Site::serving([("/", page.as_str())]).await;
        let visit = Visit::to(&site, "/").await;
        let form = visit.form().await;
        assert_eq!(typed(&visit, &form, "name").await.expect("filled"), ["Berlin"], "{buttons}");
        let body = sent(&site, &visit, &form).await;
        assert!(
            body.contains(&format!("cookies\"\r\n\r\n{chosen}"))
                || body.contains(&format!("cookies={chosen}")),
            "{buttons}: {body}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_to_the_button_is_cleared_before_it_is_armed() {
    // It comes when the form is filled already.
    let late = format!(
        "{FORM}<template id=late>{}</template><script>document.querySelector('[name=town]').addEventListener('input', () => document.body.append(document.getElementById('late').content.cloneNode(true)), {{ once: true }})</script>",
        window(&(button("all", "Accept") + &button("none", "Decline")))
    );
    let site = Site::serving([("/", late.as_str())]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    assert_eq!(typed(&visit, &form, "town").await.expect("filled"), ["Berlin"]);
    let body = sent(&site, &visit, &form).await;
    assert!(body.contains("cookies=none") && body.contains("town=Berlin"), "{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bar_that_sticks_to_the_edge_is_scrolled_clear_of() {
    let bar = "<div style='position:fixed;bottom:0;left:0;right:0;height:45vh;background:#eee;z-index:5'>Applications close on Friday</div>";
    let page = format!("{FORM}{bar}<div style='height:900px'></div>");
    let site = Site::serving([("/", page.as_str())]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    assert_eq!(typed(&visit, &form, "town").await.expect("filled"), ["Berlin"]);
    assert!(sent(&site, &visit, &form).await.contains("town=Berlin"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_banner_in_a_shadow_tree_and_one_over_a_frame_are_put_away() {
    let banner = "<div id=host></div><script>const root = document.getElementById('host').attachShadow({ mode: 'open' }); root.innerHTML = \
        `<div style='position:fixed;inset:0;background:#fff;z-index:9'><p>Cookies and your privacy</p><button>Alle annehmen</button><button id=no>Ablehnen</button></div>`; \
        root.getElementById('no').addEventListener('click', () => root.replaceChildren());</script>";
    let plain = format!("{FORM}{banner}");
    let framed = format!("<iframe src=/form width=900 height=2200></iframe>{banner}");
    let site = Site::serving([("/", plain.as_str()), ("/framed", framed.as_str()), ("/form", FORM)]).await;
    for path in ["/", "/framed"] {
        let visit = Visit::to(&site, path).await;
        let form = visit.form().await;
        assert_eq!(typed(&visit, &form, "name").await.expect("filled"), ["Berlin"], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_asks_for_something_itself_is_not_pressed_away() {
    let sign_in = "<div role=dialog style='position:fixed;inset:0;background:#fff;z-index:9'><p>Sign in</p><label>User <input name=user></label><label>Code <input name=code></label><button>Close</button></div>";
    // The form's own buttons are no way out, whatever they say.
    let own = "<form method=post action=/send><h1>Apply</h1><label>Name <input name=name></label><label>E-mail <input type=email name=email></label><label>Resume <input type=file name=cv></label>\
        <div class=consent-question><p>Privacy</p><button type=button>Decline</button><button type=button>Agree</button></div>\
        <div style='position:relative'><label>Town <input name=town></label><div style='position:absolute;inset:0;background:#eee'></div></div><button>Apply</button></form>";
    let signing = format!("{FORM}{sign_in}");
    let site = Site::serving([("/", signing.as_str()), ("/own", own)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let name = visit
        .page
        .read_forms()
        .await
        .unwrap()
        .into_iter()
        .flat_map(|form| form.fields)
        .find(|field| field.name == "name");
    let covered = visit.page.fill(&name.expect("the field"), &FillValue::Text("x".to_owned())).await;
    assert!(covered.is_err(), "{covered:?} in {form:?}");
    assert!(visit.page.text().await.unwrap().contains("Sign in"));
    let visit = Visit::to(&site, "/own").await;
    let form = visit.form().await;
    let town = Field { visible: true, honeypot: false, ..named(&form, "town").clone() };
    let covered = visit.page.fill(&town, &FillValue::Text("x".to_owned())).await;
    assert!(matches!(covered, Err(FillError::Covered { .. })), "{covered:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_comes_over_an_open_list_is_put_away_and_the_list_opened_again() {
    let list = "<form method=post action=/send><h1>Apply</h1><label>Name <input name=name></label><label>E-mail <input type=email name=email></label><label>Resume <input type=file name=cv></label>\
        <div><span id=team-label>Team</span><button type=button id=team aria-haspopup=listbox aria-labelledby=team-label>Select...</button><ul id=options role=listbox hidden></ul><input type=hidden name=team></div><button>Apply</button></form>\
        <script>let times = 0; const [button, options] = [document.getElementById('team'), document.getElementById('options')];\
        button.addEventListener('click', () => { options.hidden = !options.hidden; times += 1;\
            options.replaceChildren(...['Search', 'Billing'].map((text) => { const item = document.createElement('li'); item.setAttribute('role', 'option'); item.textContent = text;\
                item.addEventListener('click', () => { button.textContent = text; document.forms[0].elements.team.value = text; options.hidden = true; }); return item; }));\
            if (times === 2) document.body.append(document.getElementById('late').content.cloneNode(true)); });\
        button.addEventListener('blur', () => setTimeout(() => { options.hidden = true; }, 50));</script>";
    let page = format!(
        "{list}<template id=late>{}</template>",
        window(&(button("all", "Accept") + &button("none", "Reject")))
    );
    let site = Site::serving([("/", page.as_str())]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let team = form.fields.iter().find(|field| field.label == "Team").expect("the list");
    assert_eq!(team.options, ["Search", "Billing"]);
    let filled = visit.page.fill(team, &FillValue::Choice("Billing".to_owned())).await.expect("filled");
    assert_eq!(filled.read_back, ["Billing"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_whose_words_are_a_link_is_ticked_without_following_it() {
    let unseen = "position:absolute;opacity:0;width:1px;height:1px";
    let page = format!(
        "<h1>Apply</h1><form method=post action=/send><label>Name <input name=name></label><label>E-mail <input type=email name=email></label><label>Resume <input type=file name=cv></label>\
         <p><input type=checkbox id=plain name=plain value=1><label for=plain><a href=/terms target=_blank>I agree to the terms</a></label></p>\
         <p><input type=checkbox id=box name=box value=1 style='{unseen}'><label for=box><span style='display:inline-block;width:18px;height:18px;border:1px solid'></span> <a href=/terms>I agree to the use of data</a></label></p>\
         <p><input type=checkbox id=link name=link value=1 style='{unseen}'><label for=link><a href=/terms>I agree to everything</a></label></p>\
         <button>Apply</button></form>"
    );
    let site = Site::serving([("/", page.as_str()), ("/terms", "<p>Terms")]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    for name in ["plain", "box", "link"] {
        let filled = visit.page.fill(named(&form, name), &FillValue::Checked(true)).await.expect(name);
        assert_eq!(filled.read_back, ["on"], "{name}");
    }
    assert_eq!(visit.session.pages().len(), 1, "no link was followed");
    assert!(sent(&site, &visit, &form).await.contains("plain=1&box=1&link=1"));
}

/// A list of many towns over the foot of a page that a bar covers, and the bar has no way out.
const UNDER_A_BAR: &str = "<style>#bar{position:fixed;left:0;right:0;bottom:0;height:140px;background:#ddd;z-index:9}li{height:30px}</style>\
    <h1>Apply</h1><div style='height:560px'></div><form method=post action=/send><label>Name <input name=name></label>\
    <label id=l>Town</label><div style='position:relative'><button type=button id=b role=combobox aria-labelledby=l aria-haspopup=listbox aria-expanded=false aria-controls=list>Choose</button>\
    <ul id=list role=listbox hidden style='position:absolute;top:100%;margin:0;background:#fff'></ul></div><input type=hidden name=town>\
    <div style='height:900px'></div><button>Apply</button></form><div id=bar>Questions? Call us.</div>\
    <script>const open = (on) => { list.hidden = !on; b.setAttribute('aria-expanded', on); };\
    for (const town of ['Aachen', 'Bonn', 'Celle', 'Dresden', 'Essen', 'Fulda']) { const li = document.createElement('li'); li.role = 'option'; li.textContent = town;\
      li.onmousedown = (event) => event.preventDefault(); li.onclick = () => { b.textContent = town; document.forms[0].town.value = town; open(false); }; list.append(li); }\
    b.onclick = () => open(list.hidden); b.onblur = () => open(false);</script>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_option_under_a_bar_that_stays_is_brought_out_and_chosen() {
    let site = Site::serving([("/", UNDER_A_BAR)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let town = form.fields.iter().find(|field| field.label == "Town").expect("the list");
    for wanted in ["Fulda", "Aachen", "Dresden"] {
        let began = std::time::Instant::now();
        let filled = visit.page.fill(town, &FillValue::Choice(wanted.to_owned())).await.unwrap();
        assert_eq!(filled.read_back, [wanted], "{:?}", began.elapsed());
    }
}
