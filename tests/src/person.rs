use std::net::SocketAddr;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::live::Live;

/// Somebody who is logged in.
#[derive(Clone)]
pub struct Person {
    /// Username.
    pub username: String,
    /// Account id.
    pub id: String,
    address: SocketAddr,
    token: String,
    http: reqwest::Client,
}

/// What the API answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// The body; null where there is none.
    pub body: Value,
}

impl Answer {
    /// The body, if the call succeeded.
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{self:?}");
        self.body
    }

    /// The body, if the call was refused with `status`.
    pub fn refused(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self.body
    }
}

impl Person {
    /// Logs in at the replica at `address`.
    pub async fn log_in(address: SocketAddr, username: &str, password: &str) -> Self {
        Self::log_in_through(reqwest::Client::new(), address, username, password).await
    }

    /// Logs in at the replica at `address`, with connections shared with others.
    pub async fn log_in_through(
        http: reqwest::Client,
        address: SocketAddr,
        username: &str,
        password: &str,
    ) -> Self {
        let session: Value = http
            .post(format!("http://{address}/api/v1/sessions"))
            .json(&json!({ "login": username, "password": password, "transport": "bearer" }))
            .send()
            .await
            .expect("the edge answers")
            .json()
            .await
            .expect("JSON");
        let text = |value: &Value| {
            value
                .as_str()
                .unwrap_or_else(|| panic!("logging in as {username}: {session}"))
                .to_owned()
        };
        Self {
            username: username.to_owned(),
            id: text(&session["account"]["id"]),
            address,
            token: text(&session["access_token"]),
            http,
        }
    }

    /// The same person at another replica.
    #[must_use]
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            ..self.clone()
        }
    }

    /// Where this person's requests go.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The access token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// `GET path`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, None).await
    }

    /// `POST path` with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), None).await
    }

    /// `PUT path` with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), None).await
    }

    /// `POST path` without a body.
    pub async fn act(&self, path: &str) -> Answer {
        self.send(Method::POST, path, None, None).await
    }

    /// Asks for help in the lab whose path is `lab`, with an idempotency key.
    pub async fn ask(&self, lab: &str, seat: &str, key: &str) -> Answer {
        let body = json!({ "seat": seat, "description": format!("{} is stuck", self.username) });
        self.send(
            Method::POST,
            &format!("{lab}/requests"),
            Some(body),
            Some(key),
        )
        .await
    }

    /// Any call; the connection must work.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        key: Option<&str>,
    ) -> Answer {
        let mut request = self
            .http
            .request(method, format!("http://{}{path}", self.address))
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        let response = request.send().await.expect("the edge answers");
        let status = response.status();
        let text = response.text().await.expect("a body");
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or_else(|err| panic!("{err}: {text}"))
        };
        Answer { status, body }
    }

    /// Opens a live connection.
    pub async fn live(&self) -> Live {
        Live::connect(self.address, &self.token).await
    }
}
