//! Watching a page as it is filled, and taking over.

use std::time::{Duration, Instant};

use browser::{CAST_RATE, CastFrame, FillValue, LiveError, Modifiers, PersonInput};

use crate::site::{Site, Visit};

const PATIENCE: Duration = Duration::from_secs(10);
/// How far behind the page the picture may be.
const BEHIND: Duration = Duration::from_millis(400);

/// The button fills a canvas with noise or clears it: its picture is many times larger than an empty one.
const NOISE: &str = "<title>Noise</title><body style='margin:0'><button style='position:absolute;left:0;top:0;width:100px;height:40px' onclick='flip()'>Flip</button>\
    <canvas id=c width=1200 height=800></canvas><script>const g = c.getContext('2d'); let on = false;\
    const noise = g.createImageData(1200, 800); for (let i = 0; i < noise.data.length; i++) noise.data[i] = i % 4 === 3 ? 255 : Math.random() * 255;\
    function flip() { on = !on; on ? g.putImageData(noise, 0, 0) : g.clearRect(0, 0, 1200, 800); }</script>";

const FORM: &str = "<h1>Apply</h1><form method=post action=/apply style='margin:0'><label>Name <input id=name name=name style='position:absolute;left:100px;top:100px;width:200px;height:30px'></label>\
    <label>Email <input type=email name=email style='position:absolute;left:100px;top:160px'></label><button style='position:absolute;left:100px;top:220px;width:200px;height:40px'>Submit application</button></form><div style='height:3000px'></div>";

