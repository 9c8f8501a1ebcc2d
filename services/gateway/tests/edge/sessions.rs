//! Cookies, origins, and limits on tries.

use handup_gateway::{Config, Limits, Rate};
use reqwest::Response;
use serde_json::{Value, json};

use crate::fakes::{ACCESS, REFRESH};
use crate::world::{World, lab_id, usual};

fn cookies(response: &Response) -> Vec<String> {
    let lines = response.headers().get_all("set-cookie");
    lines
        .iter()
        .map(|line| line.to_str().unwrap().to_owned())
        .collect()
}

async fn code(response: Response) -> Value {
    let problem: Value = response.json().await.unwrap();
    problem["code"].clone()
}

#[tokio::test]
async fn a_browser_gets_its_tokens_as_cookies_only() {
    let world = World::with(Config {
        public_url: "https://handup.example".into(),
        ..usual()
    })
    .await;
    let response = world
        .http
        .post(world.url("/api/v1/sessions"))
        .header("origin", "https://handup.example")
        .json(&json!({"login": "ada", "password": "right"}))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    assert!(response.headers().contains_key("strict-transport-security"));
    let cookies = cookies(&response);
    assert_eq!(cookies.len(), 2);
    let expected = [
        (format!("handup_access={ACCESS};"), "Path=/", "Max-Age=900"),
        (
            format!("handup_refresh={REFRESH};"),
            "Path=/api/v1/sessions",
            "Max-Age=86400",
        ),
    ];
    for (line, (begin, path, age)) in cookies.iter().zip(expected) {
        assert!(line.starts_with(&begin), "{line}");
        for part in ["HttpOnly", "SameSite=Strict", "Secure", path, age] {
            assert!(line.split("; ").any(|one| one == part), "{part} in {line}");
        }
    }
    let session: Value = response.json().await.unwrap();
    assert_eq!(session["account"]["username"], "ada");
    assert_eq!(session.get("access_token"), None);
    assert_eq!(session.get("refresh_token"), None);
    world.end().await;
}

#[tokio::test]
async fn a_tool_gets_its_tokens_in_the_answer_only() {
    let world = World::new().await;
    let response = world
        .http
        .post(world.url("/api/v1/sessions"))
        .json(&json!({"login": "ada", "password": "right", "transport": "bearer"}))
        .send()
        .await
        .unwrap();
    assert!(cookies(&response).is_empty());
    let session: Value = response.json().await.unwrap();
    assert_eq!(
        (&session["access_token"], &session["refresh_token"]),
        (&json!(ACCESS), &json!(REFRESH))
    );

    let refresh = world.http.post(world.url("/api/v1/sessions/refresh"));
    let refreshed = refresh
        .json(&json!({"refresh_token": REFRESH}))
        .send()
        .await
        .unwrap();
    assert_eq!(refreshed.status(), 200);
    assert!(cookies(&refreshed).is_empty());
    let session: Value = refreshed.json().await.unwrap();
    assert_eq!(session["access_token"], ACCESS);
    world.end().await;
}

#[tokio::test]
async fn the_cookie_renews_the_session_and_is_deleted_where_it_is_no_longer_good() {
    let world = World::new().await;
    let refresh = |cookie: &str| {
        world
            .http
            .post(world.url("/api/v1/sessions/refresh"))
            .header("cookie", cookie.to_owned())
            .header("origin", world.origin())
            .json(&json!({}))
    };
    let good = refresh(&format!("handup_refresh={REFRESH}"))
        .send()
        .await
        .unwrap();
    assert_eq!(good.status(), 200);
    assert_eq!(cookies(&good).len(), 2);

    let bad = refresh("handup_refresh=old").send().await.unwrap();
    assert_eq!(bad.status(), 401);
    assert!(cookies(&bad).iter().all(|line| line.contains("Max-Age=0")));
    assert_eq!(cookies(&bad).len(), 2);
    assert_eq!(code(bad).await, "unauthenticated");

    let none = refresh("other=1").send().await.unwrap();
    assert_eq!(none.status(), 401);
    world.end().await;
}

