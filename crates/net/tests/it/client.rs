//! The client against well-behaved and hostile local servers.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use net::{Client, Denied, Egress, FetchError, GetRequest, JsonPost, Limits};
use tokio::io::AsyncWriteExt;
use url::Url;
use wiremock::matchers::{body_string, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::raw;

const SMALL: Limits = Limits {
    connect_timeout: Duration::from_millis(500),
    timeout: Duration::from_secs(2),
    max_bytes: 100_000,
    max_redirects: 3,
};

/// Ten megabytes of zeros in ten kilobytes of gzip.
fn bomb() -> Vec<u8> {
    include_bytes!("bomb.gz").to_vec()
}

fn client(allow: &[SocketAddr]) -> Client {
    Client::new(Egress::allowing(allow.to_vec()), SMALL)
}

fn at(address: SocketAddr, path: &str) -> GetRequest {
    GetRequest::new(Url::parse(&format!("http://{address}{path}")).unwrap())
}

#[tokio::test]
async fn a_page_comes_back_with_its_validators_and_is_asked_conditionally_next_time() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/jobs"))
        .and(header("if-none-match", "\"v1\""))
        .respond_with(ResponseTemplate::new(304))
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path("/jobs"))
        .respond_with(
            ResponseTemplate::new(200)
                .set_body_string("[]")
                .insert_header("etag", "\"v1\"")
                .insert_header("last-modified", "Tue, 24 Nov 2026 08:00:00 GMT"),
        )
        .mount(&server)
        .await;
    let client = client(&[*server.address()]);

    let first = client.get(at(*server.address(), "/jobs")).await.unwrap();
    assert_eq!((first.status, &first.body[..]), (200, &b"[]"[..]));
    let mut again = at(*server.address(), "/jobs");
    again.etag = first.etag;
    again.last_modified = first.last_modified;
    assert_eq!(client.get(again).await.unwrap().status, 304);
}

#[tokio::test]
async fn statuses_are_data_and_the_wish_to_be_left_alone_is_understood() {
    let server = MockServer::start().await;
    Mock::given(path("/seconds"))
        .respond_with(ResponseTemplate::new(429).insert_header("retry-after", "17"))
        .mount(&server)
        .await;
    Mock::given(path("/date"))
        .respond_with(
            ResponseTemplate::new(503)
                .insert_header("date", "Tue, 24 Nov 2026 08:00:00 GMT")
                .insert_header("retry-after", "Tue, 24 Nov 2026 08:02:00 GMT"),
        )
        .mount(&server)
        .await;
    let client = client(&[*server.address()]);

    let seconds = client.get(at(*server.address(), "/seconds")).await.unwrap();
    assert_eq!(seconds.status, 429);
    assert_eq!(seconds.retry_after, Some(Duration::from_secs(17)));
    let date = client.get(at(*server.address(), "/date")).await.unwrap();
    assert_eq!(date.retry_after, Some(Duration::from_secs(120)));
}

