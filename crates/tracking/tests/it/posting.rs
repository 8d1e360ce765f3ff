use std::net::SocketAddr;

use domain::{Channel, ObservationStatus, Posting};
use store::PageRequest;
use testkit::{a_posting, a_sent_application, a_user, stores};
use tracking::posting::{self, CheckPosting};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn client(server: &MockServer) -> net::Client {
    let address: SocketAddr = *server.address();
    net::Client::new(net::Egress::allowing(vec![address]), net::Limits::default())
}

fn at(server: &MockServer) -> Posting {
    Posting { url: format!("{}/jobs/1", server.uri()), ..a_posting() }
}

#[tokio::test]
async fn a_page_that_is_gone_is_told_once_and_looked_at_no_more() {
    for store in stores().await {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(ResponseTemplate::new(404)).mount(&server).await;
        let user = a_user(&store, "a@mail.example").await;
        let record = a_sent_application(&store, user, at(&server)).await;
        let application_id = record.application.id;
        for _ in 0..2 {
            posting::handle(&store, &client(&server), CheckPosting { application_id }).await;
        }
        let seen = store.observations_of(user, application_id).await.unwrap();
        assert_eq!(seen.len(), 1, "{}", store.engine_name());
        assert_eq!((seen[0].channel, seen[0].status), (Channel::Web, ObservationStatus::Linked));
        let timeline =
            store.timeline(user, Some(application_id), &PageRequest::default()).await.unwrap().items;
        assert_eq!(timeline.iter().filter(|entry| entry.kind == "posting").count(), 1);
        assert_eq!(store.task_counts().await.unwrap().waiting, 0);
    }
}

#[tokio::test]
async fn a_page_that_is_open_or_silent_is_looked_at_again() {
    for (status, body) in [(200, "<h1>Backend Engineer</h1><a>Apply now</a>"), (503, "")] {
        for store in stores().await {
            let server = MockServer::start().await;
            let answer = ResponseTemplate::new(status).set_body_raw(body, "text/html");
            Mock::given(any()).respond_with(answer).mount(&server).await;
            let user = a_user(&store, "a@mail.example").await;
            let record = a_sent_application(&store, user, at(&server)).await;
            let application_id = record.application.id;
            posting::handle(&store, &client(&server), CheckPosting { application_id }).await;
            assert_eq!(store.observations_of(user, application_id).await.unwrap(), []);
            assert_eq!(store.task_counts().await.unwrap().waiting, 1, "the next look is planned");
        }
    }
}

#[tokio::test]
async fn an_address_inside_the_network_is_never_asked() {
    for store in stores().await {
        let server = MockServer::start().await;
        let user = a_user(&store, "a@mail.example").await;
        let record = a_sent_application(&store, user, at(&server)).await;
        let public = net::Client::new(net::Egress::public(), net::Limits::default());
        let application_id = record.application.id;
        posting::handle(&store, &public, CheckPosting { application_id }).await;
        assert_eq!(server.received_requests().await.unwrap().len(), 0);
    }
}
