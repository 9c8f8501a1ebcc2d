//! Refusals look the same wherever they come from.

use handup_gateway::Config;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{World, lab_id, usual};

/// Sends, and expects a problem with this status and code.
async fn refused(call: RequestBuilder, status: u16, code: &str) -> Value {
    let response = call.header("x-request-id", "r-1").send().await.unwrap();
    assert_eq!(response.status(), status);
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["status"], status);
    assert_eq!(problem["code"], code);
    assert_eq!(problem["request_id"], "r-1");
    assert!(!problem["title"].as_str().unwrap().is_empty());
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    problem
}

fn fields(problem: &Value) -> Vec<&str> {
    let fields = problem["fields"].as_array().unwrap();
    fields
        .iter()
        .map(|field| field["field"].as_str().unwrap())
        .collect()
}

fn requests() -> String {
    format!("/api/v1/labs/{}/requests", lab_id())
}

#[tokio::test]
async fn a_services_refusal_arrives_whole_but_for_its_secrets() {
    let world = World::new().await;
    let path = format!("/api/v1/requests/{}/accept", Uuid::from_u128(1));
    let call = world
        .http
        .post(world.url(&path))
        .bearer_auth(world.token(20));
    let response = call.send().await.unwrap();
    assert_eq!(response.headers()["retry-after"], "2");
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["winner"], "Ada");
    assert_eq!(problem["retry_after_ms"], 1500);
    assert_eq!(problem["detail"], "Ada is already helping.");
    assert!(!problem.to_string().contains("row version"));
    world.end().await;
}

#[tokio::test]
async fn a_broken_field_is_named_wherever_it_is_found() {
    let world = World::new().await;
    let post = |body: Value| {
        let call = world
            .http
            .post(world.url(&requests()))
            .bearer_auth(world.token(1));
        call.json(&body)
    };
    let by_service = refused(
        post(json!({"seat": "", "description": "x"})),
        422,
        "invalid",
    )
    .await;
    assert_eq!(fields(&by_service), ["seat"]);
    let missing = refused(post(json!({"seat": "1"})), 422, "invalid").await;
    assert_eq!(fields(&missing), ["description"]);
    let wrong = refused(post(json!({"seat": 1, "description": "x"})), 422, "invalid").await;
    assert_eq!(fields(&wrong), ["seat"]);
    let unknown = json!({"seat": "1", "description": "x", "colour": "red"});
    assert_eq!(
        fields(&refused(post(unknown), 422, "invalid").await),
        ["colour"]
    );
    let get = |path: &str| world.http.get(world.url(path)).bearer_auth(world.token(1));
    for (path, field) in [
        ("/api/v1/labs/seven", "lab_id"),
        ("/api/v1/requests?status=sleeping", "status"),
        ("/api/v1/requests?page_size=0", "page_size"),
        ("/api/v1/requests?page_size=101", "page_size"),
        ("/api/v1/requests?page_size=many", "page_size"),
        ("/api/v1/requests?lab_id=7", "lab_id"),
        ("/api/v1/requests?colour=red", "colour"),
    ] {
        assert_eq!(
            fields(&refused(get(path), 422, "invalid").await),
            [field],
            "{path}"
        );
    }
    world.end().await;
}

#[tokio::test]
async fn a_body_must_be_json_and_not_too_large() {
    let world = World::with(Config {
        body_limit_bytes: 1_000,
        ..usual()
    })
    .await;
    let post = || {
        world
            .http
            .post(world.url(&requests()))
            .bearer_auth(world.token(1))
    };
    let kind = "content-type";
    refused(
        post().header(kind, "application/json").body("{"),
        400,
        "malformed",
    )
    .await;
    refused(
        post().header(kind, "text/plain").body("{}"),
        415,
        "unsupported_media_type",
    )
    .await;
    refused(post(), 415, "unsupported_media_type").await;
    let large = json!({"seat": "1", "description": "x".repeat(1_000)});
    refused(post().json(&large), 413, "too_large").await;
    world.end().await;
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there_are_refused() {
    let world = World::new().await;
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/api/reference/nothing.js",
    ] {
        refused(world.http.get(world.url(path)), 404, "not_found").await;
    }
    let delete = world
        .http
        .delete(world.url("/api/v1/me"))
        .send()
        .await
        .unwrap();
    assert_eq!(delete.status(), 405);
    let allowed = delete.headers()["allow"].to_str().unwrap();
    assert!(allowed.contains("GET"), "{allowed}");
    let problem: Value = delete.json().await.unwrap();
    assert_eq!(problem["code"], "method_not_allowed");
    let post = world.http.request(Method::POST, world.url("/some/page"));
    refused(post, 405, "method_not_allowed").await;
    world.end().await;
}

#[tokio::test]
async fn without_a_good_token_the_person_is_asked_to_log_in() {
    let world = World::new().await;
    let me = || world.http.get(world.url("/api/v1/me"));
    let problem = refused(me(), 401, "unauthenticated").await;
    assert_eq!(problem["detail"], "Please log in to continue.");
    for call in [
        me().bearer_auth("nonsense"),
        me().bearer_auth(""),
        me().header("authorization", "Basic YTpi"),
        me().header("cookie", "handup_access=nonsense"),
    ] {
        refused(call, 401, "unauthenticated").await;
    }
    let response = me().send().await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer");

    let token = world.token(1);
    world.clock.advance(3_600_000);
    refused(me().bearer_auth(token), 401, "unauthenticated").await;
    world.end().await;
}

#[tokio::test]
async fn what_breaks_inside_is_a_fault_without_details_and_what_is_away_is_503() {
    let world = World::new().await;
    let post = world
        .http
        .post(world.url(&requests()))
        .bearer_auth(world.token(1));
    let broken = post.json(&json!({"seat": "panic", "description": "x"}));
    let problem = refused(broken, 500, "internal").await;
    assert!(!problem.to_string().contains("as the test wants"));
    // Nobody answers this method here.
    let labs = world
        .http
        .get(world.url("/api/v1/labs"))
        .bearer_auth(world.token(1));
    refused(labs, 503, "unavailable").await;
    world.end().await;
}
