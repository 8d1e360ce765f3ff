//! An employer at the other end of a real connection, with books that are on disk before it answers.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ApplicationId;

use super::employer::{Answer, Behaviour};
use super::site::Line;

/// How long "late" is here.
const LATE: Duration = Duration::from_millis(300);
/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// What is left unread makes closing a reset.
const UNREAD: usize = 4_096;

/// Counts what it has taken in, by application.
#[derive(Clone)]
pub(in crate::run) struct Employer {
    pub address: SocketAddr,
    accepted: Arc<Mutex<HashMap<String, u32>>>,
}

impl Employer {
    /// Begins to take applications in. It ends with the process.
    pub fn open(folder: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let accepted: Arc<Mutex<HashMap<String, u32>>> = Arc::default();
        let book = Arc::new(Mutex::new(File::create(folder.join("ledger")).unwrap()));
        let counted = accepted.clone();
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let (counted, book) = (counted.clone(), book.clone());
                std::thread::spawn(move || take_in(stream, &counted, &book));
            }
        });
        Self { address, accepted }
    }

    pub fn accepted(&self, id: ApplicationId) -> u32 {
        let accepted = self.accepted.lock().unwrap_or_else(PoisonError::into_inner);
        accepted.get(&id.to_string()).copied().unwrap_or_default()
    }
}

/// Takes one request in: `POST <application> <behaviour>`, then bytes that nobody reads.
fn take_in(stream: TcpStream, accepted: &Mutex<HashMap<String, u32>>, book: &Mutex<File>) {
    let mut reader = BufReader::with_capacity(128, stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let mut words = line.split_whitespace().skip(1);
    let (Some(id), Some(behaviour)) = (words.next(), words.next()) else { return };
    let behaviour = Behaviour::ALL[behaviour.parse::<usize>().unwrap()];
    if behaviour.accepts() {
        let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(book, "{id}").unwrap();
        book.sync_all().unwrap();
        *accepted.lock().unwrap_or_else(PoisonError::into_inner).entry(id.to_owned()).or_default() += 1;
    }
    if behaviour == Behaviour::AcceptThenReset {
        return;
    }
    let mut rest = vec![0; UNREAD];
    let _ = reader.read_exact(&mut rest);
    if behaviour == Behaviour::Slow {
        std::thread::sleep(LATE);
    }
    if let Answer::Status(status, _) = behaviour.answer() {
        let _ = reader.get_mut().write_all(format!("{status}\n").as_bytes());
    }
}

/// The line to an [`Employer`].
pub(in crate::run) struct Wire {
    pub employer: SocketAddr,
    pub behaviour: Behaviour,
    stream: Option<TcpStream>,
}

impl Wire {
    pub fn to(employer: SocketAddr, behaviour: Behaviour) -> Self {
        Self { employer, behaviour, stream: None }
    }
}

impl Line for Wire {
    fn send(&mut self, id: ApplicationId) {
        let behaviour = Behaviour::ALL.iter().position(|one| *one == self.behaviour).unwrap();
        let mut stream = TcpStream::connect(self.employer).unwrap();
        let mut request = format!("POST {id} {behaviour}\n").into_bytes();
        request.resize(request.len() + UNREAD, b'.');
        let _ = stream.write_all(&request);
        self.stream = Some(stream);
    }

    fn answer(&mut self) -> Answer {
        let mut said = String::new();
        if let Some(stream) = &mut self.stream {
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let _ = stream.read_to_string(&mut said);
        }
        match said.is_empty() {
            true => Answer::Broken,
            false => self.behaviour.answer(),
        }
    }

    fn code_typed(&mut self) {
        self.behaviour = self.behaviour.with_code();
    }
}