#[tokio::test]
async fn a_server_that_is_not_on_the_list_is_never_contacted() {
    let server = MockServer::start().await;
    let error = Client::new(Egress::public(), SMALL).get(at(*server.address(), "/")).await.unwrap_err();
    assert!(matches!(error, FetchError::Blocked { reason: Denied::Address(_) }));
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_that_resolves_to_this_machine_is_refused_by_the_resolver() {
    // The name is the machine's own in /etc/hosts or nowhere at all; neither may lead to a connection.
    let error = Client::new(Egress::public(), SMALL)
        .get(GetRequest::new(Url::parse("http://ip6-localhost/").unwrap()))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Blocked { .. } | FetchError::Connect { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirect_to_a_forbidden_address_is_refused_before_it_is_asked() {
    let secret = MockServer::start().await;
    for target in [
        format!("http://{}/admin", secret.address()),
        "http://169.254.169.254/latest".to_owned(),
        "http://[::1]/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "http://user:pw@careers.example/".to_owned(),
    ] {
        let server = raw::answering(
            format!("HTTP/1.1 302 Found\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n").into_bytes(),
        )
        .await;
        let error = client(&[server]).get(at(server, "/")).await.unwrap_err();
        assert!(matches!(error, FetchError::Blocked { .. }), "{target}: {error:?}");
    }
    assert!(secret.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn the_list_of_hosts_holds_on_every_hop() {
    let server = raw::answering(
        b"HTTP/1.1 301 Moved\r\nlocation: https://other.example/\r\ncontent-length: 0\r\n\r\n".to_vec(),
    )
    .await;
    let mut request = at(server, "/");
    request.allowed_hosts = Some(vec!["127.0.0.1".to_owned()]);
    let error = client(&[server]).get(request.clone()).await.unwrap_err();
    assert!(
        matches!(error, FetchError::Blocked { reason: Denied::HostNotListed(ref host) } if host == "other.example")
    );

    request.allowed_hosts = Some(vec!["boards.example".to_owned()]);
    assert!(matches!(
        client(&[server]).get(request).await,
        Err(FetchError::Blocked { reason: Denied::HostNotListed(_) })
    ));
}

#[tokio::test]
async fn redirects_are_followed_up_to_the_limit() {
    let server = MockServer::start().await;
    Mock::given(path("/old"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/new"))
        .mount(&server)
        .await;
    Mock::given(path("/new"))
        .respond_with(ResponseTemplate::new(200).set_body_string("here"))
        .mount(&server)
        .await;
    Mock::given(path("/loop"))
        .respond_with(ResponseTemplate::new(302).insert_header("location", "/loop"))
        .expect(4)
        .mount(&server)
        .await;
    let client = client(&[*server.address()]);

    let moved = client.get(at(*server.address(), "/old")).await.unwrap();
    assert_eq!(moved.final_url.path(), "/new");
    let error = client.get(at(*server.address(), "/loop")).await.unwrap_err();
    assert!(matches!(error, FetchError::Protocol { .. }), "{error:?}");
}

#[tokio::test]
async fn a_body_that_grows_when_unpacked_stops_at_the_limit() {
    let bomb = bomb();
    let mut answer =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", bomb.len())
            .into_bytes();
    answer.extend(bomb);
    let server = raw::answering(answer).await;
    let error = client(&[server]).get(at(server, "/")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooLarge { limit: 100_000 }));
}

#[tokio::test]
async fn an_endless_body_stops_at_the_limit_and_a_silent_one_at_the_timeout() {
    let endless = raw::serving(|mut socket| async move {
        raw::read_head(&mut socket).await;
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while socket.write_all(&[b'x'; 4096]).await.is_ok() {}
    })
    .await;
    let silent = raw::serving(|mut socket| async move {
        raw::read_head(&mut socket).await;
        std::future::pending::<()>().await;
    })
    .await;
    let client = client(&[endless, silent]);
    assert!(matches!(client.get(at(endless, "/")).await, Err(FetchError::TooLarge { .. })));
    let started = Instant::now();
    let mut request = at(silent, "/");
    request.timeout = Some(Duration::from_millis(200));
    assert!(matches!(client.get(request).await, Err(FetchError::Timeout(_))));
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_refused_connection_and_a_broken_answer_are_told_apart_and_name_no_path() {
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let broken = raw::answering(b"SSH-2.0-OpenSSH\r\n".to_vec()).await;
    let client = client(&[closed, broken]);
    let refused = client.get(at(closed, "/secret?token=1")).await.unwrap_err();
    assert!(matches!(refused, FetchError::Connect { .. }), "{refused:?}");
    let garbled = client.get(at(broken, "/secret?token=1")).await.unwrap_err();
    assert!(matches!(garbled, FetchError::Protocol { .. }), "{garbled:?}");
    for error in [refused, garbled] {
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
}

#[tokio::test]
async fn json_is_posted_once_and_a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1"))
        .and(header("authorization", "Bearer key"))
        .and(body_string(r#"{"a":1}"#))
        .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/moved"))
        .respond_with(ResponseTemplate::new(307).insert_header("location", "/v1"))
        .mount(&server)
        .await;
    let client = client(&[*server.address()]);
    let url = |path: &str| Url::parse(&format!("http://{}{path}", server.address())).unwrap();

    let mut post = JsonPost::new(url("/v1"), r#"{"a":1}"#);
    post.bearer = Some("key".to_owned());
    assert_eq!(client.post_json(post).await.unwrap().status, 200);
    let moved = client.post_json(JsonPost::new(url("/moved"), "{}")).await.unwrap();
    assert_eq!((moved.status, moved.location.as_deref()), (307, Some("/v1")));
}
