//! The database itself knows the protocol's moves, whatever the code above it does; and a lease ends even when the
//! clock that gave it was wrong.

use chrono::TimeDelta;
use domain::State;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use testkit::{TestStore, a_begun_application, a_posting, a_user, stores};

/// Another way to the same database, past everything that this crate checks.
enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    async fn open(store: &TestStore) -> Self {
        match store.engine_name() {
            "SQLite" => Self::Sqlite(SqliteConnection::connect(store.url()).await.unwrap()),
            _ => Self::Postgres(PgConnection::connect(store.url()).await.unwrap()),
        }
    }

    async fn is_taken(&mut self, statement: String) -> bool {
        let statement = AssertSqlSafe(statement);
        match self {
            Self::Sqlite(connection) => sqlx::query(statement).execute(connection).await.is_ok(),
            Self::Postgres(connection) => sqlx::query(statement).execute(connection).await.is_ok(),
        }
    }
}

#[tokio::test]
async fn of_all_pairs_of_states_the_database_takes_the_legal_moves_alone() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        a_begun_application(&store, user, a_posting()).await;
        let mut raw = Raw::open(&store).await;
        for from in State::ALL {
            for to in State::ALL {
                let (previous, state) = (from.as_str(), to.as_str());
                let forced =
                    format!("UPDATE applications SET previous_state = '{previous}', state = '{state}'");
                let is_legal = from.move_to(to).is_ok();
                let engine = store.engine_name();
                assert_eq!(raw.is_taken(forced).await, is_legal, "{engine}: {previous} to {state}");
            }
        }
    }
}

#[tokio::test]
async fn a_lease_of_a_clock_that_was_ahead_is_over_once_it_is_put_right() {
    for store in stores().await {
        let user = a_user(&store, "a@mail.example").await;
        let id = a_begun_application(&store, user, a_posting()).await.application.id;
        store.clock.advance(TimeDelta::hours(1));
        let mut tx = store.begin().await.unwrap();
        let until = tx.now() + TimeDelta::seconds(60);
        assert!(tx.lease_application(id, "worker", until).await.unwrap().is_some());
        assert!(tx.lease_application(id, "another", until).await.unwrap().is_none(), "it is held");
        tx.commit().await.unwrap();
        store.clock.advance(-TimeDelta::hours(1));
        let mut tx = store.begin().await.unwrap();
        let until = tx.now() + TimeDelta::seconds(60);
        assert!(tx.lease_application(id, "another", until).await.unwrap().is_some());
        tx.commit().await.unwrap();
    }
}
