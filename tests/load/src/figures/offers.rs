//! From the moment in which a tutor is free until the next offer is on the tutor's page, in a lab that
//! makes offers and in which enough students wait.
//!
//! The clock starts just before the completion is sent. Tutors say yes at once and are done at once,
//! so that all of them are free nearly all the time: more offers a second than any lab makes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use bytes::Bytes;
use futures::future::try_join_all;
use hyper::header::HeaderValue;
use hyper::{Method, StatusCode};
use serde_json::Value;
use uuid::Uuid;

use crate::figures::{Sample, percentiles};
use crate::http::Http;
use crate::socket::Socket;
use crate::target::Target;

const TUTORS: usize = 8;
const CASE: &str = "offers, 8 tutors";
/// How long a tutor waits for another offer before nobody can be left.
const PATIENCE: Duration = Duration::from_secs(3);

/// Has every student helped by offers alone.
pub async fn measure(target: &mut Target) -> anyhow::Result<Vec<Sample>> {
    let lab = target.world.offering_lab;
    let mut http = Http::connect(target.http).await?;
    for student in &target.world.students {
        http.create_request(lab, student, 1).await?;
    }
    target.settled().await?;
    let begun = Instant::now();
    let tutors = target.world.tutors.iter().take(TUTORS);
    let helping = tutors.map(|tutor| help(target.http, lab, tutor));
    let helped = try_join_all(helping).await?;
    let ended = helped.iter().map(|helped| helped.last).max();
    let took = ended.context("a tutor")? - begun;
    let count: usize = helped.iter().map(|helped| helped.count).sum();
    let latencies: Vec<Duration> = helped
        .into_iter()
        .flat_map(|helped| helped.latencies)
        .collect();
    let left = target.world.students.len().saturating_sub(count);
    let mut samples = vec![
        Sample::new(CASE, "helped /s", float(count)? / took.as_secs_f64()),
        Sample::new(CASE, "never offered", float(left)?),
    ];
    samples.extend(percentiles(CASE, &latencies)?);
    Ok(samples)
}

/// What one tutor has done.
struct Helped {
    count: usize,
    latencies: Vec<Duration>,
    last: Instant,
}

/// Says yes to every offer and is done at once, until none comes any more.
async fn help(address: SocketAddr, lab: Uuid, tutor: &HeaderValue) -> anyhow::Result<Helped> {
    let mut socket = Socket::watch(address, tutor, lab).await?;
    socket.subscribe("me").await?;
    let mut http = Http::connect(address).await?;
    let available = format!("/api/v1/labs/{lab}/availability");
    let body = Bytes::from_static(br#"{"available":true}"#);
    expect_ok(
        http.send(Method::PUT, &available, Some(tutor), body)
            .await?,
    )?;
    let mut helped = Helped {
        count: 0,
        latencies: Vec::new(),
        last: Instant::now(),
    };
    let mut free_since = None;
    while let Ok(offer) = tokio::time::timeout(PATIENCE, next_offer(&mut socket)).await {
        let offer = offer?;
        if let Some(since) = free_since {
            helped.latencies.push(Instant::now() - since);
        }
        let id = |name: &str| offer[name].as_str().context("an id").map(str::to_owned);
        let accept = format!("/api/v1/offers/{}/accept", id("id")?);
        expect_ok(http.post(&accept, Some(tutor), Bytes::new()).await?)?;
        free_since = Some(Instant::now());
        let complete = format!("/api/v1/requests/{}/complete", id("request_id")?);
        let body = Bytes::from_static(b"{}");
        expect_ok(http.post(&complete, Some(tutor), body).await?)?;
        helped.count += 1;
        helped.last = Instant::now();
    }
    Ok(helped)
}

async fn next_offer(socket: &mut Socket) -> anyhow::Result<Value> {
    loop {
        let text = socket.text().await?;
        // Searched first: most texts are about the lab, and parsing them would cost more.
        if text.starts_with(r#"{"type":"offer""#) && text.contains(r#""state":"sent""#) {
            let mut message: Value = serde_json::from_str(&text)?;
            return Ok(message["offer"].take());
        }
    }
}

fn expect_ok((status, body): (StatusCode, Bytes)) -> anyhow::Result<()> {
    anyhow::ensure!(
        status.is_success(),
        "{status} {}",
        String::from_utf8_lossy(&body)
    );
    Ok(())
}

fn float(number: usize) -> anyhow::Result<f64> {
    Ok(f64::from(u32::try_from(number)?))
}
