//! Accepts a second by 8 tutors who all want every request, and who wins.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use bytes::Bytes;
use futures::future::try_join_all;
use hyper::StatusCode;
use hyper::header::HeaderValue;
use serde_json::Value;
use tokio::sync::Barrier;

use crate::figures::{Sample, connect, percentiles};
use crate::http::Http;
use crate::target::Target;

/// Labs needed.
pub const LABS: usize = 1;
const TUTORS: usize = 8;
const CASE: &str = "claims, 8 tutors";

struct Try {
    request: usize,
    status: StatusCode,
    body: Bytes,
    took: Duration,
}

/// Measures, and checks that each request has exactly one winner whom all others are told.
pub async fn measure(target: &mut Target) -> anyhow::Result<Vec<Sample>> {
    let lab = target.world.fresh_labs(LABS)?[0];
    let mut http = Http::connect(target.http).await?;
    let mut requests = Vec::with_capacity(target.world.students.len());
    for student in &target.world.students {
        let answer: Value = serde_json::from_slice(&http.create_request(lab, student, 1).await?)?;
        let id = answer["request"]["id"].as_str().context("an id")?;
        requests.push(format!("/api/v1/requests/{id}/accept"));
    }
    target.settled().await?;
    let requests: Arc<[String]> = requests.into();
    let start = Arc::new(Barrier::new(TUTORS + 1));
    let tutors = target.world.tutors.iter().cloned();
    let competing: Vec<_> = connect(target.http, TUTORS)
        .await?
        .into_iter()
        .zip(tutors)
        .map(|(http, tutor)| {
            tokio::spawn(compete(
                http,
                tutor,
                Arc::clone(&requests),
                Arc::clone(&start),
            ))
        })
        .collect();
    start.wait().await;
    let begun = Instant::now();
    let tries: Vec<Vec<Try>> = try_join_all(competing)
        .await?
        .into_iter()
        .collect::<Result<_, _>>()?;
    let took = begun.elapsed().as_secs_f64();
    let winners = winners(&tries)?;
    let wrong = requests.len() - exactly_one(&tries, &winners)?;
    let latencies: Vec<Duration> = tries.iter().flatten().map(|one| one.took).collect();
    let mut samples = vec![
        Sample::new(CASE, "accepted /s", count(winners.len())? / took),
        Sample::new(CASE, "tries /s", count(latencies.len())? / took),
        Sample::new(CASE, "without exactly one winner", count(wrong)?),
    ];
    samples.extend(percentiles(CASE, &latencies)?);
    Ok(samples)
}

async fn compete(
    mut http: Http,
    tutor: HeaderValue,
    requests: Arc<[String]>,
    start: Arc<Barrier>,
) -> anyhow::Result<Vec<Try>> {
    let mut tries = Vec::with_capacity(requests.len());
    start.wait().await;
    for (request, path) in requests.iter().enumerate() {
        let sent = Instant::now();
        let (status, body) = http.post(path, Some(&tutor), Bytes::new()).await?;
        anyhow::ensure!(
            matches!(status, StatusCode::OK | StatusCode::CONFLICT),
            "accept: {status} {}",
            String::from_utf8_lossy(&body)
        );
        tries.push(Try {
            request,
            status,
            body,
            took: sent.elapsed(),
        });
    }
    Ok(tries)
}

/// The name of the helper in each answer 200, by request.
fn winners(tries: &[Vec<Try>]) -> anyhow::Result<HashMap<usize, Vec<String>>> {
    let mut winners: HashMap<usize, Vec<String>> = HashMap::new();
    for won in tries
        .iter()
        .flatten()
        .filter(|one| one.status == StatusCode::OK)
    {
        let answer: Value = serde_json::from_slice(&won.body)?;
        let name = answer["request"]["helper_name"]
            .as_str()
            .context("a helper")?;
        winners
            .entry(won.request)
            .or_default()
            .push(name.to_owned());
    }
    Ok(winners)
}

/// How many requests have one winner, who is named in every refusal.
fn exactly_one(tries: &[Vec<Try>], winners: &HashMap<usize, Vec<String>>) -> anyhow::Result<usize> {
    let mut right: HashMap<usize, bool> = winners
        .iter()
        .map(|(request, names)| (*request, names.len() == 1))
        .collect();
    for lost in tries
        .iter()
        .flatten()
        .filter(|one| one.status == StatusCode::CONFLICT)
    {
        let problem: Value = serde_json::from_slice(&lost.body)?;
        let named = problem["winner"].as_str();
        let winner = winners.get(&lost.request).and_then(|names| names.first());
        if named.is_none() || named != winner.map(String::as_str) {
            right.insert(lost.request, false);
        }
    }
    Ok(right.values().filter(|right| **right).count())
}

fn count(number: usize) -> anyhow::Result<f64> {
    Ok(f64::from(u32::try_from(number)?))
}
