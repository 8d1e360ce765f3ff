use chrono::TimeDelta;
use domain::UserId;
use domain::event::{Event, ProfileUpdated};
use store::{LogPosition, StoreError};
use testkit::{a_profile, a_user, stores};

#[tokio::test]
async fn an_address_has_one_account_whatever_its_case() {
    for store in stores().await {
        a_user(&store, "Robin@Mail.Example").await;
        let mut tx = store.begin().await.unwrap();
        let again = tx.create_user("robin@mail.example ", "hash").await;
        assert!(matches!(again, Err(StoreError::Exists { .. })));
        let (user, hash) = store.user_by_email("ROBIN@mail.example").await.unwrap().unwrap();
        assert_eq!((user.email.as_str(), hash.as_str()), ("Robin@Mail.Example", "not a hash"));
    }
}

#[tokio::test]
async fn a_session_ends_by_itself_and_by_signing_out() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        let end = tx.now() + TimeDelta::hours(1);
        tx.create_session(user, "one", end).await.unwrap();
        tx.create_session(user, "two", end).await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.session_user("one", end - TimeDelta::seconds(1)).await.unwrap().is_some());
        assert!(store.session_user("one", end).await.unwrap().is_none());
        let mut tx = store.begin().await.unwrap();
        tx.end_session("two").await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.session_user("two", end - TimeDelta::seconds(1)).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn each_of_many_who_ask_at_once_is_told_their_own() {
    for store in stores().await {
        let mut people = Vec::new();
        let end = store.clock().now() + TimeDelta::hours(1);
        for number in 0..150_i64 {
            let user = a_user(&store, &format!("{number}@mail.example")).await;
            let mut tx = store.begin().await.unwrap();
            tx.create_session(user, &format!("token {number}"), end).await.unwrap();
            tx.create_token(user, "a program", &format!("API {number}")).await.unwrap();
            for version in 0..number % 3 {
                tx.record(user, Event::ProfileUpdated(ProfileUpdated { version })).await.unwrap();
            }
            tx.commit().await.unwrap();
            people.push((number, user));
        }
        let asked = people.into_iter().map(|(number, user)| {
            let store = (*store).clone();
            tokio::spawn(async move {
                let now = store.clock().now();
                let (own, program) = (format!("token {number}"), format!("API {number}"));
                let foreign = format!("nobody's {number}");
                let (session, by_token, position, nobody) = tokio::join!(
                    store.session_user(&own, now),
                    store.token_user(&program),
                    store.log_position(user),
                    store.session_user(&foreign, now),
                );
                assert_eq!(session.unwrap().map(|(user, end)| (user.id(), end)), Some((user, end)));
                assert_eq!(by_token.unwrap().map(|user| user.id()), Some(user));
                assert_eq!(position.unwrap(), LogPosition { first: 1, last: number % 3 });
                assert!(nobody.unwrap().is_none());
            })
        });
        for told in asked.collect::<Vec<_>>() {
            told.await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_ticket_is_used_once_and_in_time_and_endings_are_told_for_a_while() {
    for store in stores().await {
        let began = store.clock().now();
        let mut tx = store.begin().await.unwrap();
        let end = tx.now() + TimeDelta::seconds(30);
        for ticket in ["in time", "late"] {
            tx.create_ticket(ticket, "a session", end).await.unwrap();
        }
        assert_eq!(tx.use_ticket("in time").await.unwrap().as_deref(), Some("a session"));
        assert_eq!(tx.use_ticket("in time").await.unwrap(), None, "once");
        assert_eq!(tx.use_ticket("another").await.unwrap(), None);
        tx.end_session("a session").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(store.sessions_ended_since(began).await.unwrap(), ["a session"]);
        store.clock.advance(TimeDelta::seconds(30));
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.use_ticket("late").await.unwrap(), None, "its time is over");
        let now = tx.now();
        tx.forget_endings(now).await.unwrap();
        tx.commit().await.unwrap();
        assert!(store.sessions_ended_since(began).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_stale_profile_is_not_overwritten() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        let first = tx.put_profile(user, &a_profile(), 0, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(first.version, 1);
        let mut tx = store.begin().await.unwrap();
        assert!(matches!(tx.put_profile(user, &a_profile(), 0, None).await, Err(StoreError::Stale { .. })));
        drop(tx);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.put_profile(user, &a_profile(), 1, None).await.unwrap().version, 2);
        tx.commit().await.unwrap();
        assert_eq!(store.profile(user).await.unwrap().profile, a_profile());
    }
}

#[tokio::test]
async fn another_persons_token_cannot_be_deleted() {
    for store in stores().await {
        let anna = a_user(&store, "a@mail.example").await;
        let ben = a_user(&store, "b@mail.example").await;
        let mut tx = store.begin().await.unwrap();
        let token = tx.create_token(anna, "script", "sha").await.unwrap();
        assert!(!tx.delete_token(ben, token.id.into()).await.unwrap());
        assert!(tx.delete_token(anna, token.id.into()).await.unwrap());
    }
}

#[tokio::test]
async fn a_database_opens_again_with_the_same_epoch_and_not_with_another_key() {
    for store in stores().await {
        assert_eq!(store.reopen().await.epoch(), store.epoch());
        let other = store::StoreOptions::new(store.url(), store.folder().join("other.key"));
        assert!(matches!(store::Store::open(other).await, Err(StoreError::KeyFile(_))));
    }
}

#[tokio::test]
async fn nobody_has_an_empty_profile_of_version_zero() {
    for store in stores().await {
        let nobody = UserId::new(store.clock().now());
        assert_eq!(store.profile(nobody).await.unwrap().version, 0);
    }
}
