//! A client that speaks NATS' protocol itself, to hear what the server refuses.

use handup_testkit::nats::NatsServer;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// What somebody tries to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
    Publish,
    Subscribe,
}

/// A connection of one of the users.
pub(crate) struct Wire {
    connection: BufReader<TcpStream>,
}

impl Wire {
    pub(crate) async fn connect(nats: &NatsServer, user: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", nats.port()))
            .await
            .unwrap();
        let mut wire = Self {
            connection: BufReader::new(stream),
        };
        let options = json!({
            "verbose": false,
            "pedantic": false,
            "headers": true,
            "user": user,
            "pass": NatsServer::password(user),
        });
        assert!(wire.line().await.starts_with("INFO "));
        let refusals = wire.say(&format!("CONNECT {options}\r\n")).await;
        assert_eq!(refusals, Vec::<String>::new(), "{user} can't connect");
        wire
    }

    /// Whether the server lets this be done.
    pub(crate) async fn may(&mut self, verb: Verb, subject: &str) -> bool {
        let refusals = match verb {
            Verb::Publish => self.say(&format!("PUB {subject} 0\r\n\r\n")).await,
            Verb::Subscribe => self.say(&format!("SUB {subject} 1\r\nUNSUB 1\r\n")).await,
        };
        for refusal in &refusals {
            assert!(refusal.contains("Permissions Violation"), "{refusal}");
        }
        refusals.is_empty()
    }

    /// Sends `text` and returns the refusals. The server works through a connection in order, so that
    /// they come before the answer to a question asked after.
    async fn say(&mut self, text: &str) -> Vec<String> {
        let all = format!("{text}PING\r\n");
        self.connection.write_all(all.as_bytes()).await.unwrap();
        let mut refusals = Vec::new();
        loop {
            let line = self.line().await;
            match line.split(' ').next() {
                Some("PONG") => return refusals,
                Some("PING") => self.connection.write_all(b"PONG\r\n").await.unwrap(),
                Some("-ERR") => refusals.push(line),
                // Messages that somebody else's try has sent, and news about the cluster.
                _ => {}
            }
        }
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        let length = self.connection.read_line(&mut line).await.unwrap();
        assert!(length > 0, "the server has closed the connection");
        line.trim_end().to_owned()
    }
}