#[tokio::test]
async fn logging_out_ends_the_session_and_deletes_the_cookies() {
    let world = World::new().await;
    let log_out = || world.http.delete(world.url("/api/v1/sessions/current"));
    let cookie = format!("handup_refresh={REFRESH}");
    let gone = log_out()
        .header("cookie", &cookie)
        .header("origin", world.origin());
    let gone = gone.send().await.unwrap();
    assert_eq!(gone.status(), 204);
    assert!(cookies(&gone).iter().all(|line| line.contains("Max-Age=0")));
    assert_eq!(world.fakes.known().calls, [("log_out", REFRESH.to_owned())]);

    let foreign = log_out()
        .header("cookie", &cookie)
        .header("origin", "http://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    assert_eq!(log_out().send().await.unwrap().status(), 401);
    world.end().await;
}

#[tokio::test]
async fn a_wrong_password_is_told_in_the_agreed_words() {
    let world = World::new().await;
    let response = world
        .http
        .post(world.url("/api/v1/sessions"))
        .header("x-request-id", "job-9")
        .json(&json!({"login": "ada", "password": "wrong"}))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["code"], "wrong_credentials");
    assert_eq!(problem["detail"], "Invalid username or password.");
    // The service's log can be found by the same id.
    assert_eq!(world.fakes.known().calls, [("log_in", "job-9".to_owned())]);
    world.end().await;
}

#[tokio::test]
async fn with_a_cookie_only_own_pages_may_change_anything() {
    let world = World::new().await;
    let cookie = format!("handup_access={}", world.token(1));
    let create = |headers: &[(&'static str, String)]| {
        let path = format!("/api/v1/labs/{}/requests", lab_id());
        let call = world.http.post(world.url(&path)).header("cookie", &cookie);
        let call = headers
            .iter()
            .fold(call, |call, (name, value)| call.header(*name, value));
        call.json(&json!({"seat": "1", "description": "x"}))
    };
    for own in [
        ("origin", world.origin()),
        ("sec-fetch-site", "same-origin".to_owned()),
    ] {
        assert_eq!(create(&[own]).send().await.unwrap().status(), 201);
    }
    for foreign in [
        vec![],
        vec![("origin", "http://evil.example".to_owned())],
        vec![("origin", "null".to_owned())],
        vec![("sec-fetch-site", "cross-site".to_owned())],
        vec![
            ("origin", "http://evil.example".to_owned()),
            ("sec-fetch-site", "same-origin".to_owned()),
        ],
    ] {
        let response = create(&foreign).send().await.unwrap();
        assert_eq!(response.status(), 403, "{foreign:?}");
        assert_eq!(code(response).await, "forbidden");
    }
    // Reading needs none, and neither does a token that no browser sends by itself.
    let me = world
        .http
        .get(world.url("/api/v1/me"))
        .header("cookie", &cookie);
    assert_eq!(me.send().await.unwrap().status(), 200);
    let lab = format!("/api/v1/labs/{}/requests", lab_id());
    let bearer = world.http.post(world.url(&lab)).bearer_auth(world.token(1));
    let bearer = bearer.header("origin", "http://evil.example");
    let bearer = bearer.json(&json!({"seat": "1", "description": "x"}));
    assert_eq!(bearer.send().await.unwrap().status(), 201);
    world.end().await;
}

#[tokio::test]
async fn another_site_can_not_log_somebody_in() {
    let world = World::new().await;
    for path in ["/api/v1/sessions", "/api/v1/accounts"] {
        let call = world
            .http
            .post(world.url(path))
            .header("origin", "http://evil.example");
        let response = call
            .json(&json!({"login": "a", "password": "right"}))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 403);
    }
    assert!(world.fakes.known().calls.is_empty());
    world.end().await;
}

#[tokio::test]
async fn too_many_tries_from_one_address_are_refused_and_told_when_to_come_back() {
    let world = World::with(Config {
        trusted_hops: 1,
        limits: Limits {
            log_in: Rate {
                per_minute: 1,
                burst: 2,
            },
            ..Limits::default()
        },
        ..usual()
    })
    .await;
    let log_in = |address: &str| {
        world
            .http
            .post(world.url("/api/v1/sessions"))
            .header("x-forwarded-for", format!("6.6.6.6, {address}"))
            .json(&json!({"login": "ada", "password": "wrong"}))
            .send()
    };
    for _ in 0..2 {
        assert_eq!(log_in("192.0.2.1").await.unwrap().status(), 401);
    }
    let refused = log_in("192.0.2.1").await.unwrap();
    assert_eq!(refused.status(), 429);
    let wait: u64 = refused.headers()["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(code(refused).await, "rate_limited");
    assert_eq!(log_in("192.0.2.2").await.unwrap().status(), 401);
    world.end().await;
}
