//! A posting's page is judged.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tracking::web::{Page, Standing, Verdict, judge};
use url::Url;

const ADDRESS: &str = "https://jobs.example/acme/jobs/4012345";

fn now() -> DateTime<Utc> {
    "2026-03-10T12:00:00Z".parse().unwrap()
}

fn seen(status: u16, reached: &str, body: &str) -> Verdict {
    let (requested, reached) = (Url::parse(ADDRESS).unwrap(), Url::parse(reached).unwrap());
    judge(&Page { status, requested: &requested, reached: &reached, body }, now())
}

fn page(body: &str) -> Standing {
    let verdict = seen(200, ADDRESS, &format!("<html><body><main>{body}</main></body></html>"));
    verdict.standing
}

fn with_data(json: &str) -> Verdict {
    seen(200, ADDRESS, &format!("<script type=\"application/ld+json\">{json}</script><h1>Data Engineer</h1>"))
}

#[test]
fn a_page_that_is_gone_is_closed_and_a_site_in_trouble_unknown() {
    for status in [404, 410] {
        assert_eq!(seen(status, ADDRESS, "").standing, Standing::Closed);
    }
    for status in [301, 401, 403, 429, 500, 503, 599, 0, 999] {
        assert_eq!(
            seen(status, ADDRESS, "no longer accepting applications").standing,
            Standing::Unknown,
            "{status}"
        );
    }
}

#[test]
fn phrases_of_four_languages_close_a_posting() {
    let closed = [
        "<p>Sorry, this job is no longer available.</p>",
        "No longer accepting applications",
        "<h2>This position has been filled</h2>",
        "The job you are looking for is no longer open.",
        "Applications for this role are now closed.",
        "The application deadline has passed.",
        "<b>Diese Stelle ist leider nicht mehr verf&uuml;gbar.</b>",
        "Die Stellenanzeige ist abgelaufen.",
        "Die Bewerbungsfrist ist bereits abgelaufen.",
        "Diese Position wurde bereits besetzt.",
        "Esta oferta ya no está disponible.",
        "La vacante ha sido cubierta.",
        "El plazo de inscripción ha finalizado.",
        "Cette offre n&#39;est plus disponible.",
        "Le poste a été pourvu.",
        "Cette annonce a expiré.",
    ];
    for body in closed {
        assert_eq!(page(body), Standing::Closed, "{body}");
    }
}

#[test]
fn a_condition_or_a_script_closes_nothing() {
    let open = [
        "We review applications until the position has been filled. <button>Apply now</button>",
        "Once the vacancy has been closed we will write to you. <a href=#>Apply for this job</a>",
        "<button>Jetzt bewerben</button> Sobald die Stelle besetzt ist, melden wir uns.",
        "<a>Postuler</a> Une fois que le poste est pourvu, nous vous écrirons.",
        "<a>Inscribirme</a> Si la oferta está cerrada te avisaremos.",
        "<script>var t='this job is no longer available'</script><button>Apply now</button>",
        "<!-- this job is no longer available --><a>Apply here</a>",
        "<style>.x{content:'This position has been filled'}</style><a>Apply here</a>",
    ];
    for body in open {
        assert_eq!(page(body), Standing::Open, "{body}");
    }
    assert_eq!(page("<div id=root></div>"), Standing::Unknown);
    assert_eq!(page(""), Standing::Unknown);
}

#[test]
fn the_date_in_the_structured_data_decides() {
    let until =
        |date: &str| with_data(&format!("{{\"@type\":\"JobPosting\",\"validThrough\":\"{date}\"}}")).standing;
    assert_eq!(until("2026-03-09T00:00:00Z"), Standing::Closed);
    assert_eq!(until("2026-03-10T14:30+02:00"), Standing::Open);
    assert_eq!(until("2026-03-08"), Standing::Closed);
    assert_eq!(until("2026-03-09"), Standing::Open, "the day ends last in the west, at noon in Greenwich");
    assert_eq!(until("2026-04-01 00:00:00"), Standing::Open);
    assert_eq!(until("soon"), Standing::Open, "a date nobody can read says nothing");
    let nested = "{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":[\"Thing\",\"JobPosting\"],\"validThrough\":\"2020-01-01\"}]}";
    assert_eq!(with_data(nested).standing, Standing::Closed);
    let list = "[{\"@type\":\"JobPosting\",\"validThrough\":\"2020-01-01\"},{\"@type\":\"JobPosting\"}]";
    assert_eq!(with_data(list).standing, Standing::Unknown, "a list's dates are other jobs'");
    let verdict = seen(
        200,
        ADDRESS,
        "<script type='application/ld+json'>{\"@type\":\"JobPosting\",\"validThrough\":\"2027-01-01\"}</script>No longer accepting applications",
    );
    assert_eq!(verdict.standing, Standing::Closed);
    assert!(verdict.reason.contains("no longer accepting applications"), "{}", verdict.reason);
}

#[test]
fn a_redirect_to_the_list_closes_and_one_to_a_new_address_does_not() {
    let to = |reached: &str| seen(200, reached, "<button>Apply now</button>").standing;
    for list in [
        "https://jobs.example/acme",
        "https://jobs.example/acme/jobs",
        "https://jobs.example/acme?error=true",
        "https://jobs.example/",
        "https://www.acme.example/careers",
    ] {
        assert_eq!(to(list), Standing::Closed, "{list}");
    }
    for same in [
        ADDRESS,
        "https://jobs.example/acme/jobs/4012345?utm=1",
        "https://boards.jobs.example/en/acme/data-engineer-4012345",
        "https://www.acme.example/careers?gh_jid=4012345",
    ] {
        assert_eq!(to(same), Standing::Open, "{same}");
    }
    assert_eq!(to("https://jobs.example/login?next=x"), Standing::Unknown);
}

#[test]
fn hostile_pages_end_quickly() {
    let bodies = [
        "<div>".repeat(600_000),
        "<script type=\"application/ld+json\">".repeat(60_000),
        format!("<script type=\"application/ld+json\">{}</script>", "[".repeat(1_000_000)),
        format!("<script type=\"application/ld+json\">[{}1]</script>", "{\"@graph\":1},".repeat(100_000)),
        "\u{0}\u{fffd}ÿ\u{202e}".repeat(400_000),
        "this job is no longer ".repeat(200_000),
        "&".repeat(3_000_000),
        "<".repeat(3_000_000),
        "<!--".repeat(800_000),
        "ä".repeat(2_000_000),
    ];
    for body in bodies {
        let began = Instant::now();
        let verdict = seen(200, ADDRESS, &body);
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "{:?}: {}",
            began.elapsed(),
            body.chars().take(8).collect::<String>().escape_debug()
        );
        assert!(verdict.reason.len() < 1000);
    }
}