/// Waits for a picture that `is` right; tells how long it took.
async fn wait_for(
    frames: &mut tokio::sync::watch::Receiver<Option<CastFrame>>,
    what: &str,
    is: impl Fn(&CastFrame) -> bool,
) -> Duration {
    let began = Instant::now();
    loop {
        if frames.borrow_and_update().as_ref().is_some_and(&is) {
            return began.elapsed();
        }
        let changed = tokio::time::timeout(PATIENCE.saturating_sub(began.elapsed()), frames.changed()).await;
        assert!(
            matches!(changed, Ok(Ok(()))),
            "{what}: no such picture, the last is {:?} bytes",
            frames.borrow().as_ref().map(|frame| frame.jpeg.len())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_follow_the_page_within_400_ms() {
    let site = Site::serving([("/", NOISE)]).await;
    let visit = Visit::to(&site, "/").await;
    let live = visit.session.live();
    let mut cast = live.cast().unwrap();
    wait_for(&mut cast.frames, "the first", |frame| frame.jpeg.starts_with(&[0xff, 0xd8, 0xff])).await;
    live.take_over(&[]).await.unwrap();
    let mut lags = Vec::new();
    for flip in 0..12 {
        let noisy = flip % 2 == 0;
        let (x, y) = (50.0, 20.0);
        live.input(PersonInput::MouseDown { x, y, button: Default::default(), clicks: 1 }).await.unwrap();
        let up = PersonInput::MouseUp { x, y, button: Default::default(), clicks: 1 };
        let began = Instant::now();
        let (sent, _) = tokio::join!(
            live.input(up),
            wait_for(&mut cast.frames, "the change", |frame| (frame.jpeg.len() > 150_000) == noisy)
        );
        sent.unwrap();
        lags.push(began.elapsed());
        tokio::time::sleep(Duration::from_millis(120)).await;
    }
    lags.sort();
    println!(
        "from the click to the picture: median {:?}, worst {:?}",
        lags[lags.len() / 2],
        lags[lags.len() - 1]
    );
    let last = cast.frames.borrow().clone().unwrap();
    println!("a picture of {}x{}: {} bytes", last.width, last.height, last.jpeg.len());
    assert!(lags[lags.len() / 2] <= BEHIND, "{lags:?}");
    visit.session.close().await;
    while cast.frames.changed().await.is_ok() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_page_is_shown_at_the_named_rate_and_a_slow_viewer_sees_the_newest() {
    let busy = "<canvas id=c width=900 height=600></canvas><script>const g = c.getContext('2d'); let n = 0; (function draw() { g.fillStyle = `hsl(${n++ % 360} 90% 50%)`; g.fillRect(0, 0, 900, 600); requestAnimationFrame(draw); })()</script>";
    let site = Site::serving([("/", busy)]).await;
    let visit = Visit::to(&site, "/").await;
    let live = visit.session.live();
    let mut cast = live.cast().unwrap();
    let slow = live.cast().unwrap();
    wait_for(&mut cast.frames, "the first", |_| true).await;
    let number = |cast: &browser::Cast| cast.frames.borrow().as_ref().map_or(0, |frame| frame.number);
    let (first, began) = (number(&cast), Instant::now());
    tokio::time::sleep(Duration::from_secs(2)).await;
    let shown = number(&cast) - first;
    let most = began.elapsed().as_secs_f64() * f64::from(CAST_RATE) + 3.0;
    println!("{shown} pictures of a busy page in {:?}", began.elapsed());
    assert!(shown >= 2 && (shown as f64) <= most, "{shown} pictures, at most {most}");
    assert!(number(&slow) >= first + shown, "whoever looks late sees the newest picture");
    drop((cast, slow));
    let again = live.cast().unwrap();
    let mut frames = again.frames.clone();
    wait_for(&mut frames, "after all had gone", |frame| frame.number > first + shown).await;
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pictures_follow_the_tab_that_is_driven() {
    let site = Site::serving([
        ("/", "<a href=/next target=_blank>Apply now</a>"),
        ("/next", NOISE),
        ("/third", "<h1>Third</h1>"),
    ])
    .await;
    let visit = Visit::to(&site, "/").await;
    let cast = visit.session.live().cast().unwrap();
    let mut frames = cast.frames.clone();
    wait_for(&mut frames, "the first tab", |frame| frame.tab == 1).await;
    assert!(visit.page.click_on("a", "apply").await.unwrap());
    wait_for(&mut frames, "the new tab", |frame| frame.tab == 2).await;
    // Driving the first one again turns back to it; another document in it is shown as well.
    let before = frames.borrow().as_ref().unwrap().number;
    visit.page.navigate(&site.url("/third"), PATIENCE).await.unwrap();
    wait_for(&mut frames, "the first tab again", |frame| frame.tab == 3 && frame.number > before).await;
    visit.session.newest_page().unwrap().close().await.unwrap();
    visit.session.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_takes_over_types_scrolls_and_gives_back() {
    let site = Site::serving([("/", FORM)]).await;
    let visit = Visit::to(&site, "/").await;
    let live = visit.session.live();
    let form = visit.form().await;
    let at = |x: f64, y: f64| {
        [
            PersonInput::MouseMove { x, y, dragging: false },
            PersonInput::MouseDown { x, y, button: Default::default(), clicks: 1 },
            PersonInput::MouseUp { x, y, button: Default::default(), clicks: 1 },
        ]
    };
    let key = |key: &str, modifiers: Modifiers| {
        let (key, code) = (key.to_owned(), String::new());
        [
            PersonInput::KeyDown { key: key.clone(), code: code.clone(), modifiers },
            PersonInput::KeyUp { key, code, modifiers },
        ]
    };
    let refused = live.input(PersonInput::Text { text: "x".into() }).await;
    assert!(matches!(refused, Err(LiveError::NotTaken)), "{refused:?}");

    live.take_over(&[]).await.unwrap();
    live.take_over(&[]).await.unwrap();
    assert!(live.is_taken());
    // The engine's next step waits for the person.
    let (page, email) = (visit.page.clone(), form.fields[1].clone());
    let filling =
        tokio::spawn(async move { page.fill(&email, &FillValue::Text("ada@mail.example".into())).await });
    let plain = Modifiers::default();
    let mut inputs = Vec::from(at(150.0, 115.0));
    inputs.extend(["A", "d", "x"].iter().flat_map(|letter| key(letter, plain)));
    inputs.extend(key("Backspace", plain));
    inputs.push(PersonInput::Text { text: "a Löwe".into() });
    for input in inputs {
        live.input(input).await.unwrap();
    }
    let name = |values: Vec<(browser::FieldHandle, Vec<String>)>| values[0].1.clone();
    assert_eq!(name(visit.page.read_values(&form.frame).await.unwrap()), ["Ada Löwe"]);
    live.input(PersonInput::KeyDown {
        key: "a".into(),
        code: "KeyA".into(),
        modifiers: Modifiers { ctrl: true, ..plain },
    })
    .await
    .unwrap();
    live.input(PersonInput::Text { text: "Ada Quist".into() }).await.unwrap();
    assert_eq!(name(visit.page.read_values(&form.frame).await.unwrap()), ["Ada Quist"]);
    live.input(PersonInput::Wheel { x: 400.0, y: 400.0, delta_x: 0.0, delta_y: 600.0 }).await.unwrap();
    assert!(!filling.is_finished(), "the engine moved while the person had the mouse");
    live.give_back().unwrap();
    let sent = live.sent().unwrap();
    assert_eq!((sent.forms, sent.requests), (0, 0));
    assert_eq!(filling.await.unwrap().unwrap().read_back, ["ada@mail.example"]);

    // A form sent by hand is known to have been sent.
    live.take_over(&[]).await.unwrap();
    live.input(PersonInput::Wheel { x: 400.0, y: 400.0, delta_x: 0.0, delta_y: -5000.0 }).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    for input in at(200.0, 240.0) {
        live.input(input).await.unwrap();
    }
    let began = Instant::now();
    while site.received().is_empty() {
        assert!(began.elapsed() < PATIENCE, "the person's click sent nothing");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    live.give_back().unwrap();
    let sent = live.sent().unwrap();
    assert_eq!((sent.forms, sent.hosts.len()), (1, 1), "{sent:?}");
    assert!(!live.is_taken());
    visit.session.close().await;
    assert!(matches!(live.take_over(&[]).await, Err(LiveError::Ended)));
    assert!(matches!(live.cast(), Err(LiveError::Ended)));
}
