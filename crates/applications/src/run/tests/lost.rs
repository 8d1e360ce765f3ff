//! R6: the database goes away at the worst moment. A commit is made and its answer is lost, or it never arrives, or the
//! database stays away: nothing is clicked without the attempt, nothing is released without the release on record.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use chrono::TimeDelta;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::super::run_on;
use super::actors::context;
use super::crash::Stage;
use super::employer::Behaviour;
use super::process::{Place, site};

/// What happens to the next commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Fault {
    None = 0,
    /// It is made, and the answer is lost.
    AnswerLost = 1,
    /// It never arrives.
    NeverArrives = 2,
    /// It is made, and nobody reaches the database after that.
    StaysAway = 3,
}

/// A way to the database that can break.
#[derive(Clone)]
struct Way {
    address: SocketAddr,
    fault: Arc<AtomicU8>,
    is_away: Arc<AtomicU8>,
}

impl Way {
    async fn to(database: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let way = Self { address, fault: Arc::default(), is_away: Arc::default() };
        let here = way.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if here.is_away.load(Ordering::SeqCst) == 0 {
                    let server = TcpStream::connect(&database).await.unwrap();
                    tokio::spawn(here.clone().carry(client, server));
                }
            }
        });
        way
    }

    fn break_with(&self, fault: Fault) {
        self.fault.store(fault as u8, Ordering::SeqCst);
    }

    /// Carries bytes both ways until the fault strikes or one side ends.
    async fn carry(self, mut client: TcpStream, mut server: TcpStream) {
        let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
        loop {
            tokio::select! {
                read = client.read(&mut up) => {
                    let Ok(length @ 1..) = read else { return };
                    let is_commit = up[..length].windows(6).any(|word| word == b"COMMIT");
                    let fault = if is_commit { self.fault.swap(0, Ordering::SeqCst) } else { 0 };
                    if fault == Fault::NeverArrives as u8 || server.write_all(&up[..length]).await.is_err() {
                        return;
                    }
                    if fault != Fault::None as u8 {
                        // The answer proves that the commit is made; it goes no further.
                        let _ = server.read(&mut down).await;
                        self.is_away.store(u8::from(fault == Fault::StaysAway as u8), Ordering::SeqCst);
                        return;
                    }
                }
                read = server.read(&mut down) => {
                    let Ok(length @ 1..) = read else { return };
                    if client.write_all(&down[..length]).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_sends_nothing_twice_and_loses_nothing() {
    let stage = Stage::on(1).await;
    let database = stage.place.url.rsplit_once('@').unwrap().1;
    let (database, name) = database.split_once('/').unwrap();
    let way = Way::to(database.to_owned()).await;
    let place = Place { url: format!("postgres://jobwire@{}/{name}", way.address), ..stage.place.clone() };
    let mut cases = 0;
    for point in ["before P1", "before P7", "before P11", "before P14"] {
        for fault in [Fault::AnswerLost, Fault::NeverArrives, Fault::StaysAway] {
            // Each fault with both behaviours, at one point or another.
            cases += 1;
            let behaviour = [Behaviour::Ok, Behaviour::AcceptThenClose][cases % 2];
            let subject = stage.approved(behaviour).await;
            let store = place.open(TimeDelta::zero()).await;
            let mut context = context(&store, "a worker far from its database");
            let breaking = way.clone();
            context.crash_point = Some(Arc::new(move |at| {
                if at == point {
                    breaking.break_with(fault);
                }
                Box::pin(std::future::ready(()))
            }));
            let site = site(stage.employer.address, behaviour);
            let pressed = site.pressed.clone();
            let ended = run_on(&context, subject.id, site).await;
            let case = format!("{fault:?} {point} {behaviour:?}");
            assert!(ended.is_err(), "{case}: the run was told that it failed, not {ended:?}");
            let may_press = matches!(point, "before P11" | "before P14");
            let pressed = pressed.load(Ordering::SeqCst);
            assert_eq!(pressed, u32::from(may_press), "{case}: nothing is pressed without the attempt");
            let left = stage.employer.accepted(subject.id);
            assert_eq!(left, u32::from(point == "before P14"), "{case}");
            way.is_away.store(0, Ordering::SeqCst);
            stage
                .look_after(subject, TimeDelta::seconds(61))
                .await
                .unwrap_or_else(|why| panic!("{case}: {why}"));
            stage.person_decides(subject).await.unwrap_or_else(|why| panic!("{case}: {why}"));
        }
    }
    println!("{cases} commits disturbed: no failure");
}
