//! A WebSocket connection that keeps little memory while it rests (RFC 6455).
//!
//! axum's own would do but for one thing: its buffer for writing grows to the largest message that
//! was ever sent, and stays so. The first picture of a lab is that message, so that each page that
//! watches a busy lab would hold the size of its queue for hours. Here a message leaves in frames.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use handup_contracts::{Code, Problem};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// A connection that was taken over.
pub(crate) type Connection = WebSocketStream<TokioIo<Upgraded>>;

/// Largest frame and message of a client, in bytes.
const LARGEST_MESSAGE: usize = 16 * 1024;
/// What a connection keeps for reading, in bytes: a client's frame is about a hundred.
const READ_BUFFER: usize = 1024;
/// What is gathered before it is written, in bytes.
const WRITE_BUFFER: usize = 2 * 1024;
/// Largest frame that is sent, in bytes: the buffer for writing grows to this beside what is gathered.
const LARGEST_FRAME: usize = 2 * 1024;

/// A client that waits to become a connection, once the answer to its request is sent.
pub(crate) struct Upgrade(OnUpgrade);

impl Upgrade {
    /// Accepts the opening handshake. Returns the answer with what follows it.
    ///
    /// # Errors
    /// [`Code::Malformed`] if `request` is no such handshake.
    pub(crate) fn accept(mut request: Request) -> Result<(Response, Self), Problem> {
        let answer = create_response_with_body(&request, Body::empty).map_err(|error| {
            Problem::new(
                Code::Malformed,
                "This address is for WebSocket connections only.",
            )
            .with_internal(error.to_string())
        })?;
        Ok((answer, Self(hyper::upgrade::on(&mut request))))
    }

    /// The connection.
    ///
    /// # Errors
    /// If the client has gone meanwhile.
    pub(crate) async fn connection(self) -> Result<Connection, hyper::Error> {
        let config = WebSocketConfig::default()
            .max_frame_size(Some(LARGEST_MESSAGE))
            .max_message_size(Some(LARGEST_MESSAGE))
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(WRITE_BUFFER);
        let stream = TokioIo::new(self.0.await?);
        Ok(WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await)
    }
}

/// The frames of a message (RFC 6455, section 5.4); a short one is one frame.
pub(crate) fn frames(text: Utf8Bytes) -> impl Iterator<Item = Message> {
    let mut kind = Data::Text;
    let mut rest = Some(Bytes::from(text));
    std::iter::from_fn(move || {
        let mut payload = rest.take()?;
        if payload.len() > LARGEST_FRAME {
            rest = Some(payload.split_off(LARGEST_FRAME));
        }
        let opcode = OpCode::Data(std::mem::replace(&mut kind, Data::Continue));
        let frame = Frame::message(payload, opcode, rest.is_none());
        Some(Message::Frame(frame))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frames_of(text: &str) -> Vec<Frame> {
        frames(text.into())
            .map(|message| match message {
                Message::Frame(frame) => frame,
                other => panic!("not a frame: {other:?}"),
            })
            .collect()
    }

    proptest! {
        #[test]
        fn the_frames_of_a_message_are_small_and_together_its_text(
            text in proptest::collection::vec("[a-zß→]{1,7}", 0..1_000)
        ) {
            let text = text.concat();
            let frames = frames_of(&text);
            let last = frames.len() - 1;
            for (number, frame) in frames.iter().enumerate() {
                let header = frame.header();
                let kind = if number == 0 { Data::Text } else { Data::Continue };
                prop_assert_eq!(header.opcode, OpCode::Data(kind));
                prop_assert_eq!(header.is_final, number == last);
                prop_assert!(frame.payload().len() <= LARGEST_FRAME);
            }
            let sent: Vec<u8> = frames.iter().flat_map(|frame| frame.payload().to_vec()).collect();
            prop_assert_eq!(sent, text.as_bytes());
        }
    }

    #[test]
    fn a_message_that_just_fits_is_one_frame() {
        assert_eq!(frames_of(&"x".repeat(LARGEST_FRAME)).len(), 1);
        assert_eq!(frames_of(&"x".repeat(LARGEST_FRAME + 1)).len(), 2);
        assert_eq!(frames_of("").len(), 1);
    }
}
