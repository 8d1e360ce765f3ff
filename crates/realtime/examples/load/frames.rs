//! WebSocket frames by hand, as far as a bench needs them: no fragments, no extensions.

const TEXT: u8 = 0x81;
const CLOSE: u8 = 0x88;
const PONG: u8 = 0x8A;
const OPCODE: u8 = 0x0F;
const MASKED: u8 = 0x80;

/// A whole frame at the beginning of what was read.
pub struct Frame<'a> {
    opcode: u8,
    pub payload: &'a [u8],
    /// How many bytes of what was read it takes.
    pub length: usize,
}

impl<'a> Frame<'a> {
    /// The first frame of a server; `None` when it is not there as a whole yet.
    pub fn first(bytes: &'a [u8]) -> Option<Self> {
        let (head, short) = (*bytes.first()?, *bytes.get(1)?);
        let (begin, length) = match short & !MASKED {
            126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
            127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?) as usize),
            length => (2, usize::from(length)),
        };
        let payload = bytes.get(begin..begin + length)?;
        Some(Self { opcode: head & OPCODE, payload, length: begin + length })
    }

    pub fn is_text(&self) -> bool {
        self.opcode == TEXT & OPCODE
    }

    pub fn is_close(&self) -> bool {
        self.opcode == CLOSE & OPCODE
    }

    pub fn is_ping(&self) -> bool {
        self.opcode == 0x9
    }
}

/// A text frame as a server sends it.
pub fn from_server(text: &str) -> Vec<u8> {
    framed(TEXT, 0, text.as_bytes())
}

/// A text frame as a client sends it.
pub fn from_client(text: &str) -> Vec<u8> {
    framed(TEXT, MASKED, text.as_bytes())
}

/// The answer to a ping frame.
pub fn pong(payload: &[u8]) -> Vec<u8> {
    framed(PONG, MASKED, payload)
}

/// A mask of zeros leaves the payload as it is, and every server has to take it.
fn framed(head: u8, masked: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![head];
    match payload.len() {
        length @ 0..=125 => frame.push(masked | length as u8),
        length @ 126..=0xFFFF => {
            frame.push(masked | 126);
            frame.extend((length as u16).to_be_bytes());
        }
        length => {
            frame.push(masked | 127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    if masked != 0 {
        frame.extend([0; 4]);
    }
    frame.extend(payload);
    frame
}
