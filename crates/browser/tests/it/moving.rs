//! Pages that move while they are filled: they glide to a place rather than jump, and parts of them grow and shrink.

use std::time::{Duration, Instant};

use browser::{FillError, FillValue};
use url::Url;

use crate::site::{Site, Visit};

/// Longest wait for anything here.
const PATIENCE: Duration = Duration::from_secs(20);

/// Rows of boxes far apart, in a page that scrolls smoothly.
fn gliding() -> String {
    let rows: String = (0..40)
        .map(|row| {
            format!(
                "<div style='height:110px'><p>Part {row}</p><label>List {row} <select name=list{row}><option value=''>Choose<option>Yes<option>No</select></label>\
                 <label><input type=checkbox name=box{row}>Box {row}</label></div>"
            )
        })
        .collect();
    format!(
        "<style>html{{scroll-behavior:smooth}}</style><h1>Apply</h1><form method=post action=/apply>\
         <label>Email <input type=email name=email></label>{rows}<button>Submit application</button></form>"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_glides_is_ticked_where_it_was_meant() {
    let site = Site::serving([("/", &gliding())]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let list = |row: usize| form.fields.iter().find(|field| field.name == format!("list{row}")).unwrap();
    let named = |row: usize| form.fields.iter().find(|field| field.name == format!("box{row}")).unwrap();
    let wanted = [39, 0, 25, 3, 38, 12, 30, 1];
    for row in wanted {
        // A list is answered without a click: the page is still on its way to it when the box beside it is ticked.
        visit.page.fill(list(row), &FillValue::Choice("Yes".into())).await.unwrap();
        let filled = visit.page.fill(named(row), &FillValue::Checked(true)).await.unwrap();
        assert_eq!(filled.read_back, ["on"], "box {row}");
    }
    let held = visit.page.read_values(&form.frame).await.unwrap();
    for row in 0..40 {
        let ticked = held.iter().any(|(handle, held)| *handle == named(row).handle && !held.is_empty());
        assert_eq!(ticked, wanted.contains(&row), "box {row}");
    }
}

/// A notice above the answers that folds away as soon as a field is left, slowly.
const FOLDING: &str = "<style>#notice{height:300px;transition:height .4s linear;overflow:hidden}</style>\
    <h1>Apply</h1><form method=post action=/apply>\
    <label>Email <input type=email name=email onblur=\"notice.style.height='0px'\"></label><div id=notice>Hint</div>\
    <label><input type=checkbox name=first>First</label><br><label><input type=checkbox name=second>Second</label><br>\
    <label><input type=checkbox name=third>Third</label><br><button>Submit application</button></form>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_folds_under_the_mouse_is_ticked_all_the_same() {
    let site = Site::serving([("/", FOLDING)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let named = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap();
    visit.page.fill(named("email"), &FillValue::Text("ada@mail.example".into())).await.unwrap();
    for name in ["third", "first"] {
        let filled = visit.page.fill(named(name), &FillValue::Checked(true)).await.unwrap();
        assert_eq!(filled.read_back, ["on"], "{name}");
    }
    let held = visit.page.read_values(&form.frame).await.unwrap();
    let second = held.iter().find(|(handle, _)| *handle == named("second").handle).unwrap();
    assert!(second.1.is_empty(), "only what was asked for is ticked");
}

/// A field that suggests nothing here, and forgets on leaving what was typed and not chosen; and a list of hints that
/// hangs open over the next field until the first one is left.
const FORGETTING: &str = "<h1>Apply</h1><form method=post action=/apply>\
    <label>Town <input type=text name=town role=combobox value=Typed autofocus onblur=\"this.value=''\"></label>\
    <div style='position:relative'><label>Name <input name=name onfocus=\"hints.hidden=false\" onblur=\"hints.hidden=true\"></label>\
    <div id=hints hidden style='position:absolute;top:100%;left:0;width:400px;height:80px;background:#eee;z-index:2'>Hints</div></div>\
    <label>Email <input type=email name=email></label><button>Submit application</button></form>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_page_forgets_on_leaving_is_no_answer() {
    let site = Site::serving([("/", FORGETTING)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    let named = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap();
    assert!(named("town").value.is_empty(), "read as it is once it was left: {:?}", named("town").value);
    let refused = visit.page.fill(named("town"), &FillValue::Text("Nowhere".into())).await;
    assert!(matches!(refused, Err(FillError::NoSuchOption { offered, .. }) if offered.is_empty()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_hangs_open_over_a_field_is_closed_first() {
    let site = Site::serving([("/", FORGETTING)]).await;
    let visit = Visit::to(&site, "/").await;
    let form = visit.form().await;
    for (name, value) in [("name", "Ada Quist"), ("email", "ada@mail.example")] {
        let field = form.fields.iter().find(|field| field.name == name).unwrap();
        let filled = visit.page.fill(field, &FillValue::Text(value.into())).await.unwrap();
        assert_eq!(filled.read_back, [value]);
    }
}

/// Draws one field after the other without asking its server for anything.
const DRAWING: &str = "<h1>Apply</h1><form method=post action=/apply><label>Email <input type=email name=email></label><button>Submit application</button></form>\
    <script>for (let at = 1; at <= 6; at += 1) setTimeout(() => document.forms[0].insertAdjacentHTML('beforeend', `<label>Part ${at} <input name=part${at}></label>`), 70 * at)</script>";
/// Shows the time, and never stops.
const CLOCK: &str =
    "<p id=clock></p><script>setInterval(() => { clock.textContent = performance.now(); }, 30)</script>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_is_quiet_once_it_is_drawn_and_a_clock_is_not_waited_for() {
    let site = Site::serving([("/", DRAWING), ("/clock", CLOCK)]).await;
    let visit = Visit::to(&site, "/").await;
    assert!(visit.page.wait_quiet(PATIENCE).await.unwrap());
    assert_eq!(visit.form().await.fields.len(), 7, "all of it is there");
    visit.page.navigate(&site.url("/clock"), PATIENCE).await.unwrap();
    let began = Instant::now();
    assert!(visit.page.wait_quiet(PATIENCE).await.unwrap());
    assert!(began.elapsed() < PATIENCE / 2, "{:?}", began.elapsed());
}

/// Offers a library of its own to whoever asks for one, and goes on to another page by itself.
fn lying(next: &str) -> String {
    format!(
        "<script>globalThis.__jobwire = new Proxy({{}}, {{ get: () => () => 'a lie' }}); globalThis.jobwire = __jobwire;\
         setTimeout(() => {{ if ('{next}') location = '{next}' }}, 1500)</script><p>Page before {next}.</p>"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_never_answers_in_place_of_the_library_whatever_comes_after_it() {
    let site =
        Site::serving([("/", &*lying("/second")), ("/second", &lying("/third")), ("/third", &lying(""))])
            .await;
    let visit = Visit::to(&site, "/").await;
    let began = Instant::now();
    let mut seen = Vec::new();
    let third = site.url("/third");
    while began.elapsed() < PATIENCE && visit.page.url().await.ok() != Some(third.clone()) {
        seen.extend(visit.page.text().await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    visit.page.wait_quiet(PATIENCE).await.unwrap();
    assert_eq!(visit.page.text().await.unwrap().trim(), "Page before .");
    // How many of the three were met depends on how long the first took to open.
    assert!(seen.iter().any(|text| text.contains("Page before /")), "{seen:?}");
    assert!(seen.iter().all(|text| !text.contains("a lie")), "{seen:?}");
    assert!(visit.page.url().await.is_ok_and(|url: Url| url == third));
}
