//! How live connections begin and end.

use handup_testkit::wait;
use serde_json::json;
use tokio_tungstenite::tungstenite::Error;

use crate::world::{World, usual};

#[tokio::test]
async fn a_connection_ends_with_its_token() {
    let world = World::new().await;
    let token = world.token(1);
    world.clock.advance(3_600_000 - 300);
    let authorization = format!("Bearer {token}");
    let mut live = world
        .connect_with(&[("authorization", &authorization)])
        .await
        .unwrap();
    assert_eq!(live.closed().await, 4401);
    world.end().await;
}

#[tokio::test]
async fn frames_that_are_no_messages_are_answered_and_too_big_ones_end_it() {
    let world = World::new().await;
    let mut live = world.connect(1).await;
    for text in ["", "{}", "[1]", r#"{"type":"shout"}"#] {
        live.send_text(text).await;
        let answer = live.next().await;
        assert_eq!(answer["type"], "malformed");
        assert!(!answer["detail"].as_str().unwrap().is_empty());
    }
    live.send_text(&"x".repeat(17_000)).await;
    assert_eq!(live.closed().await, 1009);
    world.end().await;
}

#[tokio::test]
async fn only_own_pages_may_connect_with_a_cookie() {
    let world = World::new().await;
    let cookie = format!("handup_access={}", world.token(1));
    let own = world.origin();
    let mut live = world
        .connect_with(&[("cookie", &cookie), ("origin", &own)])
        .await
        .unwrap();
    live.subscribe("me").await;
    assert_eq!(live.next().await["type"], "snapshot");
    let status = |outcome: Result<_, Error>| match outcome {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => 101,
    };
    let foreign = [
        ("cookie", cookie.as_str()),
        ("origin", "http://evil.example"),
    ];
    assert_eq!(status(world.connect_with(&foreign).await), 403);
    assert_eq!(
        status(world.connect_with(&[("cookie", &cookie)]).await),
        403
    );
    assert_eq!(status(world.connect_with(&[]).await), 401);
    let plain = world
        .http
        .get(world.url("/api/v1/live"))
        .bearer_auth(world.token(1));
    assert_eq!(plain.send().await.unwrap().status(), 400);
    world.end().await;
}

#[tokio::test]
async fn one_person_has_a_bounded_number_of_connections_and_topics() {
    let mut config = usual();
    config.live.sockets = 2;
    config.live.topics = 1;
    let world = World::with(config).await;
    let mut first = world.connect(1).await;
    let second = world.connect(1).await;
    let authorization = format!("Bearer {}", world.token(1));
    let headers = [("authorization", authorization.as_str())];
    match world.connect_with(&headers).await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 429),
        other => panic!("{:?}", other.map(|_| ())),
    }
    drop(second);
    wait::until("there is room again", || async {
        world.connect_with(&headers).await.is_ok()
    })
    .await;
    first.subscribe("me").await;
    assert_eq!(first.next().await["type"], "snapshot");
    first.subscribe_lab().await;
    assert_eq!(first.next().await["problem"]["code"], "rate_limited");
    first
        .send(json!({"type": "unsubscribe", "topic": "me"}))
        .await;
    first.subscribe_lab().await;
    assert_eq!(first.next().await["view"], "student");
    world.end().await;
}
