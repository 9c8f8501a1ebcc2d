//! A socket that does not read.

use handup_contracts::v1::types::Request;
use serde_json::json;
use tokio::net::TcpSocket;

use crate::world::{World, request, usual};

/// Enough to fill every buffer on the way many times over.
const CHANGES: i64 = 3_000;

fn large(revision: i64) -> Request {
    Request {
        description: format!("{revision} {}", "x".repeat(1_900)),
        version: revision,
        ..request(1)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_socket_holds_up_nobody_and_ends_with_the_true_picture() {
    let mut config = usual();
    config.live.queue = 64;
    let world = World::with(config).await;
    let mut quick = world.connect(20).await;
    quick.subscribe_lab().await;
    quick.next_of("snapshot").await;

    let small = TcpSocket::new_v4().unwrap();
    small.set_recv_buffer_size(4_096).unwrap();
    let stream = small.connect(world.address()).await.unwrap();
    let authorization = format!("Bearer {}", world.token(30));
    let headers = [("authorization", authorization.as_str())];
    let mut slow = world.connect_over(stream, &headers).await.unwrap();
    slow.subscribe_lab().await;
    slow.next_of("snapshot").await;

    // The quick one reads each change as it comes, while the slow one reads nothing.
    for revision in 3..=CHANGES {
        world.happen(revision, "edited", large(revision)).await;
        let delta = quick.next().await;
        assert_eq!(
            (&delta["type"], &delta["revision"]),
            (&json!("delta"), &json!(revision))
        );
    }

    // It gets some changes, then a fresh picture instead of those it lost, and from there all.
    let mut revision = 2;
    let mut fresh_pictures = 0;
    while revision < CHANGES {
        let message = slow.next().await;
        let next = message["revision"].as_i64().unwrap();
        if message["type"] == "snapshot" {
            fresh_pictures += 1;
            assert!(next > revision);
        } else {
            assert_eq!(next, revision + 1, "no gap without a picture");
        }
        revision = next;
        if revision == CHANGES {
            let seen = match message["type"].as_str() {
                Some("snapshot") => &message["requests"][0],
                _ => &message["request"],
            };
            assert_eq!(seen["description"], large(CHANGES).description);
        }
    }
    assert!(fresh_pictures >= 1, "the socket was meant to be too slow");
    world.end().await;
}
