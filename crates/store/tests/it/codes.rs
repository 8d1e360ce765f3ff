use chrono::TimeDelta;
use domain::{ApplicationId, UserId};
use secrecy::{ExposeSecret as _, SecretString};
use store::codes::REQUEST_LIVES;
use testkit::{TestStore, a_posting, a_sent_application, a_user, stores};

async fn an_application(store: &TestStore, name: &str) -> (UserId, ApplicationId) {
    let user = a_user(store, &format!("{name}@mail.example")).await;
    let posting = domain::Posting { external_id: name.to_owned(), ..a_posting() };
    (user, a_sent_application(store, user, posting).await.application.id)
}

#[tokio::test]
async fn a_code_is_kept_for_its_request_and_taken_once() {
    for store in stores().await {
        let (user, application) = an_application(&store, "a").await;
        let (stranger, _) = an_application(&store, "b").await;
        let (early, late) = (SecretString::from("111111"), SecretString::from("222222"));
        let mut tx = store.begin().await.unwrap();
        let now = tx.now();
        let id = tx.request_code(user, application, &["acme.example".to_owned()]).await.unwrap();
        let open = tx.code_requests(user).await.unwrap();
        assert_eq!((open.len(), open[0].application_id, open[0].asked_at), (1, application, now));
        assert_eq!(open[0].senders, ["acme.example"]);
        assert!(tx.code_requests(stranger).await.unwrap().is_empty());
        assert!(!tx.keep_code(stranger, id, "mail", &late, now).await.unwrap(), "another person's");
        assert!(tx.keep_code(user, id, "late", &late, now).await.unwrap());
        let before = now - TimeDelta::seconds(9);
        assert!(!tx.keep_code(user, id, "early", &early, before).await.unwrap(), "a later one is there");
        tx.commit().await.unwrap();
        assert!(store.has_code(id).await.unwrap());
        let mut tx = store.begin().await.unwrap();
        assert!(tx.take_code(stranger, id).await.unwrap().is_none());
        let taken = tx.take_code(user, id).await.unwrap().unwrap();
        assert_eq!((taken.code.expose_secret(), taken.mail_id.as_str()), ("222222", "late"));
        assert!(tx.take_code(user, id).await.unwrap().is_none(), "once");
        tx.commit().await.unwrap();
        assert!(!store.has_code(id).await.unwrap());
    }
}

#[tokio::test]
async fn a_request_ends_by_itself_and_takes_its_code_with_it() {
    for store in stores().await {
        let (user, application) = an_application(&store, "a").await;
        let secret = SecretString::from("482913");
        let mut tx = store.begin().await.unwrap();
        let first = tx.request_code(user, application, &[]).await.unwrap();
        // Asked again by the same application: the first request is over.
        let second = tx.request_code(user, application, &[]).await.unwrap();
        let now = tx.now();
        assert!(!tx.keep_code(user, first, "mail", &secret, now).await.unwrap());
        assert!(tx.keep_code(user, second, "mail", &secret, now).await.unwrap());
        tx.commit().await.unwrap();
        store.clock.advance(REQUEST_LIVES);
        let mut tx = store.begin().await.unwrap();
        assert!(tx.take_code(user, second).await.unwrap().is_none(), "too old");
        assert!(tx.code_requests(user).await.unwrap().is_empty());
        let third = tx.request_code(user, application, &[]).await.unwrap();
        tx.end_code_request(third).await.unwrap();
        assert!(tx.code_requests(user).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        assert!(!store.has_code(second).await.unwrap(), "what ran out is gone");
    }
}
