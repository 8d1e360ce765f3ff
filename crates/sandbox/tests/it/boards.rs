use crate::support::Employers;
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;

/// Every posting of every board, reduced to what all shapes have.
struct Listed {
    kind: String,
    title: String,
    place: String,
    text: String,
    pay: bool,
    url: String,
}

fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(*name).is_some(), "no {name} in {value}");
    }
}

fn json_ld(page: &str) -> Value {
    let start = page.find("<script type=\"application/ld+json\">").expect("structured data") + 35;
    let end = start + page[start..].find("</script>").expect("an end");
    serde_json::from_str(&page[start..end]).expect("JSON")
}

/// The addresses of the postings a list page links to.
fn links(page: &str, prefix: &str) -> Vec<String> {
    let found = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    found.filter(|link| link.starts_with(prefix)).map(str::to_owned).collect()
}

async fn everything(employers: &Employers) -> Vec<Listed> {
    let mut all = Vec::new();
    for board in employers.json("/boards.json").await.as_array().expect("boards") {
        let url = board["url"].as_str().expect("an address");
        let kind = board["kind"].as_str().expect("a kind");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut push = |title: &Value, place: &Value, body: &Value, pay: bool, url: &Value| {
            all.push(Listed {
                kind: kind.to_owned(),
                title: text(title),
                place: text(place),
                text: text(body),
                pay,
                url: text(url),
            });
        };
        match kind {
            "greenhouse" => {
                for job in employers.json(url).await["jobs"].as_array().expect("jobs") {
                    let pay = job["content"]
                        .as_str()
                        .is_some_and(|text| text.contains("Pay") || text.contains("Vergütung"));
                    push(&job["title"], &job["location"]["name"], &job["content"], pay, &job["absolute_url"]);
                }
            }
            "lever" => {
                for job in employers.json(url).await.as_array().expect("jobs") {
                    let place = &job["categories"]["location"];
                    push(
                        &job["text"],
                        place,
                        &job["descriptionPlain"],
                        job["salaryRange"].is_object(),
                        &job["hostedUrl"],
                    );
                }
            }
            "ashby" => {
                for job in employers.json(url).await["jobs"].as_array().expect("jobs") {
                    let pay = job["compensation"]["compensationTierSummary"].is_string();
                    push(&job["title"], &job["location"], &job["descriptionPlain"], pay, &job["jobUrl"]);
                }
            }
            "json_ld" => {
                let slug = board["slug"].as_str().expect("a slug");
                for link in links(&employers.text(url).await, &format!("/careers/{slug}/jobs/")) {
                    let job = json_ld(&employers.text(&link).await);
                    let place = &job["jobLocation"]["address"]["addressLocality"];
                    push(
                        &job["title"],
                        place,
                        &job["description"],
                        job["baseSalary"].is_object(),
                        &job["url"],
                    );
                }
            }
            other => panic!("unknown kind {other}"),
        }
    }
    all
}

