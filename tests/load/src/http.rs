//! One HTTP connection that is kept alive, as one browser has it. Does no more than is needed, so
//! that the machine's time goes to what is measured.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A connection.
pub struct Http {
    sender: SendRequest<Full<Bytes>>,
    host: HeaderValue,
}

impl Http {
    /// Connects.
    ///
    /// # Errors
    /// If nobody listens.
    pub async fn connect(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // A broken connection shows at the next call.
        tokio::spawn(connection);
        Ok(Self {
            sender,
            host: HeaderValue::from_str(&address.to_string())?,
        })
    }

    /// Posts JSON and returns status and body of the answer.
    ///
    /// # Errors
    /// If the connection breaks.
    pub async fn post(
        &mut self,
        path: &str,
        authorization: Option<&HeaderValue>,
        json: Bytes,
    ) -> anyhow::Result<(StatusCode, Bytes)> {
        self.send(Method::POST, path, authorization, json).await
    }

    /// Sends JSON and returns status and body of the answer.
    ///
    /// # Errors
    /// If the connection breaks.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        authorization: Option<&HeaderValue>,
        json: Bytes,
    ) -> anyhow::Result<(StatusCode, Bytes)> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.host)
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        self.sender.ready().await?;
        let response = self
            .sender
            .send_request(request.body(Full::new(json))?)
            .await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        Ok((status, body))
    }

    /// A student asks for help in `lab`. Returns the answer, which must be that the request waits.
    ///
    /// # Errors
    /// If it is any other.
    pub async fn create_request(
        &mut self,
        lab: uuid::Uuid,
        student: &HeaderValue,
        seat: usize,
    ) -> anyhow::Result<Bytes> {
        let path = format!("/api/v1/labs/{lab}/requests");
        let question = format!(
            r#"{{"seat":"PC {seat}","description":"My loop never ends and I do not see why; the output stops after the third line."}}"#
        );
        let (status, body) = self.post(&path, Some(student), question.into()).await?;
        anyhow::ensure!(
            status == StatusCode::CREATED,
            "create: {status} {}",
            String::from_utf8_lossy(&body)
        );
        Ok(body)
    }
}