#[tokio::test]
async fn fourteen_companies_publish_three_hundred_varied_postings() {
    let employers = Employers::open().await;
    let boards = employers.json("/boards.json").await;
    let languages: BTreeSet<_> =
        boards.as_array().unwrap().iter().map(|board| board["language"].to_string()).collect();
    assert_eq!((boards.as_array().unwrap().len(), languages.len()), (14, 3));

    let all = everything(&employers).await;
    assert!(all.len() >= 250, "only {}", all.len());
    let kinds: BTreeSet<_> = all.iter().map(|job| job.kind.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["ashby", "greenhouse", "json_ld", "lever"]));
    let titles: BTreeSet<_> = all.iter().map(|job| job.title.as_str()).collect();
    assert!(titles.len() >= 90, "only {} different titles", titles.len());
    let places: BTreeSet<_> = all.iter().map(|job| job.place.as_str()).collect();
    assert!(places.len() >= 30, "only {} different places", places.len());
    let with_pay = all.iter().filter(|job| job.pay).count();
    assert!(
        with_pay * 3 > all.len() && with_pay * 10 < all.len() * 9,
        "{with_pay} of {} tell the pay",
        all.len()
    );
    assert!(all.iter().all(|job| job.text.len() > 80), "a posting without a text");
    let long = all.iter().filter(|job| job.text.len() > 900).count();
    assert!(long > 60 && long < all.len() - 40, "{long} are long");
    let same_text = all.len() - all.iter().map(|job| (&job.title, &job.text)).collect::<BTreeSet<_>>().len();
    println!(
        "{} postings, {} titles, {} places, {with_pay} with pay, {same_text} repeated texts",
        all.len(),
        titles.len(),
        places.len()
    );
    let fields = [
        "Engineer",
        "Data",
        "Designer",
        "Product",
        "Nurse",
        "Account",
        "Marketing",
        "Sales",
        "Warehouse",
        "Mechanical",
        "Teacher",
        "Chef",
        "Pflege",
        "Logística",
    ];
    for field in fields {
        assert!(titles.iter().any(|title| title.contains(field)), "nothing for {field}");
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_postings_and_another_seed_others() {
    let (one, two) = (Employers::open().await, Employers::open().await);
    let other = Employers::with(|config| config.seed = 8).await;
    let ids = async |employers: &Employers| {
        let board = employers.json("/lever/v0/postings/lumbertide").await;
        board
            .as_array()
            .unwrap()
            .iter()
            .map(|job| job["id"].as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(ids(&one).await, ids(&two).await);
    assert!(ids(&one).await.is_disjoint(&ids(&other).await));
}

#[tokio::test]
async fn greenhouse_boards_have_greenhouse_field_names() {
    let employers = Employers::open().await;
    let board = employers.json("/greenhouse/v1/boards/ferrowave/jobs?content=true").await;
    let jobs = board["jobs"].as_array().unwrap();
    assert_eq!(board["meta"]["total"], jobs.len());
    for job in jobs {
        has(
            job,
            &[
                "id",
                "internal_job_id",
                "title",
                "updated_at",
                "first_published",
                "requisition_id",
                "location",
                "absolute_url",
                "metadata",
                "content",
                "departments",
                "offices",
                "company_name",
            ],
        );
        has(&job["departments"][0], &["id", "name", "parent_id", "child_ids"]);
        has(&job["offices"][0], &["id", "name", "location"]);
        assert!(
            job["id"].is_u64() && job["content"].as_str().unwrap().contains("&lt;p&gt;"),
            "content is escaped twice"
        );
    }
    let plain = employers.json("/greenhouse/v1/boards/ferrowave/jobs").await;
    assert!(plain["jobs"][0].get("content").is_none());

    let one = employers
        .json(&format!("/greenhouse/v1/boards/ferrowave/jobs/{}?questions=true", jobs[0]["id"]))
        .await;
    has(
        &one,
        &[
            "questions",
            "location_questions",
            "compliance",
            "demographic_questions",
            "data_compliance",
            "pay_input_ranges",
        ],
    );
    let questions = one["questions"].as_array().unwrap();
    let names: Vec<_> =
        questions.iter().map(|question| question["fields"][0]["name"].as_str().unwrap()).collect();
    assert!(
        ["first_name", "last_name", "email", "phone", "resume", "cover_letter"]
            .iter()
            .all(|name| names.contains(name)),
        "{names:?}"
    );
    assert!(names.iter().any(|name| name.starts_with("question_")));
    for question in questions {
        has(question, &["label", "required", "fields"]);
        has(&question["fields"][0], &["name", "type", "values"]);
    }
}

#[tokio::test]
async fn lever_sites_have_lever_field_names_and_page_through() {
    let employers = Employers::open().await;
    let all = employers.json("/lever/v0/postings/brightkelp?mode=json").await;
    let all = all.as_array().unwrap();
    for job in all {
        has(
            job,
            &[
                "id",
                "text",
                "categories",
                "country",
                "opening",
                "openingPlain",
                "description",
                "descriptionPlain",
                "descriptionBody",
                "lists",
                "additional",
                "additionalPlain",
                "hostedUrl",
                "applyUrl",
                "workplaceType",
                "createdAt",
            ],
        );
        has(&job["categories"], &["location", "commitment", "team", "department", "allLocations"]);
        assert!(["on-site", "hybrid", "remote"].contains(&job["workplaceType"].as_str().unwrap()));
    }
    assert!(
        all.iter().any(|job| job.get("salaryRange").is_some())
            && all.iter().any(|job| job.get("salaryRange").is_none())
    );
    let page = employers.json("/lever/v0/postings/brightkelp?mode=json&skip=5&limit=3").await;
    assert_eq!(page.as_array().unwrap(), &all[5..8]);
    let one =
        employers.json(&format!("/lever/v0/postings/brightkelp/{}", all[0]["id"].as_str().unwrap())).await;
    assert_eq!(&one, &all[0]);
}

#[tokio::test]
async fn ashby_boards_have_ashby_field_names() {
    let employers = Employers::open().await;
    let board = employers.json("/ashby/posting-api/job-board/mossglint?includeCompensation=true").await;
    let jobs = board["jobs"].as_array().unwrap();
    for job in jobs {
        has(
            job,
            &[
                "id",
                "title",
                "location",
                "secondaryLocations",
                "department",
                "team",
                "isListed",
                "isRemote",
                "workplaceType",
                "descriptionHtml",
                "descriptionPlain",
                "publishedAt",
                "employmentType",
                "address",
                "jobUrl",
                "applyUrl",
                "compensation",
            ],
        );
        has(&job["address"]["postalAddress"], &["addressLocality", "addressRegion", "addressCountry"]);
        has(
            &job["compensation"],
            &["compensationTierSummary", "scrapeableCompensationSalarySummary", "compensationTiers"],
        );
    }
    let paid = jobs
        .iter()
        .find(|job| job["compensation"]["compensationTierSummary"].is_string())
        .expect("one tells the pay");
    has(
        &paid["compensation"]["compensationTiers"][0]["components"][0],
        &["compensationType", "interval", "currencyCode", "minValue", "maxValue"],
    );
    let without = employers.json("/ashby/posting-api/job-board/mossglint").await;
    assert!(without["jobs"][0].get("compensation").is_none());
}

#[tokio::test]
async fn companies_without_an_api_publish_structured_data() {
    let employers = Employers::open().await;
    for (slug, lang) in [("fahrenquell", "de"), ("naranjal-norte", "es"), ("pike-and-plume", "en")] {
        let page = employers.text(&format!("/careers/{slug}/")).await;
        assert!(page.contains(&format!("<html lang=\"{lang}\">")));
        let links = links(&page, &format!("/careers/{slug}/jobs/"));
        assert!(links.len() >= 20, "{slug} lists {}", links.len());
        let job = json_ld(&employers.text(&links[0]).await);
        assert_eq!(job["@type"], "JobPosting");
        has(
            &job,
            &[
                "title",
                "description",
                "datePosted",
                "validThrough",
                "employmentType",
                "hiringOrganization",
                "jobLocation",
                "directApply",
            ],
        );
    }
}

#[tokio::test]
async fn every_published_address_leads_to_a_page_of_this_server() {
    let employers = Employers::open().await;
    for job in everything(&employers).await.iter().step_by(9) {
        assert!(job.url.starts_with(&employers.sandbox.url()), "{}", job.url);
        let page = employers.get(&job.url).await;
        assert_eq!(page.status(), StatusCode::OK, "{}", job.url);
        assert_eq!(json_ld(&page.text().await.unwrap())["title"], job.title);
    }
}
